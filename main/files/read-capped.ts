/** Reading a file that anyone may have made: regular, not an open vault, and no larger than allowed. */
import { constants, type BigIntStats } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { CofferError } from '../../contract/errors.ts'
import { fileError, requireTextName } from './file-errors.ts'
import { READ_AT_ONCE, refuseHeldFile, refuseHeldHandle } from './held-files.ts'

const MIB = 1024 * 1024
/** Largest export that is read at all. */
export const MAX_EXPORT_BYTES = 256 * MIB
/** Largest key file or client data file. */
export const MAX_SMALL_BYTES = 64 * MIB

/**
 * The bytes of the file at `path`, at most `maxBytes`: a regular file is refused by size before anything is read. With
 * `pipes`, what a pipe or terminal gives until it ends is read too (a password out of another program).
 * @throws CofferError file/not-found, file/not-regular, file/no-permission, file/open-vault, file/bad-name,
 *   file/busy, file/disk-gone, file/too-many-open, file/read-failed, format/too-large
 */
export async function readCapped(path: string, maxBytes: number, { pipes = false } = {}): Promise<Buffer> {
  try {
    requireTextName(path)
    // By name first: merely opening a device can set it going, and closing a held file drops its lock.
    const kind = await stat(path)
    const waits = pipes && isPipe(kind)
    if (!kind.isFile() && !waits) throw new CofferError('file/not-regular')
    refuseHeldFile(path)
    const file = await open(path, waits ? constants.O_RDONLY : READ_AT_ONCE)
    // What the name stood for may have changed since.
    const stats = await file.stat({ bigint: true })
    refuseHeldHandle(stats, file)
    try {
      if (!stats.isFile() && !(waits && isPipe(stats))) throw new CofferError('file/not-regular')
      if (stats.size > maxBytes) throw tooLarge(maxBytes)
      return stats.isFile() ? await readWhole(file, Number(stats.size)) : await readPipe(file, maxBytes)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw fileError(error, 'file/read-failed')
  }
}

function isPipe(stats: Pick<BigIntStats, 'isFIFO' | 'isCharacterDevice'>): boolean {
  return stats.isFIFO() || stats.isCharacterDevice()
}

function tooLarge(maxBytes: number): CofferError {
  return new CofferError('format/too-large', { mostMiB: maxBytes / MIB })
}

async function readWhole(file: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(size)
  let filled = 0
  while (filled < size) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, filled)
    if (bytesRead === 0) throw new CofferError('file/read-failed', { system: 'shrunk while reading' })
    filled += bytesRead
  }
  return bytes
}

async function readPipe(file: FileHandle, maxBytes: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(maxBytes + 1)
  let filled = 0
  for (;;) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, null)
    if (bytesRead === 0) return bytes.subarray(0, filled)
    filled += bytesRead
    if (filled > maxBytes) throw tooLarge(maxBytes)
  }
}
