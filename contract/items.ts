/** Item types and the names of their fields: one table that models, formats, forms and search all read. */

export const ITEM_TYPES = {
  login: 1,
  secureNote: 2,
  card: 3,
  identity: 4,
  sshKey: 5,
  bankAccount: 6,
  driversLicense: 7,
  passport: 8,
} as const

/** The name of a type is also the key of its object in an item. */
export type ItemTypeName = keyof typeof ITEM_TYPES
export type ItemType = (typeof ITEM_TYPES)[ItemTypeName]

/** The text fields of each type's object, in Bitwarden's order. A login also holds URIs, passkeys and two settings. */
export const TYPE_TEXTS = {
  login: ['username', 'password', 'totp'],
  secureNote: [],
  card: ['cardholderName', 'brand', 'number', 'expMonth', 'expYear', 'code'],
  identity: [
    'title',
    'firstName',
    'middleName',
    'lastName',
    'address1',
    'address2',
    'address3',
    'city',
    'state',
    'postalCode',
    'country',
    'company',
    'email',
    'phone',
    'ssn',
    'username',
    'passportNumber',
    'licenseNumber',
  ],
  sshKey: ['privateKey', 'publicKey', 'keyFingerprint'],
  bankAccount: [
    'bankName',
    'nameOnAccount',
    'accountType',
    'accountNumber',
    'routingNumber',
    'branchNumber',
    'pin',
    'swiftCode',
    'iban',
    'bankContactPhone',
  ],
  driversLicense: [
    'firstName',
    'middleName',
    'lastName',
    'dateOfBirth',
    'licenseNumber',
    'issuingCountry',
    'issuingState',
    'issueDate',
    'expirationDate',
    'issuingAuthority',
    'licenseClass',
  ],
  passport: [
    'surname',
    'givenName',
    'dateOfBirth',
    'sex',
    'birthPlace',
    'nationality',
    'issuingCountry',
    'passportNumber',
    'passportType',
    'nationalIdentificationNumber',
    'issuingAuthority',
    'issueDate',
    'expirationDate',
  ],
} as const satisfies Readonly<Record<ItemTypeName, readonly string[]>>

/** The text fields of a passkey. */
export const PASSKEY_TEXTS = [
  'credentialId',
  'keyType',
  'keyAlgorithm',
  'keyCurve',
  'keyValue',
  'rpId',
  'userHandle',
  'userName',
  'counter',
  'rpName',
  'userDisplayName',
  'discoverable',
] as const

export const CUSTOM_FIELD_TYPES = { text: 0, hidden: 1, boolean: 2, linked: 3 } as const

/**
 * What a linked field can show, by type: the field's name by its number. `fullName` is an identity's whole name.
 * Source: docs/FORMATS.md#items.
 */
export const LINKED_IDS: Readonly<Record<ItemTypeName, Readonly<Record<number, string>>>> = {
  login: { 100: 'username', 101: 'password' },
  secureNote: {},
  card: { 300: 'cardholderName', 301: 'expMonth', 302: 'expYear', 303: 'code', 304: 'brand', 305: 'number' },
  identity: {
    ...{ 400: 'title', 401: 'middleName', 402: 'address1', 403: 'address2', 404: 'address3', 405: 'city' },
    ...{ 406: 'state', 407: 'postalCode', 408: 'country', 409: 'company', 410: 'email', 411: 'phone', 412: 'ssn' },
    ...{ 413: 'username', 414: 'passportNumber', 415: 'licenseNumber', 416: 'firstName', 417: 'lastName' },
    418: 'fullName',
  },
  sshKey: {},
  bankAccount: {},
  driversLicense: {},
  passport: {},
}

const NAME_OF_TYPE = new Map(Object.entries(ITEM_TYPES).map(([name, type]) => [type, name as ItemTypeName]))

export function isItemType(type: number): type is ItemType {
  return NAME_OF_TYPE.has(type as ItemType)
}

export function itemTypeName(type: ItemType): ItemTypeName {
  return NAME_OF_TYPE.get(type) ?? 'login'
}

/** What a list shows of an item: nothing secret. */
export interface ItemSummary {
  readonly id: string
  readonly type: ItemTypeName
  readonly name: string
  /** What tells items of one name apart: a user name, a card's brand and last digits, a person. Null for none. */
  readonly subtitle: string | null
  /** Name of the item's folder, null for none. */
  readonly folder: string | null
  readonly favorite: boolean
  readonly trashed: boolean
  readonly archived: boolean
}
