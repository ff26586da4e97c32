/** Opening a recognised file with what a person has: a file password, an unlocked vault, or nothing. */
import { CofferError } from '../../contract/errors.ts'
import type { ReadOptions } from '../../contract/import-plan.ts'
import type { OnStep } from '../../contract/progress.ts'
import type { ReadReport } from '../formats/format.ts'
import { writeDocument } from '../formats/bitwarden/json.ts'
import { digestOf } from '../model/digest.ts'
import type { Session } from '../vault/session.ts'
import type { TakenFile } from './files.ts'

export interface Opener extends Partial<ReadOptions> {
  readonly session?: Session | undefined
  readonly filePassword?: string | undefined
  readonly onStep?: OnStep | undefined
}

/**
 * Reads it all, or throws. Where the vault's own record knows the file, a key that does not fit is told as the retired
 * key it is, with its date.
 * @throws CofferError as Recognised.read, and format/retired-key
 */
export async function openBackup(file: TakenFile, { session, ...given }: Opener): Promise<ReadReport> {
  try {
    return await file.recognised.read({ ...given, account: session })
  } catch (error) {
    if (session && error instanceof CofferError && error.code === 'format/other-key')
      throw nameKey(file, session, error)
    throw error
  }
}

function nameKey({ sha256 }: TakenFile, session: Session, error: CofferError): CofferError {
  const record = session.ledger.records().find((made) => made.sha256 === sha256)
  const key = session.facts.retiredKeys.find(({ fingerprint }) => fingerprint === record?.keyFingerprint)
  return key ? new CofferError('format/retired-key', { retired: key.retired.slice(0, 10) }, error) : error
}

/** The contents as a plain Bitwarden JSON document's text. @throws CofferError as openBackup */
export async function readAsPlainJson(file: TakenFile, opener: Opener): Promise<string> {
  const { contents } = await openBackup(file, opener)
  return writeDocument(contents)
}

/** The canonical digest of a file's contents. @throws CofferError as openBackup */
export async function digestBackup(file: TakenFile, opener: Opener): Promise<string> {
  const { contents } = await openBackup(file, opener)
  return digestOf(contents)
}
