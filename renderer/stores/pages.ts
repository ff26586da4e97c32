/** A long list in pages of PAGE_SIZE, as they are fetched: which are in sight, and which are kept. */
import { PAGE_SIZE } from '../../contract/item-view.ts'

/** By the number of the page, the first being 0. */
export type Pages<Row> = ReadonlyMap<number, readonly Row[]>

/** Pages that are kept at once; the ones farthest from what is looked at go first. */
const KEPT_PAGES = 25

/** The numbers of the pages that hold the rows from `start` to before `end`; never none. */
export function pagesOf({ start, end }: { readonly start: number; readonly end: number }): number[] {
  const first = Math.floor(Math.max(0, start) / PAGE_SIZE)
  const last = Math.floor(Math.max(0, end - 1) / PAGE_SIZE)
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset)
}

export function keepNear<Row>(pages: Pages<Row>, page: number): Pages<Row> {
  if (pages.size <= KEPT_PAGES) return pages
  const near = [...pages].sort(([a], [b]) => Math.abs(a - page) - Math.abs(b - page))
  return new Map(near.slice(0, KEPT_PAGES))
}
