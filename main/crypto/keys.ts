/**
 * Key types. A key is a pair of KeyObjects, never a raw Buffer: node copies and re-parses a Buffer at every call.
 * Source of the shapes: docs/FORMATS.md#keys.
 */
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { CofferError } from '../../contract/errors.ts'

/** 64 bytes: 32 for AES-256-CBC, then 32 for HMAC-SHA-256. */
export interface SymmetricKey {
  readonly encryptionKey: KeyObject
  readonly macKey: KeyObject
}

declare const kind: unique symbol
/** The account encryption key. Everything in a vault is sealed under it, directly or through an item key. */
export type UserKey = SymmetricKey & { readonly [kind]: 'userKey' }
/** One item's own key, itself sealed under the user key. */
export type ItemKey = SymmetricKey & { readonly [kind]: 'itemKey' }
/** HKDF-expanded master key or file key: wraps a user key, or seals a password-protected export. */
export type StretchedKey = SymmetricKey & { readonly [kind]: 'stretchedKey' }
/** 32 bytes out of the KDF. */
export type MasterKey = KeyObject & { readonly [kind]: 'masterKey' }

const HALF = 32
export const SYMMETRIC_KEY_BYTES = 2 * HALF

/**
 * `bytes` (64) as a key. They are copied; the caller still owns and wipes its own.
 * @throws CofferError internal: a wrong length is a fault of the caller
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the brand
export function importKey<K extends SymmetricKey>(bytes: Uint8Array): K {
  if (bytes.byteLength !== SYMMETRIC_KEY_BYTES) throw new CofferError('internal', { keyBytes: bytes.byteLength })
  return {
    encryptionKey: createSecretKey(bytes.subarray(0, HALF)),
    macKey: createSecretKey(bytes.subarray(HALF)),
  } as SymmetricKey as K
}

/** The 64 bytes of `key`. The caller wipes them (`fill(0)`). */
export function copyKeyBytes(key: SymmetricKey): Buffer {
  return Buffer.concat([key.encryptionKey.export(), key.macKey.export()])
}

/** A new random account encryption key. */
export function makeUserKey(): UserKey {
  const bytes = randomBytes(SYMMETRIC_KEY_BYTES)
  const key = importKey<UserKey>(bytes)
  bytes.fill(0)
  return key
}
