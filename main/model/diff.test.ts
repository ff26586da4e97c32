import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { vaultContents } from '../testkit/arbitraries.ts'
import { loginDraft, manyItems, noteDraft } from '../testkit/drafts.ts'
import { diffContents, isSame } from './diff.ts'
import { digestOf } from './digest.ts'
import type { Item, VaultContents } from './item.ts'

const DATES = { creationDate: null, revisionDate: null, deletedDate: null, archivedDate: null }

function itemOf(id: string, name: string, login: object = {}, rest: Partial<Item> = {}): Item {
  return { ...loginDraft(name, { login }), ...DATES, id, ...rest }
}

function contentsOf(...items: Item[]): VaultContents {
  return { folders: [{ id: 'f', name: 'Work' }], items }
}

function names(places: readonly { readonly item: Item }[]): string[] {
  return places.map(({ item }) => item.name)
}

describe('a difference', () => {
  it('is none exactly where the digests are equal', () => {
    let [equal, unequal] = [0, 0]
    fc.assert(
      fc.property(vaultContents(), vaultContents(), fc.boolean(), (some, others, same) => {
        const after = same ? { folders: [...some.folders].reverse(), items: [...some.items].reverse() } : others
        const equalDigests = digestOf(some) === digestOf(after)
        if (equalDigests) equal += 1
        else unequal += 1
        expect(isSame(diffContents(some, after))).toBe(equalDigests)
      }),
    )
    expect(Math.min(equal, unequal)).toBeGreaterThan(10)
  })

  it('accounts for every item of both sides', () => {
    fc.assert(
      fc.property(vaultContents(), vaultContents(), (before, after) => {
        const { same, added, removed, changed } = diffContents(before, after)
        expect(same + removed.length + changed.length).toBe(before.items.length)
        expect(same + added.length + changed.length).toBe(after.items.length)
        for (const { changes } of changed) expect(changes.length).toBeGreaterThan(0)
      }),
    )
  })

  it('counts equal items as often as both sides have them', () => {
    const twice = contentsOf(itemOf('1', 'mail'), itemOf('2', 'mail'))
    const once = contentsOf(itemOf('3', 'mail'))
    expect(diffContents(twice, once)).toMatchObject({ same: 1, added: [], changed: [] })
    expect(names(diffContents(twice, once).removed)).toEqual(['mail'])
    expect(names(diffContents(once, twice).added)).toEqual(['mail'])
  })

  it('knows a changed item again by its id, then by its name and user name, then by its name', () => {
    const before = contentsOf(
      itemOf('1', 'renamed', { password: 'a' }),
      itemOf('2', 'mail', { username: 'ann', password: 'b' }),
      itemOf('3', 'mail', { username: 'bob', password: 'c' }),
      itemOf('4', 'bank', { username: 'old name', password: 'd' }),
    )
    const after = contentsOf(
      itemOf('13', 'mail', { username: 'bob', password: 'C' }),
      itemOf('12', 'mail', { username: 'ann', password: 'B' }),
      itemOf('14', 'bank', { username: 'new name', password: 'd' }),
      itemOf('1', 'another name', { password: 'a' }),
    )
    const { changed, added, removed, same } = diffContents(before, after)
    expect([same, added, removed]).toEqual([0, [], []])
    expect(changed.map((one) => [one.before.item.id, one.after.item.id, ...one.changes])).toEqual([
      ['1', '1', { field: 'name', before: 'renamed', after: 'another name' }],
      ['2', '12', { field: 'login.password', before: 'b', after: 'B' }],
      ['3', '13', { field: 'login.password', before: 'c', after: 'C' }],
      ['4', '14', { field: 'login.username', before: 'old name', after: 'new name' }],
    ])
  })

  it('says where in an item it is, lists, folder and trash included', () => {
    const uris = (...all: string[]) => ({ uris: all.map((uri) => ({ uri, match: null })) })
    const before = contentsOf(itemOf('1', 'mail', uris('a', 'b')))
    const after = contentsOf(
      itemOf('1', 'mail', uris('a'), { folderId: 'f', deletedDate: '2026-01-01T00:00:00.000Z', notes: 'new' }),
    )
    const [changed] = diffContents(before, after).changed
    expect(changed?.changes).toEqual([
      { field: 'folder', before: null, after: 'Work' },
      { field: 'trashed', before: false, after: true },
      { field: 'login.uris.1.uri', before: 'b', after: null },
      { field: 'notes', before: null, after: 'new' },
    ])
    expect(changed?.after.folder).toBe('Work')
  })

  it('never takes an item of one type for one of another', () => {
    const note: Item = { ...noteDraft('x'), ...DATES, id: '1' }
    const { changed, added, removed } = diffContents(contentsOf(itemOf('1', 'x')), contentsOf(note))
    expect([changed.length, added.length, removed.length]).toEqual([0, 1, 1])
  })

  it('names folders that one side has more of', () => {
    const before = { folders: ['a', 'b', 'b'].map((name, id) => ({ id: String(id), name })), items: [] }
    const after = { folders: ['b', 'c'].map((name, id) => ({ id: String(id), name })), items: [] }
    expect(diffContents(before, after)).toMatchObject({ foldersAdded: ['c'], foldersRemoved: ['a', 'b'] })
  })

  it('of 20,000 items, half of them changed, is found', () => {
    const items = manyItems(20_000)
    const after = items.map((item, index) => (index % 2 === 0 ? item : { ...item, notes: 'changed' })).reverse()
    expect(diffContents({ folders: [], items }, { folders: [], items: after })).toMatchObject({ same: 10_000 })
  })
})
