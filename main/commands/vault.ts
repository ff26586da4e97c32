/** The vault as the command line and the app take it up. */
import path from 'node:path'
import { sweepStaleTemps } from '../files/write-atomic.ts'
import { CofferError } from '../../contract/errors.ts'
import type { OnStep } from '../../contract/progress.ts'
import { LockedVault, type Scrubbed, type Session } from '../vault/session.ts'

export { defaultVaultPath } from '../files/data-folder.ts'
export { digestOf } from '../model/digest.ts'
export { createVault, createVaultAround } from '../vault/create.ts'
export type { ExportRecord, LockedVault, Session } from '../vault/session.ts'
export type { VaultContents } from '../model/item.ts'

/** Opens and locks a vault file; temps that a killed process left beside it go first. @throws as LockedVault.open */
export async function openVaultFile(file: string): Promise<LockedVault> {
  await sweepStaleTemps(path.dirname(file))
  return LockedVault.open(file)
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
