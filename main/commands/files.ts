/** Files as commands take them up: an export, read once, recognised and named by its hash; a file that holds a password. */
import { hash } from 'node:crypto'
import { CofferError } from '../../contract/errors.ts'
import { FORMATS, type FormatFacts } from '../../contract/formats.ts'
import { MAX_EXPORT_BYTES, readCapped } from '../files/read-capped.ts'
import type { Recognised } from '../formats/format.ts'
import { utf16Of } from '../formats/text/encoding.ts'
import { detect } from '../formats/index.ts'

export interface TakenFile {
  readonly facts: FormatFacts
  readonly bytes: number
  /** 64 hexadecimal digits. */
  readonly sha256: string
  readonly recognised: Recognised
}

/**
 * Reads and recognises a file without any key; what is refused here is refused before anyone types a password.
 * @throws CofferError as readCapped and detect
 */
export async function takeFile(path: string): Promise<TakenFile> {
  return takeBytes(await readCapped(path, MAX_EXPORT_BYTES))
}

/** As takeFile, for bytes that are here already. @throws CofferError as detect */
export function takeBytes(bytes: Uint8Array): TakenFile {
  const recognised = detect(bytes)
  return { facts: FORMATS[recognised.format], bytes: bytes.byteLength, sha256: hash('sha256', bytes), recognised }
}

/** A file's SHA-256, whatever it is: 64 hexadecimal digits. @throws CofferError as readCapped */
export async function hashFile(path: string): Promise<string> {
  return hash('sha256', await readCapped(path, MAX_EXPORT_BYTES))
}

const MAX_PASSWORD_BYTES = 64 * 1024

/**
 * The password that a file holds, in UTF-8, or in UTF-16 where a byte order mark says so (Windows PowerShell's `>`). The
 * mark and one trailing newline are not part of it, nothing else is trimmed.
 * @throws CofferError file/…, format/too-large, format/bad-encoding, format/utf-16 (without a mark, or damaged)
 */
export async function readPasswordFile(path: string): Promise<string> {
  const bytes = await readCapped(path, MAX_PASSWORD_BYTES, { pipes: true })
  try {
    return decodePassword(bytes).replace(/\r?\n$/, '')
  } finally {
    bytes.fill(0)
  }
}

function decodePassword(bytes: Uint8Array): string {
  const wide = utf16Of(bytes)
  // Without a mark it is a guess, and a password is nothing to guess at.
  if (wide && !wide.byteOrderMark) throw new CofferError('format/utf-16')
  try {
    // A decoder takes one mark away.
    return new TextDecoder(wide ? `utf-16${wide.bigEndian ? 'be' : 'le'}` : 'utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new CofferError(wide ? 'format/utf-16' : 'format/bad-encoding', {}, error)
  }
}

export { listFiles } from '../files/list-files.ts'
export { whenFinished } from '../files/finish-first.ts'
export { removeActiveTemps } from '../files/write-atomic.ts'
