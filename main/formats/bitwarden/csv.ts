/**
 * Bitwarden CSV: logins and notes, one a row. Both header generations (with and without archivedDate), the older
 * column names and the organisation form are read by name. Source: docs/FORMATS.md#csv and #losses.
 */
import Papa from 'papaparse'
import { ITEM_TYPES } from '../../../contract/items.ts'
import type { CustomField, Folder, Item, LoginUri, VaultContents } from '../../model/item.ts'
import { csvReader, type CsvKind } from '../csv/csv-reader.ts'
import { makeLogin, makeNote, orNull, type ItemParts } from '../items/make-items.ts'
import { parseCells } from '../csv/rows.ts'
import type { Format } from '../format.ts'
import { isDate } from '../text/json-shape.ts'

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

const FIELD_SEPARATOR = ': '

/** The header's columns under today's names; null where it is not Bitwarden's. */
function columnsOf(header: readonly string[]): readonly string[] | null {
  const columns = header.map((name) => ALIASES[name] ?? name)
  const needed = ['name', 'type', 'login_uri', 'login_username', 'login_password']
  return needed.every((name) => columns.includes(name)) && new Set(columns).size === columns.length ? columns : null
}

const readRow: CsvKind['readRow'] = ({ id, cell, fault }, folders) => {
  const type = cell('type') === '' ? 'login' : cell('type').toLowerCase()
  if (type !== 'login' && type !== 'note') throw fault('type')
  const archivedDate = orNull(cell('archivedDate'))
  if (archivedDate !== null && !isDate(archivedDate)) throw fault('archivedDate')
  const folder = cell('folder') === '' ? (cell(COLLECTIONS).split(',')[0] ?? '') : cell('folder')
  const parts: ItemParts = {
    folderId: folders.idOf(folder),
    name: cell('name'),
    notes: orNull(cell('notes')),
    favorite: !['', '0'].includes(cell('favorite')),
    reprompt: cell('reprompt') === '1' ? 1 : 0,
    fields: readFields(cell('fields')),
    archivedDate,
  }
  if (type === 'note') return makeNote(id, parts)
  return makeLogin(id, parts, {
    username: orNull(cell('login_username')),
    password: orNull(cell('login_password')),
    totp: orNull(cell('login_totp')),
    uris: readUris(cell('login_uri')),
  })
}

/** The cell is a CSV row of its own: a URI with a comma in it stands in quotes. */
function readUris(cell: string): readonly string[] {
  // A cell that is no CSV row is one address, as it stands.
  return parseCells(cell) ?? [cell]
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
  const parts: ItemParts = {
    folderId: item.folderId,
    name: item.name,
    notes: orNull(item.notes ?? ''),
    favorite: item.favorite,
    reprompt: item.reprompt === 1 ? 1 : 0,
    fields: readFields(writeFields(item.fields)),
    archivedDate: item.archivedDate,
  }
  if (!item.login) return makeNote(item.id, parts)
  const { username, password, totp, uris } = item.login
  return makeLogin(item.id, parts, {
    username: orNull(username ?? ''),
    password: orNull(password ?? ''),
    totp: orNull(totp ?? ''),
    uris: uris.map(({ uri }) => uri),
  })
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

/** As keeps, for a file that lacks some of the columns: older ones do, and those of an organisation. */
function keepsWithout(contents: VaultContents, columns: readonly string[]): VaultContents {
  const kept = keeps(contents)
  const told = (column: string): boolean => columns.includes(column)
  const foldered = told('folder') || told(COLLECTIONS)
  const items = kept.items.map((item) => ({
    ...item,
    folderId: foldered ? item.folderId : null,
    notes: told('notes') ? item.notes : null,
    favorite: told('favorite') && item.favorite,
    reprompt: told('reprompt') ? item.reprompt : 0,
    fields: told('fields') ? item.fields : [],
    archivedDate: told('archivedDate') ? item.archivedDate : null,
    ...(item.login ? { login: { ...item.login, totp: told('login_totp') ? item.login.totp : null } } : {}),
  }))
  return { folders: foldered ? kept.folders : [], items }
}

export const bitwardenCsv: Format = {
  ...csvReader({
    id: 'bitwarden-csv',
    columnsOf,
    placed: [...COLUMNS, COLLECTIONS],
    readRow,
    keeps: keepsWithout,
  }),
  id: 'bitwarden-csv',
  write: (contents) => Promise.resolve(Buffer.from(writeRows(contents), 'utf8')),
  keeps,
}
