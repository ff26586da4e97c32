/** Importing a recognised file: everything in it, in one transaction, or nothing. */
import { CofferError } from '../../contract/errors.ts'
import type { ImportPreview, ImportReport } from '../../contract/files.ts'
import type { OnStep } from '../../contract/progress.ts'
import { canonicalItems } from '../model/digest.ts'
import type { VaultContents } from '../model/item.ts'
import type { Session } from '../vault/session.ts'
import type { TakenFile } from './files.ts'
import { openBackup, type Opener } from './open-backup.ts'
import { placeFolders, placeItem } from './place.ts'

/** A file that was opened whole; nothing of it is in the vault yet. */
export interface StagedImport {
  readonly preview: ImportPreview
  readonly contents: VaultContents
}

/**
 * Opens the file and counts, without changing the vault.
 * @throws CofferError as openBackup; format/nothing-to-import
 */
export async function stageImport(session: Session, file: TakenFile, opener: Opener): Promise<StagedImport> {
  const { contents, sealed, made, ignored } = await openBackup(file, { ...opener, session })
  const counts = { items: contents.items.length, folders: contents.folders.length }
  if (counts.items + counts.folders === 0) throw new CofferError('format/nothing-to-import')
  const duplicates = countDuplicates(contents, session.contents())
  return { contents, preview: { format: file.facts.id, ...counts, duplicates, sealed, made, ignored } }
}

/**
 * Adds every item as new, as Bitwarden does: importing twice makes duplicates, which are counted. Folders that the
 * vault has, by id or by name, are used again. `onStep` may stop it up to the transaction.
 * @throws CofferError file/no-space
 */
export function commitImport(session: Session, { contents, preview }: StagedImport, onStep?: OnStep): ImportReport {
  const folders = placeFolders(contents, session.contents().folders, () => true)
  const now = new Date().toISOString()
  const items = contents.items.map((item) => placeItem(item, folders, now))
  session.save({ items, folders: folders.added }, onStep)
  const { format, duplicates, sealed, ignored } = preview
  return {
    format,
    items: { new: items.length, duplicates },
    folders: { new: folders.added.length, reused: folders.reused },
    sealed,
    ignored,
  }
}

/** Both at once. @throws CofferError as stageImport and commitImport */
export async function importFile(session: Session, file: TakenFile, filePassword?: string): Promise<ImportReport> {
  return commitImport(session, await stageImport(session, file, { filePassword }))
}

function countDuplicates(incoming: VaultContents, present: VaultContents): number {
  const known = new Set(canonicalItems(present))
  return canonicalItems(incoming).filter((text) => known.has(text)).length
}
