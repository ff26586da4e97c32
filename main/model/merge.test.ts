/** F5: merging keeps everything of both sides. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { vaultContents } from '../testkit/arbitraries.ts'
import { loginDraft } from '../testkit/drafts.ts'
import { printCounts } from '../testkit/print-counts.ts'
import type { Item, Login } from './item.ts'
import { mergeItems } from './merge.ts'

const NOW = '2026-11-23T08:00:00.000Z'
const DAY = '2026-01-02T03:04:05.678Z'

type Changes = Partial<Omit<Item, 'login'>> & { readonly login?: Partial<Login> }

function item({ login = {}, ...changes }: Changes = {}): Item {
  const dates = { creationDate: DAY, revisionDate: DAY, deletedDate: null, archivedDate: null }
  return { ...loginDraft('Mail', { login: { username: 'ann', ...login } }), id: '1', ...dates, ...changes }
}

/** Every text in it, however deep, that says something; its own places (ids, dates, switches) apart. */
function textsIn(value: unknown, key = ''): string[] {
  if (/Date$|^id$|^folderId$/.test(key)) return []
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => textsIn(member, name))
}

/** Two versions of one item: unrelated ones of one type, or one with some parts of the other. */
const versions = fc
  .tuple(vaultContents(12), fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }))
  .map(([{ items }, picks]) => {
    const [first, ...others] = items
    const other = others.find(({ type }) => type === first?.type)
    if (!first || !other) return null
    const parts = Object.entries(other).filter((_, index) => picks[index % picks.length])
    return { own: first, row: { ...first, ...Object.fromEntries(parts), id: other.id } }
  })
  .filter((pair) => pair !== null)

describe('F5: a merge', () => {
  it('loses no value of either side', () => {
    const counts = { merged: 0, values: 0 }
    const property = fc.property(versions, fc.boolean(), ({ own, row }, fileWins) => {
      const merged = mergeItems(own, row, { fileWins, now: NOW })
      const found = new Set(textsIn(merged))
      // An unknown key's value that gave way stands in a field as JSON.
      const within = [...found].join('\n')
      const missing = [...textsIn(own), ...textsIn(row)].filter(
        (text) => !found.has(text) && !within.includes(JSON.stringify(text)),
      )
      expect(missing).toEqual([])
      expect(merged.login?.fido2Credentials.length ?? 0).toBeGreaterThanOrEqual(
        Math.max(own.login?.fido2Credentials.length ?? 0, row.login?.fido2Credentials.length ?? 0),
      )
      expect([merged.id, merged.type, merged.deletedDate]).toEqual([own.id, own.type, own.deletedDate])
      counts.merged += 1
      counts.values += found.size
    })
    fc.assert(property, { numRuns: 600 })
    printCounts('merges', counts)
  })

  it('done again changes nothing, and the same item gives itself back', () => {
    fc.assert(
      fc.property(versions, fc.boolean(), ({ own, row }, fileWins) => {
        const merged = mergeItems(own, row, { fileWins, now: NOW })
        expect(mergeItems(merged, row, { fileWins, now: '2027-01-01T00:00:00.000Z' })).toEqual(merged)
        expect(mergeItems(own, { ...own, id: 'other' }, { fileWins, now: NOW })).toBe(own)
      }),
      { numRuns: 300 },
    )
  })

  it('of a newer password puts the older into the history, as an edit does', () => {
    const old = { password: 'oldest', lastUsedDate: '2020-01-01T00:00:00.000Z' }
    const own = item({ login: { password: 'vault' }, passwordHistory: [old] })
    const row = item({ login: { password: 'file' } })
    expect(mergeItems(own, row, { fileWins: true, now: NOW })).toEqual({
      ...own,
      revisionDate: NOW,
      passwordHistory: [{ password: 'vault', lastUsedDate: NOW }, old],
      login: { ...own.login, password: 'file', passwordRevisionDate: NOW },
    })
  })

  it('of an older password keeps the vault’s and remembers the file’s, by its date', () => {
    const recent = { password: 'recent', lastUsedDate: '2026-06-01T00:00:00.000Z' }
    const own = item({ login: { password: 'vault', passwordRevisionDate: DAY }, passwordHistory: [recent] })
    const row = item({ login: { password: 'file' }, revisionDate: '2025-01-01T00:00:00.000Z' })
    const merged = mergeItems(own, row, { fileWins: false, now: NOW })
    expect(merged.login).toEqual(own.login)
    expect(merged.passwordHistory).toEqual([recent, { password: 'file', lastUsedDate: '2025-01-01T00:00:00.000Z' }])
  })

  it('keeps every other text that gives way as a field, hidden where it is a secret', () => {
    const own = item({ name: 'Mail', notes: 'own notes', login: { username: 'ann', totp: 'OWN' } })
    const row = item({ name: 'Post', notes: 'file notes', login: { username: 'ann@example.com', totp: 'FILE' } })
    const merged = mergeItems(own, row, { fileWins: true, now: NOW })
    expect(merged).toMatchObject({
      name: 'Post',
      notes: 'file notes',
      login: { username: 'ann@example.com', totp: 'FILE' },
    })
    expect(merged.fields.map(({ name, value, type }) => [name, value, type])).toEqual([
      ['username', 'ann', 0],
      ['totp', 'OWN', 1],
      ['name', 'Mail', 0],
      ['notes', 'own notes', 1],
    ])
  })

  it('fills in what is not there, whichever is later', () => {
    const own = item({ login: { totp: 'OWN' }, folderId: null })
    const row = item({ login: { password: 'file' }, notes: 'file notes', folderId: 'f', favorite: true, reprompt: 1 })
    for (const fileWins of [true, false]) {
      expect(mergeItems(own, row, { fileWins, now: NOW })).toMatchObject({
        ...{ folderId: 'f', notes: 'file notes', favorite: true, reprompt: 1, fields: [], passwordHistory: [] },
        login: { totp: 'OWN', password: 'file' },
      })
    }
  })

  it('takes an address with a match setting for one without, and keeps two settings', () => {
    const uris = (...list: readonly (readonly [string, number | null])[]): Login['uris'] =>
      list.map(([uri, match]) => ({ uri, match }))
    const own = item({ login: { uris: uris(['a', null], ['b', 3], ['c', 1]) } })
    const row = item({ login: { uris: uris(['a', 1], ['b', null], ['c', 2], ['d', null]) } })
    const merged = mergeItems(own, row, { fileWins: true, now: NOW })
    expect(merged.login?.uris).toEqual(uris(['b', 3], ['c', 1], ['a', 1], ['c', 2], ['d', null]))
  })
})
