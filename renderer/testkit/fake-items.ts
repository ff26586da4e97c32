/** Made-up items of every type for the fake bridge, in clear. Nothing in them is real. */
import { SECRET_FIELDS, type FieldView, type ItemSection, type ItemView } from '../../contract/item-view.ts'
import { TYPE_TEXTS, type ItemTypeName } from '../../contract/items.ts'

export interface FakeFolder {
  readonly id: string
  readonly name: string
}

/** An item with its secrets in place. */
export interface FakeItem {
  readonly view: ItemView
  readonly folderId: string | null
}

export const FAKE_FOLDERS: readonly FakeFolder[] = [
  { id: 'folder-home', name: 'Home' },
  { id: 'folder-personal', name: 'Personal' },
  { id: 'folder-work', name: 'Work' },
]

interface Draft {
  readonly texts?: Readonly<Record<string, string>>
  readonly uris?: readonly string[]
  readonly fields?: readonly FieldView[]
  readonly passkeys?: readonly FieldView[]
  readonly history?: readonly string[]
  readonly notes?: string
  readonly subtitle?: string
  readonly folderId?: string
  readonly favorite?: boolean
  readonly trashed?: boolean
  readonly reprompt?: boolean
}

function mainFields(type: ItemTypeName, texts: Readonly<Record<string, string>>): FieldView[] {
  return TYPE_TEXTS[type].flatMap((text): FieldView[] => {
    const address = `${type}.${text}`
    const value = texts[text]
    const kind = SECRET_FIELDS.has(address) ? 'secret' : text === 'publicKey' ? 'multiline' : 'text'
    return value === undefined ? [] : [{ address, known: address, name: null, kind, value }]
  })
}

function sectionsOf(type: ItemTypeName, draft: Draft): ItemSection[] {
  const { uris = [], fields = [], passkeys = [], history = [], texts = {} } = draft
  const addresses = uris.map((value, index): FieldView => ({
    address: `uris.${index}`,
    known: 'uri',
    name: null,
    kind: 'uri',
    value,
  }))
  const older = history.map((value, index): FieldView => {
    const until = `2026-0${5 - index}-14T09:30:00.000Z`
    return { address: `history.${index}`, known: 'history', name: until, kind: 'secret', value }
  })
  const sections: ItemSection[] = [
    { id: 'main', fields: mainFields(type, texts) },
    { id: 'uris', fields: addresses },
    { id: 'fields', fields },
    { id: 'passkeys', fields: passkeys },
    { id: 'history', fields: older },
  ]
  return sections.filter((section) => section.fields.length > 0)
}

function notesOf({ notes, reprompt = false }: Draft): FieldView | null {
  if (notes === undefined) return null
  return { address: 'notes', known: 'notes', name: null, kind: reprompt ? 'secret' : 'multiline', value: notes }
}

/** An item as main/commands/item-view.ts shows it, but with its secrets. */
export function fakeItem(id: string, type: ItemTypeName, name: string, draft: Draft = {}): FakeItem {
  const { texts = {}, folderId = null, favorite = false, trashed = false, reprompt = false } = draft
  const folder = FAKE_FOLDERS.find((known) => known.id === folderId)?.name ?? null
  const summary = { id, type, name, subtitle: draft.subtitle ?? texts.username ?? null, folder, favorite, trashed }
  return {
    folderId,
    view: {
      ...summary,
      ...{ archived: false, reprompt, sections: sectionsOf(type, draft), notes: notesOf(draft) },
      ...{ created: '2025-03-02T10:20:00.000Z', revised: '2026-05-02T08:15:30.250Z' },
      deleted: trashed ? '2026-11-02T17:40:00.000Z' : null,
    },
  }
}

function custom(index: number, name: string, kind: FieldView['kind'], value: string): FieldView {
  return { address: `fields.${index}`, known: null, name, kind, value }
}

function passkey(index: number, part: string, kind: FieldView['kind'], value: string): FieldView {
  return { address: `passkeys.${index}.${part}`, known: `passkey.${part}`, name: null, kind, value }
}

const ROBIN = 'robin.example@evergreen.test'

/** Twelve items, every type among them. */
export const FAKE_ITEMS: readonly FakeItem[] = [
  fakeItem('mail', 'login', 'Evergreen Mail', {
    texts: { username: ROBIN, password: 'vT9#kq-2Lm0Il1O', totp: 'otpauth://totp/Evergreen?secret=JBSWY3DPEHPK3PXP' },
    uris: ['https://mail.evergreen.test', 'https://evergreen.test/login'],
    fields: [
      custom(0, 'Recovery code', 'secret', '1234-5678-9012'),
      custom(1, 'Two steps', 'boolean', 'true'),
      custom(2, 'Customer number', 'text', '4471-20'),
      { address: 'fields.3', known: 'linked', name: 'Signs in with', kind: 'text', value: '' },
    ],
    passkeys: [
      passkey(0, 'rpId', 'text', 'evergreen.test'),
      passkey(0, 'userName', 'text', ROBIN),
      passkey(0, 'creationDate', 'date', '2026-02-01T12:00:00.000Z'),
    ],
    history: ['older-secret-1', 'older-secret-2'],
    notes: 'Recovery codes are in the fire box.',
    ...{ folderId: 'folder-personal', favorite: true },
  }),
  fakeItem('bank-login', 'login', 'Aurora Bank', {
    texts: { username: 'robin', password: 'reprompt-secret' },
    notes: 'The phone word is “harbour”.',
    ...{ folderId: 'folder-personal', reprompt: true, favorite: true },
  }),
  fakeItem('router', 'login', 'Home router', {
    texts: { username: 'admin', password: 'router-secret' },
    ...{ uris: ['http://192.168.1.1'], folderId: 'folder-home' },
  }),
  fakeItem('fjord', 'login', 'Fjord Hosting', { texts: { username: ROBIN, password: 'fjord-secret' } }),
  fakeItem('alarm', 'secureNote', 'Alarm at the cabin', { notes: 'Back door first.\nThen the panel.' }),
  fakeItem('visa', 'card', 'Visa', {
    texts: {
      ...{ cardholderName: 'R EXAMPLE', brand: 'Visa', number: '4111111111111111' },
      ...{ expMonth: '4', expYear: '2029', code: '123' },
    },
    subtitle: 'Visa, *1111',
  }),
  fakeItem('me', 'identity', 'Robin Example', {
    texts: { firstName: 'Robin', lastName: 'Example', email: ROBIN, phone: '+47 555 0100', ssn: '010190-12345' },
    subtitle: 'Robin Example',
  }),
  fakeItem('server', 'sshKey', 'Build server', {
    texts: {
      privateKey: '-----BEGIN OPENSSH PRIVATE KEY-----\nssh-secret\n-----END OPENSSH PRIVATE KEY-----\n',
      ...{ publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA', keyFingerprint: 'SHA256:q1fS0samPLe' },
    },
    ...{ subtitle: 'SHA256:q1fS0samPLe', folderId: 'folder-work' },
  }),
  fakeItem('savings', 'bankAccount', 'Savings', {
    texts: { bankName: 'Aurora Bank', accountNumber: '12345678', iban: 'NO9386011117947', pin: '0000' },
    subtitle: 'Aurora Bank',
  }),
  fakeItem('driving', 'driversLicense', 'Driving', {
    texts: { firstName: 'Robin', lastName: 'Example', licenseNumber: 'D1234567', expirationDate: '2030-01-01' },
    subtitle: 'Robin Example',
  }),
  fakeItem('passport', 'passport', 'Passport', {
    texts: { surname: 'Example', givenName: 'Robin', passportNumber: 'X1234567', expirationDate: '2031-06-30' },
    subtitle: 'Robin Example',
  }),
  fakeItem('old', 'login', 'Old forum', { texts: { username: 'robin', password: 'forum-secret' }, trashed: true }),
]

/** `count` logins, for long lists. */
export function manyItems(count: number): FakeItem[] {
  return Array.from({ length: count }, (_, index) =>
    fakeItem(`item-${index}`, 'login', `Account ${String(index + 1).padStart(6, '0')}`, {
      texts: { username: ROBIN, password: `secret-${index}` },
    }),
  )
}
