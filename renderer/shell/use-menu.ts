import { ref, type Ref } from 'vue'
import type { ItemFilter } from '../../contract/item-view.ts'
import { useToasts } from '../composables/use-toasts.ts'
import { useEditor } from '../stores/editor.ts'
import { useFiles } from '../stores/files.ts'
import { useFolders } from '../stores/folders.ts'
import { useSession } from '../stores/session.ts'
import { useVault } from '../stores/vault.ts'
import { t } from '../text/index.ts'
import { useCommands } from '../work/use-commands.ts'
import { useNavList } from './nav-list.ts'
import { focusPane } from './panes.ts'

export interface Menu {
  /** Whether the generator is open, for no field in particular. */
  readonly generatorOpen: Ref<boolean>
  /** Whether the list of shortcuts is open. */
  readonly shortcutsOpen: Ref<boolean>
}

/** Carries out the menu's commands that belong to no screen alone. Those that do not apply are disabled in the menu. */
export function useMenu(): Menu {
  const session = useSession()
  const vault = useVault()
  const files = useFiles()
  const editor = useEditor()
  const folders = useFolders()
  const toasts = useToasts()
  const list = useNavList()
  const generatorOpen = ref(false)
  const shortcutsOpen = ref(false)

  /** Runs `then` where items can be seen, if there are any. */
  function inList(then: () => void): void {
    if (list.screen.value === 'look-inside' && !session.status?.backup) return
    session.leave(() => {
      session.show(list.screen.value)
      then()
    })
  }

  function showFilter(filter: ItemFilter): void {
    inList(() => void vault.setFilter(filter))
  }

  useCommands({
    'new-vault': () => {
      session.open('create')
    },
    'use-account': () => {
      session.openAccount('bitwarden-data')
    },
    import: files.importOther,
    export: () => {
      session.open('export')
    },
    'change-keys': () => {
      session.open('change-keys')
    },
    'change-password': () => {
      session.open('change-password')
    },
    'new-item': () => {
      editor.add()
    },
    'save-item': () => {
      if (session.screen !== 'edit') toasts.show({ text: t('acts.notEditing') })
    },
    'new-folder': () => {
      folders.add()
    },
    'generate-password': () => {
      generatorOpen.value = true
    },
    'all-items': () => {
      showFilter({ view: 'all' })
    },
    favorites: () => {
      showFilter({ view: 'favorites' })
    },
    bin: () => {
      showFilter({ view: 'trash' })
    },
    find: () => {
      inList(() => {
        vault.searchWanted = true
      })
    },
    'import-history': () => {
      session.open('import-history')
    },
    backups: () => {
      session.open('backups')
    },
    settings: () => {
      session.open('settings')
    },
    shortcuts: () => {
      shortcutsOpen.value = true
    },
    'next-pane': () => {
      focusPane(1)
    },
    'previous-pane': () => {
      focusPane(-1)
    },
  })

  return { shortcutsOpen, generatorOpen }
}
