/** Making a vault file: with a key of its own, or around the user key of an account that exists. */
import { randomUUID } from 'node:crypto'
import { CofferError } from '../../contract/errors.ts'
import { CREATION_RANGE, requireKdfInRange, type KdfConfig } from '../../contract/kdf-config.ts'
import type { OnStep } from '../../contract/progress.ts'
import { accountMarks } from '../crypto/account-marks.ts'
import { makeUserKey } from '../crypto/keys.ts'
import { VaultDatabase } from './database.ts'
import {
  deriveStretchedKey,
  emailSalt,
  newFacts,
  toAccountRow,
  unlockAccount,
  wrapUserKey,
  type WrappedAccount,
} from './keychain.ts'

/**
 * A new account with a random user key. Without an e-mail address the salt is a random UUID. `onStep` may stop it up to
 * the saving.
 * @throws CofferError usage/kdf-out-of-range, usage/blank-password, vault/exists, file/…
 */
export async function createVault(
  file: string,
  masterPassword: string,
  { email, kdf }: { readonly email: string | null; readonly kdf: KdfConfig },
  onStep?: OnStep,
): Promise<void> {
  requireKdfInRange(kdf, CREATION_RANGE, 'usage/kdf-out-of-range')
  // An empty salt would be every such vault's.
  const named = email?.trim() === '' ? null : email
  const salt = named === null ? randomUUID() : emailSalt(named)
  const userKey = makeUserKey()
  const stretchedKey = await deriveStretchedKey(masterPassword, salt, kdf, onStep)
  const account = { email: named, salt, kdf, wrappedUserKey: wrapUserKey(stretchedKey, userKey) }
  onStep?.('save')
  await VaultDatabase.create(file, toAccountRow(account, newFacts(false), userKey))
}

/**
 * A vault around an existing account's user key, unlocked with its own master password: adopted from Bitwarden, or
 * restored from an account key file, which
 * then counts as its. `onStep` may stop it up to the saving.
 * @throws CofferError vault/wrong-password, format/newer-encryption, format/kdf-out-of-range, format/damaged (it is not
 *   the key that the file names), vault/exists, file/…
 */
export async function createVaultAround(
  file: string,
  masterPassword: string,
  account: WrappedAccount & { readonly adopted: boolean; readonly fingerprint?: string; readonly made?: string },
  onStep?: OnStep,
): Promise<void> {
  const { userKey } = await unlockAccount(account, masterPassword, onStep)
  const { fingerprint } = accountMarks(userKey)
  if ((account.fingerprint ?? fingerprint) !== fingerprint) {
    throw new CofferError('format/damaged', { where: '/fingerprint' })
  }
  const keyFile = account.made === undefined ? null : { made: account.made, fingerprint }
  onStep?.('save')
  await VaultDatabase.create(file, toAccountRow(account, newFacts(account.adopted, keyFile), userKey))
}
