/**
 * Writing a file so that it is there whole or not at all: temp beside the target, fsync, re-open, compare, prove, name,
 * fsync of the directory. A failure at any step leaves what was there before and no temp.
 */
import { lstat, open, realpath, stat, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { CofferError } from '../../contract/errors.ts'
import { fileError, requireTextName, systemCode } from './file-errors.ts'
import { isDatabaseFile, isSideFileName, READ_AT_ONCE, refuseHeldFile } from './held-files.ts'
import { nameFile } from './name-file.ts'
import { sweepStaleTemps, withTemp } from './temps.ts'

export { isFree, nameFile } from './name-file.ts'
export { removeActiveTemps, sweepBeside, sweepStaleTemps, tempBeside, withTemp } from './temps.ts'

/** What chmod says where a disk keeps no modes, or the disk's mount decides them (SMB, gvfs, FAT). */
const NO_MODES = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'])

export interface WriteOptions {
  /** Replace a file that is there. Without it, one is never touched, not even one that appears meanwhile. */
  readonly overwrite: boolean
  /** The bytes are in clear: a temp that is left behind says so by its name. */
  readonly plain?: boolean
  /** Proves the bytes read back from disk, before the file gets its name. Throws to refuse. */
  readonly prove?: (written: Uint8Array) => Promise<void>
}

/**
 * Writes `bytes` to `target` with mode 0600, where the disk keeps modes (see canOthersRead), and gives the path written (a link's own target).
 * @throws CofferError file/exists, file/open-vault, file/not-regular, file/no-space, file/no-permission,
 *   file/not-found (its folder), file/write-failed, file/verify-failed, file/bad-name, file/busy, file/disk-gone,
 *   file/too-many-open, file/unconfirmed (it is there, but its name may not survive a power cut), and what `prove` throws
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
    requireTextName(target)
    refuseHeldFile(target)
    if (isSideFileName(target)) throw new CofferError('file/open-vault')
    const stats = await lstat(target).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return null
      throw error
    })
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
  const write = async (temp: string): Promise<string> => {
    const file = await open(temp, 'wx', 0o600)
    try {
      await closeToOthers(file)
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await proveWritten(temp, bytes, options)
    await nameFile(temp, final, options.overwrite)
    return final
  }
  return await withTemp(final, write, options.plain)
}

async function closeToOthers(file: FileHandle): Promise<void> {
  try {
    await file.chmod(0o600)
  } catch (error) {
    if (!NO_MODES.has(systemCode(error))) throw error
  }
}

/**
 * Whether the place of a written file lets others than its owner at it, as its mode has it. Null where that cannot be
 * told: on Windows, or where the file cannot be looked at.
 */
export async function canOthersRead(file: string): Promise<boolean | null> {
  if (process.platform === 'win32') return null
  const stats = await stat(file).catch(() => null)
  return stats && (stats.mode & 0o077) !== 0
}

async function proveWritten(temp: string, bytes: Uint8Array, { prove }: WriteOptions): Promise<void> {
  const file = await open(temp, READ_AT_ONCE)
  try {
    const written = await file.readFile()
    if (Buffer.compare(written, bytes) !== 0) throw new CofferError('file/verify-failed')
    await prove?.(written)
  } finally {
    await file.close()
  }
}
