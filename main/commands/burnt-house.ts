/**
 * Restoring an export with nothing but what would survive the loss of this computer: the file, typed passwords, the
 * account key file. Opens no vault and knows of none.
 */
import type { Ingredient } from '../../contract/backups.ts'
import { CofferError, type ErrorCode } from '../../contract/errors.ts'
import { accountMarks } from '../crypto/account-marks.ts'
import type { AccountSecrets } from '../formats/format.ts'
import { digestOf } from '../model/digest.ts'
import type { VaultContents } from '../model/item.ts'
import { unlockAccount } from '../vault/keychain.ts'
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
}

/**
 * @throws CofferError as takeFile and Recognised.read; format/needs-account (no account key file),
 *   usage/password-needed, usage/file-password-needed, vault/wrong-password and as readAccountKey
 */
export async function restoreFromSurvivors(survivors: Survivors): Promise<Restored> {
  const file = await takeFile(survivors.path)
  const account = file.facts.opensWith === 'account-key' ? await accountOf(survivors) : undefined
  const filePassword = survivors.filePassword ?? undefined
  const { contents, sealed } = await file.recognised.read({ filePassword, account })
  return restoredOf(contents, sealed)
}

/** What the importer gave, as a drill compares it. */
export function restoredOf(contents: VaultContents, sealed: boolean | null): Restored {
  const { items, folders } = contents
  return { digest: digestOf(contents), items: items.length, folders: folders.length, sealed }
}

async function accountOf({ accountKeyPath, masterPassword }: Survivors): Promise<AccountSecrets> {
  if (accountKeyPath === null) throw new CofferError('format/needs-account')
  const account = await readAccountKey(accountKeyPath)
  if (masterPassword === null) throw new CofferError('usage/password-needed')
  const { userKey } = await unlockAccount(account, masterPassword)
  return { userKey, marks: accountMarks(userKey), adopted: account.adopted }
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
