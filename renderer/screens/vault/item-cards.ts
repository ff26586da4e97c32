/** An item's fields as they stand on the page: cards of rows, each with its words. */
import type { FieldView, ItemSection, ItemView, SectionId } from '../../../contract/item-view.ts'
import { t } from '../../text/index.ts'
import { labelOf } from '../../work/field-words.ts'

export interface ItemRow {
  readonly label: string
  readonly field: FieldView
}

export interface ItemCard {
  readonly key: string
  /** Null: what the item is about needs no heading. */
  readonly title: string | null
  readonly hint: string | null
  readonly rows: readonly ItemRow[]
}

function rowsOf(fields: readonly FieldView[]): ItemRow[] {
  return fields.map((field) => ({ label: labelOf(field), field }))
}

/** Several addresses are numbered, so that their buttons have names of their own. */
function uriRows(fields: readonly FieldView[]): ItemRow[] {
  if (fields.length < 2) return rowsOf(fields)
  return fields.map((field, index) => ({ label: t('item.uriNumber', { number: index + 1 }), field }))
}

/** One card for each passkey: its number is the second part of the address. */
function passkeyCards(fields: readonly FieldView[]): ItemCard[] {
  const groups = Object.entries(Object.groupBy(fields, ({ address }) => address.split('.')[1] ?? ''))
  return groups.map(([key, group = []], index) => ({
    key: `passkey-${key}`,
    title: groups.length > 1 ? t('item.passkeyNumber', { number: index + 1 }) : t('item.passkey'),
    hint: index === groups.length - 1 ? t('item.passkeyHint') : null,
    rows: rowsOf(group),
  }))
}

export function cardsOf({ sections, notes }: ItemView): ItemCard[] {
  const fieldsOf = (id: SectionId): readonly FieldView[] =>
    sections.find((section: ItemSection) => section.id === id)?.fields ?? []
  const cards: ItemCard[] = [
    { key: 'main', title: null, hint: null, rows: [...rowsOf(fieldsOf('main')), ...uriRows(fieldsOf('uris'))] },
    { key: 'notes', title: t('item.notes'), hint: null, rows: notes ? rowsOf([notes]) : [] },
    { key: 'fields', title: t('item.fields'), hint: null, rows: rowsOf(fieldsOf('fields')) },
    ...passkeyCards(fieldsOf('passkeys')),
    { key: 'history', title: t('item.history'), hint: null, rows: rowsOf(fieldsOf('history')) },
  ]
  return cards.filter(({ rows }) => rows.length > 0)
}

/** The first field that one of `known` names, in that order. */
export function fieldKnownAs(view: ItemView, ...known: readonly string[]): FieldView | null {
  const fields = view.sections.flatMap((section) => section.fields)
  return known.map((name) => fields.find((field) => field.known === name)).find(Boolean) ?? null
}
