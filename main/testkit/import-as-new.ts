/** An import as Bitwarden does it: everything as new. */
import type { ImportDone } from '../../contract/import-plan.ts'
import type { TakenFile } from '../commands/files.ts'
import { commitImport } from '../commands/import-history.ts'
import { planImport } from '../commands/import-plan.ts'
import type { Session } from '../vault/session.ts'

/** @throws CofferError as planImport and commitImport */
export async function importAsNew(session: Session, file: TakenFile, filePassword?: string): Promise<ImportDone> {
  const plan = await planImport(session, file, { filePassword })
  plan.asNew(true)
  return commitImport(session, plan, { fileName: 'source' })
}
