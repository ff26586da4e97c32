import { nextTick } from 'vue'
import { api } from '../../bridge.ts'
import { useToasts } from '../../composables/use-toasts.ts'
import { useSession } from '../../stores/session.ts'
import { useVault } from '../../stores/vault.ts'
import { t } from '../../text/index.ts'

/** What tells the person which item it was. */
export interface Named {
  readonly id: string
  readonly name: string
}

export interface ItemActs {
  readonly duplicate: (item: Named) => Promise<void>
  readonly move: (item: Named, folderId: string | null) => Promise<void>
  readonly setFavorite: (item: Named, favorite: boolean) => Promise<void>
  /** Into the bin, with a way back; the next item is opened in its place. */
  readonly trash: (item: Named) => Promise<void>
  readonly restore: (item: Named) => Promise<void>
  /** For good. */
  readonly remove: (item: Named) => Promise<void>
}

/** What is done with a whole item of the vault: the list follows, and where it is refused, the frame tells. */
export function useItemActs(): ItemActs {
  const session = useSession()
  const vault = useVault()
  const toasts = useToasts()

  function named({ name }: Named): { name: string } {
    return { name: name === '' ? t('vault.unnamed') : name }
  }

  async function run(act: () => Promise<unknown>, told?: string): Promise<void> {
    await session.attempt(async () => {
      await act()
      await vault.refresh()
      if (told !== undefined) toasts.show({ text: told })
    })
  }

  /** The item goes out of the list that is shown: the one after it takes its place, or the last one. */
  async function takeAway(act: () => Promise<unknown>, tell: () => void): Promise<void> {
    await session.attempt(async () => {
      const index = vault.selection?.index ?? null
      await act()
      await vault.refresh()
      if (index !== null && vault.selection === null && vault.total)
        await vault.select(Math.min(index, vault.total - 1))
      tell()
      await nextTick()
      // With the last row the list is gone, and the focus with it.
      if (document.activeElement === document.body) document.querySelector<HTMLElement>('main h1')?.focus()
    })
  }

  const putBack = (item: Named): Promise<void> =>
    session.attempt(async () => {
      await api.items.restore({ ids: [item.id] })
      await vault.choose(item.id)
      await vault.refresh()
      toasts.show({ text: t('acts.restored', named(item)) })
    })

  return {
    async duplicate(item) {
      await session.attempt(async () => {
        const name = t('acts.duplicateName', named(item))
        const { id } = await api.items.duplicate({ id: item.id, name })
        await vault.choose(id)
        await vault.refresh()
        toasts.show({ text: t('acts.duplicated', { name }) })
      })
    },
    move: (item, folderId) => run(() => api.items.move({ ids: [item.id], folderId }), t('acts.moved', named(item))),
    setFavorite: (item, favorite) => run(() => api.items.setFavorite({ ids: [item.id], favorite })),
    trash: (item) =>
      takeAway(
        () => api.items.trash({ ids: [item.id] }),
        () => {
          const action = { label: t('acts.undo'), run: () => void putBack(item) }
          toasts.show({ text: t('acts.trashed', named(item)), action })
        },
      ),
    restore: (item) =>
      takeAway(
        () => api.items.restore({ ids: [item.id] }),
        () => {
          toasts.show({ text: t('acts.restored', named(item)) })
        },
      ),
    remove: (item) =>
      takeAway(
        () => api.items.remove({ ids: [item.id], masterPassword: null }),
        () => {
          toasts.show({ text: t('acts.removed', named(item)) })
        },
      ),
  }
}
