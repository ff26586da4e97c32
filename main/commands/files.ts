/** Files as commands take them up: an export, read once, recognised and named by its hash; a file that holds a password. */
import { hash } from 'node:crypto'
import { CofferError } from '../../contract/errors.ts'
import { FORMATS, type FormatFacts } from '../../contract/formats.ts'
import { decodeUtf8 } from '../crypto/bytes.ts'
import { MAX_EXPORT_BYTES, readCapped } from '../files/read-capped.ts'
import type { Recognised } from '../formats/format.ts'
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
 * The password that a file holds: one trailing newline is not part of it, nothing else is trimmed.
 * @throws CofferError file/…, format/too-large, format/bad-encoding
 */
export async function readPasswordFile(path: string): Promise<string> {
  const bytes = await readCapped(path, MAX_PASSWORD_BYTES, { pipes: true })
  const text = decodeUtf8(bytes)
  bytes.fill(0)
  if (text === null) throw new CofferError('format/bad-encoding')
  return text.replace(/\r?\n$/, '')
}

export { listFiles } from '../files/list-files.ts'
export { removeActiveTemps } from '../files/write-atomic.ts'
