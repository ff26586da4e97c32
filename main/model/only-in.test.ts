import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatOf } from '../formats/index.ts'
import { vaultContents } from '../testkit/arbitraries.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { canonicalItems } from './digest.ts'
import type { VaultContents } from './item.ts'
import type { Keeps } from './match.ts'
import { EVERYTHING, kindOf, marksOf, onlyIn, type Alone } from './only-in.ts'

/** A backup: what was in the vault, and what its kind of file keeps of that. */
interface Backup {
  readonly contents: VaultContents
  readonly keeps: Keeps | undefined
}

/** As Chromium's tables: logins alone, and of them four texts. */
const FEW_COLUMNS: Keeps = ({ items }) => ({
  folders: [],
  items: items.flatMap(({ type, login, name }) =>
    type === 1 && login
      ? [
          {
            ...{ id: '', folderId: null, type, name, notes: null, favorite: false, reprompt: 0, fields: [] },
            ...{ passwordHistory: [], creationDate: null, revisionDate: null, deletedDate: null, archivedDate: null },
            login: {
              ...login,
              totp: null,
              uris: login.uris.slice(0, 1),
              fido2Credentials: [],
              passwordRevisionDate: null,
            },
          },
        ]
      : [],
  ),
})
const CSV: Keeps = (contents) => formatOf('bitwarden-csv').keeps(contents)
const KINDS: readonly (Keeps | undefined)[] = [undefined, CSV, FEW_COLUMNS]

function heldBy({ contents, keeps }: Backup): VaultContents {
  return keeps ? keeps(contents) : contents
}

/** The text of what a kind of file keeps of one item of contents; null where that is nothing. */
function textOf(contents: VaultContents, at: number, keeps: Keeps | undefined): string | null {
  const one = { folders: contents.folders, items: contents.items.slice(at, at + 1) }
  return canonicalItems(keeps ? keeps(one) : one)[0] ?? null
}

/** The plain way: each item of each against all of all the others, both seen through both files. */
function oracle(all: readonly Backup[]): number[][] {
  return all.map((backup, index) => {
    const own = heldBy(backup)
    return [...own.items.keys()].filter((at) =>
      all.every((other, otherIndex) => {
        if (otherIndex === index) return true
        const text = textOf(own, at, other.keeps)
        const theirs = heldBy(other)
        return text === null || [...theirs.items.keys()].every((place) => textOf(theirs, place, backup.keeps) !== text)
      }),
    )
  })
}

function found(all: readonly Backup[]): Alone[] {
  const kinds = [
    ...new Map([undefined, ...all.map(({ keeps }) => keeps)].map((keeps) => [keeps, kindOf(keeps)])).values(),
  ]
  return onlyIn(all.map((backup) => ({ kind: kindOf(backup.keeps), marks: marksOf(heldBy(backup), kinds) })))
}

const backups = (most: number, items: number): fc.Arbitrary<Backup[]> =>
  vaultContents(items).chain((contents) =>
    fc.array(
      fc.record({
        contents: fc
          .subarray([...contents.items.keys()])
          .map((chosen) => ({ folders: contents.folders, items: chosen.flatMap((at) => contents.items[at] ?? []) })),
        keeps: fc.constantFrom(...KINDS),
      }),
      { maxLength: most },
    ),
  )

describe('F4: “exists only in”', () => {
  it('equals the oracle across overlapping backups of mixed formats', () => {
    let [told, apart] = [0, 0]
    fc.assert(
      fc.property(backups(6, 8), (all) => {
        const counted = found(all)
        const wanted = oracle(all).map((places) => places.length)
        expect(counted.map(({ alone, otherVersions }) => alone.length + otherVersions.length)).toEqual(wanted)
        told += wanted.reduce((sum, count) => sum + count, 0)
        apart += counted.reduce((sum, { otherVersions }) => sum + otherVersions.length, 0)
      }),
      { numRuns: 150 },
    )
    printCounts('exists only in', { told, 'other versions': apart })
  })

  it('is the same in whatever order the backups come', () => {
    fc.assert(
      fc.property(backups(5, 6), (all) => {
        const names = (some: readonly Alone[]): string[][] => some.map(({ alone }) => alone.map(({ name }) => name))
        expect(names(found(all.toReversed())).reverse()).toEqual(names(found(all)))
      }),
      { numRuns: 60 },
    )
  })
})

const login = (name: string, password: string, notes: string): VaultContents['items'][number] => ({
  ...{ id: name, folderId: null, type: 1, name, notes, favorite: true, reprompt: 0, fields: [], passwordHistory: [] },
  ...{ creationDate: null, revisionDate: null, deletedDate: null, archivedDate: null },
  login: {
    ...{ username: 'ann', password, totp: null, passwordRevisionDate: null, fido2Credentials: [] },
    uris: [{ uri: 'https://example.com', match: null }],
    autofillOnPageLoad: null,
  },
})

it('a poorer file does not make an item of a richer one exist only there', () => {
  const contents = { folders: [], items: [login('mail', 's3cret', 'long notes')] }
  const [whole, table] = found([
    { contents, keeps: undefined },
    { contents, keeps: FEW_COLUMNS },
  ])
  expect([whole, table]).toEqual([
    { alone: [], otherVersions: [] },
    { alone: [], otherVersions: [] },
  ])
})

it('another version of an item that is known is counted apart', () => {
  const [older, newer] = ['old', 'new'].map((password) => ({
    contents: { folders: [], items: [login('mail', password, '')] },
    keeps: undefined,
  }))
  const [first] = older && newer ? found([older, newer]) : []
  expect(first).toMatchObject({ alone: [], otherVersions: [{ name: 'mail' }] })
})

it('what keeps the same is of one kind', () => {
  expect(kindOf((contents) => contents).key).toBe(EVERYTHING.key)
  expect(kindOf(CSV).key).not.toBe(EVERYTHING.key)
})
