/** What a person does with items and folders of an unlocked vault. */
import { randomUUID } from 'node:crypto'
import type { ItemSummary } from '../../contract/items.ts'
import type { Folder, Item, OldPassword } from '../model/item.ts'
import type { Session } from '../vault/session.ts'
import { ItemList } from './item-list.ts'

/** Bitwarden keeps as many. */
const HISTORY_LENGTH = 5

/** Everything of an item but what the vault gives it. */
export type ItemDraft = Omit<Item, 'id' | 'creationDate' | 'revisionDate' | 'deletedDate' | 'archivedDate'>

/** Summaries in the order of their names; with `search`, those that ItemList.find finds. */
export function listItems(session: Session, search = ''): readonly ItemSummary[] {
  return new ItemList(session.contents()).find(null, search)
}

export function addItem(session: Session, draft: ItemDraft): Item {
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

/** Replaces the item of the same id. A login's replaced password goes to the head of its history. */
export function editItem(session: Session, edited: Item): Item {
  const before = session.item(edited.id)
  const now = new Date().toISOString()
  const old = before.login?.password ?? ''
  const replaced = old !== '' && edited.login !== undefined && edited.login.password !== old
  const entry: OldPassword = { password: old, lastUsedDate: now }
  const item = {
    ...edited,
    creationDate: before.creationDate,
    revisionDate: now,
    ...(replaced && {
      passwordHistory: [entry, ...edited.passwordHistory].slice(0, HISTORY_LENGTH),
      login: { ...edited.login, passwordRevisionDate: now },
    }),
  }
  session.save({ items: [item] })
  return item
}

export function trashItems(session: Session, ids: readonly string[]): void {
  const deletedDate = new Date().toISOString()
  session.save({ items: ids.map((id) => ({ ...session.item(id), deletedDate })) })
}

export function restoreItems(session: Session, ids: readonly string[]): void {
  session.save({ items: ids.map((id) => ({ ...session.item(id), deletedDate: null })) })
}

/** For good: nothing of them stays in the vault's file. */
export function deleteItems(session: Session, ids: readonly string[]): void {
  session.deleteItems(ids.map((id) => session.item(id).id))
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
