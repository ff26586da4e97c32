/**
 * Marks that only the owner of a user key can make: the fingerprint that names the key, the mark in an item key that
 * Coffer made, and the key of the whole-file seal. Source: docs/FORMATS.md#seal.
 */
import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { equalBytes } from './bytes.ts'
import { copyKeyBytes, type UserKey } from './keys.ts'
import { hkdfExpand } from './stretch.ts'

const HALF = 32

/** What an account can prove about itself; derived once per user key. */
export interface AccountMarks {
  /** 32 hexadecimal digits that name the user key and tell nothing about it. */
  readonly fingerprint: string
  /** HMAC-SHA-256 key of the whole-file seal. */
  readonly sealKey: KeyObject
  /** 64 random-looking bytes: 32 random ones, then their HMAC under the account's mark key. */
  makeItemKeyBytes(): Buffer
  /** Whether Coffer made these 64 bytes for this account. */
  isOwnItemKey(bytes: Uint8Array): boolean
}

export function accountMarks(userKey: UserKey): AccountMarks {
  const bytes = copyKeyBytes(userKey)
  const derive = (info: string, length: number): Buffer => hkdfExpand(bytes, info, length)
  const fingerprint = derive('coffer key fingerprint v1', 16).toString('hex')
  const sealKey = createSecretKey(derive('coffer export seal v1', HALF))
  const markKey = createSecretKey(derive('coffer item key v1', HALF))
  bytes.fill(0)
  const mark = (random: Uint8Array): Buffer => createHmac('sha256', markKey).update(random).digest()
  return {
    fingerprint,
    sealKey,
    makeItemKeyBytes() {
      const random = randomBytes(HALF)
      return Buffer.concat([random, mark(random)])
    },
    isOwnItemKey: (key) => equalBytes(mark(key.subarray(0, HALF)), key.subarray(HALF)),
  }
}
