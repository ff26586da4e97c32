/** What is to be said of the place of a file that was written: who can read there, and what lies beside it. */
import path from 'node:path'
import { leftPlainTemps, removeLeftTemps } from '../files/temps.ts'
import { canOthersRead } from '../files/write-atomic.ts'

export interface WrittenPlace {
  /** The disk or its mount does not keep others out; null where that cannot be told. */
  readonly openToOthers: boolean | null
  /** Paths of temps that a write left behind, perhaps with secrets in clear, and that no sweep removes. */
  readonly leftovers: readonly string[]
}

/** Of a file that was just written. Never throws. */
export async function lookAround(file: string): Promise<WrittenPlace> {
  return { openToOthers: await canOthersRead(file), leftovers: await leftoversIn(path.dirname(file)) }
}

/** As WrittenPlace.leftovers, of a folder. Never throws. */
export async function leftoversIn(folder: string): Promise<string[]> {
  return (await leftPlainTemps(folder)).sort()
}

/** Removes them, on a person's word: another computer may be writing one. Gives those that are still there. */
export async function removeLeftovers(folder: string): Promise<string[]> {
  return await removeLeftTemps(await leftoversIn(folder))
}
