/** One item for the window: every field there once, no secret among them, and each value to be had by its address. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECRET_FIELDS, type FieldView, type ItemView } from '../../contract/item-view.ts'
import {
  CUSTOM_FIELD_TYPES,
  ITEM_TYPES,
  itemTypeName,
  PASSKEY_TEXTS,
  TYPE_TEXTS,
  type ItemTypeName,
} from '../../contract/items.ts'
import type { CustomField, Item, Login, Passkey } from '../model/item.ts'
import { vaultContents } from '../testkit/arbitraries.ts'
import { noteDraft } from '../testkit/drafts.ts'
import { refusalOf } from '../testkit/vaults.ts'
import { fieldValue, viewItem } from './item-view.ts'

const TYPES = Object.keys(ITEM_TYPES) as ItemTypeName[]
const DAY = '2026-01-02T03:04:05.678Z'
const { text, hidden, boolean, linked } = CUSTOM_FIELD_TYPES

function field(type: number, value: string | null, name: string | null = 'named'): CustomField {
  return { name, value, type, linkedId: type === linked ? 100 : null }
}

function passkeyOf(number: number): Passkey {
  const texts = Object.fromEntries(PASSKEY_TEXTS.map((name) => [name, `value of ${name} ${number}`]))
  return { ...texts, creationDate: DAY } as Passkey
}

const LOGIN_PARTS: Omit<Login, 'username' | 'password' | 'totp'> = {
  uris: [
    { uri: 'https://one.example', match: 0 },
    { uri: 'https://two.example', match: null },
  ],
  passwordRevisionDate: DAY,
  autofillOnPageLoad: true,
  fido2Credentials: [passkeyOf(0), passkeyOf(1)],
}

/** An item of a type with nothing empty in it. */
function fullItem(type: ItemTypeName, rest: Partial<Item> = {}): Item {
  const texts = Object.fromEntries(TYPE_TEXTS[type].map((name) => [name, `value of ${type}.${name}`]))
  return {
    ...noteDraft('full', 'value of notes\nsecond line'),
    ...{
      id: 'full',
      type: ITEM_TYPES[type],
      favorite: true,
      [type]: { ...texts, ...(type === 'login' && LOGIN_PARTS) },
    },
    fields: [
      field(text, 'value of text'),
      field(hidden, 'value of hidden'),
      field(boolean, 'true'),
      field(linked, null),
    ],
    passwordHistory: [
      { password: 'value of history 0', lastUsedDate: DAY },
      { password: 'value of history 1', lastUsedDate: null },
    ],
    ...{ creationDate: DAY, revisionDate: DAY, deletedDate: null, archivedDate: null },
    ...rest,
  }
}

/** The address and value of everything of an item that is to be seen, told from the item alone. */
function expected(item: Item): Map<string, string> {
  const type = itemTypeName(item.type)
  const texts = item[type] as unknown as Record<string, string | null>
  const all: [string, string | null][] = [
    ...TYPE_TEXTS[type].map((name): [string, string | null] => [`${type}.${name}`, texts[name] ?? null]),
    ...(item.login?.uris ?? []).map(({ uri }, at): [string, string | null] => [`uris.${at}`, uri]),
    ...(item.login?.fido2Credentials ?? []).flatMap(
      ({ rpId, userName, creationDate }, at): [string, string | null][] => [
        [`passkeys.${at}.rpId`, rpId],
        [`passkeys.${at}.userName`, userName],
        [`passkeys.${at}.creationDate`, creationDate],
      ],
    ),
    ['notes', item.notes],
  ]
  const whole = [
    ...item.fields.map(({ value }, at): [string, string] => [`fields.${at}`, value ?? '']),
    ...item.passwordHistory.map(({ password }, at): [string, string] => [`history.${at}`, password ?? '']),
  ]
  return new Map([...all.filter((entry): entry is [string, string] => Boolean(entry[1])), ...whole])
}

function fieldsOf({ sections, notes }: ItemView): FieldView[] {
  return [...sections.flatMap(({ fields }) => fields), ...(notes ? [notes] : [])]
}

function isSecret(item: Item, address: string): boolean {
  const [group, at] = address.split('.')
  if (group === 'fields') return item.fields[Number(at)]?.type === hidden
  if (group === 'notes') return item.reprompt !== 0
  return group === 'history' || SECRET_FIELDS.has(address)
}

function expectWhole(item: Item): void {
  const fields = fieldsOf(viewItem(item, null))
  const values = expected(item)
  expect(fields.map(({ address }) => address).sort()).toEqual([...values.keys()].sort())
  for (const { address, kind, value } of fields) {
    expect(fieldValue(item, address)).toBe(values.get(address))
    expect([address, kind === 'secret']).toEqual([address, isSecret(item, address)])
    expect(value).toBe(kind === 'secret' ? null : values.get(address))
  }
}

describe.each(TYPES)('a %s with nothing empty', (type) => {
  it.each([0, 1])('shows every field once, and gives each value by its address (reprompt %i)', (reprompt) => {
    expectWhole(fullItem(type, { reprompt }))
  })

  it('names each field and its kind, in the order of the type', () => {
    const [main] = viewItem(fullItem(type), null).sections
    if (TYPE_TEXTS[type].length === 0) {
      expect(main?.id).toBe('fields')
      return
    }
    expect(main?.id).toBe('main')
    expect(main?.fields).toEqual(
      TYPE_TEXTS[type].map((name) => {
        const address = `${type}.${name}`
        const secret = SECRET_FIELDS.has(address)
        const open = name === 'publicKey' ? 'multiline' : 'text'
        const value = secret ? null : `value of ${address}`
        return { address, known: address, name: null, kind: secret ? 'secret' : open, value }
      }),
    )
  })
})

describe('the view', () => {
  it('is the summary, the dates and the sections that have fields', () => {
    const login = viewItem(fullItem('login', { reprompt: 1, deletedDate: DAY }), 'Work')
    expect(login).toMatchObject({
      ...{ id: 'full', name: 'full', type: 'login', folder: 'Work', subtitle: 'value of login.username' },
      ...{ favorite: true, trashed: true, archived: false, reprompt: true },
      ...{ created: DAY, revised: DAY, deleted: DAY },
    })
    expect(login.sections.map(({ id }) => id)).toEqual(['main', 'uris', 'fields', 'passkeys', 'history'])
    const note = viewItem(fullItem('secureNote', { fields: [], passwordHistory: [], notes: null }), null)
    expect(note).toMatchObject({ sections: [], notes: null, reprompt: false, deleted: null })
  })

  it('of any item shows what is not empty and nothing else', () => {
    fc.assert(
      fc.property(vaultContents(4), ({ items }) => {
        for (const item of items) expectWhole(item)
      }),
      { numRuns: 60, seed: 21 },
    )
  })

  it('of a passkey tells which one it is, and nothing that it is used with', () => {
    const item = fullItem('login')
    const view = viewItem(item, null)
    expect(view.sections.find(({ id }) => id === 'passkeys')?.fields.slice(0, 3)).toEqual([
      { address: 'passkeys.0.rpId', known: 'passkey.rpId', name: null, kind: 'text', value: 'value of rpId 0' },
      {
        address: 'passkeys.0.userName',
        known: 'passkey.userName',
        name: null,
        kind: 'text',
        value: 'value of userName 0',
      },
      { address: 'passkeys.0.creationDate', known: 'passkey.creationDate', name: null, kind: 'date', value: DAY },
    ])
    for (const name of PASSKEY_TEXTS.filter((known) => known !== 'rpId' && known !== 'userName'))
      expect(JSON.stringify(view)).not.toContain(`value of ${name} `)
  })

  it('names an old password by the day until which it was in use', () => {
    const history = viewItem(fullItem('login'), null).sections.find(({ id }) => id === 'history')
    expect(history?.fields).toEqual([
      { address: 'history.0', known: 'history', name: DAY, kind: 'secret', value: null },
      { address: 'history.1', known: 'history', name: null, kind: 'secret', value: null },
    ])
  })
})

describe('custom fields', () => {
  function viewed(custom: CustomField): FieldView | undefined {
    return fieldsOf(viewItem(fullItem('secureNote', { fields: [custom], passwordHistory: [], notes: null }), null))[0]
  }

  it.each<[string, CustomField, Partial<FieldView>]>([
    ['text', field(text, 'v'), { kind: 'text', value: 'v', known: null, name: 'named' }],
    ['hidden', field(hidden, 'v'), { kind: 'secret', value: null, known: null, name: 'named' }],
    ['yes', field(boolean, 'true'), { kind: 'boolean', value: 'true', known: null, name: 'named' }],
    ['no', field(boolean, 'false'), { kind: 'boolean', value: 'false' }],
    ['a box that was never ticked', field(boolean, null), { kind: 'boolean', value: '' }],
    ['linked', field(linked, null), { kind: 'text', value: '', known: 'linked', name: 'named' }],
    ['without a name or a value', field(text, null, null), { kind: 'text', value: '', name: '' }],
    ['of a kind that Coffer does not know, which may be a secret', field(7, 'v'), { kind: 'secret', value: null }],
  ])('are shown by their kind: %s', (_, custom, view) => {
    expect(viewed(custom)).toMatchObject({ address: 'fields.0', ...view })
  })

  it('give their value by their place, whatever their names', () => {
    const fields = [field(text, 'first', 'same'), field(hidden, 'second', 'same'), field(7, 'third', null)]
    const item = fullItem('login', { fields })
    expect(fields.map((_, at) => fieldValue(item, `fields.${at}`))).toEqual(['first', 'second', 'third'])
  })
})

describe('notes', () => {
  it.each([
    [0, { kind: 'multiline', value: 'value of notes\nsecond line' }],
    [1, { kind: 'secret', value: null }],
    [2, { kind: 'secret', value: null }],
  ])('are a secret of an item that asks for the password (reprompt %i)', (reprompt, view) => {
    const item = fullItem('secureNote', { reprompt })
    expect(viewItem(item, null).notes).toEqual({ address: 'notes', known: 'notes', name: null, ...view })
    expect(fieldValue(item, 'notes')).toBe('value of notes\nsecond line')
  })
})

describe('an address', () => {
  it.each([
    ...['', 'login', 'login.', 'login.none', 'login.uris', 'card.number', 'uris.2', 'uris.-1', 'uris.00', 'fields.4'],
    ...['passkeys.0.keyValue', 'passkeys.0.credentialId', 'history.2', 'name', 'id', 'notes.0', '__proto__'],
    'constructor',
  ])('that the item does not have is refused: %j', async (address) => {
    expect(await refusalOf(() => fieldValue(fullItem('login'), address))).toBe('usage/item-not-found')
  })

  it('of an empty field is refused', async () => {
    const item = fullItem('card', {
      notes: '',
      card: { ...fullItem('card').card, code: null } as Item['card'] & object,
    })
    for (const address of ['notes', 'card.code'])
      expect(await refusalOf(() => fieldValue(item, address))).toBe('usage/item-not-found')
  })
})

describe('a secret', () => {
  it('is in no view, whatever the item', () => {
    fc.assert(
      fc.property(vaultContents(6), ({ items }) => {
        for (const generated of items) {
          const { item, secrets } = withOwnSecrets(generated)
          const seen = JSON.stringify(viewItem(item, null))
          for (const secret of secrets) expect(seen).not.toContain(secret)
        }
      }),
      { numRuns: 80, seed: 22 },
    )
  })
})

/** The same item, each secret of it one that is nowhere else. */
function withOwnSecrets(original: Item): { item: Item; secrets: string[] } {
  const secrets: string[] = []
  const secret = (): string => `secret <${secrets.push(`secret <${secrets.length + 1}>`)}>`
  const type = itemTypeName(original.type)
  const texts = TYPE_TEXTS[type].filter((name) => SECRET_FIELDS.has(`${type}.${name}`))
  const inPasskeys = PASSKEY_TEXTS.filter((name) => name !== 'rpId' && name !== 'userName')
  const all = (names: readonly string[]): object => Object.fromEntries(names.map((name) => [name, secret()]))
  const { login } = original
  const passkeys = login && { fido2Credentials: login.fido2Credentials.map((key) => ({ ...key, ...all(inPasskeys) })) }
  const item: Item = {
    ...original,
    notes: original.reprompt === 0 ? original.notes : secret(),
    fields: original.fields.map((custom) => (custom.type === hidden ? { ...custom, value: secret() } : custom)),
    passwordHistory: original.passwordHistory.map((old) => ({ ...old, password: secret() })),
    [type]: { ...original[type], ...passkeys, ...all(texts) },
    extra: all(['unknown']) as NonNullable<Item['extra']>,
  }
  return { item, secrets }
}
