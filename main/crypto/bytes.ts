/** Text and bytes, strictly: what does not convert back to itself is refused. */
import { timingSafeEqual } from 'node:crypto'

/** Canonical, padded standard base64 as bytes; null for anything else (stray bits, white space, url-safe letters). */
export function decodeBase64(text: string): Buffer | null {
  // node decodes leniently: only what encodes back to the same text was canonical.
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}

export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/** UTF-8 bytes as text; null where they are not valid UTF-8. A leading byte order mark is kept as a character. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Equality in constant time for equal lengths; different lengths are unequal. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b)
}
