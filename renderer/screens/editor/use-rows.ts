import { nextTick } from 'vue'
import { useAnnouncer } from '../../composables/use-announcer.ts'
import { t } from '../../text/index.ts'

export interface Rows {
  readonly move: (index: number, step: 1 | -1) => Promise<void>
  readonly remove: (index: number) => Promise<void>
  /** The focus goes into the first control of the row with this key. */
  readonly enter: (key: number) => Promise<void>
}

interface RowsOptions<Row> {
  /** The list in the form: it is changed in place. */
  readonly rows: () => Row[]
  readonly keyOf: (row: Row) => number
  readonly labelOf: (row: Row, index: number) => string
  /** Holds an element with `data-row` for each row and, after them, one with `data-after`. */
  readonly host: () => HTMLElement | null
}

/** Rows of a form that are moved and removed by buttons: what was done is announced, and the focus stays at hand. */
export function useRows<Row>({ rows, keyOf, labelOf, host }: RowsOptions<Row>): Rows {
  const { announce } = useAnnouncer()

  async function focus(selector: string): Promise<boolean> {
    await nextTick()
    const found = host()?.querySelector<HTMLElement>(selector)
    found?.focus()
    return Boolean(found)
  }

  return {
    async move(index, step) {
      const list = rows()
      const row = list[index]
      const place = index + step
      if (row === undefined || place < 0 || place >= list.length) return
      const label = labelOf(row, index)
      list.splice(index, 1)
      list.splice(place, 0, row)
      announce(t('editor.moved', { label, place: place + 1, total: list.length }))
      await focus(`[data-row="${keyOf(row)}"] [data-act="${step < 0 ? 'up' : 'down'}"]`)
    },
    async remove(index) {
      const list = rows()
      const [row] = list.splice(index, 1)
      if (row === undefined) return
      announce(t('editor.removed', { label: labelOf(row, index) }))
      const next = list[Math.min(index, list.length - 1)]
      const found = next !== undefined && (await focus(`[data-row="${keyOf(next)}"] [data-act="remove"]`))
      if (!found && !(await focus('[data-after]'))) document.querySelector<HTMLElement>('main h1')?.focus()
    },
    async enter(key) {
      await focus(`[data-row="${key}"] :is(input, select, textarea)`)
    },
  }
}
