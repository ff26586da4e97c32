/** One piece of long work at a time, as a wizard follows it: what it does now, how it is stopped, how it ended. */
import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import { asCofferError, type CofferError } from '../../contract/errors.ts'
import type { Progress, TaskName } from '../../contract/progress.ts'
import { api, onEvent } from '../bridge.ts'

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

/**
 * Of the whole window: work that was asked to stop and has not ended. The engine does one at a time, so that what comes
 * next waits for it.
 */
let ending: Promise<unknown> | null = null

export function useWork(): Work {
  const task = ref<TaskName | null>(null)
  const stopping = ref(false)
  const progress = shallowRef<Progress | null>(null)
  const running = computed(() => task.value !== null)
  let current: Promise<unknown> | null = null
  let turns = 0

  onScopeDispose(
    onEvent('progress', (told) => {
      if (told.task === task.value) progress.value = told
    }),
  )

  async function run<T>(name: TaskName, call: () => Promise<T | null>): Promise<Outcome<T>> {
    progress.value = null
    stopping.value = false
    task.value = name
    const turn = ++turns
    const mine = inTurn(turn, call)
    current = mine
    try {
      const value = await mine
      return value === null ? { kind: 'nothing', stopped: stopping.value } : { kind: 'done', value }
    } catch (error) {
      return { kind: 'refused', error: asCofferError(error) }
    } finally {
      // The next one may have taken its place while it was stopping.
      if (turn === turns) task.value = current = null
    }
  }

  /** Null too where it was stopped while it waited, or another one took its place. */
  async function inTurn<T>(turn: number, call: () => Promise<T | null>): Promise<T | null> {
    if (ending) await ending
    return stopping.value || turn !== turns ? null : await call()
  }

  async function stop(): Promise<void> {
    if (!current || stopping.value) return
    stopping.value = true
    const last = current.catch(() => undefined)
    ending = last
    void last.then(() => {
      if (ending === last) ending = null
    })
    try {
      await api.app.stop()
    } catch {
      // Then the work goes on, and its own end tells how it went.
      stopping.value = false
    }
  }

  return { running, stopping, progress, run, stop, stopButton: shallowRef(null) }
}
