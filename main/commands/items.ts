/** What a person does with items and folders of an unlocked vault. */
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { CofferError } from '../../contract/errors.ts'
import type { ItemDraft } from '../../contract/item-draft.ts'
import { CUSTOM_FIELD_TYPES, type ItemSummary } from '../../contract/items.ts'
import type { CustomField, Folder, Item, OldPassword } from '../model/item.ts'
import type { Session } from '../vault/session.ts'
import { applyDraft, newItemOf } from './item-draft.ts'
import { ItemList } from './item-list.ts'

/** Bitwarden keeps as many. */
const HISTORY_LENGTH = 5

/** Everything of an item but what the vault gives it. */
export type NewItem = Omit<Item, 'id' | 'creationDate' | 'revisionDate' | 'deletedDate' | 'archivedDate'>

/** Summaries in the order of their names; with `search`, those that ItemList.find finds. */
export function listItems(session: Session, search = ''): readonly ItemSummary[] {
  return new ItemList(session.contents()).find(null, search)
}

export function addItem(session: Session, draft: NewItem): Item {
  const now = new Date().toISOString()
  const item = {
    ...draft,
    id: randomUUID(),
    creationDate: now,
    revisionDate: now,
    deletedDate: null,
    archivedDate: null,
  }
  session.save({ items: [item] })
  return item
}

/**
 * Replaces the item of the same id. What it had for a password, or in a hidden field with a name, goes to the head of
 * its history where it is replaced (read: bitwarden/clients libs/common cipher.service).
 */
export function editItem(session: Session, edited: Item): Item {
  const before = session.item(edited.id)
  const now = new Date().toISOString()
  const old = before.login?.password ?? ''
  const replaced = old !== '' && edited.login !== undefined && edited.login.password !== old
  const passwords = [...replacedFields(before, edited), ...(replaced ? [old] : [])]
  const entries = passwords.map((password): OldPassword => ({ password, lastUsedDate: now }))
  const item = {
    ...edited,
    creationDate: before.creationDate,
    revisionDate: now,
    ...(entries.length > 0 && { passwordHistory: [...entries, ...edited.passwordHistory].slice(0, HISTORY_LENGTH) }),
    ...(replaced && { login: { ...edited.login, passwordRevisionDate: now } }),
  }
  session.save({ items: [item] })
  return item
}

function hiddenFields({ fields }: Item): CustomField[] {
  return fields.filter(({ type, name }) => type === CUSTOM_FIELD_TYPES.hidden && name !== null && name !== '')
}

/** `name: value` of every hidden field whose value is gone, as Bitwarden writes it; the last one first. */
function replacedFields(before: Item, edited: Item): string[] {
  const kept = hiddenFields(edited)
  return hiddenFields(before)
    .filter(({ value }) => value !== null && value !== '')
    .filter(({ name, value }) => kept.find((field) => field.name === name)?.value !== value)
    .map(({ name, value }) => `${name ?? ''}: ${value ?? ''}`)
    .reverse()
}

/**
 * What the editor made, as a new item or in the place of the one with this id. Where it changed nothing, nothing is
 * changed.
 */
export function saveDraft(session: Session, id: string | null, draft: ItemDraft): Item {
  if (id === null) return addItem(session, newItemOf(draft))
  const stored = session.item(id)
  const edited = applyDraft(draft, stored)
  return isDeepStrictEqual(edited, stored) ? stored : editItem(session, edited)
}

/** A copy under `name`, out of the bin and the archive, without passkeys: a passkey belongs to one item. */
export function duplicateItem(session: Session, id: string, name: string): Item {
  const item = session.item(id)
  return addItem(session, { ...item, name, ...(item.login && { login: { ...item.login, fido2Credentials: [] } }) })
}

function changeItems(session: Session, ids: readonly string[], change: Partial<Item>): void {
  session.save({ items: ids.map((id) => ({ ...session.item(id), ...change })) })
}

/** Into the folder, or into none. */
export function moveItems(session: Session, ids: readonly string[], folderId: string | null): void {
  changeItems(session, ids, { folderId })
}

export function setFavorite(session: Session, ids: readonly string[], favorite: boolean): void {
  changeItems(session, ids, { favorite })
}

export function trashItems(session: Session, ids: readonly string[]): void {
  changeItems(session, ids, { deletedDate: new Date().toISOString() })
}

export function restoreItems(session: Session, ids: readonly string[]): void {
  changeItems(session, ids, { deletedDate: null })
}

/** For good: nothing of them stays in the vault's file. */
export function deleteItems(session: Session, ids: readonly string[]): void {
  session.deleteItems(ids.map((id) => session.item(id).id))
}

/** The ids of everything in the trash. */
export function trashedIds(session: Session): string[] {
  return session.contents().items.flatMap(({ id, deletedDate }) => (deletedDate === null ? [] : [id]))
}

/** @throws CofferError usage/not-in-bin, usage/item-not-found */
export function requireTrashed(session: Session, ids: readonly string[]): void {
  if (ids.some((id) => session.item(id).deletedDate === null)) throw new CofferError('usage/not-in-bin')
}

export function addFolder(session: Session, name: string): Folder {
  const folder = { id: randomUUID(), name }
  session.save({ folders: [folder] })
  return folder
}

export function renameFolder(session: Session, id: string, name: string): void {
  session.save({ folders: [{ ...session.folder(id), name }] })
}

/** Its items stay, in no folder. */
export function deleteFolder(session: Session, id: string): void {
  session.deleteFolder(id)
}
