/** Rotating the account encryption key, with the recorded exports that end by it named. */
import { CofferError } from '../../contract/errors.ts'
import type { OnStep } from '../../contract/progress.ts'
import type { VaultContents } from '../model/item.ts'
import type { ExportRecord } from '../vault/ledger.ts'
import type { Scrubbed, Session } from '../vault/session.ts'
import {
  rehearseRotation,
  stillHolds,
  writeReplacements,
  type Rehearsal,
  type Replacement,
} from './rehearse-rotation.ts'

export interface RotationPlan {
  readonly items: number
  readonly folders: number
  /**
   * Recorded exports that this vault opens no more; an older account key file still does. Copies made elsewhere are not
   * on record.
   */
  readonly willStopOpening: readonly ExportRecord[]
  /** Recorded exports that never needed this key. */
  readonly stillOpen: readonly ExportRecord[]
}

function planOf(
  { items, folders }: VaultContents,
  exports: readonly ExportRecord[],
  fingerprint: string,
): RotationPlan {
  return {
    items: items.length,
    folders: folders.length,
    willStopOpening: exports.filter(({ keyFingerprint }) => keyFingerprint === fingerprint),
    stillOpen: exports.filter(({ keyFingerprint }) => keyFingerprint === null),
  }
}

export interface RotateOptions {
  readonly detach: boolean
  /** First write and drill a replacement beside each export that stops opening. */
  readonly replace?: boolean
  /** Rotates to the key that was tried then. */
  readonly rehearsal?: Rehearsal | undefined
  readonly onStep?: OnStep
}

export interface RotationDone extends RotationPlan, Scrubbed {
  readonly replacements: readonly Replacement[]
}

/**
 * Rotates, and tells what became of the exports on record at that moment. Where it fails or is stopped before the
 * change-over, replacements that were written are removed again.
 * @throws CofferError vault/not-rehearsed where `rehearsal` holds no longer, and as Session.rotateUserKey,
 *   rehearseRotation and writeReplacements
 */
export async function rotateKey(
  session: Session,
  masterPassword: string,
  { replace = false, rehearsal: given, ...options }: RotateOptions,
): Promise<RotationDone> {
  if (given && !stillHolds(session, given)) throw new CofferError('vault/not-rehearsed')
  const rotate = async (rehearsal?: Rehearsal): Promise<RotationPlan & Scrubbed> => {
    const stagedKey = rehearsal?.stagedKey
    // Now: where the disk fails while the old is wiped, the vault is closed, and the rotation is done all the same.
    const contents = session.contents()
    const { scrubbed, retiredFingerprint, exports } = await session.rotateUserKey(masterPassword, {
      ...options,
      stagedKey,
    })
    return { ...planOf(contents, exports, retiredFingerprint), scrubbed }
  }
  if (!replace) return { ...(await rotate(given)), replacements: [] }
  try {
    const rehearsal = given ?? (await session.inTurn(() => rehearseRotation(session, masterPassword, options)))
    const replacements = await session.inTurn(() => writeReplacements(session, rehearsal, options.onStep))
    return { ...(await rotate(rehearsal)), replacements }
  } catch (error) {
    // What cannot be removed now is when the vault is next unlocked; why it came to this says more.
    await session.ledger.dropStaged().catch(() => undefined)
    throw error
  }
}
