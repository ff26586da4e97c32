/** What a field is called and how its value is written. */
import type { FieldView } from '../../contract/item-view.ts'
import { formatTime, i18n, t } from '../text/index.ts'

/** Dates are kept as they were written: what is no date is shown as it is. */
export function timeOrText(text: string): string {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? text : formatTime(date)
}

function knownLabel(known: string): string {
  const key = `fields.${known}`
  return i18n.global.te(key) ? t(key as 'fields.uri') : known
}

export function labelOf({ known, name }: FieldView): string {
  if (known === null || known === 'linked') return name === null || name === '' ? t('fields.unnamed') : name
  if (known === 'history') return name ? t('fields.history', { date: timeOrText(name) }) : t('fields.historyUndated')
  return knownLabel(known)
}

/** The text of a field that is no secret. */
export function valueOf({ kind, known, value }: FieldView): string {
  if (known === 'linked') return t('fields.linkedValue')
  if (value === null || value === '') return t('item.empty')
  if (kind === 'boolean') return t(value === 'true' ? 'item.yes' : 'item.no')
  return kind === 'date' ? timeOrText(value) : value
}
