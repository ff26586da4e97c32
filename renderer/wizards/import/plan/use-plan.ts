/** The plan of an import as its page shows it. The rows stay in the main process, but for the pages in sight. */
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import { asCofferError, type CofferError } from '../../../../contract/errors.ts'
import type {
  Finding,
  PlanFilter,
  PlanPreview,
  PlanRow,
  PlanTotals,
  RowAction,
} from '../../../../contract/import-plan.ts'
import { PAGE_SIZE } from '../../../../contract/item-view.ts'
import { api } from '../../../bridge.ts'
import { keepNear, pagesOf, type Pages } from '../../../stores/pages.ts'

export interface Plan {
  readonly filter: Readonly<Ref<PlanFilter>>
  /** How many rows the filter shows; null until the first page is there. */
  readonly total: Readonly<Ref<number | null>>
  readonly totals: Readonly<Ref<PlanTotals>>
  /** Every row is added, as Bitwarden does. */
  readonly asNew: Readonly<Ref<boolean>>
  /** The place of the chosen row in the list. */
  readonly selected: Ref<number | null>
  readonly chosen: ComputedRef<PlanRow | undefined>
  readonly problem: Readonly<Ref<CofferError | null>>
  /** Undefined while its page is on the way. */
  readonly rowAt: (index: number) => PlanRow | undefined
  readonly need: (start: number, end: number) => Promise<void>
  readonly setFilter: (next: PlanFilter) => Promise<void>
  readonly decide: (rows: readonly number[] | Finding, action: RowAction) => Promise<void>
  readonly setAsNew: (on: boolean) => Promise<void>
}

export function usePlan(preview: PlanPreview): Plan {
  const filter = ref<PlanFilter>('all')
  const total = ref<number | null>(null)
  const totals = shallowRef(preview.totals)
  const asNew = ref(false)
  const selected = ref<number | null>(null)
  const problem = shallowRef<CofferError | null>(null)
  const pages = shallowRef<Pages<PlanRow>>(new Map())

  /** Answers to an earlier question are dropped. */
  let generation = 0
  let loading = new Map<number, Promise<void>>()
  let seen = { start: 0, end: 1 }

  function rowAt(index: number): PlanRow | undefined {
    return pages.value.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE]
  }

  async function fetchPage(page: number): Promise<void> {
    const asked = generation
    try {
      const answer = await api.imports.rows({ filter: filter.value, offset: page * PAGE_SIZE })
      if (asked !== generation) return
      total.value = answer.total
      pages.value = keepNear(new Map(pages.value).set(page, answer.rows), page)
    } catch (caught) {
      if (asked === generation) problem.value = asCofferError(caught)
    } finally {
      if (asked === generation) loading.delete(page)
    }
  }

  function load(page: number): Promise<void> {
    const running = loading.get(page)
    if (running) return running
    if (pages.value.has(page)) return Promise.resolve()
    const fetching = fetchPage(page)
    loading.set(page, fetching)
    return fetching
  }

  async function need(start: number, end: number): Promise<void> {
    seen = { start, end }
    await Promise.all(pagesOf(seen).map(load))
  }

  async function setFilter(next: PlanFilter): Promise<void> {
    generation += 1
    loading = new Map()
    filter.value = next
    selected.value = null
    pages.value = new Map()
    await load(0)
  }

  /** What is shown stays until the rows in sight are there anew. */
  async function change(call: () => Promise<PlanTotals>): Promise<void> {
    problem.value = null
    try {
      totals.value = await call()
    } catch (caught) {
      problem.value = asCofferError(caught)
      return
    }
    generation += 1
    loading = new Map()
    const inSight = pagesOf(seen)
    pages.value = new Map([...pages.value].filter(([page]) => inSight.includes(page)))
    await Promise.all(inSight.map(fetchPage))
  }

  void load(0)

  return {
    ...{ filter, total, totals, asNew, selected, problem },
    chosen: computed(() => (selected.value === null ? undefined : rowAt(selected.value))),
    ...{ rowAt, need, setFilter },
    decide: (rows, action) => change(() => api.imports.decide({ rows, action })),
    setAsNew: (on) =>
      change(async () => {
        const answer = await api.imports.asNew({ on })
        asNew.value = on
        return answer
      }),
  }
}
