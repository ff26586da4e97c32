/** Two backups, or a backup and the vault, side by side. */
import type { ItemTypeName } from '../../contract/items.ts'
import { itemTypeName } from '../../contract/items.ts'
import { diffContents, type ContentsDiff, type ItemPlace } from '../model/diff.ts'
import type { Json } from '../model/json.ts'

export { diffContents }

/** An item as a list names it: nothing secret. */
export interface NamedItem {
  readonly type: ItemTypeName
  readonly name: string
  readonly folder: string | null
}

export interface NamedChange extends NamedItem {
  readonly changes: readonly { readonly field: string; readonly before: Json; readonly after: Json }[]
}

export interface Comparison {
  readonly same: number
  readonly added: readonly NamedItem[]
  readonly removed: readonly NamedItem[]
  readonly changed: readonly NamedChange[]
  readonly foldersAdded: readonly string[]
  readonly foldersRemoved: readonly string[]
}

const MASK = '••••••'
/** What is shown of a change without being asked: nothing that could be a secret. */
const PLAIN_FIELDS: ReadonlySet<string> = new Set(['name', 'folder', 'trashed', 'archived', 'favorite', 'reprompt'])

/** `reveal` shows every value; without it most are masked, whether they are secrets or not. */
export function describeDiff(diff: ContentsDiff, reveal: boolean): Comparison {
  const shown = (field: string, value: Json): Json =>
    reveal || value === null || PLAIN_FIELDS.has(field) ? value : MASK
  return {
    ...diff,
    added: diff.added.map(nameOf),
    removed: diff.removed.map(nameOf),
    changed: diff.changed.map(({ after, changes }) => ({
      ...nameOf(after),
      changes: changes.map(({ field, before, after: now }) => ({
        field,
        before: shown(field, before),
        after: shown(field, now),
      })),
    })),
  }
}

function nameOf({ item, folder }: ItemPlace): NamedItem {
  return { type: itemTypeName(item.type), name: item.name, folder }
}
