/** What is: the disk after a command, once the vault was started again by a process that did not run it. */
import { hash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { asCofferError } from '../contract/errors.ts'
import type { Proof } from '../contract/backups.ts'
import { takeBytes } from '../main/commands/files.ts'
import { digestOf, openVaultFile, type Session } from '../main/commands/vault.ts'
import { sweepStaleTemps } from '../main/files/write-atomic.ts'
import { parseAccountKey } from '../main/vault/account-key-file.ts'
import type { ExportRecord } from '../main/vault/ledger.ts'
import { CANDIDATES } from './scenarios.ts'
import { PASSWORDS, type World } from './world.ts'

export interface RecordSeen {
  readonly name: string
  readonly format: string
  readonly key: string | null
  /** restore/burntHouse: ok, a code, or - for none. */
  readonly proofs: string
  /** Whether the file at its place is the one on record. */
  readonly file: 'whole' | 'other' | 'missing'
}

export interface VaultSeen {
  readonly password: string
  readonly fingerprint: string
  readonly wrappedUserKey: string
  readonly kdf: string
  readonly adopted: boolean
  readonly digest: string
  readonly items: number
  readonly favorites: number
  readonly trashed: number
  readonly folders: number
  readonly imports: number
  readonly keyFile: string | null
  readonly records: readonly RecordSeen[]
}

export interface Seen {
  /** Null: no file of that name. A text: the code it is refused with. */
  readonly vault: VaultSeen | string | null
  /** Every other file, by its name, and what it is. */
  readonly files: ReadonlyMap<string, FileSeen>
  /** Temps that were there before the vault was started again. */
  readonly tempsLeft: readonly string[]
  /** Temps and side files of the vault that a start did not clear away. */
  readonly leftovers: readonly string[]
}

export function isVault(vault: Seen['vault']): vault is VaultSeen {
  return vault !== null && typeof vault !== 'string'
}

export interface FileSeen {
  readonly sha256: string
  /** An export or key file that reads to its end, or what was on the disk before; anything else is torn. */
  readonly whole: boolean
}

const TEMP = /\.coffer-(?:plain-)?tmp(?:-[a-z]+)?$/
const SIDE = /\.coffer-(?:wal|shm|journal)$/
const NOT_LOOKED_AT = 'tmp/'

export async function look(world: World): Promise<Seen> {
  const tempsLeft = world.names().filter((name) => TEMP.test(name))
  let session: Session | null = null
  let vault: Seen['vault'] = null
  const files = new Map<string, FileSeen>()
  const opened = existsSync(world.vault) ? await openVaultFile(world.vault).catch(codeOf) : null
  if (typeof opened === 'string') vault = opened
  else if (opened !== null) {
    try {
      for (const name of CANDIDATES) {
        const unlocked = await opened.unlock(PASSWORDS[name]).catch(codeOf)
        vault = typeof unlocked === 'string' ? unlocked : await see(world, unlocked, name)
        if (typeof unlocked !== 'string') session = unlocked
        if (vault !== 'vault/wrong-password') break
      }
      for (const [name, seen] of await filesOf(world, session)) files.set(name, seen)
    } catch (error) {
      vault = codeOf(error)
    } finally {
      opened.close()
    }
  }
  if (files.size === 0) for (const [name, seen] of await filesOf(world, null)) files.set(name, seen)
  // As the next write into the folder does, and the next `init` where no vault came to be.
  await sweepStaleTemps(world.on('out'))
  if (vault === null) await sweepStaleTemps(world.disk)
  const leftovers = world.names().filter((name) => TEMP.test(name) || SIDE.test(name))
  return { vault, files, tempsLeft, leftovers }
}

function codeOf(error: unknown): string {
  const { code, cause } = asCofferError(error)
  return code === 'internal' ? `internal: ${cause instanceof Error ? (cause.stack ?? '') : String(cause)}` : code
}

// eslint-disable-next-line @typescript-eslint/require-await -- what it asks for is of either kind
async function see(world: World, session: Session, password: string): Promise<VaultSeen> {
  const contents = session.contents()
  const { items, folders } = contents
  return {
    password,
    fingerprint: session.marks.fingerprint,
    wrappedUserKey: session.account.wrappedUserKey,
    kdf: JSON.stringify(session.account.kdf),
    adopted: session.adopted,
    digest: digestOf(contents),
    items: items.length,
    favorites: items.filter(({ favorite }) => favorite).length,
    trashed: items.filter(({ deletedDate }) => deletedDate !== null).length,
    folders: folders.length,
    imports: session.imports.rows().length,
    keyFile: session.keyFile,
    records: session.ledger
      .records()
      .map((record) => seeRecord(world, record))
      .sort((a, b) => a.name.localeCompare(b.name)),
  }
}

function seeRecord(world: World, record: ExportRecord): RecordSeen {
  const { restore, burntHouse } = record.proofs ?? {}
  const sha256 = existsSync(record.path) ? hash('sha256', readFileSync(record.path)) : null
  return {
    name: path.relative(world.disk, record.path),
    format: record.format,
    key: record.keyFingerprint,
    proofs: `${proofWord(restore)}/${proofWord(burntHouse)}`,
    file: sha256 === null ? 'missing' : sha256 === record.sha256 ? 'whole' : 'other',
  }
}

function proofWord(proof: Proof | undefined): string {
  return proof === undefined ? '-' : (proof.refusal ?? 'ok')
}

async function filesOf(world: World, session: Session | null): Promise<[string, FileSeen][]> {
  const names = world
    .names()
    .filter((name) => !name.startsWith(NOT_LOOKED_AT) && !TEMP.test(name) && !name.startsWith('vault.coffer'))
  return await Promise.all(
    names.map(async (name) => {
      const bytes = readFileSync(world.on(name))
      return [name, { sha256: hash('sha256', bytes), whole: await isWhole(bytes, session) }] as [string, FileSeen]
    }),
  )
}

/** Whether a file reads to its end as an export or an account key file, or is a report with all its lines. */
async function isWhole(bytes: Uint8Array, session: Session | null): Promise<boolean> {
  try {
    parseAccountKey(bytes)
    return true
  } catch {
    // Another kind of file.
  }
  try {
    const { recognised } = takeBytes(bytes)
    await recognised.read({ account: session ?? undefined, filePassword: PASSWORDS.file })
    return true
  } catch (error) {
    // A whole export under a key that the vault does not have any more.
    return ['format/other-key', 'format/retired-key', 'format/needs-account'].includes(asCofferError(error).code)
  }
}
