/** Importing a recognised file: everything in it, in one transaction, or nothing. */
import { randomUUID } from 'node:crypto'
import { CofferError } from '../../contract/errors.ts'
import type { ImportPreview, ImportReport } from '../../contract/files.ts'
import type { OnStep } from '../../contract/progress.ts'
import { canonicalItems } from '../model/digest.ts'
import type { Folder, Item, VaultContents } from '../model/item.ts'
import type { Session } from '../vault/session.ts'
import type { TakenFile } from './files.ts'
import { openBackup, type Opener } from './open-backup.ts'

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
  const folders = placeFolders(contents.folders, session.contents().folders)
  const items = contents.items.map((item) => placeItem(item, folders.idOf))
  session.save({ items, folders: folders.added }, onStep)
  const { format, duplicates, sealed, ignored } = preview
  const reused = contents.folders.length - folders.added.length
  return {
    format,
    items: { new: items.length, duplicates },
    folders: { new: folders.added.length, reused },
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

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Where each folder of the file goes. Two folders of one name inside the file stay two. */
function placeFolders(
  incoming: readonly Folder[],
  present: readonly Folder[],
): { added: Folder[]; idOf: ReadonlyMap<string, string> } {
  const ids = new Set(present.map(({ id }) => id))
  const byName = new Map(present.map(({ id, name }) => [name, id]))
  const added: Folder[] = []
  const idOf = new Map<string, string>()
  for (const { id, name } of incoming) {
    const reused = ids.has(id) ? id : byName.get(name)
    const taken = idOf.has(id) || !UUID.test(id)
    const place = reused ?? (taken ? randomUUID() : id)
    if (reused === undefined) added.push({ id: place, name })
    idOf.set(id, place)
  }
  return { added, idOf }
}

function placeItem(item: Item, folderIdOf: ReadonlyMap<string, string>): Item {
  const now = new Date().toISOString()
  return {
    ...item,
    id: randomUUID(),
    folderId: item.folderId === null ? null : (folderIdOf.get(item.folderId) ?? null),
    creationDate: item.creationDate ?? now,
    revisionDate: item.revisionDate ?? now,
  }
}
