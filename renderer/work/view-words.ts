/** What a view of the list is called, and how many items it holds. */
import type { ItemCounts, ItemFilter } from '../../contract/item-view.ts'
import { t } from '../text/index.ts'

function folderOf(folderId: string, counts: ItemCounts | null): ItemCounts['folders'][number] | undefined {
  return counts?.folders.find(({ id }) => id === folderId)
}

export function viewName(filter: ItemFilter, counts: ItemCounts | null): string {
  switch (filter.view) {
    case 'type':
      return t(`types.many.${filter.type}`)
    case 'folder':
      return folderOf(filter.folderId, counts)?.name ?? t('app.nav.folders')
    case 'no-folder':
      return t('vault.views.noFolder')
    default:
      return t(`vault.views.${filter.view}`)
  }
}

export function viewSize(filter: ItemFilter, counts: ItemCounts | null): number {
  if (!counts) return 0
  switch (filter.view) {
    case 'type':
      return counts.types[filter.type]
    case 'folder':
      return folderOf(filter.folderId, counts)?.items ?? 0
    case 'no-folder':
      return counts.noFolder
    default:
      return counts[filter.view]
  }
}

export function sameFilter(a: ItemFilter, b: ItemFilter): boolean {
  if (a.view === 'type' && b.view === 'type') return a.type === b.type
  if (a.view === 'folder' && b.view === 'folder') return a.folderId === b.folderId
  return a.view === b.view
}
