/** HKDF-Expand (RFC 5869 §2.3) with SHA-256, without Extract: Bitwarden's stretch. Source: docs/FORMATS.md#keys. */
import { createHmac, type KeyObject } from 'node:crypto'
import { importKey, type MasterKey, type StretchedKey } from './keys.ts'

const HASH_BYTES = 32

/**
 * `length` bytes (at most 8,160) from the pseudo-random key `prk` and the text `info`.
 * node's own `hkdf` always extracts first, so the expansion is spelled out over its HMAC.
 */
export function hkdfExpand(prk: KeyObject | Uint8Array, info: string | Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = []
  let previous: Buffer = Buffer.alloc(0)
  for (let counter = 1; blocks.length * HASH_BYTES < length; counter += 1) {
    previous = createHmac('sha256', prk).update(previous).update(info).update(Uint8Array.of(counter)).digest()
    blocks.push(previous)
  }
  return Buffer.concat(blocks).subarray(0, length)
}

/** The 32-byte master key as a 64-byte stretched key: "enc" half, then "mac" half. */
export function stretchMasterKey(masterKey: MasterKey): StretchedKey {
  const bytes = Buffer.concat([hkdfExpand(masterKey, 'enc', HASH_BYTES), hkdfExpand(masterKey, 'mac', HASH_BYTES)])
  const key = importKey<StretchedKey>(bytes)
  bytes.fill(0)
  return key
}
