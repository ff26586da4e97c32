/**
 * The accounts in a Bitwarden client's local `data.json`, which is read and never written.
 * Source: docs/FORMATS.md#client-data.
 */
import { CofferError } from '../../contract/errors.ts'
import { IMPORT_RANGE, requireKdfInRange, type KdfConfig } from '../../contract/kdf-config.ts'
import { decodeUtf8 } from '../crypto/bytes.ts'
import { parseEncString } from '../crypto/enc-string.ts'
import { emailSalt, type WrappedAccount } from './keychain.ts'

type Members = Readonly<Record<string, unknown>>

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {}
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function parseData(bytes: Uint8Array): Members {
  try {
    return membersOf(JSON.parse((decodeUtf8(bytes) ?? '').replace(/^\ufeff/, '')))
  } catch (error) {
    throw new CofferError('format/not-bitwarden-data', {}, error)
  }
}

/** Both generations spell the settings alike. @throws CofferError format/unknown-kdf, format/kdf-out-of-range */
function kdfOf(value: unknown): KdfConfig {
  const { kdfType, iterations, memory, parallelism } = membersOf(value) as Readonly<Record<string, number>>
  if (kdfType !== 0 && kdfType !== 1) throw new CofferError('format/unknown-kdf')
  const kdf = (
    kdfType === 0 ? { type: 'pbkdf2', iterations } : { type: 'argon2id', iterations, memoryMiB: memory, parallelism }
  ) as KdfConfig
  requireKdfInRange(kdf, IMPORT_RANGE, 'format/kdf-out-of-range')
  return kdf
}

/** Users that the client knows, the one it last used first. */
function userIdsOf(data: Members): string[] {
  const active = textOf(data.global_account_activeAccountId)
  const named = Object.keys(data).map((key) => /^user_([0-9a-f-]{36})_/i.exec(key)?.[1])
  return [...new Set([active, ...named])].filter((id) => typeof id === 'string')
}

interface Kept extends Omit<WrappedAccount, 'kdf'> {
  readonly email: string
  /** Not looked at before the account is the wanted one. */
  readonly kdf: unknown
}

/** What the client kept of one account; null where it holds no wrapped user key (logged out). */
function keptOf(data: Members, userId: string): Kept | null {
  const email = textOf(membersOf(membersOf(data.global_account_accounts)[userId]).email)
  const unlock = membersOf(data[`user_${userId}_masterPasswordUnlock_masterPasswordUnlockKey`])
  const newer = textOf(unlock.masterKeyWrappedUserKey)
  const salt = textOf(unlock.salt)
  if (newer !== null && salt !== null) return { email: email ?? salt, salt, kdf: unlock.kdf, wrappedUserKey: newer }
  const older = textOf(data[`user_${userId}_masterPassword_masterKeyEncryptedUserKey`])
  if (older === null || email === null) return null
  return { email, salt: emailSalt(email), kdf: data[`user_${userId}_kdfConfig_kdfConfig`], wrappedUserKey: older }
}

/** E-mail addresses of the accounts that are logged in, the client's active one first. @throws CofferError as findClientAccount */
export function clientEmails(bytes: Uint8Array): string[] {
  const data = parseData(bytes)
  return userIdsOf(data).flatMap((userId) => keptOf(data, userId)?.email ?? [])
}

/**
 * The account to adopt: the one of `email`, or where none is named the first that is logged in, the client's active one
 * before all others.
 * @throws CofferError format/not-bitwarden-data, format/unknown-kdf, format/kdf-out-of-range, format/newer-encryption,
 *   format/unsupported-encryption, format/bad-shape
 */
export function findClientAccount(bytes: Uint8Array, email: string | null): WrappedAccount {
  const data = parseData(bytes)
  const found = userIdsOf(data)
    .map((userId) => keptOf(data, userId))
    .find((kept) => kept && (email === null || emailSalt(kept.email) === emailSalt(email)))
  if (!found) throw new CofferError('format/not-bitwarden-data')
  parseEncString(found.wrappedUserKey)
  return { ...found, kdf: kdfOf(found.kdf) }
}
