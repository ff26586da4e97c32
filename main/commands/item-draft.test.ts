/** What the editor gets of an item holds no secret, and what it does not touch survives a save to the last key. */
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { emptyDraft, type ItemDraft } from '../../contract/item-draft.ts'
import { SECRET_FIELDS } from '../../contract/item-view.ts'
import { CUSTOM_FIELD_TYPES, ITEM_TYPES, itemTypeName, TYPE_TEXTS, type ItemTypeName } from '../../contract/items.ts'
import type { Item } from '../model/item.ts'
import { vaultContents } from '../testkit/arbitraries.ts'
import { loginDraft } from '../testkit/drafts.ts'
import { makeSession, refusalOf } from '../testkit/vaults.ts'
import type { Session } from '../vault/session.ts'
import { applyDraft, draftOf, newItemOf } from './item-draft.ts'
import { addItem, saveDraft } from './items.ts'

const TYPES = Object.keys(ITEM_TYPES) as ItemTypeName[]
const { text, hidden, boolean, linked } = CUSTOM_FIELD_TYPES

/** As the draft comes back from the window. */
function crossed(draft: ItemDraft): ItemDraft {
  return JSON.parse(JSON.stringify(draft)) as ItemDraft
}

function stored(login: NonNullable<Parameters<typeof loginDraft>[1]>): Item {
  const dates = { creationDate: null, revisionDate: null, deletedDate: null, archivedDate: null }
  return { ...loginDraft('Mail', login), id: 'i', ...dates }
}

describe('a draft that nobody touched', () => {
  it('gives back the very same item, whatever is in it', () => {
    const seen = new Set<ItemTypeName>()
    fc.assert(
      fc.property(vaultContents(), ({ items }) => {
        for (const item of items) {
          seen.add(itemTypeName(item.type))
          expect(applyDraft(crossed(draftOf(item)), item)).toStrictEqual(item)
        }
      }),
      { numRuns: 120 },
    )
    expect([...seen].sort()).toEqual([...TYPES].sort())
  })

  it('holds no secret of any item', () => {
    fc.assert(
      fc.property(vaultContents(), ({ items }) => {
        for (const item of items) {
          const type = itemTypeName(item.type)
          const draft = draftOf(item)
          const texts = item[type] as unknown as Record<string, string | null>
          for (const name of TYPE_TEXTS[type]) {
            const isSecret = SECRET_FIELDS.has(`${type}.${name}`) && (texts[name] ?? '') !== ''
            expect(draft.texts[name]).toBe(isSecret ? null : (texts[name] ?? ''))
          }
          for (const [index, field] of item.fields.entries()) {
            const isSecret = field.type === hidden && (field.value ?? '') !== ''
            expect(draft.fields[index]?.value).toBe(isSecret ? null : (field.value ?? ''))
          }
          if (item.reprompt !== 0 && (item.notes ?? '') !== '') expect(draft.notes).toBeNull()
          expect(Object.keys(draft)).toHaveLength(11)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('a change', () => {
  const ITEM = stored({
    notes: '',
    reprompt: 2,
    extra: { future: 1 },
    fields: [
      { name: 'a', value: 'A', type: text, linkedId: null, extra: { x: 1 } },
      { name: 'b', value: 'B', type: hidden, linkedId: null },
      { name: 'c', value: null, type: linked, linkedId: 101 },
      { name: 'd', value: 'D', type: 9, linkedId: null },
    ],
    passwordHistory: [
      { password: 'old', lastUsedDate: null, extra: { y: 1 } },
      { password: 'older', lastUsedDate: null },
    ],
    login: {
      username: 'ann',
      password: 'secret',
      totp: 'seed',
      uris: [
        { uri: 'https://one.example', match: 3, extra: { z: 1 } },
        { uri: null, match: null },
      ],
      autofillOnPageLoad: true,
      extra: { deep: true },
    },
  })

  function changed(change: Partial<ItemDraft>): Item {
    return applyDraft({ ...draftOf(ITEM), ...change }, ITEM)
  }

  it('replaces, empties or keeps each text', () => {
    const { texts } = draftOf(ITEM)
    expect(texts).toEqual({ username: 'ann', password: null, totp: null })
    const { login } = changed({ texts: { username: '', password: 'new', totp: null } })
    expect(login).toEqual({ ...ITEM.login, username: null, password: 'new' })
    expect(changed({ texts: { password: '' } }).login).toEqual({ ...ITEM.login, password: null })
  })

  it('takes no other texts than those of the type', () => {
    expect(changed({ texts: { ...draftOf(ITEM).texts, number: '4111', extra: 'x' } })).toStrictEqual(ITEM)
  })

  it('moves, drops and adds custom fields, each with what it holds', () => {
    const [a, b, c, d] = draftOf(ITEM).fields
    if (!a || !b || !c || !d) throw new Error('four fields')
    expect([b.value, d.value]).toEqual([null, null])
    const added = { from: null, name: 'e', type: boolean, value: 'true', linkedId: null }
    const link = { from: null, name: '', type: linked, value: 'x', linkedId: 100 }
    expect(
      changed({ fields: [d, { ...b, name: 'renamed' }, { ...a, value: '', type: hidden }, added, link] }).fields,
    ).toEqual([
      ITEM.fields[3],
      { name: 'renamed', value: 'B', type: hidden, linkedId: null },
      { name: 'a', value: null, type: text, linkedId: null, extra: { x: 1 } },
      { name: 'e', value: 'true', type: boolean, linkedId: null },
      { name: null, value: null, type: linked, linkedId: 100 },
    ])
  })

  it('moves, drops and adds addresses', () => {
    const [one, two] = draftOf(ITEM).uris
    if (!one || !two) throw new Error('two addresses')
    const added = { from: null, uri: 'https://new.example', match: 5 }
    expect(changed({ uris: [added, two, { ...one, match: 4 }] }).login?.uris).toEqual([
      { uri: 'https://new.example', match: 5 },
      { uri: null, match: null },
      { uri: 'https://one.example', match: 4, extra: { z: 1 } },
    ])
  })

  it('drops old passwords, and keeps how the item asks for the password', () => {
    expect(changed({ history: [1] }).passwordHistory).toEqual([ITEM.passwordHistory[1]])
    expect(changed({ reprompt: true }).reprompt).toBe(2)
    expect(changed({ reprompt: false }).reprompt).toBe(0)
    expect(changed({ notes: '' }).notes).toBe('')
    expect(changed({ notes: 'n' }).notes).toBe('n')
  })

  it('of what is not there is refused', async () => {
    const [field] = draftOf(ITEM).fields
    if (!field) throw new Error('a field')
    for (const wrong of [
      { fields: [{ ...field, from: 4 }] },
      { uris: [{ from: 2, uri: 'x', match: null }] },
      { history: [2] },
      { passkeys: [0] },
    ])
      expect(await refusalOf(() => changed(wrong))).toBe('usage/item-not-found')
    for (const wrong of [{ history: [0] }, { passkeys: [0] }, { fields: [field] }])
      expect(await refusalOf(() => newItemOf({ ...emptyDraft('login'), ...wrong }))).toBe('usage/item-not-found')
  })
})

describe('a new item', () => {
  it.each(TYPES)('of each type holds what was given, and nothing where nothing was: %s', (type) => {
    const texts = Object.fromEntries(TYPE_TEXTS[type].map((name, index) => [name, index % 2 === 0 ? `v ${name}` : '']))
    const item = newItemOf({ ...emptyDraft(type, 'f'), name: 'n', texts, reprompt: true, favorite: true })
    const expected = Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, value || null]))
    expect(item).toMatchObject({ type: ITEM_TYPES[type], folderId: 'f', name: 'n', reprompt: 1, favorite: true })
    expect(item[type]).toMatchObject(expected)
    expect(newItemOf(emptyDraft(type))[type]).toMatchObject(
      Object.fromEntries(TYPE_TEXTS[type].map((name) => [name, null])),
    )
  })
})

describe('saving', () => {
  let session: Session
  beforeEach(async () => {
    session = (await makeSession()).session
  })

  it('changes nothing where nothing was changed: not even the day', () => {
    const item = addItem(session, loginDraft('x', { login: { password: 'p' } }))
    const { revision } = session
    expect(saveDraft(session, item.id, draftOf(item))).toEqual(item)
    expect(session.revision).toBe(revision)
  })

  it('puts a replaced password and replaced hidden fields into the history, as Bitwarden does', () => {
    const fields = ['one', 'two', 'three', 'shown', ''].map((name, index) => ({
      ...{ name, value: `v${index}`, linkedId: null },
      type: name === 'shown' ? text : hidden,
    }))
    const item = addItem(session, loginDraft('x', { fields, login: { password: 'p' } }))
    const draft = draftOf(item)
    const [one, two, three, shown, unnamed] = draft.fields
    if (!one || !two || !three || !shown || !unnamed) throw new Error('five fields')
    const saved = saveDraft(session, item.id, {
      ...draft,
      texts: { ...draft.texts, password: 'q' },
      fields: [one, { ...two, value: 'new' }, { ...shown, value: 'new' }, { ...unnamed, value: 'new' }],
    })
    expect(saved.passwordHistory.map(({ password }) => password)).toEqual(['three: v2', 'two: v1', 'p'])
    expect(saved.login?.passwordRevisionDate).toBe(saved.revisionDate)
    const again = saveDraft(session, item.id, { ...draftOf(saved), favorite: true })
    expect(again.passwordHistory).toEqual(saved.passwordHistory)
    expect(again.login?.passwordRevisionDate).toBe(saved.revisionDate)
  })
})
