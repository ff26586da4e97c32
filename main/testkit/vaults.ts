/** Vaults in temporary folders, for tests that need a real file. All of it is gone when the test file is done. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll } from 'vitest'
import type { Argon2idConfig, KdfConfig, Pbkdf2Config } from '../../contract/kdf-config.ts'
import { makeUserKey, type UserKey } from '../crypto/keys.ts'
import { createVault, createVaultAround } from '../vault/create.ts'
import { deriveStretchedKey, emailSalt, wrapUserKey, type WrappedAccount } from '../vault/keychain.ts'
import { LockedVault, type Session } from '../vault/session.ts'

export const MASTER_PASSWORD = 'correct horse battery staple'
export const EMAIL = 'ann@example.com'
/** The quickest settings that a person may choose. */
export const FAST_KDF: Argon2idConfig = { type: 'argon2id', iterations: 2, memoryMiB: 16, parallelism: 1 }
/** Quicker still: an adopted account may have them. */
export const OLD_KDF: Pbkdf2Config = { type: 'pbkdf2', iterations: 5_000 }

const folders: string[] = []
const sessions: Session[] = []

afterAll(() => {
  for (const session of sessions) session.lock()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

export function makeTempFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'coffer-test-')))
  folders.push(folder)
  return folder
}

/** The file of a new vault, closed, alone in its folder. */
export async function makeVault({
  email = EMAIL,
  kdf = FAST_KDF,
}: { email?: string | null; kdf?: KdfConfig } = {}): Promise<string> {
  const file = path.join(makeTempFolder(), 'vault.coffer')
  await createVault(file, MASTER_PASSWORD, { email, kdf })
  return file
}

/** An account as it stands outside of any vault. */
export async function makeWrappedAccount({
  email = EMAIL,
  kdf = OLD_KDF,
  password = MASTER_PASSWORD,
  userKey = makeUserKey(),
}: { email?: string; kdf?: KdfConfig; password?: string; userKey?: UserKey } = {}): Promise<WrappedAccount> {
  const salt = emailSalt(email)
  return { email, salt, kdf, wrappedUserKey: wrapUserKey(await deriveStretchedKey(password, salt, kdf), userKey) }
}

/** As makeVault, but its account has settings from long ago, so that a test may unlock it many times. */
export async function makeQuickVault({ adopted = false } = {}): Promise<string> {
  const file = path.join(makeTempFolder(), 'vault.coffer')
  await createVaultAround(file, MASTER_PASSWORD, { ...(await makeWrappedAccount()), adopted })
  return file
}

/** Opens and unlocks; locked again when the test file is done, if not before. */
export async function openVault(file: string, masterPassword = MASTER_PASSWORD): Promise<Session> {
  const vault = LockedVault.open(file)
  try {
    const session = await vault.unlock(masterPassword)
    sessions.push(session)
    return session
  } catch (error) {
    vault.close()
    throw error
  }
}

/** A new quick vault, unlocked. */
export async function makeSession(): Promise<{ file: string; folder: string; session: Session }> {
  const file = await makeQuickVault()
  return { file, folder: path.dirname(file), session: await openVault(file) }
}

/** Runs statements on a vault that is closed; the rows of the last one. */
export function sql(file: string, ...statements: string[]): Record<string, unknown>[] {
  const database = new DatabaseSync(file)
  try {
    return statements.map((statement) => database.prepare(statement).all()).at(-1) ?? []
  } finally {
    database.close()
  }
}

/** The code that `task` is refused with; 'done' where it is not, the error's text where it has no code of Coffer's. */
export async function refusalOf(task: () => unknown): Promise<string> {
  try {
    await task()
    return 'done'
  } catch (error) {
    return error instanceof Error && error.name === 'CofferError' ? error.message : String(error)
  }
}
