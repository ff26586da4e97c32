/** A table of a program that Coffer does not know: a person says what its columns hold. Source: docs/FORMATS.md#unknown-csv. */
import { CofferError } from '../../../../contract/errors.ts'
import type { ColumnMapping, MappedField } from '../../../../contract/import-plan.ts'
import { readItems, recognisedTable, requireSize, type CsvKind } from '../../csv/csv-reader.ts'
import { hostOf, makeLogin, orNull } from '../../items/make-items.ts'
import { keptLogins } from '../../items/kept-logins.ts'
import { DELIMITERS, headerOf, readTable, type CsvTable, type Delimiter } from '../../csv/rows.ts'
import type { Reader } from '../../format.ts'
import { settle } from '../../salvage.ts'
import { namesColumns } from './column-names.ts'

/** The delimiter that parts the first line into the most cells; null where none makes a header of two and more. */
function delimiterOf(text: string): Delimiter | null {
  const headers = DELIMITERS.map((delimiter) => ({ delimiter, names: headerOf(text, delimiter) ?? [] }))
  const [best] = headers.filter(({ names }) => isHeader(names)).sort((a, b) => b.names.length - a.names.length)
  return best?.delimiter ?? null
}

/** Prose with a comma in it, or a picture, is no table. */
function isHeader(names: readonly string[]): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return names.length >= 2 && names.every((name) => name.trim() !== '' && name.length <= 100 && !/[\0-\x1f]/.test(name))
}

/** Whether most of it is rows of the header's number of cells. */
function isTable({ rows, bad }: CsvTable): boolean {
  return rows.length > 0 && rows.length >= bad.length
}

/** Whose first row is no header: its cells, a password among them perhaps, are no names but a row as all others. */
function withoutHeader(table: CsvTable): CsvTable {
  const { header, rows } = table
  return { ...table, header: { ...header, cells: header.cells.map(() => ''), raw: '' }, rows: [header, ...rows] }
}

/** The table with its columns named as faults name them: by what they hold, else by their number; never by its own text. */
function namedFor(mapping: ColumnMapping, table: CsvTable): CsvTable {
  const cells = mapping.map((field, index) => field ?? String(index + 1))
  return { ...table, header: { ...table.header, cells } }
}

/** The columns as `kindOf` reads them: the fields they hold, and unlike names for those that are left out. */
function columnsOf(mapping: ColumnMapping): string[] {
  return mapping.map((field, index) => field ?? `left out ${index}`)
}

/** @throws CofferError format/needs-mapping */
function requireMapping(mapping: ColumnMapping | null | undefined, { header }: CsvTable): ColumnMapping {
  const fields = (mapping ?? []).filter((field) => field !== null)
  const useful = fields.includes('password') || fields.includes('url')
  if (mapping?.length !== header.cells.length || !useful || new Set(fields).size !== fields.length) {
    throw new CofferError('format/needs-mapping')
  }
  return mapping
}

const PLACED: readonly MappedField[] = ['name', 'url', 'username', 'password', 'totp', 'notes', 'folder']

const kind: CsvKind = {
  id: 'unknown-csv',
  columnsOf: () => null,
  placed: PLACED,
  mends: true,
  readRow: ({ id, cell }, folders) =>
    makeLogin(
      id,
      {
        name: cell('name') || hostOf(cell('url')),
        notes: orNull(cell('notes')),
        folderId: folders.idOf(cell('folder')),
      },
      {
        username: orNull(cell('username')),
        password: orNull(cell('password')),
        totp: orNull(cell('totp')),
        uris: [cell('url')],
      },
    ),
  keeps: (contents, columns) => {
    const told = (field: MappedField): boolean => columns.includes(field)
    return keptLogins(contents, {
      notes: told('notes'),
      totp: told('totp'),
      folder: told('folder'),
      ...(told('url') ? {} : { url: false }),
      ...(told('username') ? {} : { username: false }),
      ...(told('password') ? {} : { password: false }),
      ...(told('name') ? {} : { name: ({ login }) => hostOf(login?.uris[0]?.uri ?? '') }),
    })
  },
}

export const unknownCsv: Reader = {
  id: 'unknown-csv',
  recognise(source) {
    const delimiter = source.json ? null : delimiterOf(source.text)
    if (delimiter === null) return null
    requireSize(source)
    const read = readTable(source.text, delimiter)
    if (!isTable(read)) return null
    const table = namesColumns(read.header.cells) ? read : withoutHeader(read)
    // What a file can tell is known once its columns are.
    let columns: readonly string[] | null = null
    return {
      ...recognisedTable('unknown-csv', source, table, delimiter),
      items: table.rows.length,
      folders: null,
      columns: { names: table.header.cells, sample: table.rows[0]?.cells ?? [] },
      keeps: (contents) => (columns ? kind.keeps(contents, columns) : contents),
      read: async ({ mapping, repair, salvage }) => {
        await Promise.resolve()
        const wanted = requireMapping(mapping, table)
        columns = columnsOf(wanted)
        const { report, faults } = readItems(kind, columns, namedFor(wanted, table), repair === true)
        return settle(report, faults, salvage === true)
      },
    }
  },
}
