/**
 * Bitwarden CSV: logins and notes, one a row. Both header generations (with and without archivedDate), the older
 * column names and the organisation form are read by name. Source: docs/FORMATS.md#csv and #losses.
 */
import Papa from 'papaparse'
import { CofferError } from '../../contract/errors.ts'
import { ITEM_TYPES } from '../../contract/items.ts'
import type { CustomField, Extra, Folder, Item, Login, LoginUri, VaultContents } from '../model/item.ts'
import { MAX_ITEMS, recognisedClear, type Format, type ReadReport } from './format.ts'
import { isDate } from './shape.ts'

const COLUMNS = [
  ...['folder', 'favorite', 'type', 'name', 'notes', 'fields', 'reprompt', 'archivedDate'],
  ...['login_uri', 'login_username', 'login_password', 'login_totp'],
] as const

/** Names that older files use for the same columns. */
const ALIASES: Readonly<Record<string, string>> = {
  uri: 'login_uri',
  username: 'login_username',
  password: 'login_password',
  totp: 'login_totp',
}
/** An organisation's file; an item may stand in several, and goes to the first. */
const COLLECTIONS = 'collections'

const MAX_BYTES = 64 * 1024 * 1024
const FIELD_SEPARATOR = ': '

function columnsOf(header: readonly string[]): string[] | null {
  const columns = header.map((name) => ALIASES[name] ?? name)
  const needed = ['name', 'type', 'login_uri', 'login_username', 'login_password']
  return needed.every((name) => columns.includes(name)) && new Set(columns).size === columns.length ? columns : null
}

/**
 * Throws `fault` unless every quoted cell ends at a comma, a line's end or the end, and every line outside quotes ends
 * with `newline`: a mixed file would leave a line end in a cell, a password perhaps. In time that grows with the text
 * alone, which the CSV library's own search for such faults does not.
 */
function requireCleanCells(text: string, newline: string, fault: CofferError): void {
  const plain = /[^,\r\n]*/y
  let at = 0
  while (at < text.length) {
    if (text[at] === '"') {
      do {
        at = text.indexOf('"', at + 1) + 1
        if (at === 0) throw fault
      } while (text[at] === '"')
    } else {
      plain.lastIndex = at
      plain.exec(text)
      at = plain.lastIndex
    }
    if (at >= text.length) return
    const end = [',', newline].find((separator) => text.startsWith(separator, at))
    if (end === undefined) throw fault
    at += end.length
  }
}

/** Rows with the physical line each begins at, the header first. @throws CofferError format/bad-row, format/too-large */
function parseRows(text: string): { cells: string[]; line: number }[] {
  const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  requireCleanCells(text, newline, new CofferError('format/bad-row', { line: 'unknown' }))
  const rows: { cells: string[]; line: number }[] = []
  let line = 1
  let cursor = 0
  Papa.parse<string[]>(text, {
    delimiter: ',',
    newline: newline as '\n',
    fastMode: false,
    step({ data, errors, meta }) {
      if (errors.length > 0) throw new CofferError('format/bad-row', { line })
      if (rows.length > MAX_ITEMS) throw new CofferError('format/too-large', { items: rows.length, most: MAX_ITEMS })
      rows.push({ cells: data, line })
      line += text.slice(cursor, meta.cursor).split(newline).length - 1
      cursor = meta.cursor
    },
  })
  return rows.filter(({ cells }) => cells.length > 1 || cells[0] !== '')
}

/** The cells of one line or cell that is a CSV row of its own; null where it is none. */
function parseRow(row: string): string[] | null {
  try {
    requireCleanCells(row, '\r\n', new CofferError('format/bad-row'))
  } catch {
    return null
  }
  const { data, errors } = Papa.parse<string[]>(row, { delimiter: ',', newline: '\r\n', fastMode: false })
  return errors.length > 0 ? null : data.flat()
}

function readRows(columns: readonly string[], rows: readonly { cells: string[]; line: number }[]): ReadReport {
  const folders = new Map<string, Folder>()
  const items = rows.map(({ cells, line }, index) => {
    if (cells.length !== columns.length) throw new CofferError('format/bad-row', { line })
    const row = new Map(columns.map((name, column) => [name, cells[column] ?? '']))
    return readRow((name) => row.get(name) ?? '', line, `item-${index + 1}`, folders)
  })
  const unknown = columns.filter((name) => !([...COLUMNS, COLLECTIONS] as string[]).includes(name)).length
  const ignored = unknown > 0 ? { columns: unknown } : {}
  return { contents: { folders: [...folders.values()], items }, sealed: null, made: null, ignored }
}

function readRow(cell: (name: string) => string, line: number, id: string, folders: Map<string, Folder>): Item {
  const type = cell('type') === '' ? 'login' : cell('type').toLowerCase()
  if (type !== 'login' && type !== 'note') throw new CofferError('format/bad-row', { line, column: 'type' })
  const archivedDate = orNull(cell('archivedDate'))
  if (archivedDate !== null && !isDate(archivedDate)) {
    throw new CofferError('format/bad-row', { line, column: 'archivedDate' })
  }
  const folderName = cell('folder') === '' ? (cell(COLLECTIONS).split(',')[0] ?? '') : cell('folder')
  if (folderName !== '' && !folders.has(folderName)) {
    folders.set(folderName, { id: `folder-${folders.size + 1}`, name: folderName })
  }
  return {
    id,
    folderId: folders.get(folderName)?.id ?? null,
    type: type === 'login' ? ITEM_TYPES.login : ITEM_TYPES.secureNote,
    name: cell('name'),
    notes: orNull(cell('notes')),
    favorite: !['', '0'].includes(cell('favorite')),
    reprompt: cell('reprompt') === '1' ? 1 : 0,
    fields: readFields(cell('fields')),
    passwordHistory: [],
    creationDate: null,
    revisionDate: null,
    deletedDate: null,
    archivedDate,
    ...(type === 'login' ? { login: readLogin(cell) } : { secureNote: {} }),
  }
}

function readLogin(cell: (name: string) => string): Login {
  return {
    username: orNull(cell('login_username')),
    password: orNull(cell('login_password')),
    totp: orNull(cell('login_totp')),
    uris: readUris(cell('login_uri')),
    passwordRevisionDate: null,
    autofillOnPageLoad: null,
    fido2Credentials: [],
  }
}

function orNull(text: string): string | null {
  return text === '' ? null : text
}

/** The cell is a CSV row of its own: a URI with a comma in it stands in quotes. */
function readUris(cell: string): LoginUri[] {
  if (cell === '') return []
  // A cell that is no CSV row is one address, as it stands.
  const uris = parseRow(cell) ?? [cell]
  return uris.filter((uri) => uri !== '').map((uri) => ({ uri, match: null }))
}

function writeUris(uris: readonly LoginUri[]): string {
  return Papa.unparse([uris.map(({ uri }) => uri).filter((uri) => uri !== null && uri !== '')], { newline: '\r\n' })
}

/** One `name: value` a line, split at the last separator; a line without one goes on with the value before it. */
function readFields(cell: string): CustomField[] {
  const fields: { name: string; value: string }[] = []
  for (const line of cell === '' ? [] : cell.split('\n')) {
    const at = line.lastIndexOf(FIELD_SEPARATOR)
    const last = fields.at(-1)
    if (at !== -1) fields.push({ name: line.slice(0, at), value: line.slice(at + FIELD_SEPARATOR.length) })
    else if (last) last.value += `\n${line}`
    else fields.push({ name: '', value: line })
  }
  return fields.map((field) => ({ ...field, type: 0, linkedId: null }))
}

function writeFields(fields: readonly CustomField[]): string {
  return fields.map(({ name, value }) => `${name ?? ''}${FIELD_SEPARATOR}${value ?? ''}`).join('\n')
}

/** Only logins and notes outside the trash have a place in this format. */
function hasRow(item: Item): boolean {
  return item.deletedDate === null && (item.type === ITEM_TYPES.login || item.type === ITEM_TYPES.secureNote)
}

function writeRows({ folders, items }: VaultContents): string {
  const names = new Map(folders.map(({ id, name }) => [id, name]))
  const rows = items
    .filter(hasRow)
    .map((item) => [
      item.folderId === null ? '' : (names.get(item.folderId) ?? ''),
      item.favorite ? '1' : '',
      item.type === ITEM_TYPES.login ? 'login' : 'note',
      item.name,
      item.notes ?? '',
      writeFields(item.fields),
      String(item.reprompt),
      item.archivedDate ?? '',
      writeUris(item.login?.uris ?? []),
      item.login?.username ?? '',
      item.login?.password ?? '',
      item.login?.totp ?? '',
    ])
  return Papa.unparse([[...COLUMNS], ...rows], { newline: '\r\n' })
}

/** What an item keeps, field by field: the rule of docs/FORMATS.md#losses. */
function keptItem(item: Item): Item {
  const { login } = item
  const kept = {
    id: item.id,
    folderId: item.folderId,
    type: item.type,
    name: item.name,
    notes: orNull(item.notes ?? ''),
    favorite: item.favorite,
    reprompt: item.reprompt === 1 ? 1 : 0,
    fields: readFields(writeFields(item.fields)),
    passwordHistory: [],
    creationDate: null,
    revisionDate: null,
    deletedDate: null,
    archivedDate: item.archivedDate,
  }
  if (!login) return { ...kept, secureNote: {} }
  const uris = login.uris.filter(({ uri }) => (uri ?? '') !== '').map(({ uri }) => ({ uri, match: null }))
  const texts = {
    username: orNull(login.username ?? ''),
    password: orNull(login.password ?? ''),
    totp: orNull(login.totp ?? ''),
  }
  return {
    ...kept,
    login: { ...texts, uris, passwordRevisionDate: null, autofillOnPageLoad: null, fido2Credentials: [] },
  }
}

/** Folders of one name become one; folders that no row names have no place. */
function keptFolders(
  { folders }: VaultContents,
  items: readonly Item[],
): { folders: Folder[]; idOf: Map<string, string> } {
  const used = new Set(items.map(({ folderId }) => folderId))
  const byName = new Map<string, Folder>()
  const idOf = new Map<string, string>()
  for (const folder of folders.filter(({ id, name }) => used.has(id) && name !== '')) {
    const kept = byName.get(folder.name) ?? folder
    byName.set(folder.name, kept)
    idOf.set(folder.id, kept.id)
  }
  return { folders: [...byName.values()], idOf }
}

function keeps(contents: VaultContents): VaultContents {
  const items = contents.items.filter(hasRow)
  const { folders, idOf } = keptFolders(contents, items)
  const folderOf = (id: string | null): string | null => (id === null ? null : (idOf.get(id) ?? null))
  return { folders, items: items.map((item) => ({ ...keptItem(item), folderId: folderOf(item.folderId) })) }
}

/** How many of `objects` carry keys that Coffer does not know. */
function unknownIn(objects: readonly (Extra | undefined)[]): number {
  return objects.filter((object) => object?.extra !== undefined).length
}

/** What each kind of loss counts, over the items that have a row. */
const LOSSES: Readonly<Record<string, (item: Item) => number>> = {
  passwordHistory: (item) => item.passwordHistory.length,
  passkeys: (item) => item.login?.fido2Credentials.length ?? 0,
  uriMatches: (item) => item.login?.uris.filter(({ match }) => match !== null).length ?? 0,
  emptyUris: (item) => item.login?.uris.filter(({ uri }) => (uri ?? '') === '').length ?? 0,
  fieldTypes: (item) => item.fields.filter(({ type, linkedId }) => type !== 0 || linkedId !== null).length,
  reshapedFields: ({ fields }) => {
    const kept = readFields(writeFields(fields))
    return fields.filter(({ name, value }, i) => (name ?? '') !== kept[i]?.name || (value ?? '') !== kept[i].value)
      .length
  },
  loginSettings: ({ login }) => Number((login?.passwordRevisionDate ?? login?.autofillOnPageLoad ?? null) !== null),
  reprompts: ({ reprompt }) => Number(reprompt > 1),
  dates: (item) => Number(item.creationDate !== null || item.revisionDate !== null),
  unknownFields: (item) => unknownIn([item, ...item.fields, item.secureNote, item.login, ...(item.login?.uris ?? [])]),
}

export const bitwardenCsv: Format = {
  id: 'bitwarden-csv',
  recognise({ bytes, text, json }) {
    if (json) return null
    const header = parseRow(/^[^\r\n]{0,2000}/.exec(text)?.[0] ?? '')
    if (!header || !columnsOf(header)) return null
    if (bytes.byteLength > MAX_BYTES) throw new CofferError('format/too-large', { mostMiB: MAX_BYTES / 2 ** 20 })
    const [first, ...rows] = parseRows(text)
    const columns = columnsOf(first?.cells ?? [])
    if (!columns) return null
    return recognisedClear('bitwarden-csv', readRows(columns, rows))
  },
  write: (contents) => Promise.resolve(Buffer.from(writeRows(contents), 'utf8')),
  keeps,
  leftOut(contents) {
    const counts: Record<string, number> = {}
    const add = (kind: string, count: number): void => {
      if (count > 0) counts[kind] = (counts[kind] ?? 0) + count
    }
    for (const item of contents.items) {
      if (item.deletedDate !== null) add('trashedItems', 1)
      else if (!hasRow(item)) add('otherTypes', 1)
      else for (const [kind, count] of Object.entries(LOSSES)) add(kind, count(item))
    }
    add('folders', contents.folders.length - keeps(contents).folders.length)
    return counts
  },
}
