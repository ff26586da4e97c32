/** What a file that holds logins alone could have told of a vault: the rest of an item is no difference to it. */
import { ITEM_TYPES } from '../../../contract/items.ts'
import type { Folder, Item, Login, VaultContents } from '../../model/item.ts'
import { makeLogin, makeNote, type ItemParts } from './make-items.ts'

/** Beside username, password and the first address, which all of them tell. */
export interface Told {
  readonly notes?: boolean
  readonly totp?: boolean
  readonly folder?: boolean
  readonly favorite?: boolean
  /** Secure notes have rows too. */
  readonly secureNotes?: boolean
  /** Names of custom fields that the file has; all, where it can have any. */
  readonly fields?: readonly string[] | 'all'
  /** All addresses, not the first alone. */
  readonly uris?: boolean
  readonly history?: boolean
  readonly trash?: boolean
  /** When an item was made and last changed. */
  readonly dates?: boolean
  /** The name that the file would give an item, where it has no column for it. */
  readonly name?: (item: Item) => string
  /** False: it has no column for it. */
  readonly url?: false
  readonly username?: false
  readonly password?: false
}

export function keptLogins({ folders, items }: VaultContents, told: Told): VaultContents {
  const kept = items.filter((item) => hasRow(item, told)).map((item) => keptItem(item, told))
  return { folders: told.folder === true ? usedFolders(folders, kept) : [], items: kept }
}

function hasRow({ type, deletedDate }: Item, told: Told): boolean {
  const typed = type === ITEM_TYPES.login || (told.secureNotes === true && type === ITEM_TYPES.secureNote)
  return typed && (told.trash === true || deletedDate === null)
}

function keptItem(item: Item, told: Told): Item {
  const parts: ItemParts = {
    folderId: told.folder === true ? item.folderId : null,
    name: told.name ? told.name(item) : item.name,
    notes: told.notes === true ? item.notes : null,
    favorite: told.favorite === true && item.favorite,
    fields: keptFields(item, told),
    passwordHistory: told.history === true ? item.passwordHistory : [],
    creationDate: told.dates === true ? item.creationDate : null,
    revisionDate: told.dates === true ? item.revisionDate : null,
    deletedDate: item.deletedDate,
  }
  if (!item.login) return makeNote(item.id, parts)
  return makeLogin(item.id, parts, keptLogin(item.login, told))
}

function keptFields({ fields }: Item, { fields: told = [] }: Told): Item['fields'] {
  return fields
    .filter(({ name }) => told === 'all' || told.includes(name ?? ''))
    .map(({ name, value, type, linkedId }) => ({ name, value, type, linkedId }))
}

function keptLogin({ username, password, totp, uris }: Login, told: Told): Parameters<typeof makeLogin>[2] {
  const filled = uris.map(({ uri }) => uri).filter((uri) => uri !== null && uri !== '')
  return {
    username: told.username === false ? null : username,
    password: told.password === false ? null : password,
    totp: told.totp === true ? totp : null,
    uris: told.uris === true ? filled : filled.slice(0, told.url === false ? 0 : 1),
  }
}

function usedFolders(folders: readonly Folder[], items: readonly Item[]): Folder[] {
  const used = new Set(items.map(({ folderId }) => folderId))
  return folders.filter(({ id }) => used.has(id))
}
