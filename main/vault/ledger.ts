/**
 * The ledger: every export that this vault made, and what was proved of it. It stands in the vault itself, sealed like
 * the items, so that a rotation of the key carries it over. What is written on disk is put down before it is there, so
 * that nothing is there of which the ledger does not know. Source: docs/FORMATS.md#ledger.
 */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import type { DrillName, Proof, Proofs } from '../../contract/backups.ts'
import { CofferError, renameError } from '../../contract/errors.ts'
import type { FormatId } from '../../contract/formats.ts'
import type { UserKey } from '../crypto/keys.ts'
import { identityOf } from '../files/held-files.ts'
import { isSameFile } from '../files/same-file.ts'
import type { VaultDatabase } from './database.ts'
import { openRows, sealRows } from './sealed-json.ts'
import { lookAt } from './written-file.ts'

/** One export that this vault made. */
export interface ExportRecord {
  readonly id: string
  readonly path: string
  readonly made: string
  /** The vault's counter when its contents were exported: what is newer goes by it. 0 in records from before it. */
  readonly number: number
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

/** As it is stored. */
export type LedgerRow = ExportRecord & {
  /** An export that may not have got its name yet. */
  readonly unnamed?: true
  /**
   * A file under a key that is not the vault's yet; a rotation makes it true. It is the identity of the vault file that it
   * was staged in: in a copy of that file it says nothing of what the key came to.
   */
  readonly staged?: string
  /** Of a staged one: the file whose contents it holds. */
  readonly original?: Written
}

/** A file as it was written. */
export type Written = Pick<ExportRecord, 'path' | 'sha256'>

/** The vault's counter, as its facts hold it. */
export interface Counter {
  readonly get: () => number
  /** Takes part in the transaction that is open. */
  readonly save: (counter: number) => void
}

export class Ledger {
  readonly #database: VaultDatabase
  readonly #key: () => UserKey
  readonly #counter: Counter
  /** Of a vault that nothing can be written to: known until it is locked. */
  readonly #unwritten = new Map<string, LedgerRow>()
  #last = 0

  constructor(database: VaultDatabase, key: () => UserKey, counter: Counter) {
    this.#database = database
    this.#key = key
    this.#counter = counter
  }

  /** The newest first, by the counter. @throws CofferError internal after lock */
  records(): ExportRecord[] {
    return this.#rows()
      .filter(({ staged }) => staged === undefined)
      .map(settled)
      .sort(newestFirst)
  }

  /** The newest of which it is certain that it has its name. */
  newest(): ExportRecord | undefined {
    return this.#rows()
      .filter(({ staged, unnamed }) => staged === undefined && unnamed === undefined)
      .sort(newestFirst)[0]
  }

  /** Files of a key that did not come in this vault, and that are not Coffer's to remove. The newest first. */
  strays(): ExportRecord[] {
    return this.#rows()
      .filter(({ staged }) => staged !== undefined)
      .map(settled)
      .sort(newestFirst)
  }

  /** @throws CofferError usage/item-not-found */
  get(id: string): ExportRecord {
    return settled(this.#row(id))
  }

  /** What the next export or drill is counted as: greater than all before. It is on disk with what it counts. */
  next(): number {
    const given = this.#rows().flatMap(({ number, proofs = {} }) => [
      number,
      ...Object.values(proofs).map((proof) => proof.number ?? 0),
    ])
    this.#last = Math.max(this.#last, this.#counter.get(), ...given) + 1
    return this.#last
  }

  /** An export that is about to get its name: from now on it is on record, or found to be none at the next unlock. */
  announce(record: Omit<ExportRecord, 'id'>): LedgerRow {
    const row: LedgerRow = { ...record, id: randomUUID(), unnamed: true }
    preparing(() => {
      this.#put(row)
    })
    return row
  }

  /** The export has its name, and took the place of what was there: a record of that goes. */
  confirm(row: LedgerRow): void {
    if (this.#database.readOnly) {
      this.#put(settled(row))
      return
    }
    const replaced = this.#rows().filter(({ id, path }) => id !== row.id && isSameFile(path, row.path))
    const sealed = sealRows(this.#key(), 'exports', [settled(row)])
    this.#database.transaction(() => {
      this.#database.delete(
        'exports',
        replaced.map(({ id }) => id),
      )
      this.#database.put('exports', sealed)
    })
  }

  /** Keeps what a drill found, in the place of the last drill of its kind. @throws CofferError usage/item-not-found */
  prove(id: string, drill: DrillName, proof: Omit<Proof, 'number'>): void {
    const row = this.#row(id)
    this.#put({ ...row, proofs: { ...row.proofs, [drill]: { ...proof, number: this.next() } } })
  }

  /** Takes an export off the record. Its file stays where it is. @throws CofferError usage/item-not-found */
  forget(id: string): void {
    const { id: gone } = this.#row(id)
    this.#database.transactionThenScrub(() => {
      this.#database.delete('exports', [gone])
    })
  }

  /** Before a file of a coming key is written: so that it is found again if nothing comes of that key. */
  stage(record: Omit<ExportRecord, 'id'>, original: Written): LedgerRow {
    const staged = identityOf(this.#database.path) ?? ''
    const row: LedgerRow = { ...record, id: randomUUID(), staged, original }
    preparing(() => {
      this.#put(row)
    })
    return row
  }

  /** What was left half done is taken up where its file is there, and dropped where it is not. */
  async settle(): Promise<void> {
    for (const row of this.#rows()) if (row.unnamed) await this.settleExport(row)
    await this.dropStaged()
  }

  /** Whether an announced export came to its name is told by its file; where that cannot be reached, later. */
  async settleExport(row: LedgerRow): Promise<void> {
    const found = await lookAt(row)
    if (found === 'written') this.confirm(row)
    else if (found === 'gone') this.#delete([row.id])
  }

  /**
   * The key never came: what was written for it opens with nothing, and is removed. That is certain only in the vault
   * file that staged it, and no loss only while the file with the same contents is there. Anything else stays, and on
   * record. What is staged for the key of the fingerprint `coming` is left alone.
   */
  async dropStaged(coming?: string): Promise<void> {
    const dropped: string[] = []
    for (const row of this.#rows()) {
      if (row.staged === undefined || row.keyFingerprint === coming) continue
      if (await this.#isDone(row)) dropped.push(row.id)
    }
    if (dropped.length === 0) return
    preparing(() => {
      this.#delete(dropped)
    })
  }

  /** Whether nothing of a staged file is left; removes it where that may be. */
  async #isDone(row: LedgerRow): Promise<boolean> {
    const found = await lookAt(row)
    if (found !== 'written') return found === 'gone'
    if (row.staged !== identityOf(this.#database.path) || !row.original) return false
    if ((await lookAt(row.original)) !== 'written') return false
    try {
      rmSync(row.path)
      return true
    } catch {
      return false
    }
  }

  /** @throws CofferError usage/item-not-found */
  #row(id: string): LedgerRow {
    const row = this.#rows().find((candidate) => candidate.id === id)
    if (!row) throw new CofferError('usage/item-not-found')
    return row
  }

  #rows(): LedgerRow[] {
    const stored = openRows<LedgerRow>(this.#key(), 'exports', this.#database.rows('exports'))
    const rows = [...stored.filter(({ id }) => !this.#unwritten.has(id)), ...this.#unwritten.values()]
    // Rows from before the counter have no number.
    return rows.map((row) => ({ ...row, number: (row as Partial<LedgerRow>).number ?? 0 }))
  }

  #put(row: LedgerRow): void {
    if (this.#database.readOnly) {
      this.#unwritten.set(row.id, row)
      return
    }
    const sealed = sealRows(this.#key(), 'exports', [row])
    this.#database.transaction(() => {
      this.#counter.save(Math.max(this.#last, this.#counter.get()))
      this.#database.put('exports', sealed)
    })
  }

  #delete(ids: readonly string[]): void {
    this.#database.transaction(() => {
      this.#database.delete('exports', ids)
    })
  }
}

/**
 * Runs what only prepares a change: where the disk fails at it, the change itself has not come, whatever became of this.
 * @throws CofferError vault/change-undone, and as VaultDatabase.transaction
 */
export function preparing(task: () => void): void {
  renameError('vault/change-kept', 'vault/change-undone', task)
}

/** The row as it is once its file has its name, and its key is the vault's. */
export function settled(row: LedgerRow): ExportRecord {
  const record: { -readonly [Member in keyof LedgerRow]: LedgerRow[Member] } = { ...row }
  delete record.unnamed
  delete record.staged
  delete record.original
  return record
}

/** Dates decide among those from before the counter alone. */
function newestFirst(a: ExportRecord, b: ExportRecord): number {
  return b.number - a.number || b.made.localeCompare(a.made)
}
