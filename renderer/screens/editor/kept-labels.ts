/** What the stored parts of an item are called that can only be kept or removed. */
import type { FieldView, ItemView } from '../../../contract/item-view.ts'
import { t } from '../../text/index.ts'
import { labelOf, valueOf } from '../../work/field-words.ts'

function fieldsOf(view: ItemView | null): FieldView[] {
  return view?.sections.flatMap(({ fields }) => fields) ?? []
}

/** By place: what each of `count` passkeys is for, and whose it is. */
export function passkeyLabels(view: ItemView | null, count: number): string[] {
  const fields = fieldsOf(view)
  return Array.from({ length: count }, (_, place) => {
    const parts = fields.filter(({ address }) => address.startsWith(`passkeys.${place}.`)).map(valueOf)
    return parts.length > 0 ? parts.join(', ') : t('item.passkeyNumber', { number: place + 1 })
  })
}

/** By place: until when each of `count` old passwords was in use. */
export function historyLabels(view: ItemView | null, count: number): string[] {
  const fields = fieldsOf(view)
  return Array.from({ length: count }, (_, place) => {
    const field = fields.find(({ address }) => address === `history.${place}`)
    return field ? labelOf(field) : t('fields.historyUndated')
  })
}
