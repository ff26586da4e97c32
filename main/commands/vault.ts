/** The vault as the command line and the app take it up. */
export { defaultVaultPath } from '../files/data-folder.ts'
export { digestOf } from '../model/digest.ts'
export { createVault, createVaultAround } from '../vault/create.ts'
export { LockedVault, type Session } from '../vault/session.ts'
