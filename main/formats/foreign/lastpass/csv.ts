/** A vault of LastPass as CSV, or as the web page that such a file was once shown on. Source: docs/FORMATS.md#lastpass-csv. */
import { ITEM_TYPES } from '../../../../contract/items.ts'
import type { VaultContents } from '../../../model/item.ts'
import { exactly, recogniseTable, requireSize, type CsvKind, type CsvText } from '../../csv/csv-reader.ts'
import { repair } from '../../text/html-entities.ts'
import { hostOf, makeLogin, orNull } from '../../items/make-items.ts'
import { keptLogins } from '../../items/kept-logins.ts'
import { lineCounter } from '../../csv/rows.ts'
import type { Reader, Source } from '../../format.ts'
import { readNote } from './note.ts'

const NEEDED = ['url', 'username', 'password', 'extra', 'name', 'grouping', 'fav']
/** The address that stands for "secure note". */
const NOTE = 'http://sn'
/** What stands for "no folder". */
const NONE = '(none)'

function folderOf(grouping: string): string {
  return grouping === NONE ? '' : grouping.replaceAll('\\', '/')
}

/** Cards, which come of notes, as they are. */
function keptCards({ items }: VaultContents): VaultContents['items'] {
  return items.filter(({ type, deletedDate }) => type === ITEM_TYPES.card && deletedDate === null)
}

const kind: CsvKind = {
  id: 'lastpass-csv',
  columnsOf: exactly(NEEDED, ['totp']),
  placed: [...NEEDED, 'totp'],
  mends: true,
  readRow({ id, cell, fault }, folders) {
    const url = cell('url')
    const parts = {
      name: cell('name') || (url === NOTE ? '' : hostOf(url)),
      folderId: folders.idOf(folderOf(cell('grouping'))),
      favorite: cell('fav') === '1',
    }
    if (!['', '0', '1'].includes(cell('fav'))) throw fault('fav')
    if (url !== NOTE || cell('username') !== '' || cell('password') !== '' || cell('totp') !== '') {
      return makeLogin(
        id,
        { ...parts, notes: orNull(cell('extra')) },
        {
          username: orNull(cell('username')),
          password: orNull(cell('password')),
          totp: orNull(cell('totp')),
          uris: [url],
        },
      )
    }
    return readNote(id, parts, cell('extra'))
  },
  keeps: (contents, columns) => {
    const kept = keptLogins(contents, {
      ...{ notes: true, folder: true, favorite: true, secureNotes: true, totp: columns.includes('totp') },
    })
    return { folders: contents.folders, items: [...kept.items, ...keptCards(contents)] }
  },
}

/** The tag and no other that begins so; bounded, since any page may be read here. */
const PRE = /<pre(?:\s[^<>]{0,1000})?>/i

/**
 * The table on a web page: the one text that is set as it was typed. What a page must escape is no damage.
 * @throws CofferError format/too-large
 */
function tableOnPage(source: Source): CsvText | null {
  const { text } = source
  if (!/^\s*</.test(text)) return null
  requireSize(source)
  const start = PRE.exec(text)
  if (!start) return null
  const from = start.index + start[0].length
  const end = text.indexOf('</pre>', from)
  const table = text.slice(from, end === -1 ? text.length : end)
  const blank = /^[\r\n]*/.exec(table)?.[0] ?? ''
  return { text: repair(table.slice(blank.length)), firstLine: lineCounter(text, 1)(from + blank.length) }
}

export const lastpassCsv: Reader = {
  id: 'lastpass-csv',
  recognise(source) {
    if (source.json) return null
    const table = tableOnPage(source) ?? { text: source.text, firstLine: 1 }
    return recogniseTable(kind, source, table)
  },
}
