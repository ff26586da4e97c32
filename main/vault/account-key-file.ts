/**
 * The account key file: the wrapped user key with what deriving its wrapping key needs. With the master password it
 * opens every account-restricted export of the account on any computer; without the password it is useless.
 * Source: docs/FORMATS.md#account-key-file.
 */
import { CofferError } from '../../contract/errors.ts'
import { IMPORT_RANGE, requireKdfInRange, type KdfConfig } from '../../contract/kdf-config.ts'
import { decodeUtf8 } from '../crypto/bytes.ts'
import { parseEncString } from '../crypto/enc-string.ts'
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts'
import { parseStrictJson } from '../model/strict-json.ts'
import { emailSalt, type WrappedAccount } from './keychain.ts'

const KIND = 'account-key'
const VERSION = 1

export interface AccountKey extends WrappedAccount {
  readonly adopted: boolean
  /** Names the user key: AccountMarks.fingerprint. */
  readonly fingerprint: string
  readonly made: string
}

/** `salt` is written only where it is not the e-mail address's own. */
export function formatAccountKey(account: AccountKey): string {
  const { email, salt, kdf, wrappedUserKey, fingerprint, adopted, made } = account
  const ownSalt = email === null || emailSalt(email) !== salt ? { salt } : {}
  const file = { coffer: KIND, version: VERSION, email, ...ownSalt, kdf, wrappedUserKey, fingerprint, adopted, made }
  return `${JSON.stringify(file, null, 2)}\n`
}

function kdfOf(value: JsonObject): KdfConfig {
  if (value.type !== 'pbkdf2' && value.type !== 'argon2id') throw new CofferError('format/unknown-kdf')
  const kdf = value as unknown as KdfConfig
  requireKdfInRange(kdf, IMPORT_RANGE, 'format/kdf-out-of-range')
  return kdf
}

/**
 * @throws CofferError format/not-a-key-file, format/newer-coffer, format/unknown-kdf, format/kdf-out-of-range,
 *   format/bad-shape, format/newer-encryption, format/unsupported-encryption
 */
export function parseAccountKey(bytes: Uint8Array): AccountKey {
  const value = parseJson(bytes)
  if (!isJsonObject(value) || value.coffer !== KIND) throw new CofferError('format/not-a-key-file')
  if (typeof value.version === 'number' && value.version > VERSION) throw new CofferError('format/newer-coffer')
  const { email, salt, kdf, wrappedUserKey, fingerprint, adopted, made } = value
  const isText = (entry: unknown): entry is string => typeof entry === 'string'
  if (email !== null && !isText(email)) throw new CofferError('format/bad-shape', { where: '/email' })
  const usedSalt = salt ?? (email === null ? null : emailSalt(email))
  if (!isText(usedSalt)) throw new CofferError('format/bad-shape', { where: '/salt' })
  if (!isJsonObject(kdf)) throw new CofferError('format/bad-shape', { where: '/kdf' })
  if (!isText(wrappedUserKey)) throw new CofferError('format/bad-shape', { where: '/wrappedUserKey' })
  if (!isText(fingerprint) || !isText(made)) throw new CofferError('format/bad-shape', { where: '/fingerprint' })
  parseEncString(wrappedUserKey)
  return { email, salt: usedSalt, kdf: kdfOf(kdf), wrappedUserKey, fingerprint, adopted: adopted === true, made }
}

function parseJson(bytes: Uint8Array): Json {
  try {
    return parseStrictJson(decodeUtf8(bytes) ?? '').value
  } catch (error) {
    throw new CofferError('format/not-a-key-file', {}, error)
  }
}
