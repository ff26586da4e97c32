/**
 * The ledger: every export that this vault made, and what was proved of it. It stands in the vault itself, sealed like
 * the items, so that a rotation of the key carries it over.
 */
import { hash, randomUUID } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DrillName, Proof, Proofs } from '../../contract/backups.ts'
import { asCofferError, CofferError } from '../../contract/errors.ts'
import type { FormatId } from '../../contract/formats.ts'
import type { UserKey } from '../crypto/keys.ts'
import { identityOf } from '../files/held-files.ts'
import { MAX_EXPORT_BYTES, readCapped } from '../files/read-capped.ts'
import type { VaultDatabase } from './database.ts'
import { openRows, sealRows } from './sealed-json.ts'

/** One export that this vault made. */
export interface ExportRecord {
  readonly id: string
  readonly path: string
  readonly made: string
  readonly format: FormatId
  readonly sha256: string
  readonly bytes: number
  readonly items: number
  readonly folders: number
  /** The user key that opens it; null where another password or nothing does. */
  readonly keyFingerprint: string | null
  readonly digest: string
  /** Records from before drills have none. */
  readonly proofs?: Proofs
}

/**
 * As it is stored. A staged one is a file under a key that is not the vault's yet; a rotation makes it true. `staged` is
 * the identity of the vault file that it was staged in: in a copy of that file it says nothing of what the key came to.
 */
export type LedgerRow = ExportRecord & { readonly staged?: string }

export class Ledger {
  readonly #database: VaultDatabase
  readonly #key: () => UserKey

  constructor(database: VaultDatabase, key: () => UserKey) {
    this.#database = database
    this.#key = key
  }

  /** The newest first. @throws CofferError internal after lock */
  records(): ExportRecord[] {
    return this.#rows()
      .filter(({ staged }) => staged === undefined)
      .sort((a, b) => b.made.localeCompare(a.made))
  }

  /** @throws CofferError usage/item-not-found */
  get(id: string): ExportRecord {
    const record = this.records().find((candidate) => candidate.id === id)
    if (!record) throw new CofferError('usage/item-not-found')
    return record
  }

  /** The file took the place of what was at its path: a record of that goes. */
  add(record: Omit<ExportRecord, 'id'>): ExportRecord {
    const whole = { ...record, id: randomUUID() }
    const replaced = this.#rows().filter(({ path }) => path === whole.path)
    const sealed = sealRows(this.#key(), 'exports', [whole])
    this.#database.transaction(() => {
      this.#database.delete(
        'exports',
        replaced.map(({ id }) => id),
      )
      this.#database.put('exports', sealed)
    })
    return whole
  }

  /** Keeps what a drill found, in the place of the last drill of its kind. @throws CofferError usage/item-not-found */
  prove(id: string, drill: DrillName, proof: Proof): void {
    const row = this.#rows().find((candidate) => candidate.id === id)
    if (!row) throw new CofferError('usage/item-not-found')
    this.#put({ ...row, proofs: { ...row.proofs, [drill]: proof } })
  }

  /** Takes an export off the record. Its file stays where it is. @throws CofferError usage/item-not-found */
  forget(id: string): void {
    const record = this.get(id)
    this.#database.transactionThenScrub(() => {
      this.#database.delete('exports', [record.id])
    })
  }

  /** Before a file of a coming key is written: so that it is found again if nothing comes of that key. */
  stage(record: Omit<ExportRecord, 'id'>): LedgerRow {
    const row: LedgerRow = { ...record, id: randomUUID(), staged: identityOf(this.#database.path) ?? '' }
    this.#put(row)
    return row
  }

  /**
   * The key never came: what was written for it opens with nothing, and is removed. Nothing else is touched, and what
   * cannot be reached stays staged. What is staged for the key of the fingerprint `coming` is left alone.
   */
  async dropStaged(coming?: string): Promise<void> {
    const identity = identityOf(this.#database.path)
    const dropped: string[] = []
    for (const row of this.#rows()) {
      if (row.staged === undefined || row.keyFingerprint === coming) continue
      if (row.staged !== identity || (await isRemoved(row))) dropped.push(row.id)
    }
    if (dropped.length === 0) return
    this.#database.transaction(() => {
      this.#database.delete('exports', dropped)
    })
  }

  #rows(): LedgerRow[] {
    return openRows<LedgerRow>(this.#key(), 'exports', this.#database.rows('exports'))
  }

  #put(row: LedgerRow): void {
    const sealed = sealRows(this.#key(), 'exports', [row])
    this.#database.transaction(() => {
      this.#database.put('exports', sealed)
    })
  }
}

/** The row as it is once its key is the vault's. */
export function unstaged(row: LedgerRow): ExportRecord {
  const record: ExportRecord & { staged?: string } = { ...row }
  delete record.staged
  return record
}

/** Removes the file if it is the one that was written. False where that cannot be told or done: a drive that is away. */
async function isRemoved({ path, sha256 }: ExportRecord): Promise<boolean> {
  try {
    if (hash('sha256', await readCapped(path, MAX_EXPORT_BYTES)) === sha256) rmSync(path)
    return true
  } catch (error) {
    return asCofferError(error).code === 'file/not-found' && existsSync(dirname(path))
  }
}
