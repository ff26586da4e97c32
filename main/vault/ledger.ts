/**
 * The ledger: every export that this vault made, and what was proved of it. It stands in the vault itself, sealed like
 * the items, so that a rotation of the key carries it over.
 */
import { hash, randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import type { DrillName, Proof, Proofs } from '../../contract/backups.ts'
import { CofferError } from '../../contract/errors.ts'
import type { FormatId } from '../../contract/formats.ts'
import type { UserKey } from '../crypto/keys.ts'
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

/** As it is stored. A staged one is a file under a key that is not the vault's yet; a rotation makes it true. */
export type LedgerRow = ExportRecord & { readonly staged?: true }

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
      .filter(({ staged }) => staged !== true)
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
    const row: LedgerRow = { ...record, id: randomUUID(), staged: true }
    this.#put(row)
    return row
  }

  /** The key never came: what was written for it opens with nothing, and is removed. Nothing else is touched. */
  async dropStaged(): Promise<void> {
    const staged = this.#rows().filter((row) => row.staged === true)
    if (staged.length === 0) return
    for (const row of staged) if (await isWhole(row)) rmSync(row.path, { force: true })
    this.#database.transaction(() => {
      this.#database.delete(
        'exports',
        staged.map(({ id }) => id),
      )
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
  const record: ExportRecord & { staged?: true } = { ...row }
  delete record.staged
  return record
}

async function isWhole({ path, sha256 }: ExportRecord): Promise<boolean> {
  try {
    return hash('sha256', await readCapped(path, MAX_EXPORT_BYTES)) === sha256
  } catch {
    return false
  }
}
