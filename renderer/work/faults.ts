/** What keeps a page from going on, field by field: shown when its button is pressed, gone when the field changes. */
import { computed, nextTick, ref, useTemplateRef, watch, type ComputedRef, type Ref, type WatchSource } from 'vue'

export interface Fault {
  readonly field: string
  readonly text: string
}

interface CheckedField {
  readonly value: WatchSource
  readonly focus: () => void
}

export interface Faults<Field extends string> {
  readonly texts: Ref<Partial<Record<Field, string>>>
  /** Set where there is more than one, in the order of the fields. */
  readonly summary: ComputedRef<readonly Fault[]>
  /** Shows these and takes the focus there; true where there is one. */
  readonly show: (found: Partial<Record<Field, string | undefined>>) => boolean
  readonly goTo: (field: string) => void
}

/** Puts the focus back into a field when what was typed there led to a problem. */
export function useFocusOnProblem(problem: () => unknown, field: Readonly<Ref<{ focus(): void } | null>>): void {
  watch(problem, async (now) => {
    if (!now) return
    await nextTick()
    field.value?.focus()
  })
}

/** With more than one fault the summary with the template ref `faultSummary` takes the focus. */
export function useFaults<Field extends string>(fields: Readonly<Record<Field, CheckedField>>): Faults<Field> {
  const texts = ref({}) as Ref<Partial<Record<Field, string>>>
  const summaryBox = useTemplateRef<{ focus(): void }>('faultSummary')
  const names = Object.keys(fields) as Field[]

  const list = computed(() =>
    names.flatMap((field): Fault[] => {
      const text = texts.value[field]
      return text === undefined ? [] : [{ field, text }]
    }),
  )

  for (const field of names) {
    // At once: a field that is cleared and found wanting in one go keeps its fault.
    watch(fields[field].value, () => (texts.value = { ...texts.value, [field]: undefined }), { flush: 'sync' })
  }

  function goTo(field: string): void {
    fields[field as Field].focus()
  }

  function show(found: Partial<Record<Field, string | undefined>>): boolean {
    texts.value = found
    const [first, ...more] = list.value
    if (!first) return false
    if (more.length === 0) goTo(first.field)
    else void nextTick(() => summaryBox.value?.focus())
    return true
  }

  const summary = computed(() => (list.value.length > 1 ? list.value : []))
  return { texts, summary, show, goTo }
}
