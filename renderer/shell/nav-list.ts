import { computed, type ComputedRef } from 'vue'
import type { ItemFilter } from '../../contract/item-view.ts'
import { useSession } from '../stores/session.ts'
import { useVault } from '../stores/vault.ts'
import { sameFilter } from '../work/view-words.ts'

export interface NavList {
  /** The screen whose items the navigation is about: the backup that is read, or the vault. */
  readonly screen: ComputedRef<'look-inside' | 'vault'>
  readonly isShown: (filter: ItemFilter) => boolean
  readonly show: (filter: ItemFilter) => void
}

export function useNavList(): NavList {
  const session = useSession()
  const vault = useVault()
  const screen = computed(() => (session.screen === 'look-inside' || !session.unlocked ? 'look-inside' : 'vault'))

  return {
    screen,
    isShown: (filter) => session.screen === screen.value && sameFilter(filter, vault.filter),
    show(filter) {
      session.leave(() => {
        session.show(screen.value)
        void vault.setFilter(filter)
      })
    },
  }
}
