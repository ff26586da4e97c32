/** The vault as the command line and the app take it up. */
import { randomUUID } from 'node:crypto'
import { requireTextName } from '../files/file-errors.ts'
import { sweepBeside } from '../files/write-atomic.ts'
import { CofferError } from '../../contract/errors.ts'
import { CREATION_RANGE, IMPORT_RANGE, requireKdfInRange, type KdfConfig } from '../../contract/kdf-config.ts'
import type { OnStep } from '../../contract/progress.ts'
import { deriveMasterKey } from '../crypto/kdf.ts'
import { LockedVault, type Scrubbed, type Session } from '../vault/session.ts'

export { defaultVaultPath } from '../files/data-folder.ts'
export { requireTextName } from '../files/file-errors.ts'
export { digestOf } from '../model/digest.ts'
export { createVault, createVaultAround } from '../vault/create.ts'
export type { DeviceUnlock } from '../vault/device-key.ts'
export type { ExportRecord } from '../vault/ledger.ts'
export type { LockedVault, Session } from '../vault/session.ts'
export type { VaultContents } from '../model/item.ts'

/** Opens and locks a vault file; temps that a killed process left beside it go first. @throws as LockedVault.open; file/bad-name */
export async function openVaultFile(file: string): Promise<LockedVault> {
  requireTextName(file)
  await sweepBeside(file)
  return LockedVault.open(file)
}

/**
 * New KDF settings around the same master password.
 * @throws CofferError vault/wrong-password, usage/kdf-out-of-range
 */
export async function changeKdf(
  session: Session,
  masterPassword: string,
  kdf: KdfConfig,
  onStep: OnStep = () => undefined,
): Promise<Scrubbed> {
  requireKdfInRange(kdf, CREATION_RANGE, 'usage/kdf-out-of-range')
  await session.requirePassword(masterPassword, onStep)
  return await session.changePassword(masterPassword, kdf, onStep)
}

/**
 * Milliseconds that one derivation takes here, with made-up inputs.
 * @throws CofferError usage/kdf-out-of-range, crypto/argon2-failed
 */
export async function measureKdf(kdf: KdfConfig, onStep?: OnStep): Promise<number> {
  requireKdfInRange(kdf, IMPORT_RANGE, 'usage/kdf-out-of-range')
  const begun = performance.now()
  await deriveMasterKey(randomUUID(), randomUUID(), kdf, onStep)
  return performance.now() - begun
}

/**
 * A new master password, KDF settings as they are, after the old one was given.
 * @throws CofferError vault/wrong-password, and as Session.changePassword
 */
export async function changePassword(
  session: Session,
  masterPassword: string,
  newPassword: string,
  onStep: OnStep = () => undefined,
): Promise<Scrubbed> {
  if (newPassword.trim() === '') throw new CofferError('usage/blank-password')
  await session.requirePassword(masterPassword, onStep)
  return await session.changePassword(newPassword, session.account.kdf, onStep)
}
