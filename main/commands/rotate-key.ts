/** Rotating the account encryption key, with the recorded exports that end by it named. */
import type { ExportRecord, Session } from '../vault/session.ts'

export interface RotationReport {
  readonly items: number
  readonly folders: number
  /** Recorded exports that no key opens any more. Copies made elsewhere are not on record. */
  readonly willStopOpening: readonly ExportRecord[]
  /** Recorded exports that never needed this key. */
  readonly stillOpen: readonly ExportRecord[]
}

/** What a rotation would do, without doing it. */
export function planRotation(session: Session): RotationReport {
  const { items, folders } = session.contents()
  const exports = session.exports()
  return {
    items: items.length,
    folders: folders.length,
    willStopOpening: exports.filter(({ keyFingerprint }) => keyFingerprint === session.marks.fingerprint),
    stillOpen: exports.filter(({ keyFingerprint }) => keyFingerprint === null),
  }
}

/** @throws CofferError as Session.rotateUserKey */
export async function rotateKey(
  session: Session,
  masterPassword: string,
  options: { readonly detach: boolean },
): Promise<RotationReport> {
  const report = planRotation(session)
  await session.rotateUserKey(masterPassword, options)
  return report
}
