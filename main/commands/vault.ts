/** The vault as the command line and the app take it up. */
import path from 'node:path'
import { sweepStaleTemps } from '../files/write-atomic.ts'
import { LockedVault } from '../vault/session.ts'

export { defaultVaultPath } from '../files/data-folder.ts'
export { digestOf } from '../model/digest.ts'
export { createVault, createVaultAround } from '../vault/create.ts'
export type { LockedVault, Session } from '../vault/session.ts'

/** Opens and locks a vault file; temps that a killed process left beside it go first. @throws as LockedVault.open */
export async function openVaultFile(file: string): Promise<LockedVault> {
  await sweepStaleTemps(path.dirname(file))
  return LockedVault.open(file)
}
