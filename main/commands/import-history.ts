/** Doing what a plan says, remembering what that was, and taking it back. Source: docs/FORMATS.md#import-history. */
import { hash, randomUUID } from 'node:crypto'
import { CofferError } from '../../contract/errors.ts'
import {
  KEPT_IMPORTS,
  LISTED_ROWS,
  type ImportDone,
  type ImportRecord,
  type UndoDone,
} from '../../contract/import-plan.ts'
import type { OnStep } from '../../contract/progress.ts'
import type { Item } from '../model/item.ts'
import { mergeItems } from '../model/merge.ts'
import type { ImportRow, LeftItem } from '../vault/imports.ts'
import type { Session } from '../vault/session.ts'
import { withoutRaw, type ImportPlan } from './import-plan.ts'
import { folderOf, placeItem } from './place.ts'

const nothing: OnStep = () => undefined

/**
 * Does what the plan says, all in one transaction with its entry in the history; where that is nothing, nothing is
 * written. `onStep` may stop it up to the transaction.
 * @param fileName - how the history names the file; folders before it are left out
 * @throws CofferError vault/changed where the vault is not what the plan was made for, file/no-space
 */
export function commitImport(
  session: Session,
  plan: ImportPlan,
  { fileName }: { readonly fileName: string },
  onStep: OnStep = nothing,
): ImportDone {
  if (session.revision !== plan.revision) throw new CofferError('vault/changed')
  const now = new Date().toISOString()
  const rows = plan.planned()
  const folders = plan.placement()
  const items: Item[] = []
  const added: LeftItem[] = []
  const merged: ImportRow['merged'][number][] = []
  rows.forEach(({ item, partner, finding, action }, index) => {
    onStep('read', index, rows.length)
    if (action === 'skip') return
    const before = action === 'merge' ? partner : null
    const own = { ...item, folderId: folderOf(item, folders.idOf) }
    const placed = before
      ? mergeItems(before, own, { fileWins: finding !== 'older', now })
      : placeItem(item, folders, now)
    items.push(placed)
    if (before) merged.push({ ...leftItem(placed), before })
    else added.push(leftItem(placed))
  })
  const unreadable = plan.unreadable.slice(0, LISTED_ROWS).map(withoutRaw)
  const unread = plan.unreadable.length
  const { sealed, ignored } = plan.report
  const history = session.imports.rows(() => {
    onStep('read')
  })
  const row: ImportRow = {
    ...{ id: randomUUID(), number: (history[0]?.number ?? 0) + 1, at: now },
    ...{ file: fileName.split(/[\\/]/).at(-1) ?? '', format: plan.format, ignored, unreadable, unread },
    ...{ added, merged, folders: folders.added },
    skipped: plan.totals().skip - unread,
  }
  const isAnything = items.length + folders.added.length > 0
  if (isAnything) {
    const goneImports = history.slice(KEPT_IMPORTS - 1).map(({ id }) => id)
    session.change({ items, folders: folders.added, import: row, goneImports }, onStep)
  }
  return {
    id: isAnything ? row.id : null,
    format: plan.format,
    items: {
      new: added.length,
      duplicates: rows.filter(({ action, duplicate }) => action === 'add' && duplicate).length,
      merged: merged.length,
      skipped: row.skipped,
      unreadable: unread,
    },
    folders: { new: folders.added.length, reused: folders.reused },
    ...{ sealed, ignored, unreadable },
    absent: plan.absent,
  }
}

function leftItem(item: Item): LeftItem {
  return { id: item.id, sha256: hash('sha256', JSON.stringify(item)) }
}

/** Those that can be undone, the newest first. */
export function listImports(session: Session): ImportRecord[] {
  return session.imports.rows().map(recordOf)
}

function recordOf({ id, at, file, format, skipped, ...row }: ImportRow): ImportRecord {
  return {
    ...{ id, at, file, format, skipped },
    added: row.added.length,
    merged: row.merged.length,
    unreadable: row.unread,
    foldersAdded: row.folders.length,
  }
}

/**
 * Takes back what is as the import left it, all in one transaction: added items and folders go for good, merged items
 * are again what they were. What was edited, moved or binned since stays, and so does a folder that holds something or
 * was renamed. What the person removed since stays removed. `onStep` may stop it up to the transaction.
 * @throws CofferError usage/import-not-found, file/no-space
 */
export function undoImport(session: Session, id: string, onStep: OnStep = nothing): UndoDone {
  const row = session.imports.get(id)
  const contents = session.contents()
  const items = new Map(contents.items.map((item) => [item.id, item]))
  const total = row.added.length + row.merged.length
  const kept: string[] = []
  /** Whether it is as the import left it. Edited ones are noted, those that are not there any more are not. */
  const isAsLeft = (left: LeftItem, index: number): boolean => {
    onStep('read', index, total)
    const item = items.get(left.id)
    if (!item || leftItem(item).sha256 === left.sha256) return item !== undefined
    kept.push(item.name)
    return false
  }
  const gone = row.added.filter(isAsLeft).map((left) => left.id)
  const restored = row.merged
    .filter((left, index) => isAsLeft(left, row.added.length + index))
    .flatMap(({ before }) => before ?? [])
  for (const goneId of gone) items.delete(goneId)
  for (const item of restored) items.set(item.id, item)
  const inUse = new Set([...items.values()].map(({ folderId }) => folderId))
  const names = new Map(contents.folders.map((folder) => [folder.id, folder.name]))
  const goneFolders = row.folders
    .filter((folder) => names.get(folder.id) === folder.name && !inUse.has(folder.id))
    .map((folder) => folder.id)
  session.change({ items: restored, goneItems: gone, goneFolders, goneImports: [row.id] }, onStep)
  return { removed: gone.length, restored: restored.length, foldersRemoved: goneFolders.length, kept }
}

export { reportOf } from './import-report.ts'
