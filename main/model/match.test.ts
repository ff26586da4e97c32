/** F5: what each row is to the vault, against oracles that share nothing with the matcher. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loginDraft, manyItems } from '../testkit/drafts.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { bitwardenCsv } from '../formats/bitwarden/csv.ts'
import { canonicalItem } from './digest.ts'
import type { Item, Login } from './item.ts'
import { matchContents, type Relation, type RowMatch } from './match.ts'

const DAY = '2026-01-02T03:04:05.678Z'
const LATER = '2026-05-02T03:04:05.678Z'
const EARLIER = '2025-05-02T03:04:05.678Z'

const EMPTY: Login = {
  ...{ username: null, password: null, totp: null, uris: [], fido2Credentials: [] },
  ...{ passwordRevisionDate: null, autofillOnPageLoad: null },
}

type Changes = Partial<Omit<Item, 'login'>> & { readonly login?: Partial<Login> }

function item(id: string, name: string, { login = {}, ...changes }: Changes = {}): Item {
  const dates = { creationDate: DAY, revisionDate: DAY, deletedDate: null, archivedDate: null }
  return { ...loginDraft(name, { login }), id, ...dates, ...changes }
}

function match(rows: readonly Item[], own: readonly Item[], keeps?: Parameters<typeof matchContents>[2]): RowMatch[] {
  return matchContents({ folders: [], items: rows }, { folders: [], items: own }, keeps)
}

function findings(matches: readonly RowMatch[]): string[] {
  return matches.map(({ finding, partner }) => (partner ? `${finding} ${partner.id}` : finding))
}

describe('F5: a plan', () => {
  it('of 10,000 rows against 10,000 items with 5,000 overlaps equals the oracle exactly', () => {
    const vault = Array.from({ length: 10_000 }, (_, index) =>
      item(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, `item ${index}`, {
        notes: `note ${index}`,
        login: { username: `person ${index}`, uris: [{ uri: `https://site${index}.example/x`, match: null }] },
      }),
    )
    /** What is done to the row of item n < 5,000, and what it must then be called. */
    const WAYS: readonly (readonly [Relation, (own: Item, id: string) => Partial<Item>])[] = [
      ['identical', (_, id) => ({ id, creationDate: null, revisionDate: LATER })],
      ['newer', (_, id) => ({ id, notes: 'other', revisionDate: LATER })],
      ['older', (_, id) => ({ id, notes: 'other', revisionDate: EARLIER })],
      ['changed', (_, id) => ({ id, notes: 'other', revisionDate: null })],
      ['changed', ({ id: own }) => ({ id: own, name: 'a new name', notes: 'other', login: EMPTY })],
      ['newer', (_, id) => ({ id, name: 'other name', revisionDate: LATER })],
    ]
    const rows: Item[] = []
    const oracle: string[] = []
    vault.forEach((_, index) => {
      const number = (index * 7919) % 10_000
      const id = `99999999-0000-4000-8000-${String(number).padStart(12, '0')}`
      const [own, way] = [vault[number], WAYS[number % WAYS.length]]
      if (own && way && number < 5_000) {
        rows.push({ ...own, ...way[1](own, id) })
        oracle.push(`${way[0]} ${own.id}`)
      } else {
        rows.push(item(id, `stranger ${number}`))
        oracle.push('new')
      }
    })
    const found = match(rows, vault)
    expect(findings(found)).toEqual(oracle)
    const counts: Record<string, number> = {}
    for (const { finding } of found) counts[finding] = (counts[finding] ?? 0) + 1
    expect(counts.new).toBe(5_000)
    printCounts('a plan of 10,000 against 10,000', counts)
  })

  it('equals the plain way, row after row against every item, on crowded vaults', () => {
    const few = fc.constantFrom('a', 'b', '')
    const crowded = fc.array(
      fc.record({
        id: fc.constantFrom('1', '2', '3', '4', '5', '6'),
        name: few,
        username: few,
        notes: few,
        uri: fc.constantFrom('https://a.example/1', 'A.example', 'https://b.example', ''),
        date: fc.constantFrom(DAY, LATER, null),
        trashed: fc.boolean(),
      }),
      { maxLength: 8 },
    )
    const made = crowded.map((list) =>
      list.map(({ id, name, username, notes, uri, date, trashed }) =>
        item(id, name, {
          ...{ notes, revisionDate: date, deletedDate: trashed ? DAY : null },
          login: { username, uris: [{ uri, match: null }] },
        }),
      ),
    )
    let pairs = 0
    fc.assert(
      fc.property(made, made, (rows, own) => {
        const unique = own.map((each, index) => ({ ...each, place: index }))
        const found = match(rows, unique)
        expect(
          found.map(({ finding, partner }) => [finding, partner && (partner as { place?: number }).place]),
        ).toEqual(plainWay(rows, unique))
        pairs += found.filter(({ partner }) => partner).length
      }),
      { numRuns: 3_000 },
    )
    printCounts('crowded vaults', { tried: 3_000, pairs })
  })

  it('takes as many steps as there are items', () => {
    const stepsOf = (count: number): number => {
      let steps = 0
      const [rows, own] = [manyItems(count), manyItems(count).map((each) => ({ ...each, notes: 'other' }))]
      matchContents({ folders: [], items: rows }, { folders: [], items: own }, undefined, () => {
        steps += 1
      })
      return steps
    }
    const [once, twice] = [stepsOf(500), stepsOf(1_000)]
    expect(twice - once).toBe(1_000)
    expect(once).toBeLessThan(1_010)
  })
})

/** A multiset matcher as one would do it by hand: for each rule, each row takes the first free item. */
function plainWay(rows: readonly Item[], own: readonly (Item & { place: number })[]): unknown[] {
  const hostname = (each: Item): string =>
    (each.login?.uris[0]?.uri ?? '').toLowerCase().replace('https://', '').split('/')[0] ?? ''
  const user = (each: Item): string => each.login?.username ?? ''
  const rules: ((row: Item, other: Item) => boolean)[] = [
    (row, other) => canonicalItem(row, null) === canonicalItem(other, null),
    (row, other) => row.id === other.id,
    (row, other) => row.name + user(row) !== '' && row.name === other.name && user(row) === user(other),
    (row, other) => hostname(row) !== '' && hostname(row) === hostname(other) && user(row) === user(other),
  ]
  const free = new Set(own)
  const results = rows.map((): unknown[] => ['new', null])
  rules.forEach((rule, level) => {
    rows.forEach((row, index) => {
      if (results[index]?.[0] !== 'new') return
      const partner = own.find(
        (other) => free.has(other) && (row.deletedDate === null) === (other.deletedDate === null) && rule(row, other),
      )
      if (!partner) return
      free.delete(partner)
      const order = row.revisionDate && partner.revisionDate ? row.revisionDate.localeCompare(partner.revisionDate) : 0
      const later = order > 0 ? 'newer' : order < 0 ? 'older' : 'changed'
      results[index] = [level === 0 ? 'identical' : later, partner.place]
    })
  })
  return results
}

describe('F5: rows', () => {
  it('equal rows inside one file are all new', () => {
    const rows = Array.from({ length: 5 }, () => item('', 'same'))
    expect(findings(match(rows, []))).toEqual(Array(5).fill('new'))
    expect(findings(match(rows, [item('1', 'same')]))).toEqual(['identical 1', ...Array<string>(4).fill('new')])
  })

  it('each item absorbs one row', () => {
    const rows = [item('', 'same', { notes: 'x' }), item('', 'same'), item('', 'same')]
    const own = [item('1', 'same'), item('2', 'same')]
    expect(findings(match(rows, own))).toEqual(['new', 'identical 1', 'identical 2'])
  })

  it('what is in the bin is not in the vault, unless the row was thrown away too', () => {
    const binned = { deletedDate: DAY }
    expect(findings(match([item('1', 'x')], [item('1', 'x', binned)]))).toEqual(['new'])
    expect(findings(match([item('1', 'x', binned)], [item('1', 'x')]))).toEqual(['new'])
    expect(findings(match([item('9', 'x', binned)], [item('1', 'x', binned)]))).toEqual(['identical 1'])
  })

  it('match by id though renamed, and never across types', () => {
    const note = { ...item('1', 'x'), type: 2 as const, secureNote: {} }
    expect(findings(match([item('1', 'renamed', { notes: 'n' })], [item('1', 'x', { notes: 'o' })]))).toEqual([
      'changed 1',
    ])
    expect(findings(match([item('1', 'x')], [note]))).toEqual(['new'])
  })

  it.each([
    ['https://a.example/login', 'http://A.example:8080/', true],
    ['a.example', 'https://a.example/x?y', true],
    ['androidapp://com.a', 'androidapp://com.a', true],
    ['https://a.example', 'https://www.a.example', false],
    ['', '', false],
    ['not an address', 'not an address', false],
  ])('%j and %j are the same place: %s', (one, other, expected) => {
    const at = (uri: string, name: string): Item =>
      item(name, name, { login: { username: 'ann', uris: [{ uri, match: null }] } })
    expect(match([at(one, 'x')], [at(other, 'y')])[0]?.finding).toBe(expected ? 'changed' : 'new')
  })

  it('of a file that tells less are identical where the vault has nothing less', () => {
    const own = item('1', 'Mail', {
      ...{ passwordHistory: [{ password: 'old', lastUsedDate: DAY }] },
      login: { username: 'ann', password: 'p', uris: [{ uri: 'https://a.example', match: 3 }] },
    })
    const row = item('', 'Mail', {
      login: { username: 'ann', password: 'p', uris: [{ uri: 'https://a.example', match: null }] },
    })
    expect(match([row], [own], (contents) => bitwardenCsv.keeps(contents))).toEqual([
      { finding: 'identical', partner: own, duplicate: true },
    ])
    expect(match([row], [own])[0]?.finding).toBe('changed')
    const other = { ...row, login: { ...row.login, password: 'q' } } as Item
    expect(match([other], [own], (contents) => bitwardenCsv.keeps(contents))[0]?.finding).toBe('changed')
  })
})
