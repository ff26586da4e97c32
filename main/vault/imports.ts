/**
 * The history of imports: what each brought, and what undoing it needs. It stands in the vault itself, sealed like the
 * items, and holds items at most, never a key. Source: docs/FORMATS.md#import-history.
 */
import type { ImportRecord, UnreadableRow } from '../../contract/import-plan.ts'
import { CofferError } from '../../contract/errors.ts'
import type { UserKey } from '../crypto/keys.ts'
import type { Folder, Item } from '../model/item.ts'
import type { SealedRow, VaultDatabase } from './database.ts'
import { openRows, type OnRow } from './sealed-json.ts'

/** An item as an import left it: 64 hexadecimal digits, the SHA-256 of its JSON as stored. */
export interface LeftItem {
  readonly id: string
  readonly sha256: string
}

/** As it is stored. */
export interface ImportRow extends Omit<ImportRecord, 'added' | 'merged' | 'unreadable' | 'foldersAdded'> {
  /** Counts up: the order in which imports were made, whatever the clock said. */
  readonly number: number
  readonly added: readonly LeftItem[]
  /** `before` is the whole item as it was; null once the item was deleted for good. */
  readonly merged: readonly (LeftItem & { readonly before: Item | null })[]
  readonly folders: readonly Folder[]
  readonly ignored: Readonly<Record<string, number>>
  /** The first LISTED_ROWS. */
  readonly unreadable: readonly UnreadableRow[]
  /** All of them. */
  readonly unread: number
}

export class ImportHistory {
  readonly #database: VaultDatabase
  readonly #key: () => UserKey

  constructor(database: VaultDatabase, key: () => UserKey) {
    this.#database = database
    this.#key = key
  }

  /** The newest first. `onRow` is told before each, which may be large. @throws CofferError internal after lock, vault/damaged */
  rows(onRow?: OnRow): ImportRow[] {
    return this.#open(this.#database.rows('imports'), onRow).sort((a, b) => b.number - a.number)
  }

  /** @throws CofferError usage/import-not-found, vault/damaged */
  get(id: string): ImportRow {
    const [row] = this.#open(this.#database.rows('imports').filter((candidate) => candidate.id === id))
    if (!row) throw new CofferError('usage/import-not-found')
    return row
  }

  /** The entries that remember an earlier version of one of these items, without it. @throws CofferError vault/damaged */
  forgetting(itemIds: readonly string[]): ImportRow[] {
    const gone = new Set(itemIds)
    return this.rows()
      .filter(({ merged }) => merged.some(({ id, before }) => before !== null && gone.has(id)))
      .map((row) => ({
        ...row,
        merged: row.merged.map((left) => (gone.has(left.id) ? { ...left, before: null } : left)),
      }))
  }

  #open(rows: readonly SealedRow[], onRow?: OnRow): ImportRow[] {
    return openRows<ImportRow>(this.#key(), 'imports', rows, onRow)
  }
}
