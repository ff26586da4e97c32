/** Passwords of Apple's Passwords app and of Safari. Source: docs/FORMATS.md#apple-csv. */
import { csvReader, exactly } from '../csv/csv-reader.ts'
import { hostOf, makeLogin, orNull } from '../items/make-items.ts'
import { keptLogins } from '../items/kept-logins.ts'

const OPTIONAL = ['Notes', 'OTPAuth']
const NEEDED = ['Title', 'URL', 'Username', 'Password']
const accepts = exactly(NEEDED, OPTIONAL)

export const appleCsv = csvReader({
  id: 'apple-csv',
  // Some versions wrote the second letter small.
  columnsOf: (header) => accepts(header.map((name) => (name === 'Url' ? 'URL' : name))),
  placed: [...NEEDED, ...OPTIONAL],
  mends: true,
  readRow: ({ id, cell }) =>
    makeLogin(
      id,
      { name: cell('Title') || hostOf(cell('URL')), notes: orNull(cell('Notes')) },
      {
        username: orNull(cell('Username')),
        password: orNull(cell('Password')),
        totp: orNull(cell('OTPAuth')),
        uris: [cell('URL')],
      },
    ),
  keeps: (contents, columns) =>
    keptLogins(contents, { notes: columns.includes('Notes'), totp: columns.includes('OTPAuth') }),
})
