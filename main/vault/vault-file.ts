/** What a vault file is to SQLite: made whole, read back, and checked to be one. */
import { randomInt } from 'node:crypto'
import { accessSync, chmodSync, constants, statSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CofferError } from '../../contract/errors.ts'
import { APPLICATION_ID, TABLES, upgradeFrom, VERSIONS } from './schema.ts'
import { firstStamp, stamped, versionIn } from './side-files.ts'

export interface AccountRow {
  readonly email: string | null
  readonly salt: string
  /** JSON of a KdfConfig. */
  readonly kdf: string
  readonly wrapped_user_key: string
  /** Sealed JSON: keychain.ts, AccountFacts. */
  readonly facts: string
}

export function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK)
    // A journal has to lie beside it.
    accessSync(path.dirname(file), constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** A vault file and its journal. Gives whether others could read either. A disk that knows no modes keeps its own. */
export function closeToOthers(file: string): boolean {
  if (process.platform === 'win32') return false
  const closed = [file, `${file}-journal`].map((each) => {
    if (!isOpenToOthers(each)) return false
    try {
      chmodSync(each, 0o600)
      return !isOpenToOthers(each)
    } catch {
      return false
    }
  })
  return closed.includes(true)
}

function isOpenToOthers(file: string): boolean {
  return ((statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0
}

export function userVersionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version)
}

export function fill(file: string, account: AccountRow): void {
  const database = new DatabaseSync(file)
  try {
    const version = stamped(VERSIONS.length, firstStamp(randomInt(2 ** 32)))
    database.exec(`PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA journal_mode = DELETE;`)
    database.exec(`BEGIN; ${upgradeFrom(0)} PRAGMA user_version = ${version};`)
    insertAccount(database, account)
    database.exec('COMMIT')
  } finally {
    database.close()
  }
}

/** As a later start will find it. @throws CofferError file/verify-failed */
export function requireReadBack(file: string, account: AccountRow): void {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    requireVault(database)
    const row = accountIn(database)
    const same = row && Object.entries(account).every(([column, value]) => row[column as keyof AccountRow] === value)
    if (!same) throw new CofferError('file/verify-failed')
  } catch (error) {
    throw new CofferError('file/verify-failed', {}, error)
  } finally {
    database.close()
  }
}

export function accountIn(database: DatabaseSync): AccountRow | undefined {
  return database.prepare('SELECT email, salt, kdf, wrapped_user_key, facts FROM account').get() as unknown as
    AccountRow | undefined
}

/** The file's version, checked to have exactly what a vault of that version has. */
export function requireVault(database: DatabaseSync): number {
  const id = database.prepare('PRAGMA application_id').get()?.application_id
  const version = versionIn(userVersionOf(database))
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

export function insertAccount(database: DatabaseSync, account: AccountRow): void {
  database
    .prepare('INSERT INTO account (only, email, salt, kdf, wrapped_user_key, facts) VALUES (1, ?, ?, ?, ?, ?)')
    .run(account.email, account.salt, account.kdf, account.wrapped_user_key, account.facts)
}
