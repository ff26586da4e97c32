/** The first look at a file: its encoding, and what it plainly is not. Source: docs/FORMATS.md#detection. */
import { CofferError, type ErrorCode } from '../../../contract/errors.ts'
import { parseStrictJson, type JsonDocument } from '../../model/strict-json.ts'
import { decodePlain, decodeUtf16, decodeWindows1252, hasUtf8Characters, utf16Of, type Decoded } from './encoding.ts'
import type { Source } from '../format.ts'

/** Files whose first bytes say what they are, with the refusal that names it. */
const SIGNATURES: readonly (readonly [string, ErrorCode])[] = [
  ['PK\x03\x04', 'format/zip'],
  ['SQLite format 3\0', 'format/vault-file'],
]

/** Some Bitwarden export has each of these; a broken JSON text without any of them is simply something else. */
const MARKERS = /"(?:encrypted|passwordProtected|encKeyValidation_DO_NOT_EDIT|folders|items|collections)"/

/** Any JSON text that a reader looks at begins so. */
const BEGINS_LIKE_JSON = /^[\t\n\r ]*[[{]/

/** @throws CofferError format/zip, format/vault-file, format/utf-16, format/bad-encoding, format/not-an-export,
 *   and those of parseStrictJson */
export function openSource(bytes: Uint8Array): Source {
  for (const [signature, code] of SIGNATURES) {
    if (Buffer.from(signature, 'latin1').equals(bytes.subarray(0, signature.length))) throw new CofferError(code)
  }
  const decoded = utf16Of(bytes) ? decodeAsUtf16(bytes) : (decodePlain(bytes) ?? decodeOldText(bytes))
  return { bytes, ...decoded, json: parseIfJson(decoded.text) }
}

/** JSON is UTF-8 by its own rules, and a seal is over bytes. */
function decodeAsUtf16(bytes: Uint8Array): Decoded {
  const decoded = decodeUtf16(bytes)
  if (!decoded || BEGINS_LIKE_JSON.test(decoded.text)) throw new CofferError('format/utf-16')
  return decoded
}

/** Text from before UTF-8, which a CSV file that a spreadsheet saved may be. */
function decodeOldText(bytes: Uint8Array): Decoded {
  const decoded = decodeWindows1252(bytes)
  const readable = Buffer.from(bytes).toString('latin1')
  if (BEGINS_LIKE_JSON.test(readable.replace(/^ï»¿/, '')) || !decoded)
    throw new CofferError(MARKERS.test(readable) ? 'format/bad-encoding' : 'format/not-an-export')
  if (hasUtf8Characters(bytes)) {
    throw new CofferError(LOOKS_LIKE_TABLE.test(readable) ? 'format/bad-encoding' : 'format/not-an-export')
  }
  return decoded
}

/** A first line that names a password's column. */
const LOOKS_LIKE_TABLE = /^[^\r\n]{0,1000}[Pp]assword/

function parseIfJson(text: string): JsonDocument | null {
  if (!BEGINS_LIKE_JSON.test(text)) return null
  try {
    return parseStrictJson(text)
  } catch (error) {
    if (!MARKERS.test(text)) throw new CofferError('format/not-an-export', {}, error)
    throw error
  }
}
