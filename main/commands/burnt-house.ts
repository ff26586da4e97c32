/**
 * Restoring an export with nothing but what would survive the loss of this computer: the file, typed passwords, the
 * account key file. Opens no vault and knows of none.
 */
import type { Ingredient } from '../../contract/backups.ts'
import { asCofferError, CofferError, EXIT_STATUS, type ErrorCode } from '../../contract/errors.ts'
import { accountMarks } from '../crypto/account-marks.ts'
import type { AccountSecrets } from '../formats/format.ts'
import { digestOf } from '../model/digest.ts'
import type { VaultContents } from '../model/item.ts'
import { unlockAccount, wrappingId } from '../vault/keychain.ts'
import { readAccountKey } from './accounts.ts'
import { takeFile } from './files.ts'

/** What is left after the fire. */
export interface Survivors {
  readonly path: string
  readonly filePassword: string | null
  readonly accountKeyPath: string | null
  readonly masterPassword: string | null
}

/** What came back. */
export interface Restored {
  /** Of the contents: 64 hexadecimal digits. */
  readonly digest: string
  readonly items: number
  readonly folders: number
  readonly sealed: boolean | null
  /** How the account key file that had a part in it wraps the key (keychain.ts, wrappingId); absent where none had. */
  readonly wrapping?: string
}

/**
 * @throws CofferError as takeFile and Recognised.read; format/needs-account (no account key file),
 *   backup/key-file-unreadable, backup/key-file-unusable, usage/password-needed, usage/file-password-needed,
 *   vault/wrong-password, crypto/argon2-failed. A format/other-key tells the key file's fingerprint as `keyFile`.
 */
export async function restoreFromSurvivors(survivors: Survivors): Promise<Restored> {
  const file = await takeFile(survivors.path)
  const account = file.facts.opensWith === 'account-key' ? await accountOf(survivors) : undefined
  const filePassword = survivors.filePassword ?? undefined
  try {
    const { contents, sealed } = await file.recognised.read({ filePassword, account })
    return { ...restoredOf(contents, sealed), ...(account && { wrapping: account.wrapping }) }
  } catch (thrown) {
    const error = asCofferError(thrown)
    if (!account || error.code !== 'format/other-key') throw error
    throw new CofferError(error.code, { ...error.details, keyFile: account.marks.fingerprint }, error)
  }
}

/** What the importer gave, as a drill compares it. */
export function restoredOf(contents: VaultContents, sealed: boolean | null): Restored {
  const { items, folders } = contents
  return { digest: digestOf(contents), items: items.length, folders: folders.length, sealed }
}

async function accountOf({
  accountKeyPath,
  masterPassword,
}: Survivors): Promise<AccountSecrets & { readonly wrapping: string }> {
  if (accountKeyPath === null) throw new CofferError('format/needs-account')
  const account = await ofKeyFile(() => readAccountKey(accountKeyPath))
  if (masterPassword === null) throw new CofferError('usage/password-needed')
  const { userKey } = await ofKeyFile(() => unlockAccount(account, masterPassword))
  return { userKey, marks: accountMarks(userKey), adopted: account.adopted, wrapping: wrappingId(account) }
}

const FILE_SYSTEM = EXIT_STATUS['file/read-failed']

/** Every fault of the account key file in codes of its own: none of them is one of the backup. */
async function ofKeyFile<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } catch (thrown) {
    const error = asCofferError(thrown)
    if (EXIT_STATUS[error.code] === FILE_SYSTEM) throw new CofferError('backup/key-file-unreadable', {}, error)
    if (error.code.startsWith('format/')) throw new CofferError('backup/key-file-unusable', {}, error)
    throw error
  }
}

const MISSING: Partial<Readonly<Record<ErrorCode, Ingredient>>> = {
  'usage/file-password-needed': 'file-password',
  'usage/password-needed': 'master-password',
  'format/needs-account': 'account-key-file',
}

/** The ingredient whose absence a refusal is about; null where it is about something else. */
export function missingIngredient(refusal: ErrorCode): Ingredient | null {
  return MISSING[refusal] ?? null
}
