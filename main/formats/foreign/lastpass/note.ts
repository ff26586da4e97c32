/**
 * A typed note of LastPass: `NoteType:` and then a line `Name:value` for each of its fields. Credit cards alone are
 * taken apart, and only where every line is known. Source: docs/FORMATS.md#lastpass-csv.
 */
import type { CustomField, Item } from '../../../model/item.ts'
import { makeCard, makeField, makeNote, orNull, type ItemParts } from '../../items/make-items.ts'

const CARD = 'NoteType:Credit Card\n'
/** Everything from here on is the note's own text. */
const NOTES = 'Notes:'

/** Lines that have a place in a card; the others become custom fields. */
const PLACES = { 'Name on Card': 'cardholderName', Type: 'brand', Number: 'number', 'Security Code': 'code' } as const
const EXPIRY = 'Expiration Date'
const KNOWN = [...Object.keys(PLACES), EXPIRY, 'Language', 'Start Date']

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
]

/** The lines of a card by name, and its own text; null where one is not known or stands twice. */
function linesOf(text: string): { readonly lines: ReadonlyMap<string, string>; readonly notes: string } | null {
  const body = text.slice(CARD.length)
  const at = `\n${body}`.indexOf(`\n${NOTES}`)
  if (at === -1) return null
  const lines = new Map<string, string>()
  for (const line of body.slice(0, at).split('\n').filter(Boolean)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0))
    if (!KNOWN.includes(name) || lines.has(name)) return null
    lines.set(name, line.slice(colon + 1))
  }
  return { lines, notes: body.slice(at + NOTES.length).replace(/\n$/, '') }
}

/** `June,2020`, either part of which may be missing; null where it is written otherwise. */
function expiryOf(text: string): { readonly expMonth: string | null; readonly expYear: string | null } | null {
  const [, name = '', year = ''] = /^([A-Za-z]*),(\d*)$/.exec(text) ?? (text === '' ? ['', '', ''] : [])
  const month = MONTHS.indexOf(name) + 1
  if ((text !== '' && !/^[A-Za-z]*,\d*$/.test(text)) || (name !== '' && month === 0)) return null
  return { expMonth: month === 0 ? null : String(month), expYear: orNull(year) }
}

/** The note as a card where it is one and every line of it is known, else as a note with all of its text. */
export function readNote(id: string, parts: ItemParts, text: string): Item {
  const unix = text.replaceAll('\r\n', '\n')
  const found = unix.startsWith(CARD) ? linesOf(unix) : null
  const expiry = expiryOf(found?.lines.get(EXPIRY) ?? '')
  if (!found || !expiry) return makeNote(id, { ...parts, notes: orNull(text) })
  const place = (name: keyof typeof PLACES): string | null => orNull(found.lines.get(name) ?? '')
  const rest: CustomField[] = [...found.lines]
    .filter(([name, value]) => !(name in PLACES) && name !== EXPIRY && value !== '' && value !== ',')
    .map(([name, value]) => makeField(name, value))
  return makeCard(
    id,
    { ...parts, notes: orNull(found.notes), fields: rest },
    {
      cardholderName: place('Name on Card'),
      brand: place('Type'),
      number: place('Number'),
      code: place('Security Code'),
      ...expiry,
    },
  )
}
