/**
 * One lane's disk: a folder `disk` that is put back before every run, with a vault, its exports and what commands read.
 * Its path never changes, because the ledger holds paths.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Pbkdf2Config } from '../contract/kdf-config.ts'
import { writeAccountKey } from '../main/commands/accounts.ts'
import { exportVault } from '../main/commands/export-vault.ts'
import { takeBytes } from '../main/commands/files.ts'
import { commitImport } from '../main/commands/import-history.ts'
import { planImport } from '../main/commands/import-plan.ts'
import { SAMPLE } from '../main/commands/sample.ts'
import { createVaultAround, openVaultFile, type Session } from '../main/commands/vault.ts'
import { makeUserKey } from '../main/crypto/keys.ts'
import { clientDataOf } from '../main/testkit/client-data.ts'
import { deriveStretchedKey, emailSalt, wrapUserKey, type WrappedAccount } from '../main/vault/keychain.ts'

/** The quickest that an account may have: what is tried here is not the derivation. */
const OLD_KDF: Pbkdf2Config = { type: 'pbkdf2', iterations: 5_000 }
const EMAIL = 'ann@example.com'

export const PASSWORDS = { old: 'correct horse battery', new: 'staple of another kind', file: 'file password' } as const
/** Stands in the plain text of every item, so that a leak can be told. */
export const PLAIN_MARK = 's3cret-mail'

/**
 * Copies of vaults that a person may have: of the vault when it was new and empty, of the vault before its last changes,
 * and of another vault.
 */
export const COPIES = ['young', 'yesterday', 'stranger'] as const

/** A table of Chrome's with two new logins, and one that the sample vault has otherwise. */
const MORE = [
  'name,url,username,password,note',
  'One,https://one.example,ann,first-secret,',
  'Two,https://two.example,ann,second-secret,kept',
  'Mail,https://mail.example.com,sample@example.com,another-secret,',
  '',
].join('\n')

async function accountOf(password: string): Promise<WrappedAccount> {
  const salt = emailSalt(EMAIL)
  const key = await deriveStretchedKey(password, salt, OLD_KDF)
  return { email: EMAIL, salt, kdf: OLD_KDF, wrappedUserKey: wrapUserKey(key, makeUserKey()) }
}

export class World {
  readonly root: string
  /** What may fail. */
  readonly disk: string
  readonly vault: string

  constructor(root: string) {
    this.root = root
    this.disk = path.join(root, 'disk')
    this.vault = path.join(this.disk, 'vault.coffer')
    mkdirSync(path.join(root, 'secrets'), { recursive: true })
    for (const [name, text] of Object.entries(PASSWORDS)) writeFileSync(this.secret(name), `${text}\n`)
  }

  /** A password file. */
  secret(name: string): string {
    return path.join(this.root, 'secrets', name)
  }

  /** A file on the disk. */
  on(name: string): string {
    return path.join(this.disk, name)
  }

  /** Makes the disk that most commands start from, and keeps it as `base`. */
  async build(): Promise<void> {
    this.clear()
    const account = await accountOf(PASSWORDS.old)
    await createVaultAround(this.vault, PASSWORDS.old, { ...account, adopted: false })
    this.copy('young')
    await createVaultAround(this.on('stranger.coffer'), PASSWORDS.old, {
      ...(await accountOf(PASSWORDS.old)),
      adopted: false,
    })
    renameSync(this.on('stranger.coffer'), this.copyOf('stranger'))
    writeFileSync(this.on('more.csv'), MORE)
    writeFileSync(this.on('data.json'), clientDataOf(await accountOf(PASSWORDS.new)))
    await this.withSession(async (session) => {
      await importBytes(session, Buffer.from(SAMPLE), 'sample.json')
    })
    this.copy('yesterday')
    await this.withSession(async (session) => {
      await this.export(session, 'out/first.json')
      await writeAccountKey(session, this.on('account-key.json'), { masterPassword: PASSWORDS.old, overwrite: false })
    })
    writeFileSync(this.on('out/stranger.json'), 'what was there before')
    this.keep('base')
  }

  async withSession(task: (session: Session) => Promise<void>): Promise<void> {
    const vault = await openVaultFile(this.vault)
    try {
      await task(await vault.unlock(PASSWORDS.old))
    } finally {
      vault.close()
    }
  }

  async export(session: Session, name: string): Promise<void> {
    const order = { choice: 'encrypted_json', masterPassword: PASSWORDS.old, overwrite: false } as const
    await exportVault(session, { ...order, path: this.on(name) })
  }

  async import(session: Session, name: string): Promise<void> {
    await importBytes(session, readFileSync(this.on(name)), name)
  }

  clear(): void {
    rmSync(this.disk, { recursive: true, force: true })
    for (const folder of ['out', 'tmp']) mkdirSync(this.on(folder), { recursive: true, mode: 0o700 })
  }

  /** A copy of the vault file, which nobody has open. */
  copy(name: (typeof COPIES)[number]): void {
    cpSync(this.vault, this.copyOf(name))
  }

  copyOf(name: (typeof COPIES)[number]): string {
    return path.join(this.root, 'secrets', `${name}.coffer`)
  }

  /** Keeps the disk as it is under a name. */
  keep(name: string): void {
    rmSync(this.kept(name), { recursive: true, force: true })
    cpSync(this.disk, this.kept(name), { recursive: true, preserveTimestamps: true })
  }

  kept(name: string): string {
    return path.join(this.root, 'kept', name)
  }

  /** Puts the disk back as it was kept. */
  restore(name: string): void {
    rmSync(this.disk, { recursive: true, force: true })
    cpSync(this.kept(name), this.disk, { recursive: true, preserveTimestamps: true })
  }

  /** Every file on the disk, by its path below it. */
  names(): string[] {
    return readdirSync(this.disk, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.disk, path.join(entry.parentPath, entry.name)))
      .sort()
  }
}

async function importBytes(session: Session, bytes: Uint8Array, fileName: string): Promise<void> {
  const plan = await planImport(session, takeBytes(bytes))
  commitImport(session, plan, { fileName })
}
