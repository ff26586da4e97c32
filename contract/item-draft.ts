/**
 * An item as the editor holds it. Secrets stay out of the window: where the stored item has one, its text here is null,
 * which means “as it stands”. A text replaces it, an empty text empties it.
 */
import type { ItemTypeName } from './items.ts'

/** A text of an item; null keeps the secret that is stored. */
export type DraftText = string | null

/** One address of a login. `from` is its place in the stored item, null for a new one. */
export interface UriDraft {
  readonly from: number | null
  readonly uri: string
  /** As in the stored item: null default, 0 domain, 1 host, 2 starts with, 3 exact, 4 regular expression, 5 never. */
  readonly match: number | null
}

/** One custom field. `from` is its place in the stored item, null for a new one. */
export interface FieldDraft {
  readonly from: number | null
  readonly name: string
  /** CUSTOM_FIELD_TYPES. A stored field keeps its own. */
  readonly type: number
  readonly value: DraftText
  /** Which field of the item a linked field shows. */
  readonly linkedId: number | null
}

export interface ItemDraft {
  /** A stored item keeps its own. */
  readonly type: ItemTypeName
  readonly name: string
  readonly notes: DraftText
  readonly favorite: boolean
  /** Asks for the master password before a secret is shown or copied. */
  readonly reprompt: boolean
  readonly folderId: string | null
  /** By the names in TYPE_TEXTS of the type. */
  readonly texts: Readonly<Record<string, DraftText>>
  readonly uris: readonly UriDraft[]
  readonly fields: readonly FieldDraft[]
  /** Places of the stored passkeys that stay. */
  readonly passkeys: readonly number[]
  /** Places of the stored old passwords that stay. */
  readonly history: readonly number[]
}

/** A new item with nothing in it. */
export function emptyDraft(type: ItemTypeName, folderId: string | null = null): ItemDraft {
  return {
    ...{ type, name: '', notes: '', favorite: false, reprompt: false, folderId },
    ...{ texts: {}, uris: [], fields: [], passkeys: [], history: [] },
  }
}

/** Deleting more items for good than this asks for the master password and the vault's name. */
export const REMOVED_WITHOUT_PASSWORD = 50
