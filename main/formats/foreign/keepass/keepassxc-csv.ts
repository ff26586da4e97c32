/** A database of KeePassXC as CSV. Source: docs/FORMATS.md#keepassxc-csv. */
import { csvReader, exactly, type Row } from '../../csv/csv-reader.ts'
import { hostOf, makeLogin, orNull } from '../../items/make-items.ts'
import { keptLogins } from '../../items/kept-logins.ts'
import { isDate } from '../../text/json-shape.ts'

const NEEDED = ['Group', 'Title', 'Username', 'Password', 'URL', 'Notes']
const [CREATED, MODIFIED] = ['Created', 'Last Modified']

function dateOf({ cell, fault }: Row, column: string): string | null {
  const text = orNull(cell(column))
  if (text !== null && !isDate(text)) throw fault(column)
  return text
}

/** The path of a group without the database's root, which holds everything. */
function folderOf(path: string): string {
  return path.includes('/') ? path.slice(path.indexOf('/') + 1) : ''
}

export const keepassxcCsv = csvReader({
  id: 'keepassxc-csv',
  columnsOf: exactly(NEEDED, ['TOTP', 'Icon', MODIFIED, CREATED]),
  placed: [...NEEDED, 'TOTP', MODIFIED, CREATED],
  mends: true,
  readRow(row, folders) {
    const { id, cell } = row
    const dates = { creationDate: dateOf(row, CREATED), revisionDate: dateOf(row, MODIFIED) }
    return makeLogin(
      id,
      {
        ...dates,
        name: cell('Title') || hostOf(cell('URL')),
        notes: orNull(cell('Notes')),
        folderId: folders.idOf(folderOf(cell('Group'))),
      },
      {
        username: orNull(cell('Username')),
        password: orNull(cell('Password')),
        totp: orNull(cell('TOTP')),
        uris: [cell('URL')],
      },
    )
  },
  keeps: (contents, columns) =>
    keptLogins(contents, {
      notes: true,
      folder: true,
      totp: columns.includes('TOTP'),
      dates: columns.includes(MODIFIED),
    }),
})
