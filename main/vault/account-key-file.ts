/**
 * The account key file: the wrapped user key with what deriving its wrapping key needs. With the master password it
 * opens every account-restricted export of the account on any computer; without the password it is useless.
 * Source: docs/FORMATS.md#account-key-file.
 */
import { CofferError } from '../../contract/errors.ts'
import { readKdf } from '../../contract/kdf-config.ts'
import { decodeUtf8 } from '../crypto/bytes.ts'
import { parseEncString } from '../crypto/enc-string.ts'
import { isJsonObject, type Json } from '../model/json.ts'
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

/**
 * @throws CofferError format/not-a-key-file, format/newer-coffer, format/unknown-kdf, format/kdf-out-of-range,
 *   format/bad-shape, format/newer-encryption, format/unsupported-encryption
 */
export function parseAccountKey(bytes: Uint8Array): AccountKey {
  const value = parseJson(bytes)
  if (!isJsonObject(value) || value.coffer !== KIND || typeof value.version !== 'number') {
    throw new CofferError('format/not-a-key-file')
  }
  if (value.version > VERSION) throw new CofferError('format/newer-coffer', { version: value.version })
  if (value.version !== VERSION) throw new CofferError('format/not-a-key-file')
  const email = value.email === null ? null : textAt(value.email, '/email')
  return {
    email,
    salt: value.salt === undefined && email !== null ? emailSalt(email) : textAt(value.salt, '/salt'),
    kdf: readKdf(value.kdf),
    wrappedUserKey: encStringAt(value.wrappedUserKey, '/wrappedUserKey'),
    fingerprint: textAt(value.fingerprint, '/fingerprint'),
    adopted: value.adopted === true,
    made: textAt(value.made, '/made'),
  }
}

function textAt(value: Json | undefined, where: string): string {
  if (typeof value !== 'string') throw new CofferError('format/bad-shape', { where })
  return value
}

function encStringAt(value: Json | undefined, where: string): string {
  const text = textAt(value, where)
  try {
    parseEncString(text)
    return text
  } catch (error) {
    throw error instanceof CofferError ? new CofferError(error.code, { ...error.details, where }, error) : error
  }
}

function parseJson(bytes: Uint8Array): Json {
  try {
    return parseStrictJson((decodeUtf8(bytes) ?? '').replace(/^\ufeff/, '')).value
  } catch (error) {
    throw new CofferError('format/not-a-key-file', {}, error)
  }
}
