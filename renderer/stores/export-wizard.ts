/** What a person chose for an export. Nothing here is a secret: it outlives a lock, so that a wizard can go on. */
import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { ExportChoice } from '../../contract/formats.ts'
import { useSession } from './session.ts'

export const SESSION_KEY = 'coffer.export'

export type EncryptedWith = 'file-password' | 'account-key'

export interface ExportChoices {
  readonly choice: ExportChoice
  readonly opensWith: EncryptedWith
  readonly withTrash: boolean
}

const CHOICES: readonly ExportChoice[] = ['encrypted_json', 'json', 'csv']

function readKept(): Partial<Record<keyof ExportChoices, unknown>> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(SESSION_KEY) ?? '{}')
    return typeof kept === 'object' && kept !== null ? kept : {}
  } catch {
    return {}
  }
}

export const useExportWizard = defineStore('export-wizard', () => {
  const choice = ref<ExportChoice>('encrypted_json')
  const opensWith = ref<EncryptedWith>('file-password')
  const withTrash = ref(false)

  /** Takes up what was chosen before a lock. */
  function restore(): void {
    const kept = readKept()
    choice.value = CHOICES.find((known) => known === kept.choice) ?? choice.value
    if (kept.opensWith === 'account-key') opensWith.value = 'account-key'
    if (typeof kept.withTrash === 'boolean') withTrash.value = kept.withTrash
  }

  function choose(next: Partial<ExportChoices>): void {
    choice.value = next.choice ?? choice.value
    opensWith.value = next.opensWith ?? opensWith.value
    withTrash.value = next.withTrash ?? withTrash.value
    const chosen: ExportChoices = { choice: choice.value, opensWith: opensWith.value, withTrash: withTrash.value }
    sessionStorage.setItem(SESSION_KEY, JSON.stringify(chosen))
  }

  function $reset(): void {
    choice.value = 'encrypted_json'
    opensWith.value = 'file-password'
    withTrash.value = false
  }
  useSession().onLocked($reset)

  /** The wizard is done with. */
  function forget(): void {
    $reset()
    sessionStorage.removeItem(SESSION_KEY)
  }

  return { choice, opensWith, withTrash, restore, choose, forget, $reset }
})
