/** One item as the window shows it: every field named and in order, secrets left out until asked for one by one. */
import type { ItemSummary, ItemTypeName } from './items.ts'

export type FieldKind = 'text' | 'multiline' | 'secret' | 'uri' | 'date' | 'boolean'

export interface FieldView {
  /** Its address for reveal and copy, for example `login.password`, `uris.0`, `fields.2`, `history.0`. */
  readonly address: string
  /** A key of the window's field names (`login.password`, `uri`, …), or null where the item names it itself. */
  readonly known: string | null
  /** The item's own name for it (custom fields), else null. */
  readonly name: string | null
  readonly kind: FieldKind
  /** Null for a secret: it crosses only when it is revealed or copied, one at a time. */
  readonly value: string | null
}

export type SectionId = 'main' | 'uris' | 'fields' | 'passkeys' | 'history'

export interface ItemSection {
  readonly id: SectionId
  readonly fields: readonly FieldView[]
}

export interface ItemView extends ItemSummary {
  /** Asks for the master password before a secret is shown or copied. */
  readonly reprompt: boolean
  /** Sections without fields are not there. */
  readonly sections: readonly ItemSection[]
  readonly notes: FieldView | null
  readonly created: string | null
  readonly revised: string | null
  readonly deleted: string | null
}

/** Fields of a type's object that are secrets. Hidden custom fields and old passwords are too; a passkey's key never shows. */
export const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'login.password',
  'login.totp',
  'card.number',
  'card.code',
  'identity.ssn',
  'identity.passportNumber',
  'identity.licenseNumber',
  'sshKey.privateKey',
  'bankAccount.accountNumber',
  'bankAccount.pin',
  'bankAccount.iban',
  'driversLicense.licenseNumber',
  'passport.passportNumber',
  'passport.nationalIdentificationNumber',
])

/** Where items are read from: the unlocked vault, or a backup that was opened without one. */
export type ItemSource = 'vault' | 'backup'

export type ItemFilter =
  | { readonly view: 'all' | 'favorites' | 'trash' | 'no-folder' }
  | { readonly view: 'type'; readonly type: ItemTypeName }
  | { readonly view: 'folder'; readonly folderId: string }

export interface ItemQuery {
  readonly source: ItemSource
  readonly filter: ItemFilter
  /** Searches names, folders, user names and addresses; nothing secret. Empty: no search. */
  readonly search: string
}

/** Rows are fetched in pages of at most this many. */
export const PAGE_SIZE = 200

export interface ItemPage {
  /** How many items the query matches. */
  readonly total: number
  /** Index of the first of `rows` among them. */
  readonly offset: number
  readonly rows: readonly ItemSummary[]
}

/** What the side bar shows. Items in the bin count nowhere else. */
export interface ItemCounts {
  readonly all: number
  readonly favorites: number
  readonly trash: number
  readonly noFolder: number
  readonly types: Readonly<Record<ItemTypeName, number>>
  /** In the order of their names. */
  readonly folders: readonly { readonly id: string; readonly name: string; readonly items: number }[]
}

export interface FieldRequest {
  readonly source: ItemSource
  readonly id: string
  readonly address: string
  /** Needed where the item asks for it (`reprompt`), else null. */
  readonly masterPassword: string | null
}
