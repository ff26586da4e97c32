/** Importing everything of a recognised file as new, as Bitwarden does: all of it in one transaction, or nothing. */
import type { ImportDone } from '../../contract/import-plan.ts'
import type { Session } from '../vault/session.ts'
import type { TakenFile } from './files.ts'
import { commitImport } from './import-history.ts'
import { planImport } from './import-plan.ts'

export interface ImportedAsNew extends Omit<ImportDone, 'items'> {
  readonly items: Pick<ImportDone['items'], 'new' | 'duplicates'>
}

/**
 * Importing twice makes duplicates, which are counted. Folders that the vault has, by id or by name, are used again.
 * @throws CofferError as planImport and commitImport
 */
export async function importFile(session: Session, file: TakenFile, filePassword?: string): Promise<ImportedAsNew> {
  const plan = await planImport(session, file, { filePassword })
  plan.asNew(true)
  const { items, ...done } = commitImport(session, plan, { fileName: '' })
  return { ...done, items: { new: items.new, duplicates: items.duplicates } }
}
