/** A draft as the form changes it: the same, with a key for every row that can be moved. */
import type { DraftText, FieldDraft, ItemDraft, UriDraft } from '../../../contract/item-draft.ts'
import { TYPE_TEXTS } from '../../../contract/items.ts'

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** `key` tells rows apart while they are moved; it goes nowhere. */
export type UriRow = Writable<UriDraft> & { readonly key: number }
export type FieldRow = Writable<FieldDraft> & { readonly key: number }

export interface ItemForm extends Writable<Omit<ItemDraft, 'texts' | 'uris' | 'fields' | 'passkeys' | 'history'>> {
  texts: Record<string, DraftText>
  uris: UriRow[]
  fields: FieldRow[]
  passkeys: number[]
  history: number[]
}

let lastKey = 0
export function newKey(): number {
  lastKey += 1
  return lastKey
}

export function formOf(draft: ItemDraft): ItemForm {
  return {
    ...draft,
    texts: Object.fromEntries(
      TYPE_TEXTS[draft.type].map((name) => [name, draft.texts[name] === undefined ? '' : draft.texts[name]]),
    ),
    uris: draft.uris.map((uri) => ({ ...uri, key: newKey() })),
    fields: draft.fields.map((field) => ({ ...field, key: newKey() })),
    passkeys: [...draft.passkeys],
    history: [...draft.history],
  }
}

export function draftOf(form: ItemForm): ItemDraft {
  return {
    ...form,
    texts: { ...form.texts },
    uris: form.uris.map(({ from, uri, match }) => ({ from, uri, match })),
    fields: form.fields.map(({ from, name, type, value, linkedId }) => ({ from, name, type, value, linkedId })),
    passkeys: [...form.passkeys],
    history: [...form.history],
  }
}

export function sameDraft(a: ItemDraft, b: ItemDraft): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
