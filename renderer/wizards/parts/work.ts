/** One piece of long work at a time, as a wizard follows it: what it does now, how it is stopped, how it ended. */
import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import { asCofferError, type CofferError } from '../../../contract/errors.ts'
import type { Progress, TaskName } from '../../../contract/progress.ts'
import { api, onEvent } from '../../bridge.ts'

/** `nothing`: the person stopped it, or cancelled the dialog that it asked with. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'nothing'; readonly stopped: boolean }
  | { readonly kind: 'refused'; readonly error: CofferError }

export interface Work {
  readonly running: ComputedRef<boolean>
  /** The person asked it to stop. */
  readonly stopping: Readonly<Ref<boolean>>
  /** Null until the work has told something. */
  readonly progress: Readonly<Ref<Progress | null>>
  readonly run: <T>(task: TaskName, call: () => Promise<T | null>) => Promise<Outcome<T>>
  readonly stop: () => Promise<void>
  /** The Stop button that is shown now, to be focused by Escape. */
  readonly stopButton: Ref<(() => void) | null>
}

export function useWork(): Work {
  const task = ref<TaskName | null>(null)
  const stopping = ref(false)
  const progress = shallowRef<Progress | null>(null)
  const running = computed(() => task.value !== null)

  onScopeDispose(
    onEvent('progress', (told) => {
      if (told.task === task.value) progress.value = told
    }),
  )

  async function run<T>(name: TaskName, call: () => Promise<T | null>): Promise<Outcome<T>> {
    progress.value = null
    stopping.value = false
    task.value = name
    try {
      const value = await call()
      return value === null ? { kind: 'nothing', stopped: stopping.value } : { kind: 'done', value }
    } catch (error) {
      return { kind: 'refused', error: asCofferError(error) }
    } finally {
      task.value = null
    }
  }

  async function stop(): Promise<void> {
    if (!running.value || stopping.value) return
    stopping.value = true
    try {
      await api.app.stop()
    } catch {
      // Then the work goes on, and its own end tells how it went.
      stopping.value = false
    }
  }

  return { running, stopping, progress, run, stop, stopButton: shallowRef(null) }
}
