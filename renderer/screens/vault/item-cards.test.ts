import { describe, expect, it } from 'vitest'
import type { FieldView } from '../../../contract/item-view.ts'
import { TYPE_TEXTS } from '../../../contract/items.ts'
import { FAKE_ITEMS, fakeItem } from '../../testkit/fake-items.ts'
import { labelOf, timeOrText, valueOf } from '../../work/field-words.ts'
import { cardsOf, fieldKnownAs } from './item-cards.ts'

const FIELD: FieldView = { address: 'fields.0', known: null, name: 'Pet', kind: 'text', value: 'cat' }

describe('labelOf', () => {
  it('has words for every known field of every type', () => {
    for (const [type, texts] of Object.entries(TYPE_TEXTS)) {
      for (const text of texts) {
        const known = `${type}.${text}`
        expect(labelOf({ ...FIELD, known })).not.toBe(known)
      }
    }
    for (const known of ['uri', 'notes', 'passkey.rpId', 'passkey.userName', 'passkey.creationDate'])
      expect(labelOf({ ...FIELD, known })).not.toBe(known)
  })

  it.each([
    [{}, 'Pet'],
    [{ name: '' }, 'Field without a name'],
    [{ known: 'linked' }, 'Pet'],
    [{ known: 'history', name: null }, 'Older password'],
    [{ known: 'history', name: 'long ago' }, 'In use until long ago'],
    [{ known: 'login.newField' }, 'login.newField'],
  ])('names %o', (changes, words) => {
    expect(labelOf({ ...FIELD, ...changes })).toBe(words)
  })
})

describe('valueOf', () => {
  it.each([
    [{}, 'cat'],
    [{ value: '' }, 'Empty'],
    [{ kind: 'boolean', value: 'true' }, 'Yes'],
    [{ kind: 'boolean', value: 'false' }, 'No'],
    [{ known: 'linked', value: '' }, 'Shows another field of this item'],
    [{ kind: 'date', value: 'some day' }, 'some day'],
  ] as const)('writes %o', (changes, words) => {
    expect(valueOf({ ...FIELD, ...changes })).toBe(words)
  })

  it('writes dates as the language does', () => {
    expect(timeOrText('2026-05-02T08:15:30.250Z')).toMatch(/2026/)
  })
})

describe('cardsOf', () => {
  it('keeps the addresses with what the item is about, and leaves out what is not there', () => {
    const mail = FAKE_ITEMS[0]?.view
    const cards = mail ? cardsOf(mail) : []
    expect(cards.map(({ title }) => title)).toEqual([null, 'Notes', 'Custom fields', 'Passkey', 'Password history'])
    expect(cards[0]?.rows.map(({ label }) => label)).toEqual([
      ...['Username', 'Password', 'Authenticator key (TOTP)', 'Website 1', 'Website 2'],
    ])
    expect(cardsOf(fakeItem('x', 'secureNote', 'x').view)).toEqual([])
  })

  it('gives each passkey a card of its own', () => {
    const passkeys = [0, 1].flatMap((index) => [
      { ...FIELD, address: `passkeys.${index}.rpId`, known: 'passkey.rpId' },
      { ...FIELD, address: `passkeys.${index}.userName`, known: 'passkey.userName' },
    ])
    const cards = cardsOf(fakeItem('x', 'login', 'x', { passkeys }).view)
    expect(cards.map(({ title, rows, hint }) => [title, rows.length, hint !== null])).toEqual([
      ['Passkey 1', 2, false],
      ['Passkey 2', 2, true],
    ])
  })
})

it('finds a field by what it is known as, the first wish first', () => {
  const me = fakeItem('x', 'identity', 'x', { texts: { email: 'a@b', username: 'me' } }).view
  expect(fieldKnownAs(me, 'login.username', 'identity.username')?.address).toBe('identity.username')
  expect(fieldKnownAs(me, 'login.password')).toBeNull()
})
