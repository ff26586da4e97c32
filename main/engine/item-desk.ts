/** Items and folders as the window sees and changes them. */
import { CofferError } from '../../contract/errors.ts'
import { REMOVED_WITHOUT_PASSWORD } from '../../contract/item-draft.ts'
import { PAGE_SIZE, type ItemSource } from '../../contract/item-view.ts'
import { generatePassphrase, generatePassword } from '../commands/generate.ts'
import { draftOf } from '../commands/item-draft.ts'
import { fieldValue, viewItem } from '../commands/item-view.ts'
import {
  addFolder,
  deleteFolder,
  deleteItems,
  duplicateItem,
  moveItems,
  renameFolder,
  requireTrashed,
  restoreItems,
  saveDraft,
  setFavorite,
  trashedIds,
  trashItems,
} from '../commands/items.ts'
import type { VaultContents } from '../commands/vault.ts'
import type { EngineApi } from './engine-api.ts'
import type { EngineState } from './engine-state.ts'

type Looks = 'counts' | 'page' | 'place' | 'view' | 'reveal'
type Edits = 'draft' | 'saveItem' | 'duplicateItem' | 'moveItems' | 'setFavorite'
type Bins = 'trashItems' | 'restoreItems' | 'removeItems' | 'emptyBin'
type Folders = 'addFolder' | 'renameFolder' | 'removeFolder'
type Generates = 'generatePassword' | 'generatePassphrase'
type ItemDesk = Pick<EngineApi, Looks | Edits | Bins | Folders | Generates>

export function makeItemDesk(state: EngineState): ItemDesk {
  function itemOf({ source, id }: { source: ItemSource; id: string }): {
    item: VaultContents['items'][number]
    folder: string | null
  } {
    const { items, folders } = state.contentsOf(source)
    const item = items.find((candidate) => candidate.id === id)
    if (!item) throw new CofferError('usage/item-not-found')
    return { item, folder: folders.find((folder) => folder.id === item.folderId)?.name ?? null }
  }

  async function requirePassword(masterPassword: string | null): Promise<void> {
    if (masterPassword === null) throw new CofferError('usage/password-needed')
    const { session } = state
    await state.gate.pass(() => session.requirePassword(masterPassword, state.untilEnding))
  }

  async function removeForGood(ids: readonly string[], masterPassword: string | null): Promise<void> {
    const { session } = state
    requireTrashed(session, ids)
    if (ids.length > REMOVED_WITHOUT_PASSWORD) await requirePassword(masterPassword)
    // Something may have been restored while the password was checked.
    requireTrashed(session, ids)
    deleteItems(session, ids)
  }

  return {
    counts: ({ source }) => state.listOf(source).counts(),
    page({ source, filter, search, offset }) {
      const found = state.listOf(source).find(filter, search)
      return { total: found.length, offset, rows: found.slice(offset, offset + PAGE_SIZE) }
    },
    view(order) {
      const { item, folder } = itemOf(order)
      return viewItem(item, folder)
    },
    async reveal(order) {
      const { item } = itemOf(order)
      if (item.reprompt !== 0 && order.source === 'vault') {
        await requirePassword(order.masterPassword)
      }
      return fieldValue(item, order.address)
    },
    place({ source, filter, search, id }) {
      const index = state
        .listOf(source)
        .find(filter, search)
        .findIndex((summary) => summary.id === id)
      return { index: index < 0 ? null : index }
    },
    draft: ({ id }) => draftOf(state.session.item(id)),
    async saveItem({ id, draft, masterPassword }) {
      const { session } = state
      // What asks for the password could be switched off without it.
      if (id !== null && session.item(id).reprompt !== 0) await requirePassword(masterPassword)
      return { id: saveDraft(session, id, draft).id }
    },
    duplicateItem: ({ id, name }) => ({ id: duplicateItem(state.session, id, name).id }),
    moveItems({ ids, folderId }) {
      moveItems(state.session, ids, folderId)
    },
    setFavorite({ ids, favorite }) {
      setFavorite(state.session, ids, favorite)
    },
    trashItems({ ids }) {
      trashItems(state.session, ids)
    },
    restoreItems({ ids }) {
      restoreItems(state.session, ids)
    },
    removeItems: ({ ids, masterPassword }) => removeForGood(ids, masterPassword),
    emptyBin: ({ masterPassword }) => removeForGood(trashedIds(state.session), masterPassword),
    addFolder: ({ name }) => ({ id: addFolder(state.session, name).id }),
    renameFolder({ id, name }) {
      renameFolder(state.session, id, name)
    },
    removeFolder({ id }) {
      deleteFolder(state.session, id)
    },
    generatePassword,
    generatePassphrase,
  }
}
