/** Items and folders as the window sees and changes them. */
import { CofferError } from '../../contract/errors.ts'
import { PAGE_SIZE, type ItemSource } from '../../contract/item-view.ts'
import { fieldValue, viewItem } from '../commands/item-view.ts'
import type { VaultContents } from '../commands/vault.ts'
import type { EngineApi } from './engine-api.ts'
import type { EngineState } from './engine-state.ts'

type ItemDesk = Pick<EngineApi, 'counts' | 'page' | 'view' | 'reveal'>

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
        const { masterPassword } = order
        if (masterPassword === null) throw new CofferError('usage/password-needed')
        const { session } = state
        await state.gate.pass(() => session.requirePassword(masterPassword, state.untilEnding))
      }
      return fieldValue(item, order.address)
    },
  }
}
