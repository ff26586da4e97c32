/**
 * A decrypted item and folder, as pure data in Bitwarden's own vocabulary. Absent text is null, absent lists are empty;
 * keys that Coffer does not know stay in `extra` of the object they stood in. Source: docs/FORMATS.md#items.
 */
import type { ItemType, ItemTypeName, PASSKEY_TEXTS, TYPE_TEXTS } from '../../contract/items.ts'
import type { JsonObject } from './json.ts'

type Text = string | null
type Texts<K extends string> = Readonly<Record<K, Text>>

export interface Extra {
  readonly extra?: JsonObject
}

export interface CustomField extends Extra {
  readonly name: Text
  readonly value: Text
  /** 0 text, 1 hidden, 2 boolean ("true" or "false"), 3 linked. */
  readonly type: number
  /** Which field of the item a linked field shows. */
  readonly linkedId: number | null
}

export interface OldPassword extends Extra {
  readonly password: Text
  readonly lastUsedDate: Text
}

export interface LoginUri extends Extra {
  readonly uri: Text
  /** null default, 0 domain, 1 host, 2 starts with, 3 exact, 4 regular expression, 5 never. */
  readonly match: number | null
}

export type Passkey = Texts<(typeof PASSKEY_TEXTS)[number]> & { readonly creationDate: Text } & Extra

export interface Login extends Texts<(typeof TYPE_TEXTS)['login'][number]>, Extra {
  readonly uris: readonly LoginUri[]
  readonly passwordRevisionDate: Text
  readonly autofillOnPageLoad: boolean | null
  readonly fido2Credentials: readonly Passkey[]
}

/** The object of each type. Exactly the one that `type` names is present. */
export type TypeObjects = { readonly login: Login } & {
  readonly [name in Exclude<ItemTypeName, 'login'>]: Texts<(typeof TYPE_TEXTS)[name][number]> & Extra
}

export interface Item extends Extra, Partial<TypeObjects> {
  readonly id: string
  readonly folderId: string | null
  /** 1 login … 8 passport: ITEM_TYPES. */
  readonly type: ItemType
  readonly name: string
  readonly notes: Text
  readonly favorite: boolean
  /** 0 none, 1 asks the master password before showing. */
  readonly reprompt: number
  readonly fields: readonly CustomField[]
  /** Newest first. */
  readonly passwordHistory: readonly OldPassword[]
  /** ISO 8601 text, kept as it was written. */
  readonly creationDate: Text
  readonly revisionDate: Text
  /** Set while the item is in the trash. */
  readonly deletedDate: Text
  readonly archivedDate: Text
}

export interface Folder {
  readonly id: string
  /** Nesting is part of the name: `Work/Servers`. */
  readonly name: string
}

/** Everything an export carries. `folderId` of an item is the id of one of `folders`, or null. */
export interface VaultContents {
  readonly folders: readonly Folder[]
  readonly items: readonly Item[]
}
