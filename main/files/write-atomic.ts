/**
 * Writing a file so that it is there whole or not at all: temp beside the target, fsync, re-open, compare, prove, name,
 * fsync of the directory. A failure at any step leaves what was there before and no temp.
 */
import { rmSync } from 'node:fs'
import { link, lstat, open, readdir, realpath, rename, unlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import { CofferError } from '../../contract/errors.ts'
import { fileError } from './file-errors.ts'
import { isDatabaseFile, isSideFileName, refuseHeldFile } from './held-files.ts'

const TEMP = /^\.(?<host>[0-9a-f]{8})-(?<pid>\d+)-[0-9a-f]{8}\.coffer-tmp(?:-wal|-shm|-journal)?$/
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK'])
const NO_FOLDER_SYNC = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EISDIR', 'EACCES', 'EPERM'])
/** Temps of this process that are being written now. */
const active = new Set<string>()

export interface WriteOptions {
  /** Replace a file that is there. Without it, one is never touched, not even one that appears meanwhile. */
  readonly overwrite: boolean
  /** Proves the bytes read back from disk, before the file gets its name. Throws to refuse. */
  readonly prove?: (written: Uint8Array) => Promise<void>
}

/**
 * Writes `bytes` to `target` with mode 0600 and gives the path written (a link's own target).
 * @throws CofferError file/exists, file/open-vault, file/not-regular, file/no-space, file/no-permission,
 *   file/not-found (its folder), file/write-failed, file/verify-failed, file/unconfirmed (it is there, but its name may
 *   not survive a power cut), and what `prove` throws
 */
export async function writeAtomic(target: string, bytes: Uint8Array, options: WriteOptions): Promise<string> {
  try {
    const final = await resolveTarget(target, options.overwrite)
    await sweepStaleTemps(path.dirname(final))
    return await writeThrough(final, bytes, options)
  } catch (error) {
    throw fileError(error, 'file/write-failed')
  }
}

/**
 * The path that will be named: behind a link, the file it leads to. Asked before long work too.
 * @throws CofferError file/exists, file/open-vault (also for a side file's name, and over any database),
 *   file/not-regular, file/not-found (a link that leads nowhere), file/no-permission
 */
export async function resolveTarget(target: string, overwrite: boolean): Promise<string> {
  try {
    refuseHeldFile(target)
    if (isSideFileName(target)) throw new CofferError('file/open-vault')
    const stats = await lstat(target).catch(() => null)
    if (!stats) return path.resolve(target)
    const final = stats.isSymbolicLink() ? await realpath(target) : path.resolve(target)
    if (!(await lstat(final)).isFile()) throw new CofferError('file/not-regular')
    if (!overwrite) throw new CofferError('file/exists')
    // Nobody means to put an export in the place of a vault.
    if (isDatabaseFile(final)) throw new CofferError('file/open-vault')
    return final
  } catch (error) {
    throw fileError(error, 'file/write-failed')
  }
}

async function writeThrough(final: string, bytes: Uint8Array, options: WriteOptions): Promise<string> {
  return await withTemp(final, async (temp) => {
    const file = await open(temp, 'wx', 0o600)
    try {
      await file.chmod(0o600)
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await proveWritten(temp, bytes, options)
    await nameFile(temp, final, options.overwrite)
    return final
  })
}

/** Whether nothing has that name, not even a link that leads nowhere. */
export async function isFree(target: string): Promise<boolean> {
  return (await lstat(target).catch(() => null)) === null
}

/** Runs `task` with a temp's name in the folder of `target`; whatever comes of it, no temp stays. */
export async function withTemp<T>(target: string, task: (temp: string) => Promise<T>): Promise<T> {
  const temp = tempBeside(target)
  active.add(temp)
  try {
    return await task(temp)
  } finally {
    removeTemp(temp)
    active.delete(temp)
  }
}

async function proveWritten(temp: string, bytes: Uint8Array, { prove }: WriteOptions): Promise<void> {
  const file = await open(temp, 'r')
  try {
    const written = await file.readFile()
    if (Buffer.compare(written, bytes) !== 0) throw new CofferError('file/verify-failed')
    await prove?.(written)
  } finally {
    await file.close()
  }
}

/**
 * Gives a whole, synced temp its name and syncs the folder. link() fails where the name is taken, at once and for
 * certain; file systems without links get the next best.
 */
export async function nameFile(temp: string, final: string, overwrite: boolean): Promise<void> {
  if (overwrite || !(await linked(temp, final))) await rename(temp, final)
  try {
    await syncDirectory(path.dirname(final))
  } catch (error) {
    throw new CofferError('file/unconfirmed', {}, error)
  }
}

/** False where the file system has no links and the name is free. */
async function linked(temp: string, final: string): Promise<boolean> {
  try {
    await link(temp, final)
    return true
  } catch (error) {
    if (!NO_LINKS.has(systemCode(error))) throw error
    if (await lstat(final).catch(() => null)) throw new CofferError('file/exists')
    return false
  }
}

function systemCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? ''
}

/** A folder that cannot be opened or synced (Windows, some network disks) has no promise to give; a failing disk has. */
async function syncDirectory(directory: string): Promise<void> {
  try {
    const opened = await open(directory, 'r')
    try {
      await opened.sync()
    } finally {
      await opened.close()
    }
  } catch (error) {
    if (!NO_FOLDER_SYNC.has(systemCode(error))) throw error
  }
}

/** For a process that is told to end now. */
export function removeActiveTemps(): void {
  for (const temp of active) removeTemp(temp)
}

function removeTemp(temp: string): void {
  for (const side of ['', '-wal', '-shm', '-journal']) {
    try {
      rmSync(temp + side, { force: true })
    } catch {
      // The fault that is being reported says more than one in clearing up after it; the next sweep tries again.
    }
  }
}

function hostMark(): string {
  let sum = 0
  for (const letter of hostname()) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0
  return sum.toString(16).padStart(8, '0')
}

/** A fresh temp name in the folder of `target`, which sweepStaleTemps recognises. */
export function tempBeside(target: string): string {
  const random = globalThis.crypto.randomUUID().slice(0, 8)
  return path.join(path.dirname(target), `.${hostMark()}-${process.pid}-${random}.coffer-tmp`)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** As sweepStaleTemps, in the folder where `file` really is: behind a link, that of the file it leads to. */
export async function sweepBeside(file: string): Promise<number> {
  return await sweepStaleTemps(path.dirname(await realpath(file).catch(() => file)))
}

/**
 * Removes temps in `directory` that a process of this computer left behind when it was killed. Those of other
 * computers (a shared folder) and of living processes stay. Gives how many were removed; never throws.
 */
export async function sweepStaleTemps(directory: string): Promise<number> {
  const names = await readdir(directory).catch(() => [])
  const host = hostMark()
  let removed = 0
  for (const name of names) {
    const found = TEMP.exec(name)?.groups
    if (found?.host !== host) continue
    const temp = path.join(directory, name)
    const pid = Number(found.pid)
    if (pid === process.pid ? active.has(temp.replace(/-(?:wal|shm|journal)$/, '')) : isAlive(pid)) continue
    removed += await unlink(temp).then(
      () => 1,
      () => 0,
    )
  }
  return removed
}
