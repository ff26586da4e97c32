/** What becomes of rows and items that cannot be read: the file is refused for the first, or they are listed. */
import { CofferError } from '../../contract/errors.ts'
import type { BadRow, ReadReport } from './format.ts'

export interface Fault {
  readonly row: BadRow
  /** What reading it refused with. */
  readonly error: CofferError
}

/** A header's or text's name as errors and lists tell it: a file may have one of any length. */
export function columnName(name: string): string {
  return name.slice(0, 100).toWellFormed()
}

/** `task`'s value, or what in the file it refused. Any other error goes through, a wish to stop among them. */
export function attempt<T>(task: () => T): T | CofferError {
  try {
    return task()
  } catch (error) {
    if (error instanceof CofferError && error.code.startsWith('format/')) return error
    throw error
  }
}

/** All of it, or with `salvage` what could be read. @throws CofferError of the first fault, without `salvage` */
export function settle(report: ReadReport, faults: readonly Fault[], salvage: boolean): ReadReport {
  const [first] = faults
  if (!first) return report
  if (!salvage) throw first.error
  return { ...report, unreadable: faults.map(({ row }) => row) }
}
