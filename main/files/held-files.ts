/**
 * Files that this process holds open through SQLite. POSIX locks die with any close of the file, so nothing else may
 * open them: reading or writing such a file, or a link to it, is refused by identity, not by name.
 */
import { statSync, type Stats } from 'node:fs'
import { CofferError } from '../../contract/errors.ts'

const SIDE_FILES = ['', '-wal', '-shm', '-journal']
const held = new Map<string, number>()

function identityOf({ dev, ino }: Stats): string {
  return `${dev}:${ino}`
}

function statOrNull(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null
}

/** Marks an open database and its side files, now and as they come and go, until the returned function is called. */
export function holdFile(path: string): () => void {
  held.set(path, (held.get(path) ?? 0) + 1)
  return () => {
    const count = (held.get(path) ?? 1) - 1
    if (count > 0) held.set(path, count)
    else held.delete(path)
  }
}

/** @throws CofferError file/open-vault where `path` is a held file or any link to one */
export function refuseHeldFile(path: string): void {
  const stats = statOrNull(path)
  if (!stats) return
  const wanted = identityOf(stats)
  for (const base of held.keys()) {
    for (const side of SIDE_FILES) {
      const found = statOrNull(base + side)
      if (found && identityOf(found) === wanted) throw new CofferError('file/open-vault')
    }
  }
}
