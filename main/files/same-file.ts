/** Whether two paths lead to one file: spelled in another case or Unicode form, through a linked folder, by a link. */
import { realpathSync, statSync, type BigIntStats } from 'node:fs'

/** Paths that lead nowhere now are the same only where they are spelled alike. */
export function isSameFile(a: string, b: string): boolean {
  if (a === b) return true
  const [one, other] = [statsOf(a), statsOf(b)]
  if (!one || !other) return false
  // A file system that has no inodes gives 0 for each.
  if (one.ino !== 0n && other.ino !== 0n) return one.dev === other.dev && one.ino === other.ino
  return realpathSync.native(a) === realpathSync.native(b)
}

function statsOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false, bigint: true })
  } catch {
    return undefined
  }
}
