/**
 * CSV text as rows of cells, each with the physical lines it stands on. A row that cannot be read does not take the
 * others with it. Source: docs/FORMATS.md#csv-rows.
 */
import { CofferError } from '../../../contract/errors.ts'
import type { TextFacts } from '../../../contract/import-plan.ts'
import { MAX_ITEMS } from '../format.ts'

export type Delimiter = NonNullable<TextFacts['delimiter']>
export const DELIMITERS: readonly Delimiter[] = [',', ';', '\t']

/** No export has more columns, and no header is longer. */
const MAX_COLUMNS = 200
const MAX_HEADER = 10_000

export interface CsvRow {
  readonly cells: readonly string[]
  /** Physical lines of the file, the first being 1. */
  readonly lines: readonly [first: number, last: number]
  /** As it stands in the file, without its line end. */
  readonly raw: string
}

/** A row with another number of cells than the header, or with a fault of quoting in the cell of `column` (from 0). */
export interface BadCsvRow extends Omit<CsvRow, 'cells'> {
  readonly column: number | null
}

export interface CsvTable {
  /** Where the first row is no header, its names and `raw` are empty. */
  readonly header: CsvRow
  /** What ends a row: what ends the header. */
  readonly newline: string
  readonly rows: readonly CsvRow[]
  readonly bad: readonly BadCsvRow[]
  /** How many characters were looked at to tell the rows apart: at most LOOKS + 1 times the text's, and a little. */
  readonly looked: number
}

/** Characters of a cell without quotes. */
const PLAIN: Readonly<Record<Delimiter, RegExp>> = { ',': /[^,\r\n]*/y, ';': /[^;\r\n]*/y, '\t': /[^\t\r\n]*/y }
const LINE_END = /\r\n|\n|\r/g

interface Dialect {
  readonly delimiter: Delimiter
  readonly newline: string
  /** A row of several lines is left as soon as it has more cells; one of a single line is read to its end. */
  readonly columns?: number
}

interface Scanned {
  readonly cells: string[]
  /** Where the row's text ends, and where the next row begins. */
  readonly end: number
  readonly next: number
}

/** Where reading a row came to a stop: at which character, and in which cell if its quoting is at fault. */
interface Stop {
  readonly at: number
  readonly column: number | null
}

/**
 * One row from `at`. A cell that begins with a quote ends, after its closing quote, at a delimiter, a line's end or the
 * end; a line outside quotes ends with `newline`: anything else would stay in a cell, a password perhaps.
 */
function scanRow(text: string, at: number, { delimiter, newline, columns = Infinity }: Dialect): Scanned | Stop {
  const plain = PLAIN[delimiter]
  const cells: string[] = []
  let severalLines = false
  for (;;) {
    const begin = at
    if (text[at] === '"') {
      do {
        at = text.indexOf('"', at + 1) + 1
        if (at === 0) return { at: text.length, column: cells.length }
      } while (text[at] === '"')
      const cell = text.slice(begin + 1, at - 1)
      severalLines ||= /[\r\n]/.test(cell)
      cells.push(cell.replaceAll('""', '"'))
    } else {
      plain.lastIndex = at
      plain.exec(text)
      at = plain.lastIndex
      cells.push(text.slice(begin, at))
    }
    if (severalLines && cells.length > columns) return { at, column: null }
    if (at >= text.length) return { cells, end: at, next: at }
    if (text[at] === delimiter) at += 1
    else if (text.startsWith(newline, at)) return { cells, end: at, next: at + newline.length }
    else return { at, column: cells.length - 1 }
  }
}

/** Counts physical lines; asked for places in their order. */
export function lineCounter(text: string, firstLine: number): (at: number) => number {
  let line = firstLine
  let cursor = 0
  return (at) => {
    LINE_END.lastIndex = cursor
    for (let found = LINE_END.exec(text); found && LINE_END.lastIndex <= at; found = LINE_END.exec(text)) {
      line += 1
      cursor = LINE_END.lastIndex
    }
    return line
  }
}

/** The cells of all rows of a text, which CRLF parts; null where it is no CSV. */
export function parseCells(text: string): string[] | null {
  const cells: string[] = []
  for (let at = 0; at < text.length;) {
    const row = scanRow(text, at, { delimiter: ',', newline: '\r\n' })
    if (!('cells' in row)) return null
    for (const cell of row.cells) cells.push(cell)
    at = row.next
  }
  return cells
}

/** The names of a table's columns, by its first row; null where there is none that could be a header. */
export function headerOf(text: string, delimiter: Delimiter): readonly string[] | null {
  const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const row = scanRow(text.slice(0, MAX_HEADER), 0, { delimiter, newline })
  return 'cells' in row && row.end < MAX_HEADER && row.cells.length <= MAX_COLUMNS ? row.cells : null
}

/**
 * All rows after the header; empty lines are none. After a fault of quoting, and after several lines that come to
 * another number of cells, it goes on at the next physical line from which a row of the header's number can be read, and
 * all lines up to there are the bad row's: a quote that was left open would take good rows with it. `firstLine` is the
 * line on which `text` begins in its file.
 * @throws CofferError format/too-large, format/bad-row where not even a header can be read
 */
export function readTable(text: string, delimiter: Delimiter, firstLine = 1): CsvTable {
  const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const dialect = { delimiter, newline }
  const first = scanRow(text, 0, dialect)
  if (!('cells' in first)) throw new CofferError('format/bad-row', { line: firstLine })
  const lineAt = lineCounter(text, firstLine)
  const header = { cells: first.cells, lines: [firstLine, lineAt(first.end)], raw: text.slice(0, first.end) } as const
  const rows: CsvRow[] = []
  const bad: BadCsvRow[] = []
  const scanner = new Scanner(text, { ...dialect, columns: first.cells.length })
  let count = 0
  for (let at = first.next; at < text.length;) {
    count += 1
    if (count > MAX_ITEMS) throw new CofferError('format/too-large', { items: count, most: MAX_ITEMS })
    const start = lineAt(at)
    const row = scanner.scan(at)
    const clean = 'cells' in row
    const fits = clean && row.cells.length === first.cells.length
    const blank = clean && row.cells.length === 1 && row.cells[0] === ''
    const alone = clean && !/[\r\n]/.test(text.slice(at, row.end))
    const [end, next] = fits || alone ? [row.end, row.next] : resume(text, at, scanner)
    const place = { lines: [start, lineAt(end)] as const, raw: text.slice(at, end) }
    at = next
    if (fits) rows.push({ ...place, cells: row.cells })
    else if (!blank) bad.push({ ...place, column: clean ? null : row.column })
  }
  return { header, newline, rows, bad, looked: scanner.looked }
}

/** Reading rows may look at each character this often, all of a file together; where none fits, several are tried. */
const LOOKS = 16

/** Reads rows of one text and counts what it looks at. */
class Scanner {
  looked = 0
  readonly #text: string
  readonly #dialect: Required<Dialect>

  constructor(text: string, dialect: Required<Dialect>) {
    this.#text = text
    this.#dialect = dialect
  }

  scan(at: number): Scanned | Stop {
    const row = scanRow(this.#text, at, this.#dialect)
    this.looked += ('cells' in row ? row.next : row.at) - at + 1
    return row
  }

  fits(at: number): boolean {
    const row = this.scan(at)
    return 'cells' in row && row.cells.length === this.#dialect.columns
  }

  /** Whether no further row may be searched for. */
  get spent(): boolean {
    return this.looked > LOOKS * (this.#text.length + 1000)
  }
}

/**
 * Where the text of the bad row at a place ends, and where the next good row begins. Once the looks are spent, the rest
 * of the text is the bad row.
 */
function resume(text: string, at: number, scanner: Scanner): [end: number, next: number] {
  LINE_END.lastIndex = at
  for (let end = LINE_END.exec(text); end && !scanner.spent; end = LINE_END.exec(text)) {
    const next = end.index + end[0].length
    if (scanner.fits(next)) return [end.index, next]
    LINE_END.lastIndex = next
  }
  const last = /(?:\r\n|\n|\r)$/.exec(text)
  return [last ? last.index : text.length, text.length]
}
