import { computed, ref, toValue, watch, type ComputedRef, type MaybeRefOrGetter } from 'vue'

export interface Stepper<Id extends string> {
  /** The id of the step that is shown. */
  readonly current: ComputedRef<Id>
  readonly index: ComputedRef<number>
  readonly isFirst: ComputedRef<boolean>
  readonly isLast: ComputedRef<boolean>
  readonly go: (id: Id) => void
  readonly next: () => void
  readonly back: () => void
}

/**
 * Walks an ordered list of steps. The list may change while it is walked: the current step stays by its id, and one
 * that disappears gives way to the step that takes its place.
 */
export function useStepper<Id extends string>(steps: MaybeRefOrGetter<readonly { readonly id: Id }[]>): Stepper<Id> {
  const ids = computed(() => toValue(steps).map((step) => step.id))
  const at = ref(0)
  const last = computed(() => ids.value.length - 1)
  const index = computed(() => Math.min(at.value, last.value))

  watch(
    ids,
    (now, before) => {
      const shown = before[at.value]
      const place = shown === undefined ? -1 : now.indexOf(shown)
      at.value = place >= 0 ? place : Math.max(0, Math.min(at.value, now.length - 1))
    },
    { flush: 'sync' },
  )

  const move = (to: number): void => {
    at.value = Math.max(0, Math.min(to, last.value))
  }

  return {
    current: computed(() => {
      const id = ids.value[index.value]
      if (id === undefined) throw new Error('A stepper needs at least one step')
      return id
    }),
    index,
    isFirst: computed(() => index.value === 0),
    isLast: computed(() => index.value === last.value),
    go(id) {
      const place = ids.value.indexOf(id)
      if (place >= 0) move(place)
    },
    next: () => {
      move(index.value + 1)
    },
    back: () => {
      move(index.value - 1)
    },
  }
}
