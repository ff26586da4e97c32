/** Bytes as text, in one of four encodings, or not at all. Source: docs/FORMATS.md#detection. */
import type { Encoding } from '../../../contract/import-plan.ts'
import { decodeUtf8 } from '../../crypto/bytes.ts'

export interface Decoded {
  readonly text: string
  readonly encoding: Encoding
  readonly byteOrderMark: boolean
  /** How many bytes stand before the text. */
  readonly textOffset: number
}

const UTF_8_MARK = [0xef, 0xbb, 0xbf]

/** UTF-16 by its byte order mark, or without one by NUL bytes at every other place of the beginning; else null. */
export function utf16Of(bytes: Uint8Array): { readonly bigEndian: boolean; readonly byteOrderMark: boolean } | null {
  const [a, b, c, d] = bytes
  if (a === 0xff && b === 0xfe) return { bigEndian: false, byteOrderMark: true }
  if (a === 0xfe && b === 0xff) return { bigEndian: true, byteOrderMark: true }
  if (bytes.length < 4) return null
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return { bigEndian: false, byteOrderMark: false }
  return a === 0 && b !== 0 && c === 0 && d !== 0 ? { bigEndian: true, byteOrderMark: false } : null
}

/** Null where half of a character is left over, or half of a surrogate pair. */
export function decodeUtf16(bytes: Uint8Array): Decoded | null {
  const found = utf16Of(bytes)
  if (!found || bytes.byteLength % 2 !== 0) return null
  const textOffset = found.byteOrderMark ? 2 : 0
  const copy = Buffer.from(bytes.subarray(textOffset))
  if (found.bigEndian) copy.swap16()
  const text = copy.toString('utf16le')
  if (!text.isWellFormed()) return null
  const encoding = found.bigEndian ? 'utf-16be' : 'utf-16le'
  return { text, encoding, byteOrderMark: found.byteOrderMark, textOffset }
}

/** One byte order mark is skipped. Null where the bytes are not UTF-8. */
export function decodePlain(bytes: Uint8Array): Decoded | null {
  const byteOrderMark = UTF_8_MARK.every((byte, index) => bytes[index] === byte)
  const textOffset = byteOrderMark ? UTF_8_MARK.length : 0
  const text = decodeUtf8(bytes.subarray(textOffset))
  return text === null ? null : { text, encoding: 'utf-8', byteOrderMark, textOffset }
}

/** What bytes 0x80 to 0x9f are in Windows-1252 (the WHATWG table); five of them are nothing, marked by a NUL. */
const WINDOWS_80 = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ'

/**
 * Bytes that are not UTF-8 as Windows-1252. Null where they are no text in it: a control character, or a byte that
 * stands for nothing.
 */
export function decodeWindows1252(bytes: Uint8Array): Decoded | null {
  // Latin-1 is the same but for 0x80 to 0x9f.
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (byte) => WINDOWS_80[byte.charCodeAt(0) - 0x80] ?? '\0')
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text)) return null
  return { text, encoding: 'windows-1252', byteOrderMark: false, textOffset: 0 }
}

/** Whether a character of several bytes in UTF-8 stands in them: then they are UTF-8 that was damaged. */
export function hasUtf8Characters(bytes: Uint8Array): boolean {
  return /[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}/.test(Buffer.from(bytes).toString('latin1'))
}
