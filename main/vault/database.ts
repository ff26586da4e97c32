/**
 * The vault file as a locked SQLite database: one process at a time, every change on disk, in that one file, before it
 * counts (docs/adr/0012). Knows no keys. Whoever holds one opens the file through nothing else (files/held-files.ts).
 */
import { existsSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { DatabaseSync } from 'node:sqlite'
import { CofferError, renameError, type ErrorCode } from '../../contract/errors.ts'
import { holdFile, isDatabaseFile, refuseHeldFile } from '../files/held-files.ts'
import { nameFile, sweepStaleTemps, withTemp } from '../files/write-atomic.ts'
import { upgradeFrom, versionOf, VERSIONS, type TableName } from './schema.ts'
import { hasSideFile, isJournalHot, leftoverOf, removeSpentJournal, stampAfter, stamped } from './side-files.ts'
import { attempt, isDiskFault, isDiskFull, isWriteProtected, sqliteError } from './sqlite-errors.ts'
import {
  accountIn,
  closeToOthers,
  fill,
  insertAccount,
  isWritable,
  requireReadBack,
  requireVault,
  userVersionOf,
  type AccountRow,
} from './vault-file.ts'

export type { AccountRow } from './vault-file.ts'

export interface SealedRow {
  readonly id: string
  readonly sealed: string
}

/** How long another process that is just closing the vault may take. */
const LOCK_WAIT_MS = 200

/** What a person is told of the file: nothing can be written there; others could read it until it was opened now. */
export type VaultNotice = 'read-only' | 'closed-to-others'

export class VaultDatabase {
  readonly path: string
  readonly notice: VaultNotice | null
  readonly #version: number
  readonly #release: () => void
  #database: DatabaseSync

  private constructor(database: DatabaseSync, file: string, found: Found) {
    this.#database = database
    this.path = file
    this.notice = found.notice
    this.#version = found.version
    this.#release = holdFile(file)
  }

  /**
   * Makes a vault file with its account row: whole or not at all, mode 0600. It gets its name only after it was opened
   * and read back. Does not keep it open.
   * @throws CofferError vault/exists (also beside what SQLite would take for its log), file/no-permission,
   *   file/no-space, file/write-failed, file/verify-failed, file/unconfirmed (it is there)
   */
  static async create(file: string, account: AccountRow): Promise<void> {
    if (existsSync(file) || hasSideFile(file)) throw new CofferError('vault/exists')
    try {
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
      await sweepStaleTemps(path.dirname(file))
      await withTemp(file, async (temp) => {
        writeFileSync(temp, '', { flag: 'wx', mode: 0o600 })
        fill(temp, account)
        requireReadBack(temp, account)
        await nameFile(temp, file, false)
      })
    } catch (thrown) {
      const error = sqliteError(thrown)
      throw error instanceof CofferError && error.code === 'file/exists'
        ? new CofferError('vault/exists', {}, error)
        : error
    }
  }

  /**
   * Opens and locks the vault file for this process alone. One of an older version becomes one of the newest, and one
   * that others may read is closed to them. Where nothing can be written it is opened for reading.
   * @throws CofferError vault/not-found, vault/in-use, vault/not-a-vault, vault/newer, vault/damaged,
   *   vault/foreign-log, vault/log-waits, file/no-permission
   */
  static open(given: string): VaultDatabase {
    if (!existsSync(given)) throw new CofferError('vault/not-found')
    if (!statSync(given).isFile()) throw new CofferError('file/not-regular')
    renameError('file/open-vault', 'vault/in-use', () => {
      refuseHeldFile(given)
    })
    return attempt(() => {
      // SQLite would make a database of an empty file.
      if (!isDatabaseFile(given)) throw new CofferError('vault/not-a-vault')
      const file = realpathSync(given)
      const left = leftoverOf(file)
      if (left.kind === 'foreign') throw new CofferError('vault/foreign-log', { log: sideName(file, left.log) })
      const opened = isWritable(file) ? VaultDatabase.#openToWrite(file) : null
      if (opened) return opened
      if (left.kind === 'own') throw new CofferError('vault/log-waits', { log: sideName(file, left.log) })
      return VaultDatabase.#openToRead(file)
    })
  }

  /** Null: the disk is write-protected, which not every system says of the file. */
  static #openToWrite(file: string): VaultDatabase | null {
    const database = new DatabaseSync(file, { timeout: LOCK_WAIT_MS })
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA secure_delete = ON; PRAGMA synchronous = FULL;')
      database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;')
      // On macOS a plain fsync may leave data in the disk's own cache; elsewhere this does nothing.
      database.exec('PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;')
      // Before the first read, so that two that start at once do not wait for each other; it is never given back.
      database.exec('BEGIN EXCLUSIVE; COMMIT;')
      const version = requireVault(database)
      const notice = closeToOthers(file) ? 'closed-to-others' : null
      // What the log of an earlier version of Coffer holds goes into the file here, and the log goes.
      database.exec(JOURNAL)
      return new VaultDatabase(database, file, { notice, version: VERSIONS.length }).#broughtUp(version)
    } catch (error) {
      if (database.isOpen) database.close()
      if (isWriteProtected(error)) return null
      throw error
    }
  }

  static #openToRead(file: string): VaultDatabase {
    // Nobody can change it, and in the journal mode of earlier versions SQLite could not open it otherwise.
    const address = pathToFileURL(file)
    address.search = 'immutable=1'
    const database = new DatabaseSync(address, { readOnly: true })
    try {
      database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;')
      const version = requireVault(database)
      return new VaultDatabase(database, file, { notice: 'read-only', version })
    } catch (error) {
      database.close()
      throw error
    }
  }

  /** What an earlier version, or one that was interrupted, left to do. */
  #broughtUp(from: number): this {
    try {
      if (from < VERSIONS.length) {
        this.transaction(() => {
          this.#database.exec(upgradeFrom(from))
        })
      }
      if (this.#isScrubDue()) this.#scrubAgain()
      return this
    } catch (error) {
      this.#release()
      const isKnown = error instanceof CofferError && KNOWN_OUTCOMES.has(error.code)
      throw isKnown ? new CofferError('file/write-failed', error.details, error) : error
    }
  }

  account(): AccountRow {
    const row = attempt(() => accountIn(this.#database))
    if (!row) throw new CofferError('vault/damaged')
    return row
  }

  rows(table: TableName): SealedRow[] {
    // Where nothing can be written, a vault of an older version stays one.
    if (this.#version < versionOf(table)) return []
    return attempt(() => this.#database.prepare(`SELECT id, sealed FROM ${table}`).all()) as unknown as SealedRow[]
  }

  put(table: TableName, rows: readonly SealedRow[]): void {
    const insert = this.#database.prepare(`INSERT OR REPLACE INTO ${table} (id, sealed) VALUES (?, ?)`)
    attempt(() => {
      for (const { id, sealed } of rows) insert.run(id, sealed)
    })
  }

  delete(table: TableName, ids: readonly string[]): void {
    const remove = this.#database.prepare(`DELETE FROM ${table} WHERE id = ?`)
    attempt(() => {
      for (const id of ids) remove.run(id)
    })
  }

  replaceAccount(account: AccountRow): void {
    attempt(() => {
      this.#database.exec('DELETE FROM account')
      insertAccount(this.#database, account)
    })
  }

  /** Takes no part of the account but its facts, which no scrub is due for: they were never in clear. */
  replaceFacts(facts: string): void {
    attempt(() => this.#database.prepare('UPDATE account SET facts = ?').run(facts))
  }

  /**
   * All of `task` or nothing of it; on disk when it returns.
   * @throws CofferError vault/read-only; where the disk fails so that nobody knows what came of it, this one is closed and
   *   the file opened afresh and looked at: vault/change-kept, vault/change-undone, vault/change-unknown
   */
  transaction(task: () => void): void {
    if (this.readOnly) throw new CofferError('vault/read-only')
    attempt(() => {
      const before = userVersionOf(this.#database)
      this.#database.exec('BEGIN IMMEDIATE')
      let after
      try {
        after = this.#stamp(before)
        task()
      } catch (error) {
        this.#takeBack({ before, after: null }, error)
        throw error
      }
      try {
        this.#database.exec('COMMIT')
      } catch (error) {
        if (!isDiskFull(error)) throw this.#lookAfresh({ before, after }, error)
        this.#takeBack({ before, after }, error)
        throw error
      }
    })
  }

  /** Names the state that the open transaction leads to, in page 1: a journal is known by it (side-files.ts). */
  #stamp(before: number): number {
    // The first write makes the journal, whose number the stamp is made of.
    this.#database.exec(`PRAGMA user_version = ${stamped(VERSIONS.length, 0)}`)
    const after = stamped(VERSIONS.length, stampAfter(before, this.path))
    this.#database.exec(`PRAGMA user_version = ${after}`)
    return after
  }

  /** @throws CofferError as `transaction` where it is not certain that nothing came of it */
  #takeBack(states: States, cause: unknown): void {
    try {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
    } catch {
      // Told by the look at what came of it.
    }
    if (!this.#isAs(states.before)) throw this.#lookAfresh(states, cause)
  }

  /** SQLite says of no rollback that it failed; its journal does. */
  #isAs(version: number | null): boolean {
    try {
      return !this.#database.isTransaction && !isJournalHot(this.path) && userVersionOf(this.#database) === version
    } catch {
      return false
    }
  }

  /** What the disk holds after a fault of which nobody can tell: by a fresh look, and by nothing else. */
  #lookAfresh({ before, after }: States, cause: unknown): CofferError {
    this.#end()
    const fault = sqliteError(cause)
    const details = fault instanceof CofferError ? fault.details : {}
    const found = foundIn(this.path)
    if (found !== null && found === before) return new CofferError('vault/change-undone', details, cause)
    if (found !== null && found === after) return new CofferError('vault/change-kept', details, cause)
    return new CofferError('vault/change-unknown', details, cause)
  }

  /** Everything but changes works. */
  get readOnly(): boolean {
    return this.notice === 'read-only'
  }

  /** Closed for good: after `close`, or after a fault at which it had to be. */
  get ended(): boolean {
    return !this.#database.isOpen
  }

  /**
   * A transaction after which what it replaced is in no byte of the file or its log. Where the rewriting is interrupted
   * (a crash, a full disk, a fault, which ends this one), it is done when the vault is next opened. Gives whether it is
   * done.
   * @throws CofferError as `transaction`
   */
  transactionThenScrub(task: () => void): boolean {
    this.transaction(() => {
      task()
      this.#database.exec('UPDATE account SET scrub = 1')
    })
    return this.#scrub()
  }

  /** A compact copy as a new file of mode 0600. @throws CofferError file/… */
  copyTo(file: string): void {
    attempt(() => {
      // SQLite writes into an empty file, and leaves it its mode.
      writeFileSync(file, '', { flag: 'wx', mode: 0o600 })
      this.#database.prepare('VACUUM INTO ?').run(file)
    })
  }

  #scrubAgain(): void {
    try {
      // The state that is rewritten now gets a stamp of its own: a copy from before the interruption is another one.
      this.transaction(() => undefined)
      this.#scrub()
    } catch (error) {
      // A full disk keeps nobody from the items.
      if (this.ended) throw error
    }
    if (this.ended) throw new CofferError('file/write-failed')
  }

  #isScrubDue(): boolean {
    return this.#database.prepare('SELECT scrub FROM account').get()?.scrub === 1
  }

  /** The change that it is due for is on disk already. Where it cannot be done now, opening the vault tries again. */
  #scrub(): boolean {
    const version = userVersionOf(this.#database)
    try {
      this.#database.exec('VACUUM')
      // The mark goes last: what a crash interrupts before it is done again.
      this.transaction(() => {
        this.#database.exec('UPDATE account SET scrub = 0')
      })
      return true
    } catch (error) {
      if (!this.ended && (isDiskFault(error) || !this.#isAs(version))) this.#end()
      return false
    }
  }

  /** After a fault: nothing more is written through it, not even to clear up. */
  #end(): void {
    this.#database.close()
    this.#release()
  }

  close(): void {
    try {
      // While the lock is held: nothing stays beside the file.
      if (this.#database.isOpen && !this.readOnly) {
        this.#database.exec('PRAGMA journal_mode = DELETE')
        removeSpentJournal(this.path)
      }
    } catch {
      // A journal may stay that means nothing.
    }
    if (this.#database.isOpen) this.#database.close()
    this.#release()
  }
}

/** The stamped versions of the file before a change and after it, as far as they are known. */
interface States {
  readonly before: number | null
  readonly after: number | null
}

interface Found {
  readonly notice: VaultNotice | null
  /** Of the file as it is now. */
  readonly version: number
}

/** The stamped version that a vault file has after SQLite took back what was not done; null where that cannot be told. */
function foundIn(file: string): number | null {
  try {
    if (leftoverOf(file).kind === 'foreign') return null
    const database = new DatabaseSync(file, { timeout: LOCK_WAIT_MS })
    try {
      requireVault(database)
      return userVersionOf(database)
    } finally {
      database.close()
    }
  } catch {
    return null
  }
}

/** After each commit the journal is emptied and synced: the file alone is the vault. */
const JOURNAL = 'PRAGMA journal_mode = TRUNCATE;'

/** Of what was done to open a vault: the contents are what they were, in either case. */
const KNOWN_OUTCOMES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['vault/change-kept', 'vault/change-undone'])

function sideName(file: string, ending: string): string {
  return path.basename(file) + ending
}
