/** What an import leaves to be kept outside of the vault: its report, and the rows that could not be read. */
import { CofferError } from '../../contract/errors.ts'
import { writeAtomic } from '../files/write-atomic.ts'
import type { Session } from '../vault/session.ts'
import type { ImportPlan } from './import-plan.ts'
import { reportOf, type ReportWords } from './import-report.ts'

/**
 * Writes the report of an import in the history, and gives the path written. It replaces a file of that path.
 * @throws CofferError usage/import-not-found, and as writeAtomic
 */
export async function saveReport(session: Session, id: string, target: string, words: ReportWords): Promise<string> {
  const text = reportOf(session, id, words)
  return await writeAtomic(target, Buffer.from(text, 'utf8'), { overwrite: true, plain: true })
}

/**
 * Writes the rows that could not be read as they stand in their file, secrets included, and gives the path written. It
 * replaces a file of that path.
 * @throws CofferError usage/bad-request where there is none, or where the format has no rows of its own; as writeAtomic
 */
export async function saveUnreadable(plan: ImportPlan, target: string): Promise<string> {
  const bytes = plan.unreadableFile()
  if (!bytes) throw new CofferError('usage/bad-request')
  return await writeAtomic(target, bytes, { overwrite: true, plain: true })
}
