/**
 * Unlocking with a key that a computer keeps instead of the master password: 64 random bytes that wrap the user key.
 * They and what they wrap are kept in two places; either alone opens nothing. Source: docs/FORMATS.md#device-key.
 */
import { createHash } from 'node:crypto'
import { CofferError } from '../../contract/errors.ts'
import { formatEncString, openBytes, parseEncString, sealBytes } from '../crypto/enc-string.ts'
import { copyKeyBytes, importKey, SYMMETRIC_KEY_BYTES, type SymmetricKey, type UserKey } from '../crypto/keys.ts'

/** What a computer keeps for one vault. */
export interface DeviceUnlock {
  /** 64 random bytes; whoever made them wipes them. */
  readonly deviceKey: Uint8Array
  /** The user key as an EncString under the device key. */
  readonly wrapped: string
}

/**
 * Names the state that a vault's key is kept in: 64 hexadecimal digits, no secret. A new password, new KDF settings, a
 * rotation and an older copy of the file each have another one, so what was set up for this one ends with it.
 */
export function deviceIdOf(wrappedUserKey: string): string {
  return createHash('sha256').update(wrappedUserKey, 'utf8').digest('hex')
}

/** @throws CofferError internal: a wrong length is a fault of the caller */
export function wrapForDevice(userKey: UserKey, deviceKey: Uint8Array): string {
  const bytes = copyKeyBytes(userKey)
  const wrapped = formatEncString(sealBytes(importKey<SymmetricKey>(deviceKey), bytes))
  bytes.fill(0)
  return wrapped
}

/** @throws CofferError keychain/stale where the two do not belong together or are no such things */
export function unwrapWithDevice({ deviceKey, wrapped }: DeviceUnlock): UserKey {
  const bytes = openWrapped(deviceKey, wrapped)
  if (bytes?.byteLength !== SYMMETRIC_KEY_BYTES) throw new CofferError('keychain/stale')
  const userKey = importKey<UserKey>(bytes)
  bytes.fill(0)
  return userKey
}

function openWrapped(deviceKey: Uint8Array, wrapped: string): Buffer | null {
  if (deviceKey.byteLength !== SYMMETRIC_KEY_BYTES) return null
  try {
    return openBytes(importKey<SymmetricKey>(deviceKey), parseEncString(wrapped))
  } catch (error) {
    throw new CofferError('keychain/stale', {}, error)
  }
}
