/** The vault's ledger: every export on record, what its file is like now, and what was proved of it. */
import path from 'node:path'
import type { BackupFacts, BackupState, Outgrown, Proof } from '../../contract/backups.ts'
import { asCofferError, CofferError, type ErrorCode } from '../../contract/errors.ts'
import { FORMATS } from '../../contract/formats.ts'
import type { OnStep } from '../../contract/progress.ts'
import { isSameFile } from '../files/same-file.ts'
import type { ExportRecord } from '../vault/ledger.ts'
import type { Session } from '../vault/session.ts'
import { restoredOf, type Restored } from './burnt-house.ts'
import { hashFile, takeFile } from './files.ts'

/** A backup with where it lies. */
export type Backup = BackupFacts & { readonly path: string }

/** Every export on record, the newest first by the vault's counter; then the files of a key that never came. Reads each file once; derives nothing, writes nothing. */
export async function listBackups(session: Session, onStep: OnStep = () => undefined): Promise<Backup[]> {
  const records = [...session.ledger.records(), ...session.ledger.strays()]
  const backups = []
  for (const [index, record] of records.entries()) {
    onStep('read', index, records.length)
    backups.push(await backupOf(session, record))
  }
  return backups
}

/** One of them. @throws CofferError usage/item-not-found */
export async function lookAtBackup(session: Session, id: string): Promise<Backup> {
  return await backupOf(session, session.ledger.get(id))
}

async function backupOf(session: Session, record: ExportRecord): Promise<Backup> {
  const { id, format, made, items, folders, bytes, proofs = {} } = record
  const burnt = proofs.burntHouse
  const retired = session.facts.retiredKeys.find(({ fingerprint }) => fingerprint === record.keyFingerprint)
  return {
    id,
    path: record.path,
    kind: format,
    made,
    items,
    folders,
    bytes,
    state: await stateOf(session, record),
    lastProved: burnt?.refusal === null ? burnt.at : null,
    proofs,
    outgrown: outgrownOf(session, record),
    retired: retired?.retired.slice(0, 10) ?? null,
  }
}

async function stateOf(session: Session, record: ExportRecord): Promise<BackupState> {
  const file = await fileState(record)
  if (file !== null) return file
  if (session.ledger.strays().some(({ id }) => id === record.id)) return 'key-unknown'
  if (record.keyFingerprint !== null && record.keyFingerprint !== session.marks.fingerprint) return 'key-retired'
  const { restore, burntHouse } = record.proofs ?? {}
  const last = [restore, burntHouse].filter((proof) => proof !== undefined).sort(latestFirst)[0]
  if (!last) return 'not-checked'
  if (last.refusal !== null) return 'failed'
  return burntHouse?.refusal === null && outgrownOf(session, record) === null ? 'proved' : 'opens-here'
}

/** Dates decide among proofs from before the counter alone. */
function latestFirst(a: Proof, b: Proof): number {
  return (b.number ?? 0) - (a.number ?? 0) || b.at.localeCompare(a.at)
}

/** A file password and a plain file stay what they are; an account key file opens with the password of its time. */
function outgrownOf({ wrapping, facts }: Session, { format, proofs }: ExportRecord): Outgrown | null {
  const burnt = proofs?.burntHouse
  const isOutgrown =
    burnt?.refusal === null && FORMATS[format].opensWith === 'account-key' && burnt.wrapping !== wrapping
  if (!isOutgrown) return null
  // Proofs from before this was noted do not tell which password it was.
  return { since: burnt.wrapping === undefined ? null : (facts.passwordChanged?.slice(0, 10) ?? null) }
}

/** Null where the file is the one that was written. */
async function fileState({ path: file, sha256 }: ExportRecord): Promise<BackupState | null> {
  try {
    return (await hashFile(file)) === sha256 ? null : 'changed'
  } catch (error) {
    return asCofferError(error).code === 'file/not-found' ? 'missing' : 'unreadable'
  }
}

/** Of `listBackups`, the newest that is proved to survive this computer with what the person has now; else null. */
export function lastGoodCopy(backups: readonly Backup[]): Backup | null {
  return backups.find(({ state }) => state === 'proved') ?? null
}

/** The record of a file, by what is in it: a copy elsewhere is the same backup. */
export function recordOf(session: Session, sha256: string, file?: string): ExportRecord | undefined {
  const records = session.ledger.records().filter((record) => record.sha256 === sha256)
  const full = file === undefined ? undefined : path.resolve(file)
  return records.find((record) => full !== undefined && isSameFile(record.path, full)) ?? records[0]
}

export interface DrillPasswords {
  readonly masterPassword?: string | undefined
  readonly filePassword?: string | undefined
}

export interface DrillOutcome {
  readonly at: string
  /** Null: proved. */
  readonly refusal: CofferError | null
  /** Of the file; null where it did not open. */
  readonly digest: string | null
  readonly items: number
  readonly folders: number
  readonly sealed: boolean | null
  /** As Restored.wrapping. */
  readonly wrapping?: string
}

/**
 * The restore drill of a recorded export: the file from disk, a key derived anew from a re-typed password, the real
 * importer, and the digest of then. Nothing is written but the proof. A password that does not open is no finding
 * about the file, so it is thrown.
 * @throws CofferError vault/wrong-password, format/wrong-password, usage/password-needed, usage/file-password-needed,
 *   usage/item-not-found, and what `onStep` throws to stop
 */
export async function drillBackup(
  session: Session,
  id: string,
  passwords: DrillPasswords,
  onStep: OnStep = () => undefined,
): Promise<DrillOutcome> {
  const record = session.ledger.get(id)
  const outcome = await drill(record.digest, async () => {
    onStep('derive')
    const needsAccount = FORMATS[record.format].opensWith === 'account-key'
    const account = needsAccount ? await session.deriveAgain(needed(passwords.masterPassword), onStep) : undefined
    onStep('read')
    const file = await takeFile(record.path)
    const read = await file.recognised.read({ account, filePassword: passwords.filePassword, onStep })
    onStep('prove')
    return restoredOf(read.contents, read.sealed)
  })
  session.ledger.prove(id, 'restore', proofOf(outcome))
  return outcome
}

/**
 * What the burnt-house drill of a recorded export came to, kept in the ledger. A fault of the account key file, or of
 * the drill's own process, is no finding either.
 * @throws as drillBackup, format/needs-account, backup/other-key-file, backup/key-file-unusable,
 *   backup/key-file-unreadable, crypto/argon2-failed, internal
 */
export async function recordBurntHouse(
  session: Session,
  id: string,
  restore: () => Promise<Restored>,
): Promise<DrillOutcome> {
  const { digest, keyFingerprint } = session.ledger.get(id)
  const outcome = await drill(digest, restore)
  if (isOtherKeyFile(outcome.refusal, keyFingerprint)) throw new CofferError('backup/other-key-file')
  session.ledger.prove(id, 'burntHouse', proofOf(outcome))
  return outcome
}

/** With the key that made the backup the refusal would be a finding; with any other it is the key file that is wrong. */
function isOtherKeyFile(refusal: CofferError | null, keyFingerprint: string | null): boolean {
  return refusal?.code === 'format/other-key' && refusal.details.keyFile !== keyFingerprint
}

function needed(masterPassword: string | undefined): string {
  if (masterPassword === undefined) throw new CofferError('usage/password-needed')
  return masterPassword
}

/**
 * Refusals that say nothing of the file: they are the person's to mend, or of this computer, and no proof that it would
 * not restore.
 */
const NO_FINDING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'vault/wrong-password',
  'format/wrong-password',
  'usage/password-needed',
  'usage/file-password-needed',
  'format/needs-account',
  'backup/key-file-unusable',
  'backup/key-file-unreadable',
  'crypto/argon2-failed',
  'vault/locked',
  'internal',
])

async function drill(digest: string, open: () => Promise<Restored>): Promise<DrillOutcome> {
  const at = new Date().toISOString()
  try {
    const restored = await open()
    const refusal = restored.digest === digest ? null : new CofferError('backup/not-equal')
    return { at, refusal, ...restored }
  } catch (error) {
    if (!(error instanceof CofferError) || NO_FINDING.has(error.code)) throw error
    return { at, refusal: error, digest: null, items: 0, folders: 0, sealed: null }
  }
}

function proofOf({ at, refusal, wrapping }: DrillOutcome): Omit<Proof, 'number'> {
  return { at, refusal: refusal?.code ?? null, ...(wrapping !== undefined && { wrapping }) }
}
