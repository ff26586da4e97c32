/** Rotating the account encryption key, with the recorded exports that end by it named. */
import type { OnStep } from '../../contract/progress.ts'
import type { ExportRecord, Scrubbed, Session } from '../vault/session.ts'

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

function planOf(session: Session, exports: readonly ExportRecord[], fingerprint: string): RotationPlan {
  const { items, folders } = session.contents()
  // The vault keeps them in no order.
  const newestFirst = exports.toSorted((a, b) => b.made.localeCompare(a.made))
  return {
    items: items.length,
    folders: folders.length,
    willStopOpening: newestFirst.filter(({ keyFingerprint }) => keyFingerprint === fingerprint),
    stillOpen: newestFirst.filter(({ keyFingerprint }) => keyFingerprint === null),
  }
}

/** What a rotation would do, without doing it. */
export function planRotation(session: Session): RotationPlan {
  return planOf(session, session.exports(), session.marks.fingerprint)
}

/** Rotates, and tells what became of the exports on record at that moment. @throws CofferError as Session.rotateUserKey */
export async function rotateKey(
  session: Session,
  masterPassword: string,
  options: { readonly detach: boolean; readonly onStep?: OnStep },
): Promise<RotationPlan & Scrubbed> {
  const { scrubbed, retiredFingerprint, exports } = await session.rotateUserKey(masterPassword, options)
  return { ...planOf(session, exports, retiredFingerprint), scrubbed }
}
