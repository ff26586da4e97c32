/** Giving a written file its name, on every kind of disk. */
import { link, lstat, open, rename, unlink } from 'node:fs/promises'
import path from 'node:path'
import { CofferError } from '../../contract/errors.ts'
import { systemCode } from './file-errors.ts'

/** What link() says where there are no links: FAT and exFAT (EISDIR on Windows, nodejs/node#65817), network disks. */
// prettier-ignore
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK', 'EISDIR', 'EACCES', 'EINVAL', 'EXDEV'])
const NO_FOLDER_SYNC = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EBADF', 'EISDIR', 'EACCES', 'EPERM'])

/** Whether nothing has that name, not even a link that leads nowhere. */
export async function isFree(target: string): Promise<boolean> {
  return (await lstat(target).catch(() => null)) === null
}

/**
 * Gives a whole, synced temp its name and syncs the folder. Without `overwrite`, link() fails where the name is taken,
 * at once and for certain; file systems without links get the next best.
 * @throws CofferError file/unconfirmed (it has its name, or may have it), file/bad-name; what the system says, where it
 *   does not have its name
 */
export async function nameFile(temp: string, final: string, overwrite: boolean): Promise<void> {
  const written = await lstat(temp, { bigint: true })
  try {
    if (overwrite) await rename(temp, final)
    else await nameNew(temp, final)
  } catch (error) {
    // A disk or network can do what it was asked to and fail in saying so.
    const found = await lstat(final, { bigint: true }).catch((fault: unknown) => systemCode(fault))
    if (typeof found === 'string' ? found !== 'ENOENT' && systemCode(error) !== found : isSame(found, written)) {
      throw new CofferError('file/unconfirmed', {}, error)
    }
    throw error
  }
  try {
    await syncDirectory(path.dirname(final))
  } catch (error) {
    throw new CofferError('file/unconfirmed', {}, error)
  }
}

interface Identity {
  readonly dev: bigint
  readonly ino: bigint
}

function isSame(a: Identity, b: Identity): boolean {
  return a.dev === b.dev && a.ino === b.ino
}

async function nameNew(temp: string, final: string): Promise<void> {
  try {
    await link(temp, final)
  } catch (error) {
    if (!NO_LINKS.has(systemCode(error))) throw error
    await renameToNew(temp, final)
  }
}

/**
 * An empty file takes the name first, which fails where it is taken; then the temp is renamed over it. A process that is
 * killed in between leaves the empty file, which no reader takes for a backup; looking first and renaming then could
 * replace a file that somebody made in that moment.
 */
async function renameToNew(temp: string, final: string): Promise<void> {
  const reserved = await reserve(final)
  try {
    await rename(temp, final)
  } catch (error) {
    const found = await lstat(final, { bigint: true }).catch(() => null)
    if (found && isSame(found, reserved) && found.size === 0n) await unlink(final).catch(() => undefined)
    throw error
  }
}

async function reserve(final: string): Promise<Identity> {
  try {
    const file = await open(final, 'wx', 0o600)
    try {
      return await file.stat({ bigint: true })
    } finally {
      await file.close()
    }
  } catch (error) {
    // FAT says so of characters that it has not.
    if (systemCode(error) === 'EINVAL') throw new CofferError('file/bad-name', { system: 'EINVAL' }, error)
    throw error
  }
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
