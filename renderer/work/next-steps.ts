/** What a person can do about a file that does not open as it is, first choice first. */
import type { VaultStatus } from '../../contract/api.ts'
import { EXIT_STATUS, type ErrorCode } from '../../contract/errors.ts'

export type NextStep = 'unlock' | 'open-vault' | 'key-file' | 'backups'

/** Exit status of what was cut or altered: another copy may be whole. */
const DAMAGED = 5

export function stepsAfter(code: ErrorCode, vault: VaultStatus['state']): readonly NextStep[] {
  if (code === 'format/needs-account' && vault === 'locked') return ['unlock', 'open-vault', 'key-file']
  if (code === 'format/needs-account' || code === 'format/other-key') return ['open-vault', 'key-file']
  if (code === 'format/vault-file') return ['open-vault']
  // Which ones there are stands in the vault.
  const hasBetter = EXIT_STATUS[code] === DAMAGED || code === 'format/retired-key'
  return hasBetter && vault === 'unlocked' ? ['backups'] : []
}
