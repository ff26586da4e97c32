/**
 * EncString, Bitwarden's text form of sealed bytes: `2.<iv>|<ciphertext>|<mac>`. Only type 2 (AES-256-CBC, then
 * HMAC-SHA-256 over iv and ciphertext) is ever sealed or opened. Source: docs/FORMATS.md#encstring.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { CofferError } from '../../contract/errors.ts'
import { decodeBase64, decodeUtf8, encodeBase64, equalBytes } from './bytes.ts'
import type { SymmetricKey } from './keys.ts'

const BLOCK = 16
const MAC_BYTES = 32

/** A parsed type-2 EncString: 16-byte iv, ciphertext in whole blocks (one at least), 32-byte MAC. */
export interface EncString {
  readonly iv: Uint8Array
  readonly ciphertext: Uint8Array
  readonly mac: Uint8Array
}

/** A sealed text did not open: the MAC, the padding or the UTF-8 failed; which one is not told. */
export class UnsealError extends Error {
  /** Position in the batch. */
  readonly index: number
  constructor(index: number) {
    super('a sealed text did not open')
    this.name = 'UnsealError'
    this.index = index
  }
}

/**
 * Parses, without any key. Base64 must be canonical, so that one value has one text.
 * @throws CofferError format/newer-encryption (type 7), format/unsupported-encryption (types 0, 1, 3-6),
 *   format/bad-shape (anything else: another type, no type, wrong part count or lengths)
 */
export function parseEncString(text: string): EncString {
  const type = text.slice(0, 2)
  if (type === '7.') throw new CofferError('format/newer-encryption', { type: 7 })
  if (/^[013-6]\.$/.test(type)) throw new CofferError('format/unsupported-encryption', { type: Number(text[0]) })
  const parts = type === '2.' ? text.slice(2).split('|', 4).map(decodeBase64) : []
  const [iv, ciphertext, mac] = parts
  const whole = parts.length === 3 && iv?.byteLength === BLOCK && mac?.byteLength === MAC_BYTES
  if (!whole || !ciphertext || ciphertext.byteLength === 0 || ciphertext.byteLength % BLOCK !== 0) {
    throw new CofferError('format/bad-shape', { what: 'an encrypted text' })
  }
  return { iv, ciphertext, mac }
}

export function formatEncString({ iv, ciphertext, mac }: EncString): string {
  return `2.${encodeBase64(iv)}|${encodeBase64(ciphertext)}|${encodeBase64(mac)}`
}

/** Length of the EncString text of a plaintext of `byteLength` bytes. */
export function encStringLength(byteLength: number): number {
  const base64 = (bytes: number): number => 4 * Math.ceil(bytes / 3)
  return 2 + base64(BLOCK) + 1 + base64(BLOCK * (Math.floor(byteLength / BLOCK) + 1)) + 1 + base64(MAC_BYTES)
}

function macOf({ macKey }: SymmetricKey, iv: Uint8Array, ciphertext: Uint8Array): Buffer {
  return createHmac('sha256', macKey).update(iv).update(ciphertext).digest()
}

/** Seals bytes under a fresh random iv. */
export function sealBytes(key: SymmetricKey, plain: Uint8Array): EncString {
  const iv = randomBytes(BLOCK)
  const cipher = createCipheriv('aes-256-cbc', key.encryptionKey, iv)
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()])
  return { iv, ciphertext, mac: macOf(key, iv, ciphertext) }
}

/** Opens bytes: MAC first, in constant time; null for every failure alike. The caller wipes the result. */
export function openBytes(key: SymmetricKey, { iv, ciphertext, mac }: EncString): Buffer | null {
  if (!equalBytes(macOf(key, iv, ciphertext), mac)) return null
  const decipher = createDecipheriv('aes-256-cbc', key.encryptionKey, iv)
  const most = decipher.update(ciphertext)
  try {
    return Buffer.concat([most, decipher.final()])
  } catch {
    return null
  } finally {
    most.fill(0)
  }
}

/** Seals many texts under one key, in order. Texts must be well formed: formats check that when they read. */
export function sealTexts(key: SymmetricKey, texts: readonly string[]): string[] {
  return texts.map((text) => sealText(key, text))
}

/**
 * Opens many sealed texts under one key, in order; all or none.
 * @throws UnsealError at the first that fails
 */
export function openTexts(key: SymmetricKey, sealed: readonly EncString[]): string[] {
  return sealed.map((encString, index) => {
    const text = openText(key, encString)
    if (text === null) throw new UnsealError(index)
    return text
  })
}

export function sealText(key: SymmetricKey, text: string): string {
  return formatEncString(sealBytes(key, Buffer.from(text, 'utf8')))
}

/** One sealed text, or null where it does not open. */
export function openText(key: SymmetricKey, sealed: EncString): string | null {
  const bytes = openBytes(key, sealed)
  const text = bytes && decodeUtf8(bytes)
  bytes?.fill(0)
  return text
}
