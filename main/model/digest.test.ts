import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { vaultContents } from '../testkit/arbitraries.ts'
import { canonicalItems, digestOf } from './digest.ts'
import type { Item, VaultContents } from './item.ts'

const NOW = '2026-11-22T10:00:00.000Z'

/** The same contents with new ids, another order and other dates. */
function disguised({ folders, items }: VaultContents): VaultContents {
  const redate = <T extends object>(object: T, ...keys: string[]): T => ({
    ...object,
    ...Object.fromEntries(
      keys.filter((key) => (object as Record<string, unknown>)[key] !== null).map((key) => [key, NOW]),
    ),
  })
  return {
    folders: folders.map(({ id, name }) => ({ id: `f-${id}`, name })).reverse(),
    items: items
      .map((item) => ({
        ...redate(item, 'creationDate', 'revisionDate', 'deletedDate', 'archivedDate'),
        id: `i-${item.id}`,
        folderId: item.folderId === null ? null : `f-${item.folderId}`,
        passwordHistory: item.passwordHistory.map((entry) => redate(entry, 'lastUsedDate')),
        ...(item.login && {
          login: {
            ...redate(item.login, 'passwordRevisionDate'),
            fido2Credentials: item.login.fido2Credentials.map((passkey) => redate(passkey, 'creationDate')),
          },
        }),
      }))
      .reverse(),
  }
}

const NOTE = {
  id: '1',
  folderId: null,
  type: 2,
  name: 'x',
  fields: [],
  passwordHistory: [],
  deletedDate: null,
  archivedDate: null,
}

describe('digest', () => {
  it('does not see ids, order and dates', () => {
    fc.assert(
      fc.property(vaultContents(), (contents) => {
        expect(digestOf(disguised(contents))).toBe(digestOf(contents))
      }),
    )
  })

  it('sees every other change, one leaf at a time', () => {
    fc.assert(
      fc.property(
        vaultContents(1).filter(({ items }) => items.length === 1),
        (contents) => {
          const [item] = contents.items as [Item]
          const before = digestOf(contents)
          for (const changed of changes(item))
            expect(digestOf({ ...contents, items: [changed as Item] })).not.toBe(before)
        },
      ),
    )
  })

  it('counts items and folders, so that a doubled one shows', () => {
    const one = { folders: [], items: [NOTE as unknown as Item] }
    expect(digestOf({ ...one, items: [...one.items, ...one.items] })).not.toBe(digestOf(one))
    expect(digestOf({ ...one, folders: [{ id: '1', name: '' }] })).not.toBe(digestOf(one))
  })

  it('sees the trash and the archive, and no date of them', () => {
    const of = (change: object): string => digestOf({ folders: [], items: [{ ...NOTE, ...change } as unknown as Item] })
    const found = [of({}), of({ deletedDate: NOW }), of({ archivedDate: NOW }), of({ deletedDate: '2020-01-01' })]
    expect(new Set(found).size).toBe(3)
  })

  it('tells items apart by their folder, and duplicates as equal', () => {
    const items = [NOTE, { ...NOTE, id: '2' }, { ...NOTE, folderId: null }].map((item, i) =>
      i < 2 ? { ...item, folderId: 'f' } : item,
    ) as unknown as Item[]
    const [a, b, c] = canonicalItems({ folders: [{ id: 'f', name: 'F' }], items })
    expect([a === b, a === c]).toEqual([true, false])
  })
})

const IDS_AND_DATES = new Set([
  'id',
  'folderId',
  'linkedIds',
  'creationDate',
  'revisionDate',
  'deletedDate',
  'archivedDate',
  'lastUsedDate',
  'passwordRevisionDate',
])

/** Every copy of `value` with one text, number or boolean changed, ids and dates of the model apart. */
function changes(value: unknown, inExtra = false): unknown[] {
  if (typeof value === 'string') return [`${value}!`]
  if (typeof value === 'number') return [value + 1]
  if (typeof value === 'boolean') return [!value]
  if (typeof value !== 'object' || value === null) return []
  const entries = Object.entries(value).filter(([key]) => (inExtra || !IDS_AND_DATES.has(key)) && key !== 'type')
  return entries.flatMap(([key, member]) =>
    changes(member, inExtra || key === 'extra').map((changed) =>
      Array.isArray(value)
        ? value.map((entry: unknown, index) => (String(index) === key ? changed : entry))
        : { ...value, [key]: changed },
    ),
  )
}
