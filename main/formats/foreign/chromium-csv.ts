/**
 * Passwords of Chrome, Edge, Brave, Opera, Vivaldi and other Chromium browsers. Source: docs/FORMATS.md#chromium-csv.
 */
import { csvReader, exactly } from '../csv/csv-reader.ts'
import { hostOf, makeLogin, orNull } from '../items/make-items.ts'
import { keptLogins } from '../items/kept-logins.ts'

const NEEDED = ['name', 'url', 'username', 'password']

/** `android://<hash of the app's certificate>@<package>/` by the name that Bitwarden gives an app. */
function addressOf(url: string): string {
  const app = /^android:\/\/[^@]*@([^/]+)\/?$/.exec(url)?.[1]
  return app === undefined ? url : `androidapp://${app}`
}

export const chromiumCsv = csvReader({
  id: 'chromium-csv',
  columnsOf: exactly(NEEDED, ['note']),
  placed: [...NEEDED, 'note'],
  mends: true,
  readRow({ id, cell }) {
    const url = addressOf(cell('url'))
    return makeLogin(
      id,
      { name: cell('name') || hostOf(url), notes: orNull(cell('note')) },
      { username: orNull(cell('username')), password: orNull(cell('password')), uris: [url] },
    )
  },
  keeps: (contents, columns) => keptLogins(contents, { notes: columns.includes('note') }),
})
