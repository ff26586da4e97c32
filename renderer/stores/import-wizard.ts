/** What a person chose for an import. */
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useSession } from './session.ts'

/** The kind of file that a person says it is. What it is in truth, the file says. */
export type ImportKind = 'json' | 'csv'
/** Into the vault, or only to be read, without one. */
export type ImportAim = 'import' | 'look'

export const useImportWizard = defineStore('import-wizard', () => {
  const kind = ref<ImportKind>('json')
  const aim = ref<ImportAim>('import')

  function $reset(): void {
    kind.value = 'json'
    aim.value = 'import'
  }
  useSession().onLocked($reset)

  return { kind, aim, $reset }
})
