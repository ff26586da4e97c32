/**
 * The vault file as a locked SQLite database: one process at a time, every change on disk before it counts. Knows no
 * keys. Whoever holds one opens the file through nothing else (files/held-files.ts).
 */
import { existsSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CofferError, renameError, type ErrorCode } from '../../contract/errors.ts'
import { fileError } from '../files/file-errors.ts'
import { holdFile, isDatabaseFile, refuseHeldFile } from '../files/held-files.ts'
import { nameFile, sweepStaleTemps, withTemp } from '../files/write-atomic.ts'
import { APPLICATION_ID, TABLES, upgradeFrom, VERSIONS, type TableName } from './schema.ts'

export interface AccountRow {
  readonly email: string | null
  readonly salt: string
  /** JSON of a KdfConfig. */
  readonly kdf: string
  readonly wrapped_user_key: string
  /** Sealed JSON: keychain.ts, AccountFacts. */
  readonly facts: string
}

export interface SealedRow {
  readonly id: string
  readonly sealed: string
}

/** How long another process that is just closing the vault may take. */
const LOCK_WAIT_MS = 200

/** SQLite's result codes; an extended one that is not here counts as its primary one. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  1: 'vault/damaged',
  3: 'file/no-permission',
  5: 'vault/in-use',
  6: 'vault/in-use',
  8: 'file/no-permission',
  11: 'vault/damaged',
  13: 'file/no-space',
  14: 'file/no-permission',
  26: 'vault/not-a-vault',
  // A read that ends too early: the file was cut.
  522: 'vault/damaged',
}

/** A fault of SQLite or the disk as a code; any other fault is Coffer's own and stays what it is. */
function sqliteError(error: unknown): unknown {
  if (error instanceof CofferError || !(error instanceof Error && 'code' in error)) return error
  if (!('errcode' in error)) return fileError(error, 'file/write-failed')
  const result = Number(error.errcode)
  return new CofferError(CODES[result] ?? CODES[result & 0xff] ?? 'file/write-failed', { sqlite: result }, error)
}

function attempt<T>(task: () => T): T {
  try {
    return task()
  } catch (error) {
    throw sqliteError(error)
  }
}

export class VaultDatabase {
  readonly path: string
  readonly #database: DatabaseSync
  readonly #release: () => void

  private constructor(database: DatabaseSync, file: string) {
    this.#database = database
    this.path = file
    this.#release = holdFile(file)
  }

  /**
   * Makes a vault file with its account row: whole or not at all, mode 0600. Does not open it.
   * @throws CofferError vault/exists, file/no-permission, file/no-space, file/write-failed, file/unconfirmed (it is there)
   */
  static async create(file: string, account: AccountRow): Promise<void> {
    if (existsSync(file)) throw new CofferError('vault/exists')
    try {
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
      await sweepStaleTemps(path.dirname(file))
      await withTemp(file, async (temp) => {
        writeFileSync(temp, '', { flag: 'wx', mode: 0o600 })
        const database = new DatabaseSync(temp)
        try {
          // In its final journal mode, so that opening it writes nothing.
          database.exec(`PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL; BEGIN; ${upgradeFrom(0)} COMMIT;`)
          insertAccount(database, account)
        } finally {
          database.close()
        }
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
   * Opens and locks the vault file for this process alone. One of an older version becomes one of the newest.
   * @throws CofferError vault/not-found, vault/in-use, vault/not-a-vault, vault/newer, vault/damaged,
   *   file/no-permission
   */
  static open(file: string): VaultDatabase {
    if (!existsSync(file)) throw new CofferError('vault/not-found')
    if (!statSync(file).isFile()) throw new CofferError('file/not-regular')
    renameError('file/open-vault', 'vault/in-use', () => {
      refuseHeldFile(file)
    })
    return attempt(() => {
      // SQLite would make a database of an empty file.
      if (!isDatabaseFile(file)) throw new CofferError('vault/not-a-vault')
      const database = new DatabaseSync(realpathSync(file), { timeout: LOCK_WAIT_MS })
      try {
        database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA secure_delete = ON; PRAGMA synchronous = FULL;')
        database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;')
        // Before the first read, so that two that start at once do not wait for each other; it is never given back.
        database.exec('BEGIN EXCLUSIVE; COMMIT;')
        const version = requireVault(database)
        database.exec('PRAGMA journal_mode = WAL;')
        if (version < VERSIONS.length) database.exec(`BEGIN IMMEDIATE; ${upgradeFrom(version)} COMMIT;`)
        scrubIfDue(database)
        return new VaultDatabase(database, realpathSync(file))
      } catch (error) {
        database.close()
        throw error
      }
    })
  }

  account(): AccountRow {
    const row = attempt(() =>
      this.#database.prepare('SELECT email, salt, kdf, wrapped_user_key, facts FROM account').get(),
    ) as unknown as AccountRow | undefined
    if (!row) throw new CofferError('vault/damaged')
    return row
  }

  rows(table: TableName): SealedRow[] {
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

  /** All of `task` or nothing of it; on disk when it returns. */
  transaction(task: () => void): void {
    attempt(() => {
      this.#database.exec('BEGIN IMMEDIATE')
      try {
        task()
        this.#database.exec('COMMIT')
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
        throw error
      }
    })
  }

  /**
   * A transaction after which what it replaced is in no byte of the file or its log. Where the rewriting is interrupted
   * (a crash, a full disk), it is done when the vault is next opened. Gives whether it is done.
   */
  transactionThenScrub(task: () => void): boolean {
    this.transaction(() => {
      task()
      this.#database.exec('UPDATE account SET scrub = 1')
    })
    return scrubIfDue(this.#database)
  }

  /** A compact copy as a new file of mode 0600. @throws CofferError file/… */
  copyTo(file: string): void {
    attempt(() => {
      // SQLite writes into an empty file, and leaves it its mode.
      writeFileSync(file, '', { flag: 'wx', mode: 0o600 })
      this.#database.prepare('VACUUM INTO ?').run(file)
    })
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close()
    this.#release()
  }
}

/** The file's version, checked to have exactly what a vault of that version has. */
function requireVault(database: DatabaseSync): number {
  const id = database.prepare('PRAGMA application_id').get()?.application_id
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version)
  if (id !== APPLICATION_ID) throw new CofferError('vault/not-a-vault')
  if (version > VERSIONS.length) throw new CofferError('vault/newer', { version })
  // Damage to SQLite's own structure can hide rows; a planted trigger can change them.
  const [check] = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {})
  if (check !== 'ok' || schemaOf(database) !== EXPECTED_SCHEMAS[version - 1]) throw new CofferError('vault/damaged')
  return version
}

/** What is there and its columns; not the text that made it, whose spaces mean nothing. */
function schemaOf(database: DatabaseSync): string {
  const objects = database.prepare('SELECT type, name FROM sqlite_schema ORDER BY type, name').all()
  const columns = [...TABLES, 'account'].map((table) =>
    database.prepare('SELECT name, type, "notnull", pk FROM pragma_table_info(?)').all(table),
  )
  return JSON.stringify([objects, columns])
}

/** One for each version. */
const EXPECTED_SCHEMAS = ((): string[] => {
  const model = new DatabaseSync(':memory:')
  const schemas = VERSIONS.map((statements) => {
    model.exec(statements)
    return schemaOf(model)
  })
  model.close()
  return schemas
})()

function scrubIfDue(database: DatabaseSync): boolean {
  const due = database.prepare('SELECT scrub FROM account').get()
  if (due?.scrub !== 1) return true
  try {
    // The mark goes last: what a crash interrupts before it is done again.
    database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE); UPDATE account SET scrub = 0;')
    return true
  } catch {
    // The change itself is safe on disk; the mark stays, and opening the vault tries again.
    return false
  }
}

function insertAccount(database: DatabaseSync, account: AccountRow): void {
  database
    .prepare('INSERT INTO account (only, email, salt, kdf, wrapped_user_key, facts) VALUES (1, ?, ?, ?, ?, ?)')
    .run(account.email, account.salt, account.kdf, account.wrapped_user_key, account.facts)
}
