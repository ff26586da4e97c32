/** Faults of SQLite as Coffer's codes. */
import { CofferError, type ErrorCode } from '../../contract/errors.ts'
import { fileError } from '../files/file-errors.ts'

/** SQLite's result codes; an extended one that is not here counts as its primary one. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  1: 'vault/damaged',
  3: 'file/no-permission',
  5: 'vault/in-use',
  6: 'vault/in-use',
  8: 'file/no-permission',
  11: 'vault/damaged',
  13: 'file/no-space',
  26: 'vault/not-a-vault',
  // A read that ends too early: the file was cut.
  522: 'vault/damaged',
}

function resultOf(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
}

/** SQLITE_IOERR: what came of a change is not known. */
export function isDiskFault(error: unknown): boolean {
  return resultOf(error) === 10
}

/** SQLITE_FULL. Told before anything is done: what SQLite takes back is as it was. */
export function isDiskFull(error: unknown): boolean {
  return resultOf(error) === 13
}

/** SQLITE_READONLY. */
export function isWriteProtected(error: unknown): boolean {
  return resultOf(error) === 8
}

/** A fault of SQLite or the disk as a code; any other fault is Coffer's own and stays what it is. */
export function sqliteError(error: unknown): unknown {
  if (error instanceof CofferError || !(error instanceof Error && 'code' in error)) return error
  if (!('errcode' in error)) return fileError(error, 'file/write-failed')
  const result = Number(error.errcode)
  return new CofferError(CODES[result] ?? CODES[result & 0xff] ?? 'file/write-failed', { sqlite: result }, error)
}

export function attempt<T>(task: () => T): T {
  try {
    return task()
  } catch (error) {
    throw sqliteError(error)
  }
}
