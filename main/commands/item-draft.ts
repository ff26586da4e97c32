/**
 * An item as the editor takes it, and back. What the editor does not show survives: unknown keys at every level,
 * passkeys, a login's settings, the archive, and whether an untouched text was empty or not there.
 */
import { CofferError } from '../../contract/errors.ts'
import type { DraftText, FieldDraft, ItemDraft, UriDraft } from '../../contract/item-draft.ts'
import { SECRET_FIELDS } from '../../contract/item-view.ts'
import { CUSTOM_FIELD_TYPES, ITEM_TYPES, itemTypeName, TYPE_TEXTS, type ItemTypeName } from '../../contract/items.ts'
import type { CustomField, Item, Login, LoginUri } from '../model/item.ts'
import { kindOfCustom } from './item-view.ts'
import type { NewItem } from './items.ts'

type Text = string | null
type Texts = Readonly<Record<string, Text>>

function textsOf(item: Item, type: ItemTypeName): Texts {
  return item[type] as unknown as Texts
}

/** A secret that is there stays in the vault; an empty one is told. */
function withheld(text: Text, secret: boolean): DraftText {
  return secret && text !== null && text !== '' ? null : (text ?? '')
}

export function draftOf(item: Item): ItemDraft {
  const type = itemTypeName(item.type)
  const texts = textsOf(item, type)
  const reprompt = item.reprompt !== 0
  return {
    ...{ type, name: item.name, favorite: item.favorite, reprompt, folderId: item.folderId },
    notes: withheld(item.notes, reprompt),
    texts: Object.fromEntries(
      TYPE_TEXTS[type].map((name) => [name, withheld(texts[name] ?? null, SECRET_FIELDS.has(`${type}.${name}`))]),
    ),
    uris: item.login?.uris.map(({ uri, match }, from) => ({ from, uri: uri ?? '', match })) ?? [],
    fields: item.fields.map(({ name, value, type: kind, linkedId }, from) => ({
      ...{ from, name: name ?? '', type: kind, linkedId },
      value: withheld(value, kindOfCustom(kind) === 'secret'),
    })),
    passkeys: [...(item.login?.fido2Credentials.keys() ?? [])],
    history: [...item.passwordHistory.keys()],
  }
}

/** An untouched text stays as it was stored, empty or not there. */
function merged(draft: DraftText | undefined, stored: Text): Text {
  return draft === undefined || draft === null || draft === (stored ?? '') ? stored : draft || null
}

/** @throws CofferError usage/item-not-found where a place is not there, so that nothing is lost by a wrong one */
function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new CofferError('usage/item-not-found')
  return found
}

function uriOf({ from, uri, match }: UriDraft, stored: readonly LoginUri[]): LoginUri {
  if (from === null) return { uri: merged(uri, null), match }
  const before = at(stored, from)
  return { ...before, uri: merged(uri, before.uri), match }
}

function fieldOf({ from, name, type, value, linkedId }: FieldDraft, stored: readonly CustomField[]): CustomField {
  if (from !== null) {
    const before = at(stored, from)
    return { ...before, name: merged(name, before.name), value: merged(value, before.value), linkedId }
  }
  const isLinked = type === CUSTOM_FIELD_TYPES.linked
  return { name: merged(name, null), value: isLinked ? null : merged(value, null), type, linkedId }
}

function mergedTexts(draft: ItemDraft, type: ItemTypeName, stored: Texts): Texts {
  return Object.fromEntries(TYPE_TEXTS[type].map((name) => [name, merged(draft.texts[name], stored[name] ?? null)]))
}

function loginOf(draft: ItemDraft, stored: Login): Login {
  return {
    ...stored,
    ...mergedTexts(draft, 'login', stored as unknown as Texts),
    uris: draft.uris.map((uri) => uriOf(uri, stored.uris)),
    fido2Credentials: draft.passkeys.map((index) => at(stored.fido2Credentials, index)),
  }
}

/**
 * `stored` with what the editor made of it.
 * @throws CofferError usage/item-not-found where the draft is of another item
 */
export function applyDraft(draft: ItemDraft, stored: Item): Item {
  const type = itemTypeName(stored.type)
  const { login } = stored
  return {
    ...stored,
    folderId: draft.folderId,
    name: draft.name,
    notes: merged(draft.notes, stored.notes),
    favorite: draft.favorite,
    reprompt: draft.reprompt === (stored.reprompt !== 0) ? stored.reprompt : Number(draft.reprompt),
    fields: draft.fields.map((field) => fieldOf(field, stored.fields)),
    passwordHistory: draft.history.map((index) => at(stored.passwordHistory, index)),
    [type]: login
      ? loginOf(draft, login)
      : { ...stored[type], ...mergedTexts(draft, type, stored[type] as unknown as Texts) },
  }
}

const EMPTY_LOGIN: Login = {
  ...{ username: null, password: null, totp: null, uris: [], fido2Credentials: [] },
  ...{ passwordRevisionDate: null, autofillOnPageLoad: null },
}

/** @throws CofferError usage/item-not-found where the draft refers to a stored item */
export function newItemOf(draft: ItemDraft): NewItem {
  const { type, name, folderId, favorite, reprompt } = draft
  if (draft.passkeys.length > 0 || draft.history.length > 0) throw new CofferError('usage/item-not-found')
  return {
    ...{ folderId, type: ITEM_TYPES[type], name, favorite, reprompt: Number(reprompt) },
    notes: merged(draft.notes, null),
    fields: draft.fields.map((field) => fieldOf(field, [])),
    passwordHistory: [],
    [type]: type === 'login' ? loginOf(draft, EMPTY_LOGIN) : mergedTexts(draft, type, {}),
  }
}
