/**
 * Files that this process holds open through SQLite. POSIX locks die with any close of the file, so nothing else may
 * open them: reading or writing such a file is refused by identity (any name, any link) and by the names of its side
 * files, which come and go. The list is one thread's, the locks are the process's: only the thread that holds a vault may
 * read and write other people's files.
 */
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, statSync, type BigIntStats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { CofferError } from '../../contract/errors.ts'

const DATABASE_MAGIC = 'SQLite format 3\0'
const SIDE_FILES = ['-wal', '-shm', '-journal']

interface Held {
  readonly path: string
  readonly identity: string | null
}

const held = new Set<Held>()
/** Opened in the moment after a held file was put in another's place; never closed, or its locks would go. */
const neverClosed: (FileHandle | number)[] = []

/** For opening what was looked at by name: a pipe that was put in its place since does not make the opener wait. */
export const READ_AT_ONCE = constants.O_RDONLY | constants.O_NONBLOCK

/** Its device and inode, without opening it; null where it is not there. */
export function identityOf(file: string): string | null {
  const stats = statSync(file, { throwIfNoEntry: false, bigint: true })
  return stats ? identityIn(stats) : null
}

function identityIn({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`
}

/** The file's own path behind links in its folder's; the file itself need not be there. */
function realName(file: string): string {
  try {
    return path.join(realpathSync(path.dirname(file)), path.basename(file))
  } catch {
    return path.resolve(file)
  }
}

/** Marks an open database until the returned function is called; calling it again does nothing. */
export function holdFile(file: string): () => void {
  const entry = { path: realName(file), identity: identityOf(file) }
  held.add(entry)
  return () => {
    held.delete(entry)
  }
}

function pathsOf(entry: Held): string[] {
  return ['', ...SIDE_FILES].map((side) => entry.path + side)
}

function isHeld(identity: string): boolean {
  return [...held].some((entry) => [entry.identity, ...pathsOf(entry).map(identityOf)].includes(identity))
}

/** @throws CofferError file/open-vault where `file` is a held file, one of its side files, or any link to one */
export function refuseHeldFile(file: string): void {
  const [identity, name] = [identityOf(file), realName(file)]
  const named = [...held].some((entry) => pathsOf(entry).includes(name))
  if (named || (identity !== null && isHeld(identity))) throw new CofferError('file/open-vault')
}

/**
 * For what was just opened, before it is closed. Where it is a held file after all, it stays open for good.
 * @throws CofferError file/open-vault
 */
export function refuseHeldHandle(stats: BigIntStats, opened: FileHandle | number): void {
  if (!isHeld(identityIn(stats))) return
  neverClosed.push(opened)
  throw new CofferError('file/open-vault')
}

/** Whether SQLite would take a file of this name for the side file of one that is there, and delete it. */
export function isSideFileName(file: string): boolean {
  const side = SIDE_FILES.find((ending) => file.endsWith(ending))
  return side !== undefined && identityOf(file.slice(0, -side.length)) !== null
}

/** Whether a file begins as SQLite's files do. @throws CofferError file/open-vault where it is a held one */
export function isDatabaseFile(file: string): boolean {
  const opened = openSync(file, READ_AT_ONCE)
  const stats = fstatSync(opened, { bigint: true })
  refuseHeldHandle(stats, opened)
  try {
    const first = Buffer.alloc(DATABASE_MAGIC.length)
    if (!stats.isFile()) return false
    return readSync(opened, first) === first.length && first.toString('latin1') === DATABASE_MAGIC
  } finally {
    closeSync(opened)
  }
}
