import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue'
import { t } from '../text/index.ts'

/** What runs, as the engine reports it. */
export interface Work {
  readonly active: boolean
  /** The stage in words. A new stage may count anew. */
  readonly stage: string
  readonly done?: number | undefined
  readonly total?: number | undefined
}

export interface ProgressView {
  /** Short work is not shown, and what is shown is not gone in a blink. */
  readonly visible: Readonly<Ref<boolean>>
  /** 0 to 99, or null as long as nobody knows how much there is to do. */
  readonly percent: ComputedRef<number | null>
  readonly done: ComputedRef<number>
  /** Minutes left, rounded up; null while it is too early or too unsteady to tell. */
  readonly minutesLeft: Readonly<Ref<number | null>>
  /** For the live region. */
  readonly announcement: Readonly<Ref<string>>
}

const TICK_MS = 100
const SHOW_AFTER_MS = 300
const SHOW_AT_LEAST_MS = 700
const ANNOUNCE_EVERY_MS = 5000
const ESTIMATE_AFTER_MS = 5000
/** The two halves of the last five seconds may differ this many times in pace for an estimate to be given. */
const STEADY = 1.6

function percentOf({ done = 0, total }: Work): number | null {
  return total === undefined || total <= 0 ? null : Math.max(0, Math.min(99, Math.floor((done / total) * 100)))
}

/** How progress is shown and read out: it looks at `work` ten times a second. */
export function useProgress(work: () => Work): ProgressView {
  const visible = ref(false)
  const shown = ref<Work>(work())
  const minutesLeft = ref<number | null>(null)
  const announcement = ref('')

  let startedAt = performance.now()
  let shownAt = 0
  let stageAt = startedAt
  let samples: { at: number; done: number }[] = []
  let announced = { at: -Infinity, stage: '', quarter: 0 }

  function estimate(now: number, { done = 0, total }: Work): number | null {
    samples = [...samples.filter((sample) => now - sample.at <= ESTIMATE_AFTER_MS), { at: now, done }]
    const first = samples[0]
    const middle = samples[samples.length >> 1]
    if (total === undefined || !first || !middle || now - stageAt < ESTIMATE_AFTER_MS) return null
    const before = (middle.done - first.done) / (middle.at - first.at)
    const after = (done - middle.done) / (now - middle.at)
    if (!(before > 0) || before > after * STEADY || after > before * STEADY) return null
    return Math.max(0, total - done) / ((done - first.done) / (now - first.at)) / 60_000
  }

  function announceAt(now: number, stage: string, percent: number | null): void {
    const quarter = Math.floor((percent ?? 0) / 25)
    const news = stage !== announced.stage || quarter > announced.quarter
    if (!news || now - announced.at < ANNOUNCE_EVERY_MS) return
    announced = { at: now, stage, quarter }
    announcement.value = percent === null ? stage : t('components.progress.announce', { stage, percent })
  }

  function look(): void {
    const now = performance.now()
    const next = work()
    if (!next.active) {
      if (visible.value && now - shownAt < SHOW_AT_LEAST_MS) return
      visible.value = false
      announcement.value = ''
      announced = { at: -Infinity, stage: '', quarter: 0 }
      return
    }
    const sameStage = next.stage === shown.value.stage
    if (!sameStage) {
      stageAt = now
      samples = []
      announced.quarter = 0
    }
    // Within a stage the count never runs backwards.
    const done = sameStage ? Math.max(next.done ?? 0, shown.value.done ?? 0) : (next.done ?? 0)
    shown.value = { ...next, done }
    const left = estimate(now, shown.value)
    minutesLeft.value = left === null ? null : Math.ceil(left)
    if (!visible.value && now - startedAt >= SHOW_AFTER_MS) {
      visible.value = true
      shownAt = now
    }
    if (visible.value) announceAt(now, next.stage, percentOf(shown.value))
  }

  watch(
    () => work().active,
    (active) => {
      if (!active) return
      startedAt = stageAt = performance.now()
      samples = []
      shown.value = work()
    },
    { flush: 'sync' },
  )
  const timer = setInterval(look, TICK_MS)
  onScopeDispose(() => {
    clearInterval(timer)
  })

  return {
    visible,
    percent: computed(() => percentOf(shown.value)),
    done: computed(() => shown.value.done ?? 0),
    minutesLeft,
    announcement,
  }
}
