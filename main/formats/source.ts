/** The first look at a file: its encoding, and what it plainly is not. Source: docs/FORMATS.md#detection. */
import { CofferError, type ErrorCode } from '../../contract/errors.ts'
import { decodeUtf8 } from '../crypto/bytes.ts'
import type { Source } from './format.ts'
import { parseStrictJson, type JsonDocument } from '../model/strict-json.ts'

const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf)

/** Files whose first bytes say what they are, with the refusal that names it. */
const SIGNATURES: readonly (readonly [string, ErrorCode])[] = [
  ['PK\x03\x04', 'format/zip'],
  ['SQLite format 3\0', 'format/vault-file'],
]

/** Some Bitwarden export has each of these; a broken JSON text without any of them is simply something else. */
const MARKERS = /"(?:encrypted|passwordProtected|encKeyValidation_DO_NOT_EDIT|folders|items|collections)"/

/** @throws CofferError format/zip, format/vault-file, format/utf-16, format/bad-encoding, format/not-an-export,
 *   and those of parseStrictJson */
export function openSource(bytes: Uint8Array): Source {
  for (const [signature, code] of SIGNATURES) {
    if (Buffer.from(signature, 'latin1').equals(bytes.subarray(0, signature.length))) throw new CofferError(code)
  }
  if (isUtf16(bytes)) throw new CofferError('format/utf-16')
  const textOffset = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? BYTE_ORDER_MARK.length : 0
  const text = decodeUtf8(bytes.subarray(textOffset))
  if (text === null) {
    throw new CofferError(looksLikeExport(bytes.subarray(textOffset)) ? 'format/bad-encoding' : 'format/not-an-export')
  }
  return { bytes, textOffset, text, json: parseIfJson(text) }
}

/** Whether bytes that are not UTF-8 are plainly a Bitwarden export all the same. */
function looksLikeExport(bytes: Uint8Array): boolean {
  const readable = Buffer.from(bytes).toString('latin1').trimStart()
  const header = /^[^\r\n]{0,1000}/.exec(readable)?.[0] ?? ''
  return readable.startsWith('{') ? MARKERS.test(readable) : /\blogin_(?:username|password)\b/.test(header)
}

function parseIfJson(text: string): JsonDocument | null {
  if (!/^[\t\n\r ]*[[{]/.test(text)) return null
  try {
    return parseStrictJson(text)
  } catch (error) {
    if (!MARKERS.test(text)) throw new CofferError('format/not-an-export', {}, error)
    throw error
  }
}

/** UTF-16 with a byte order mark, or without one: NUL bytes at every other place of the beginning. */
function isUtf16(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true
  return bytes.length >= 4 && ((a !== 0 && b === 0 && c !== 0 && d === 0) || (a === 0 && b !== 0 && c === 0 && d !== 0))
}
