/**
 * The rehearsal of a key rotation: on a scratch copy of the vault the key is really rotated, and every recorded file is
 * tried with the new one. Replacements for what would stop opening are written and drilled before anything is changed.
 */
import { hash } from 'node:crypto'
import path from 'node:path'
import { CofferError } from '../../contract/errors.ts'
import type { Fate } from '../../contract/exports.ts'
import type { OnStep } from '../../contract/progress.ts'
import { accountMarks } from '../crypto/account-marks.ts'
import type { UserKey } from '../crypto/keys.ts'
import { isFree, sweepBeside, withTemp, writeAtomic } from '../files/write-atomic.ts'
import type { AccountSecrets } from '../formats/format.ts'
import { formatOf } from '../formats/index.ts'
import { digestOf } from '../model/digest.ts'
import { preparing, settled, type ExportRecord } from '../vault/ledger.ts'
import { LockedVault, type Session } from '../vault/session.ts'
import { takeFile, type TakenFile } from './files.ts'

export interface Rehearsed {
  readonly record: ExportRecord
  readonly fate: Fate
}

export interface Rehearsal {
  /** The key that the vault has after the rotation, if it comes to it. */
  readonly stagedKey: UserKey
  /** The vault's wrapped key at the time: Session.deviceId. */
  readonly deviceId: string
  /** The newest first. */
  readonly exports: readonly Rehearsed[]
}

/** @throws CofferError as Session.rotateUserKey, and file/… for the scratch copy */
export async function rehearseRotation(
  session: Session,
  masterPassword: string,
  { detach, onStep = () => undefined }: { readonly detach: boolean; readonly onStep?: OnStep | undefined },
): Promise<Rehearsal> {
  await sweepBeside(session.path)
  const stagedKey = await withTemp(session.path, async (scratch) => {
    session.copyTo(scratch)
    const vault = LockedVault.open(scratch)
    try {
      const copy = await vault.unlock(masterPassword, onStep)
      await copy.rotateUserKey(masterPassword, { detach, onStep: uncounted(onStep) })
      return copy.userKey
    } finally {
      vault.close()
    }
  })
  const [before, after] = [session, comingSecrets(stagedKey)]
  const records = session.ledger.records()
  const exports = []
  for (const [index, record] of records.entries()) {
    onStep('read', index, records.length)
    exports.push({ record, fate: await fateOf(record, before, after) })
  }
  onStep('read', records.length, records.length)
  return { stagedKey, deviceId: session.deviceId, exports }
}

/** Whether the vault's key and its ledger are as they were then. Items may have changed: a rotation takes those of now. */
export function stillHolds(session: Session, { deviceId, exports }: Rehearsal): boolean {
  const then = exports.map(({ record }) => record)
  return session.deviceId === deviceId && JSON.stringify(session.ledger.records()) === JSON.stringify(then)
}

/** The exports of one fate, the newest first. */
export function withFate({ exports }: Rehearsal, fate: Fate): ExportRecord[] {
  return exports.filter((rehearsed) => rehearsed.fate === fate).map(({ record }) => record)
}

/** Of the scratch copy only that it goes on is told: the counts are the real rotation's. */
function uncounted(onStep: OnStep): OnStep {
  return (stage) => {
    if (stage !== 'switch') onStep(stage)
  }
}

/** A rotation ends an adoption. */
function comingSecrets(userKey: UserKey): AccountSecrets {
  return { userKey, marks: accountMarks(userKey), adopted: false }
}

async function fateOf(
  { path: file, keyFingerprint }: ExportRecord,
  before: AccountSecrets,
  after: AccountSecrets,
): Promise<Fate> {
  try {
    const taken = await takeFile(file)
    // Its password is not known here; no key of the account has a part in it.
    if (taken.facts.opensWith !== 'account-key') return 'opens'
    if (await opensWith(taken, after)) return 'opens'
    return (await opensWith(taken, before)) ? 'stops' : 'gone'
  } catch (error) {
    if (!(error instanceof CofferError)) throw error
    const isAway = error.code.startsWith('file/')
    return isAway && keyFingerprint === before.marks.fingerprint ? 'unseen' : 'gone'
  }
}

async function opensWith({ recognised }: TakenFile, account: AccountSecrets): Promise<boolean> {
  try {
    await recognised.read({ account })
    return true
  } catch (error) {
    if (error instanceof CofferError) return false
    throw error
  }
}

export interface Replacement {
  readonly original: ExportRecord
  readonly record: ExportRecord
}

/**
 * Writes beside each export that stops opening the same contents under the coming key, and drills it from disk. They
 * are staged in the ledger first, so that nothing of them stays where the rotation does not come. Originals stay.
 * @throws CofferError file/…, backup/not-equal, and as Recognised.read
 */
export async function writeReplacements(
  session: Session,
  rehearsal: Rehearsal,
  onStep: OnStep = () => undefined,
): Promise<Replacement[]> {
  const account = comingSecrets(rehearsal.stagedKey)
  const dying = withFate(rehearsal, 'stops')
  const written = []
  for (const [index, record] of dying.entries()) {
    onStep('write', index, dying.length)
    written.push(await replace(session, record, account))
  }
  return written
}

async function replace(session: Session, original: ExportRecord, account: AccountSecrets): Promise<Replacement> {
  const format = formatOf('bitwarden-account-restricted')
  const file = await takeFile(original.path)
  const read = await file.recognised.read({ account: session })
  const { contents } = read
  const digest = digestOf(contents)
  // As old as its contents, or it would pass for a newer backup than those made after the original.
  const isAsRecorded = file.sha256 === original.sha256
  const made = isAsRecorded ? original.made : (read.made ?? original.made)
  const isOwn = read.counted?.vault === session.facts.lineage
  const number = !isAsRecorded && read.counted && isOwn ? read.counted.number : original.number
  // What is from before the counter stays so.
  const counted = number === 0 ? undefined : { vault: session.facts.lineage, number }
  const bytes = await format.write(contents, { account, made, counted })
  const target = await freeName(original.path)
  const row = session.ledger.stage(
    {
      path: target,
      made,
      number,
      format: format.id,
      sha256: hash('sha256', bytes),
      bytes: bytes.byteLength,
      items: contents.items.length,
      folders: contents.folders.length,
      keyFingerprint: account.marks.fingerprint,
      digest,
    },
    { path: original.path, sha256: file.sha256 },
  )
  await writeAtomic(target, bytes, { overwrite: false })
  const restored = await (await takeFile(target)).recognised.read({ account })
  if (digestOf(restored.contents) !== digest) throw new CofferError('backup/not-equal')
  preparing(() => {
    session.ledger.prove(row.id, 'restore', { at: new Date().toISOString(), refusal: null })
  })
  return { original, record: settled(row) }
}

/** `june.json` -> `june (new key).json`, `june (new key 2).json`, … */
async function freeName(original: string): Promise<string> {
  const { dir, name, ext } = path.parse(original)
  for (let number = 1; ; number += 1) {
    const file = path.join(dir, `${name} (new key${number === 1 ? '' : ` ${number}`})${ext}`)
    if (await isFree(file)) return file
  }
}
