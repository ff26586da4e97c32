/** The list of items as the person sees it: what is asked for, how much there is, and the pages that were fetched. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { asCofferError, type CofferError } from '../../contract/errors.ts'
import {
  PAGE_SIZE,
  type ItemCounts,
  type ItemFilter,
  type ItemQuery,
  type ItemSource,
} from '../../contract/item-view.ts'
import type { ItemSummary } from '../../contract/items.ts'
import { api } from '../bridge.ts'
import { findName } from './find-name.ts'
import { keepNear, pagesOf, type Pages } from './pages.ts'
import { useSession } from './session.ts'

export const useVault = defineStore('vault', () => {
  const source = ref<ItemSource>('vault')
  const filter = shallowRef<ItemFilter>({ view: 'all' })
  const search = ref('')
  const counts = shallowRef<ItemCounts | null>(null)
  /** How many items the query matches; null until the first page is there. */
  const total = ref<number | null>(null)
  const pages = shallowRef<Pages<ItemSummary>>(new Map())
  /** The open item. Its row may not be there yet (no id), or not any more (no index). */
  const selection = shallowRef<{ readonly id: string | null; readonly index: number | null } | null>(null)
  const error = shallowRef<CofferError | null>(null)
  /** The person asked for the search field. */
  const searchWanted = ref(false)
  /** The open item is to have the focus. */
  const itemWanted = ref(false)
  /** Grows with every change of items: what is shown of one is asked for anew. */
  const revision = ref(0)

  /** Answers to an earlier query are dropped. */
  let generation = 0
  let loading = new Map<number, Promise<void>>()
  /** The rows that were last asked for. */
  let seen = { start: 0, end: 1 }

  const query = computed((): ItemQuery => ({ source: source.value, filter: filter.value, search: search.value }))

  /** The row at `index`, undefined while its page is not there. */
  function rowAt(index: number): ItemSummary | undefined {
    return pages.value.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE]
  }

  /** After a new query the open item keeps its mark where it is among what was found, and is closed where it is not. */
  async function findSelection(): Promise<void> {
    const id = selection.value?.id
    if (!id) return
    const asked = generation
    const { index } = await api.items.place({ ...query.value, id })
    if (asked !== generation || selection.value?.id !== id) return
    selection.value = index === null ? null : { id, index }
  }

  async function fetchPage(page: number): Promise<void> {
    const asked = generation
    try {
      const answer = await api.items.page({ ...query.value, offset: page * PAGE_SIZE })
      if (asked !== generation) return
      total.value = answer.total
      pages.value = keepNear(new Map(pages.value).set(page, answer.rows), page)
      error.value = null
    } catch (caught) {
      if (asked === generation) error.value = asCofferError(caught)
    } finally {
      if (asked === generation) loading.delete(page)
    }
  }

  function loadPage(page: number): Promise<void> {
    const running = loading.get(page)
    if (running) return running
    if (pages.value.has(page)) return Promise.resolve()
    const load = fetchPage(page)
    loading.set(page, load)
    return load
  }

  /** Sees to it that the rows from `start` to before `end` are there. */
  async function need(start: number, end: number): Promise<void> {
    seen = { start, end }
    await Promise.all(pagesOf(seen).map(loadPage))
  }

  async function loadCounts(): Promise<void> {
    const asked = source.value
    try {
      const answer = await api.items.counts({ source: asked })
      if (asked === source.value) counts.value = answer
    } catch (caught) {
      if (asked === source.value) error.value = asCofferError(caught)
    }
  }

  /** Drops what was fetched for another query and asks anew. */
  async function restart(): Promise<void> {
    generation += 1
    loading = new Map()
    pages.value = new Map()
    error.value = null
    if (selection.value) selection.value = { id: selection.value.id, index: null }
    await Promise.all([loadPage(0), attempt(findSelection)])
  }

  async function attempt(ask: () => Promise<void>): Promise<void> {
    try {
      await ask()
    } catch (caught) {
      error.value = asCofferError(caught)
    }
  }

  /** Items have changed: counts, the rows in sight and the open item follow. What is shown stays until then. */
  async function refresh(): Promise<void> {
    generation += 1
    loading = new Map()
    const inSight = pagesOf(seen)
    pages.value = new Map([...pages.value].filter(([page]) => inSight.includes(page)))
    revision.value += 1
    await Promise.all([loadCounts(), attempt(findSelection), ...inSight.map(fetchPage)])
  }

  /** Makes `id` the open item: in the view as it is or, where that does not hold it, among all items. */
  async function choose(id: string): Promise<void> {
    const { index } = await api.items.place({ ...query.value, id })
    if (index === null) {
      filter.value = { view: 'all' }
      search.value = ''
    }
    selection.value = { id, index }
    itemWanted.value = true
  }

  /** Everything anew, because the items may have changed. Another source starts without a search or a filter. */
  async function open(from: ItemSource): Promise<void> {
    if (from !== source.value) $reset()
    source.value = from
    await Promise.all([loadCounts(), restart()])
  }

  async function setFilter(next: ItemFilter): Promise<void> {
    filter.value = next
    selection.value = null
    await restart()
  }

  async function setSearch(next: string): Promise<void> {
    if (next === search.value) return
    search.value = next
    await restart()
  }

  async function select(index: number): Promise<void> {
    const asked = generation
    selection.value = { id: rowAt(index)?.id ?? null, index }
    await loadPage(Math.floor(index / PAGE_SIZE))
    if (asked === generation && selection.value.index === index) {
      selection.value = { id: rowAt(index)?.id ?? null, index }
    }
  }

  function deselect(): void {
    selection.value = null
  }

  /** Selects the first item from `text` on, in the order of the names, where one begins with it. */
  async function selectByName(text: string): Promise<void> {
    const asked = generation
    const index = await findName(text, total.value ?? 0, async (at) => {
      await loadPage(Math.floor(at / PAGE_SIZE))
      return asked === generation ? rowAt(at)?.name : undefined
    })
    if (index !== null && asked === generation) await select(index)
  }

  function $reset(): void {
    generation += 1
    loading = new Map()
    source.value = 'vault'
    filter.value = { view: 'all' }
    search.value = ''
    counts.value = null
    total.value = null
    pages.value = new Map()
    selection.value = null
    error.value = null
    searchWanted.value = false
    itemWanted.value = false
    seen = { start: 0, end: 1 }
  }
  useSession().onLocked($reset)

  return {
    ...{ source, filter, search, counts, total, pages, selection, error, query },
    ...{ searchWanted, itemWanted, revision },
    ...{ rowAt, need, loadCounts, refresh, choose, open, setFilter, setSearch, select, deselect, selectByName, $reset },
  }
})
