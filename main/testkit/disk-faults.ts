/** A disk that fails under SQLite, in this process. */
import { DatabaseSync } from 'node:sqlite'
import { vi } from 'vitest'

/** SQLite's codes: SQLITE_IOERR_FSYNC, SQLITE_FULL, SQLITE_READONLY. */
export const DISK_FAULT = 1_034
export const DISK_FULL = 13
export const WRITE_PROTECTED = 8

/** Runs the statement that fails, or another one. */
export type Run = (statement?: string) => void

/**
 * The next time that SQLite is told `statement`, but for the first `passing` times, it reports `errcode`, after `done`,
 * which stands in the place of it.
 */
export function failNext(statement: string, done: (run: Run) => void, errcode = DISK_FAULT, passing = 0): void {
  let passed = 0
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on what the spy is called on
  const { exec } = DatabaseSync.prototype
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, told: string) {
    if (told !== statement || passed++ < passing) {
      exec.call(this, told)
      return
    }
    spy.mockRestore()
    done((instead = told) => {
      exec.call(this, instead)
    })
    throw Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode })
  })
}
