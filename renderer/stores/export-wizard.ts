/** What a person chose for an export. Nothing here is a secret: it outlives a lock, so that a wizard can go on. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { BackupView } from '../../contract/backups.ts'
import { FORMATS, type ExportChoice, type FormatId } from '../../contract/formats.ts'
import { useSession } from './session.ts'

export const SESSION_KEY = 'coffer.export'

export type EncryptedWith = 'file-password' | 'account-key'

export interface ExportChoices {
  readonly choice: ExportChoice
  readonly opensWith: EncryptedWith
  readonly withTrash: boolean
  /** The export on record that this one is made in place of. */
  readonly replaces: Replaced | null
}

export type Replaced = Pick<BackupView, 'id' | 'name'>

const CHOICES: readonly ExportChoice[] = ['encrypted_json', 'json', 'csv']

function isReplaced(kept: unknown): kept is Replaced {
  const { id, name } = (kept ?? {}) as Partial<Replaced>
  return typeof id === 'string' && typeof name === 'string'
}

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
  const replaces = shallowRef<Replaced | null>(null)

  /** Takes up what was chosen before a lock. */
  function restore(): void {
    const kept = readKept()
    choice.value = CHOICES.find((known) => known === kept.choice) ?? choice.value
    if (kept.opensWith === 'account-key') opensWith.value = 'account-key'
    if (typeof kept.withTrash === 'boolean') withTrash.value = kept.withTrash
    if (isReplaced(kept.replaces)) replaces.value = kept.replaces
  }

  function choose(next: Partial<ExportChoices>): void {
    choice.value = next.choice ?? choice.value
    opensWith.value = next.opensWith ?? opensWith.value
    withTrash.value = next.withTrash ?? withTrash.value
    if (next.replaces !== undefined) replaces.value = next.replaces
    const chosen: ExportChoices = {
      ...{ choice: choice.value, opensWith: opensWith.value, withTrash: withTrash.value },
      replaces: replaces.value,
    }
    sessionStorage.setItem(SESSION_KEY, JSON.stringify(chosen))
  }

  function $reset(): void {
    choice.value = 'encrypted_json'
    opensWith.value = 'file-password'
    withTrash.value = false
    replaces.value = null
  }
  useSession().onLocked($reset)

  /** What the next export is made in place of, of the same kind. */
  function replace({ id, name, kind }: Replaced & { readonly kind: FormatId }): void {
    const opener = FORMATS[kind].opensWith
    choose({
      choice: opener !== 'nothing' ? 'encrypted_json' : kind === 'bitwarden-csv' ? 'csv' : 'json',
      opensWith: opener === 'account-key' ? 'account-key' : 'file-password',
      replaces: { id, name },
    })
  }

  /** The wizard is done with. */
  function forget(): void {
    $reset()
    sessionStorage.removeItem(SESSION_KEY)
  }

  return { choice, opensWith, withTrash, replaces, restore, choose, replace, forget, $reset }
})
