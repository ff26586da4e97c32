/**
 * What all CSV formats have in common: told by their header, read row by row, bad rows listed or the file refused.
 * Source: docs/FORMATS.md#csv-rows and #salvage.
 */
import { CofferError } from '../../../contract/errors.ts'
import type { FormatId } from '../../../contract/formats.ts'
import type { Item, VaultContents } from '../../model/item.ts'
import type { BadRow, ReadReport, Reader, Recognised, Source } from '../format.ts'
import { attempt, columnName, settle, type Fault } from '../salvage.ts'
import { looksDamaged, repair } from '../text/html-entities.ts'
import { FolderNames } from '../items/make-items.ts'
import { DELIMITERS, headerOf, readTable, type CsvRow, type CsvTable, type Delimiter } from './rows.ts'

const MAX_BYTES = 64 * 1024 * 1024

/** One row by the names that its format gives the columns. A column that is not there is empty. */
export interface Row {
  /** For the item, unlike any other of the file. */
  readonly id: string
  readonly cell: (column: string) => string
  /** What to throw for a cell that cannot be read. */
  readonly fault: (column: string) => CofferError
}

/** How one kind of CSV file is told from others, and what its rows are. */
export interface CsvKind {
  readonly id: FormatId
  /** The columns under the names that readRow uses; null where the header is another kind's. */
  columnsOf(header: readonly string[]): readonly string[] | null
  /** Columns that have a place in an item. All others are counted as ignored. */
  readonly placed: readonly string[]
  /** @throws CofferError by `row.fault` */
  readRow(row: Row, folders: FolderNames): Item
  /** What a file with these columns could tell of given contents. */
  keeps(contents: VaultContents, columns: readonly string[]): VaultContents
  /** HTML entities in its cells are another program's damage: they are counted, and repaired where that is asked for. */
  readonly mends?: true
}

/** A CSV text inside a file, and the line on which it begins. */
export interface CsvText {
  readonly text: string
  readonly firstLine: number
}

export function csvReader(kind: CsvKind): Reader {
  return {
    id: kind.id,
    recognise: (source) => (source.json ? null : recogniseTable(kind, source, { text: source.text, firstLine: 1 })),
  }
}

/** Null where the header is another kind's. @throws CofferError format/too-large */
export function recogniseTable(kind: CsvKind, source: Source, { text, firstLine }: CsvText): Recognised | null {
  for (const delimiter of DELIMITERS) {
    const columns = kind.columnsOf(headerOf(text, delimiter) ?? [])
    if (!columns) continue
    requireSize(source)
    const table = readTable(text, delimiter, firstLine)
    const plain = readItems(kind, columns, table, false)
    return {
      ...recognisedTable(kind.id, source, table, delimiter),
      items: plain.report.contents.items.length,
      folders: plain.report.contents.folders.length,
      keeps: (contents) => kind.keeps(contents, columns),
      read: async (options) => {
        await Promise.resolve()
        const mended = options.repair === true && kind.mends
        const { report, faults } = mended ? readItems(kind, columns, table, true) : plain
        return settle(report, faults, options.salvage === true)
      },
    }
  }
  return null
}

/** @throws CofferError format/too-large */
export function requireSize({ bytes }: Source): void {
  if (bytes.byteLength > MAX_BYTES) throw new CofferError('format/too-large', { mostMiB: MAX_BYTES / 2 ** 20 })
}

/** What is known of any table before its rows are read as items. */
export function recognisedTable(
  format: FormatId,
  { encoding, byteOrderMark }: Source,
  { header, newline }: CsvTable,
  delimiter: Delimiter,
): Pick<Recognised, 'format' | 'kdf' | 'text' | 'writeRows'> {
  return {
    format,
    kdf: null,
    text: { encoding, byteOrderMark, delimiter },
    writeRows: (rows) => {
      const lines = [...(header.raw === '' ? [] : [header.raw]), ...rows.map(({ raw }) => raw), '']
      return Buffer.from((byteOrderMark ? '\uFEFF' : '') + lines.join(newline), 'utf8')
    },
  }
}

interface Read {
  readonly report: ReadReport
  readonly faults: readonly Fault[]
}

/** All rows as items, and those that are none, in the order of the file. */
export function readItems(kind: CsvKind, columns: readonly string[], table: CsvTable, mend: boolean): Read {
  const folders = new FolderNames()
  const items: Item[] = []
  const faults = table.bad.map(({ lines, raw, column }) =>
    faultOf({ lines, raw }, column === null ? null : (table.header.cells[column] ?? null)),
  )
  let damaged = 0
  for (const row of table.rows) {
    if (kind.mends && !mend) damaged += row.cells.filter(looksDamaged).length
    const item = attempt(() => kind.readRow(rowOf(columns, row, items.length, mend), folders))
    if (item instanceof CofferError) faults.push(faultOf(row, String(item.details.column)))
    else items.push(item)
  }
  faults.sort((a, b) => (a.row.lines?.[0] ?? 0) - (b.row.lines?.[0] ?? 0))
  const unplaced = columns.filter((name) => !kind.placed.includes(name)).length
  const report = {
    contents: { folders: folders.all(), items },
    sealed: null,
    made: null,
    ignored: unplaced > 0 ? { columns: unplaced } : {},
    ...(damaged > 0 ? { damaged } : {}),
  }
  return { report, faults }
}

function rowOf(columns: readonly string[], { cells, lines }: CsvRow, index: number, mend: boolean): Row {
  return {
    id: `item-${index + 1}`,
    cell: (column) => {
      const text = cells[columns.indexOf(column)] ?? ''
      return mend ? repair(text) : text
    },
    fault: (column) => new CofferError('format/bad-row', { line: lines[0], column }),
  }
}

function faultOf({ lines, raw }: Pick<CsvRow, 'lines' | 'raw'>, name: string | null): Fault {
  const column = name === null ? null : columnName(name)
  const row: BadRow = { lines, pointer: null, column, reason: 'format/bad-row', raw }
  return { row, error: new CofferError('format/bad-row', { line: lines[0], ...(column === null ? {} : { column }) }) }
}

/** Columns told by their exact names: all of `needed`, any of `optional`, no other and none twice. */
export function exactly(
  needed: readonly string[],
  optional: readonly string[] = [],
): (header: readonly string[]) => readonly string[] | null {
  const known = new Set([...needed, ...optional])
  return (header) =>
    needed.every((name) => header.includes(name)) &&
    header.every((name) => known.has(name)) &&
    new Set(header).size === header.length
      ? header
      : null
}
