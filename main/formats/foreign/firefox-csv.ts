/** Passwords of Firefox: no names, real dates. Source: docs/FORMATS.md#firefox-csv. */
import type { CustomField } from '../../model/item.ts'
import { csvReader, exactly, type Row } from '../csv/csv-reader.ts'
import { hostOf, makeField, makeLogin, orNull } from '../items/make-items.ts'
import { keptLogins } from '../items/kept-logins.ts'

const NEEDED = ['url', 'username', 'password', 'httpRealm', 'formActionOrigin']
const OPTIONAL = ['guid', 'timeCreated', 'timeLastUsed', 'timePasswordChanged']
const REALM = 'httpRealm'
const ORIGIN = 'formActionOrigin'

/** Milliseconds since 1970, up to the year 9999, as ISO 8601. */
function dateOf({ cell, fault }: Row, column: string): string | null {
  const text = cell(column)
  if (text === '') return null
  if (!/^\d{1,15}$/.test(text) || Number(text) > 253_402_300_799_999) throw fault(column)
  return new Date(Number(text)).toISOString()
}

function fieldsOf({ cell }: Row): CustomField[] {
  const url = cell('url')
  const [realm, origin] = [cell(REALM), cell(ORIGIN)]
  // A form that sends to its own site says nothing that the address does not.
  const elsewhere = origin !== '' && origin !== url && origin !== URL.parse(url)?.origin
  return [...(realm === '' ? [] : [makeField(REALM, realm)]), ...(elsewhere ? [makeField(ORIGIN, origin)] : [])]
}

export const firefoxCsv = csvReader({
  id: 'firefox-csv',
  columnsOf: exactly(NEEDED, OPTIONAL),
  placed: [...NEEDED, 'timeCreated', 'timePasswordChanged'],
  mends: true,
  readRow(row) {
    const { id, cell } = row
    const changed = dateOf(row, 'timePasswordChanged')
    const created = dateOf(row, 'timeCreated')
    return makeLogin(
      id,
      { name: hostOf(cell('url')), fields: fieldsOf(row), creationDate: created, revisionDate: changed ?? created },
      {
        username: orNull(cell('username')),
        password: orNull(cell('password')),
        uris: [cell('url')],
        passwordRevisionDate: changed,
      },
    )
  },
  keeps: (contents) =>
    keptLogins(contents, {
      name: ({ login }) => hostOf(login?.uris[0]?.uri ?? ''),
      fields: [REALM, ORIGIN],
      dates: true,
    }),
})
