/** Items and folders as a row of another program makes them: what it does not tell is absent. */
import { createHash } from 'node:crypto'
import { ITEM_TYPES } from '../../../contract/items.ts'
import type { CustomField, Folder, Item, Login } from '../../model/item.ts'

/** Empty text is absent. */
export function orNull(text: string): string | null {
  return text === '' ? null : text
}

type LoginParts = Partial<Omit<Login, 'uris'>> & { readonly uris?: readonly (string | null)[] }

function login({ uris = [], ...parts }: LoginParts): Login {
  return {
    username: null,
    password: null,
    totp: null,
    passwordRevisionDate: null,
    autofillOnPageLoad: null,
    fido2Credentials: [],
    ...parts,
    uris: uris.filter((uri) => uri !== null && uri !== '').map((uri) => ({ uri, match: null })),
  }
}

export type ItemParts = Partial<Omit<Item, 'id' | 'type' | 'login'>> & { readonly name: string }

function blank(id: string): Omit<Item, 'type' | 'name'> {
  return {
    id,
    folderId: null,
    notes: null,
    favorite: false,
    reprompt: 0,
    fields: [],
    passwordHistory: [],
    creationDate: null,
    revisionDate: null,
    deletedDate: null,
    archivedDate: null,
  }
}

export function makeLogin(id: string, parts: ItemParts, loginParts: LoginParts): Item {
  return { ...blank(id), ...parts, type: ITEM_TYPES.login, login: login(loginParts) }
}

export function makeNote(id: string, parts: ItemParts): Item {
  return { ...blank(id), ...parts, type: ITEM_TYPES.secureNote, secureNote: {} }
}

export function makeCard(id: string, parts: ItemParts, card: NonNullable<Item['card']>): Item {
  return { ...blank(id), ...parts, type: ITEM_TYPES.card, card }
}

export function makeField(name: string, value: string, hidden = false): CustomField {
  return { name, value, type: hidden ? 1 : 0, linkedId: null }
}

/** The host of an address, for a name where there is none; empty where it has none. */
export function hostOf(url: string): string {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`
  return URL.parse(whole)?.host ?? ''
}

/** V8 hashes texts of many thousand characters by their length alone: a map of them looks through all of one length. */
const LONG_NAME = 1000

/** Unlike for unlike names, and never long. */
function keyOf(name: string): string {
  return name.length <= LONG_NAME
    ? `name ${name}`
    : `hash ${createHash('sha256').update(name, 'utf16le').digest('base64')}`
}

/** Folders as rows name them, each once. */
export class FolderNames {
  readonly #byName = new Map<string, Folder>()

  /** The folder's id; null for no name. */
  idOf(name: string): string | null {
    if (name === '') return null
    const key = keyOf(name)
    const folder = this.#byName.get(key) ?? { id: `folder-${this.#byName.size + 1}`, name }
    this.#byName.set(key, folder)
    return folder.id
  }

  /** In the order in which they were first named. */
  all(): Folder[] {
    return [...this.#byName.values()]
  }
}
