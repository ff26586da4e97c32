import { computed, onScopeDispose, ref, toValue, watch, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import { startStrengthScorer, type Score } from '../workers/strength.ts'

/** A score alone is no gate: zxcvbn gives `Tr0ub4dour&3` its best one. */
export const MINIMUM_CHARACTERS = 12
const MINIMUM_SCORE = 3
/** Asked for where the strength cannot be measured. */
export const UNMEASURED_CHARACTERS = 20
const DEBOUNCE_MS = 150

export interface StrengthVerdict {
  readonly score: Score
  /** Long enough and hard enough to guess. */
  readonly ok: boolean
}
export type StrengthState = 'empty' | 'short' | 'measuring' | 'measured' | 'unknown'

export interface Strength {
  readonly state: ComputedRef<StrengthState>
  readonly verdict: ComputedRef<StrengthVerdict>
  /** How many characters are missing to the minimum. */
  readonly missing: ComputedRef<number>
  /** The verdict on what is typed now, without the wait for a pause in typing. */
  readonly settled: () => Promise<StrengthVerdict>
}

/** How strong `password` is. It is measured in a worker, 150 ms after the last change. */
export function useStrength(password: MaybeRefOrGetter<string>): Strength {
  const scorer = startStrengthScorer()
  /** The score of the last password that was measured; null when measuring is not possible. */
  const measured = ref<{ of: string; score: Score | null }>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const length = computed(() => Array.from(toValue(password)).length)
  const missing = computed(() => Math.max(0, MINIMUM_CHARACTERS - length.value))
  const score = computed(() => (measured.value?.of === toValue(password) ? measured.value.score : undefined))

  const state = computed((): StrengthState => {
    if (length.value === 0) return 'empty'
    if (missing.value > 0) return 'short'
    if (score.value === undefined) return 'measuring'
    return score.value === null ? 'unknown' : 'measured'
  })

  const verdict = computed((): StrengthVerdict => {
    if (state.value === 'unknown') return { score: 0, ok: length.value >= UNMEASURED_CHARACTERS }
    const known = score.value ?? 0
    return { score: known, ok: state.value === 'measured' && known >= MINIMUM_SCORE }
  })

  async function measure(): Promise<void> {
    clearTimeout(timer)
    const of = toValue(password)
    if (missing.value === 0 && measured.value?.of !== of) {
      const result = await scorer.score(of)
      if (of === toValue(password)) measured.value = { of, score: result }
    }
  }

  watch(
    () => toValue(password),
    () => {
      clearTimeout(timer)
      measured.value = undefined
      timer = setTimeout(() => void measure(), DEBOUNCE_MS)
    },
    { immediate: true, flush: 'sync' },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    measured.value = undefined
    scorer.end()
  })

  return {
    state,
    verdict,
    missing,
    async settled() {
      await measure()
      return verdict.value
    },
  }
}
