import type { KdfConfig } from '../../contract/kdf-config.ts'
import { t } from '../text/index.ts'

/** A key derivation and its numbers in one line. */
export function kdfWords(kdf: KdfConfig): string {
  if (kdf.type === 'pbkdf2') return t('settings.kdf.pbkdf2', { count: kdf.iterations })
  const { iterations: count, memoryMiB: memory, parallelism: lanes } = kdf
  return t('settings.kdf.argon2id', { count, memory, lanes })
}
