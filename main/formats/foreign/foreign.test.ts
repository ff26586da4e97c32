/** Foreign files, generated: nothing in them is lost quietly, and nothing that is no such file gets through. */
import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { CofferError } from '../../../contract/errors.ts'
import type { FormatId } from '../../../contract/formats.ts'
import type { ColumnMapping } from '../../../contract/import-plan.ts'
import { canonicalItems } from '../../model/digest.ts'
import type { Item, VaultContents } from '../../model/item.ts'
import { vaultContents } from '../../testkit/arbitraries.ts'
import { printCounts } from '../../testkit/print-counts.ts'
import type { ReadReport } from '../format.ts'
import { detect } from '../index.ts'

interface Kind {
  readonly header: readonly string[]
  /** Columns with values of their own kind. */
  readonly cells?: Readonly<Record<string, fc.Arbitrary<string>>>
  /** Columns that are counted as a whole, not kept. */
  readonly counted?: readonly string[]
  readonly mapping?: ColumnMapping
}

/** What a person or program may have in a cell. */
const text = fc.oneof(
  fc.constant(''),
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => value.isWellFormed()),
  fc.constantFrom(
    '=1+1',
    '"',
    'a"b',
    'a,b;c\td',
    'one\ntwo',
    'a\r\nb',
    ' x ',
    '&amp;',
    '\u202Eabc',
    'p\0w',
    '😀',
    '(none)',
  ),
)
const milliseconds = fc.nat({ max: 4_000_000_000_000 }).map(String)
const iso = fc.constantFrom('', '2023-11-14T22:13:20Z')
const url = fc.oneof(text, fc.constantFrom('https://mail.example/login', 'http://sn', 'mail.example', 'about:blank'))

const KINDS: Readonly<Record<string, Kind>> = {
  'chromium-csv': { header: ['name', 'url', 'username', 'password', 'note'] },
  'firefox-csv': {
    header: [
      'url',
      'username',
      'password',
      'httpRealm',
      'formActionOrigin',
      'guid',
      'timeCreated',
      'timeLastUsed',
      'timePasswordChanged',
    ],
    cells: { timeCreated: milliseconds, timePasswordChanged: milliseconds },
    counted: ['guid', 'timeLastUsed'],
  },
  'apple-csv': { header: ['Title', 'URL', 'Username', 'Password', 'Notes', 'OTPAuth'] },
  'lastpass-csv': {
    header: ['url', 'username', 'password', 'totp', 'extra', 'name', 'grouping', 'fav'],
    cells: { fav: fc.constantFrom('', '0', '1') },
  },
  'keepassxc-csv': {
    header: ['Group', 'Title', 'Username', 'Password', 'URL', 'Notes', 'TOTP', 'Icon', 'Last Modified', 'Created'],
    cells: { 'Last Modified': iso, Created: iso },
    counted: ['Icon'],
  },
  'unknown-csv': {
    header: ['Name', 'B', 'C', 'D', 'E', 'F', 'G', 'H'],
    counted: ['H'],
    mapping: ['name', 'url', 'username', 'password', 'totp', 'notes', 'folder', null],
  },
}

/** Every text of an item and the names of its folder, as a reader would look for a cell in it. */
function textsOf(item: Item, { folders }: VaultContents): Set<string> {
  const texts = new Set<string>()
  const collect = (value: unknown): void => {
    if (typeof value === 'string') texts.add(value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect)
  }
  collect({ ...item, folder: folders.find(({ id }) => id === item.folderId)?.name })
  return texts
}

/** How a cell stands in an item where it does not stand as it is: the documented changes, said once more. */
function changed(id: string, column: string, cell: string): string | null {
  if (column === 'timeCreated' || column === 'timePasswordChanged') return new Date(Number(cell)).toISOString()
  if (column === 'grouping') return cell === '(none)' ? null : cell.replaceAll('\\', '/')
  if (id === 'keepassxc-csv' && column === 'Group') return cell.split('/').slice(1).join('/') || null
  return cell
}

function rowsOf({ header, cells = {} }: Kind): fc.Arbitrary<string[][]> {
  const cell = (column: string): fc.Arbitrary<string> => cells[column] ?? (/^(?:url|URL|B)$/.test(column) ? url : text)
  const row = fc.tuple(...header.map(cell)).filter((row) => row.some((value) => value !== ''))
  return fc.array(row, { minLength: 1, maxLength: 6 })
}

async function read(file: string, kind: Kind): Promise<ReadReport & { format: FormatId }> {
  const recognised = detect(Buffer.from(file))
  return { format: recognised.format, ...(await recognised.read({ mapping: kind.mapping ?? null })) }
}

describe('F7: nothing is lost quietly', () => {
  it.each(Object.entries(KINDS))('%s: each cell that is not empty is in its item, or counted', async (id, kind) => {
    const counts = { rows: 0, cells: 0 }
    await fc.assert(
      fc.asyncProperty(
        rowsOf(kind),
        fc.constantFrom(',', ';', '\t'),
        fc.shuffledSubarray([...kind.header.keys()], { minLength: kind.header.length }),
        async (rows, delimiter, order) => {
          // An unknown table has no other order than the one that its mapping speaks of.
          const places = id === 'unknown-csv' ? [...kind.header.keys()] : order
          const arranged = [kind.header, ...rows].map((row) => places.map((place) => row[place] ?? ''))
          const { format, contents, ignored } = await read(Papa.unparse(arranged, { delimiter, newline: '\n' }), kind)
          expect([format, contents.items.length]).toEqual([id, rows.length])
          expect(ignored).toEqual(kind.counted ? { columns: kind.counted.length } : {})
          for (const [index, row] of rows.entries()) {
            const item = contents.items[index]
            const texts = item ? textsOf(item, contents) : new Set<string>()
            for (const [at, column] of kind.header.entries()) {
              const cell = changed(id, column, row[at] ?? '')
              const said = cell === null || cell === '' || kind.counted?.includes(column) === true || column === 'fav'
              // The address of a note, and a form that sends to its own site, say nothing more.
              const known = cell === 'http://sn' || (column === 'formActionOrigin' && cell === row[0])
              if (!said && !known) expect([...texts], `${column}: ${JSON.stringify(cell)}`).toContain(cell)
              counts.cells += 1
            }
            counts.rows += 1
          }
        },
      ),
      { numRuns: 150 },
    )
    printCounts(id, counts)
  })
})

describe('F5: what a file could tell of a vault', () => {
  it.each(Object.entries(KINDS))('%s: of its own items all, and again so after they got more', async (id, kind) => {
    await fc.assert(
      fc.asyncProperty(rowsOf(kind), async (rows) => {
        const file = Buffer.from(Papa.unparse([[...kind.header], ...rows], { newline: '\n' }))
        const recognised = detect(file)
        const { contents } = await recognised.read({ mapping: kind.mapping ?? null })
        const keeps = recognised.keeps ?? ((same: VaultContents) => same)
        const wanted = canonicalItems(contents).sort()
        expect(canonicalItems(keeps(contents)).sort()).toEqual(wanted)
        // Later a person added what such a file cannot hold.
        const grown = contents.items.map((item) => ({
          ...item,
          reprompt: 1,
          archivedDate: '2026-01-01T00:00:00Z',
          passwordHistory: [{ password: 'old', lastUsedDate: null }],
          fields:
            item.type === 3 ? item.fields : [...item.fields, { name: 'PIN', value: '1', type: 1, linkedId: null }],
          ...(item.login ? { login: { ...item.login, autofillOnPageLoad: true } } : {}),
        }))
        const logins = new Set(contents.items.filter(({ type }) => type !== 3).map(({ id: own }) => own))
        const same = keeps({ ...contents, items: grown.filter((item) => logins.has(item.id)) })
        const own = { ...contents, items: contents.items.filter((item) => logins.has(item.id)) }
        expect(canonicalItems(same).sort()).toEqual(canonicalItems(own).sort())
      }),
      { numRuns: 100 },
    )
    expect(id).toBe(detect(Buffer.from(Papa.unparse([[...kind.header], kind.header.map(() => '1')]))).format)
  })

  it('never invents: what it keeps of any vault is in the vault', async () => {
    for (const kind of Object.values(KINDS)) {
      const { keeps } = detect(Buffer.from(Papa.unparse([[...kind.header], kind.header.map(() => '1')])))
      await fc.assert(
        fc.asyncProperty(vaultContents(4), async (contents) => {
          await Promise.resolve()
          const ids = new Set(contents.items.map(({ id }) => id))
          const kept = keeps?.(contents) ?? contents
          expect(kept.items.every((item) => ids.has(item.id))).toBe(true)
          expect(new Set(kept.items.map(({ id }) => id)).size).toBe(kept.items.length)
        }),
        { numRuns: 30 },
      )
    }
  })
})

const XML = `<?xml version="1.0" encoding="utf-8"?>
<KeePassFile><Root><Group><Name>Root</Name><Entry><Times><CreationTime>2020-01-01T00:00:00Z</CreationTime></Times>
<String><Key>Title</Key><Value>Mail</Value></String><String><Key>Password</Key><Value ProtectInMemory="True">p&amp;w</Value></String>
<History><Entry><String><Key>Password</Key><Value>old</Value></String></Entry></History></Entry></Group></Root></KeePassFile>`

/** Cells of columns that take no text. */
const PLAIN_CELLS: Readonly<Record<string, string>> = {
  timeCreated: '1600000000000',
  timePasswordChanged: '1600000000000',
  fav: '1',
  'Last Modified': '2023-11-14T22:13:20Z',
  Created: '',
}

/** What reading came to; never an error that is not Coffer's own. What is read whole is salvaged alike. */
async function outcome(bytes: Uint8Array, kind?: Kind): Promise<'read' | 'salvaged' | 'refused'> {
  const refused = (error: unknown): null => {
    if (error instanceof CofferError && error.code !== 'internal') return null
    throw error
  }
  const recognised = await Promise.resolve()
    .then(() => detect(bytes))
    .catch(refused)
  const whole = await recognised?.read({ mapping: kind?.mapping ?? null }).catch(refused)
  const rest = await recognised?.read({ mapping: kind?.mapping ?? null, salvage: true }).catch(refused)
  if (whole) expect(rest).toEqual(whole)
  if (whole) return 'read'
  return rest ? 'salvaged' : 'refused'
}

describe('F7: no file does harm', () => {
  it('random bytes and texts are read or refused', async () => {
    const counts = { read: 0, salvaged: 0, refused: 0 }
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .string({
          unit: fc.constantFrom('"', ',', ';', '\n', '\r', '\t', 'a', '<', '>', '&', '{', '\0', '\uFEFF', 'é'),
          maxLength: 80,
        })
        .map((value) => Buffer.from(value)),
    )
    await fc.assert(
      fc.asyncProperty(bytes, async (file) => {
        counts[await outcome(file)] += 1
      }),
      { numRuns: 3000 },
    )
    printCounts('random', counts)
  })

  it.each([...Object.entries(KINDS), ['keepass-xml', { header: [] }] as const])(
    '%s with bytes altered, cut or doubled is read or refused',
    async (id, kind) => {
      const counts = { read: 0, salvaged: 0, refused: 0 }
      const row = kind.header.map((column) => PLAIN_CELLS[column] ?? `"a ""b""\nc,${column}"`)
      const good = Buffer.from(
        id === 'keepass-xml' ? XML : [kind.header.join(','), row.join(','), row.join(','), ''].join('\n'),
      )
      const change = fc.record({
        at: fc.nat({ max: good.length - 1 }),
        byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...Buffer.from('",;\n\r\t<>&'))),
        length: fc.nat({ max: 40 }),
        how: fc.constantFrom('set', 'cut', 'double'),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
          let file = Buffer.from(good)
          for (const { at, byte, length, how } of changes) {
            if (how === 'set' && at < file.length) file[at] = byte
            if (how === 'cut') file = Buffer.concat([file.subarray(0, at), file.subarray(at + length)])
            if (how === 'double') file = Buffer.concat([file.subarray(0, at + length), file.subarray(at)])
          }
          counts[await outcome(file, kind)] += 1
        }),
        { numRuns: 400 },
      )
      printCounts(id, counts)
    },
  )
})
