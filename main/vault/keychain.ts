/**
 * The account's key chain, Bitwarden's own: master password -> master key -> stretched key -> user key.
 * Source: docs/FORMATS.md#keys.
 */
import { hash, randomUUID } from 'node:crypto'
import { CofferError } from '../../contract/errors.ts'
import { CREATION_RANGE, IMPORT_RANGE, readKdf, requireKdfInRange, type KdfConfig } from '../../contract/kdf-config.ts'
import type { OnStep } from '../../contract/progress.ts'
import { formatEncString, openBytes, parseEncString, sealBytes } from '../crypto/enc-string.ts'
import { deriveMasterKey } from '../crypto/kdf.ts'
import { copyKeyBytes, importKey, SYMMETRIC_KEY_BYTES, type StretchedKey, type UserKey } from '../crypto/keys.ts'
import { stretchMasterKey } from '../crypto/stretch.ts'
import type { AccountRow } from './database.ts'
import { openRows, sealRows } from './sealed-json.ts'

/** What unlocking needs, as it stands in a vault file, an account key file or a Bitwarden client's data. */
export interface WrappedAccount {
  readonly email: string | null
  /** The KDF's salt, as text: the e-mail address trimmed and in lower case, unless the account has its own. */
  readonly salt: string
  readonly kdf: KdfConfig
  readonly wrappedUserKey: string
}

/** What a vault knows of its account and keeps sealed. */
export interface AccountFacts {
  /** The account also lives at Bitwarden: its exports pass both ways. */
  readonly adopted: boolean
  readonly made: string
  /** The account key file that was written last, and for which key; null where none is known. */
  readonly keyFile: { readonly made: string; readonly fingerprint: string } | null
  /** Keys that this vault has rotated away from, the oldest first. */
  readonly retiredKeys: readonly { readonly fingerprint: string; readonly retired: string }[]
  /** A random UUID: whose counter it is. A copy of the vault file has the same, and no other vault. */
  readonly lineage: string
  /** Counts exports and drills: what is newer is decided by it, never by a clock. */
  readonly counter: number
  /** When the master password or the key derivation was changed last (ISO 8601); null where that is not known. */
  readonly passwordChanged: string | null
}

/** The facts of a vault that is made now. */
export function newFacts(adopted: boolean, keyFile: AccountFacts['keyFile'] = null): AccountFacts {
  const made = new Date().toISOString()
  return { adopted, made, keyFile, retiredKeys: [], lineage: randomUUID(), counter: 0, passwordChanged: null }
}

export interface UnlockedAccount {
  readonly userKey: UserKey
  /** Wraps the user key; kept by the caller only as long as it wraps again. */
  readonly stretchedKey: StretchedKey
}

/** Bitwarden's salt for an account without one of its own. */
export function emailSalt(email: string): string {
  return email.trim().toLowerCase()
}

/**
 * Names the way in which an account's user key is wrapped: another password, key derivation or user key gives another
 * one. Nothing secret: a hash of what stands in clear in the vault file and in the account key file.
 * 64 hexadecimal digits. Source: docs/FORMATS.md#ledger.
 */
export function wrappingId({ salt, kdf, wrappedUserKey }: WrappedAccount): string {
  const settings = kdf.type === 'pbkdf2' ? [kdf.iterations] : [kdf.iterations, kdf.memoryMiB, kdf.parallelism]
  return hash('sha256', JSON.stringify([salt, kdf.type, ...settings, wrappedUserKey]))
}

/** Unknown addresses are anyone's. @throws CofferError vault/other-account */
export function requireSameEmail(own: WrappedAccount, other: WrappedAccount): void {
  if (own.email === null || other.email === null) return
  if (emailSalt(own.email) !== emailSalt(other.email)) throw new CofferError('vault/other-account')
}

/** Derives the key that wraps the user key. @throws CofferError as deriveMasterKey */
export async function deriveStretchedKey(
  password: string,
  salt: string,
  kdf: KdfConfig,
  onStep?: OnStep,
): Promise<StretchedKey> {
  return stretchMasterKey(await deriveMasterKey(password, salt, kdf, onStep))
}

/** The user key as an EncString under the stretched key. */
export function wrapUserKey(stretchedKey: StretchedKey, userKey: UserKey): string {
  const bytes = copyKeyBytes(userKey)
  const wrapped = formatEncString(sealBytes(stretchedKey, bytes))
  bytes.fill(0)
  return wrapped
}

/**
 * Unlocks with the master password. `onStep` may stop the derivation.
 * @throws CofferError vault/wrong-password, format/kdf-out-of-range, format/newer-encryption (a V2 account),
 *   format/unsupported-encryption, format/bad-shape
 */
export async function unlockAccount(
  account: WrappedAccount,
  password: string,
  onStep?: OnStep,
): Promise<UnlockedAccount> {
  const wrapped = parseEncString(account.wrappedUserKey)
  requireKdfInRange(account.kdf, IMPORT_RANGE, 'format/kdf-out-of-range')
  const stretchedKey = await deriveStretchedKey(password, account.salt, account.kdf, onStep)
  const bytes = openBytes(stretchedKey, wrapped)
  if (!bytes) throw new CofferError('vault/wrong-password')
  if (bytes.byteLength > SYMMETRIC_KEY_BYTES)
    throw new CofferError('format/newer-encryption', { keyBytes: bytes.byteLength })
  if (bytes.byteLength < SYMMETRIC_KEY_BYTES)
    throw new CofferError('format/unsupported-encryption', { type: `a key of ${bytes.byteLength} bytes` })
  const userKey = importKey<UserKey>(bytes)
  bytes.fill(0)
  return { userKey, stretchedKey }
}

/** A password or KDF change: the same user key, wrapped anew. @throws CofferError usage/kdf-out-of-range */
export async function rewrapAccount(
  account: WrappedAccount,
  userKey: UserKey,
  password: string,
  kdf: KdfConfig,
  onStep?: OnStep,
): Promise<WrappedAccount> {
  // An adopted account may have settings below today's minimum; keeping them is not choosing them.
  const kept = JSON.stringify(kdf) === JSON.stringify(account.kdf)
  if (!kept) requireKdfInRange(kdf, CREATION_RANGE, 'usage/kdf-out-of-range')
  const stretchedKey = await deriveStretchedKey(password, account.salt, kdf, onStep)
  return { ...account, kdf, wrappedUserKey: wrapUserKey(stretchedKey, userKey) }
}

const FACTS = { table: 'account', id: 'facts' }

export function toAccountRow(account: WrappedAccount, facts: AccountFacts, userKey: UserKey): AccountRow {
  return {
    email: account.email,
    salt: account.salt,
    kdf: JSON.stringify(account.kdf),
    wrapped_user_key: account.wrappedUserKey,
    facts: sealFacts(facts, userKey),
  }
}

/** The sealed column of an account row. */
export function sealFacts(facts: AccountFacts, userKey: UserKey): string {
  const [row] = sealRows(userKey, FACTS.table, [{ ...facts, id: FACTS.id }])
  return row?.sealed ?? ''
}

/** @throws CofferError vault/damaged */
export function fromAccountRow(row: AccountRow): WrappedAccount {
  try {
    const kdf = readKdf(JSON.parse(row.kdf))
    parseEncString(row.wrapped_user_key)
    return { email: row.email, salt: row.salt, kdf, wrappedUserKey: row.wrapped_user_key }
  } catch (error) {
    throw new CofferError('vault/damaged', { table: 'account' }, error)
  }
}

/** @throws CofferError vault/damaged */
export function openFacts(row: AccountRow, userKey: UserKey): AccountFacts {
  // Older vaults lack the members that came later; a lineage is on disk with the first export that it is in.
  type StoredFacts = Pick<AccountFacts, 'adopted' | 'made' | 'retiredKeys'> & Partial<AccountFacts>
  const [facts] = openRows<StoredFacts>(userKey, FACTS.table, [{ id: FACTS.id, sealed: row.facts }])
  if (!facts) throw new CofferError('vault/damaged', { table: 'account' })
  const { adopted, made, keyFile = null, retiredKeys } = facts
  const { lineage = randomUUID(), counter = 0, passwordChanged = null } = facts
  return { adopted, made, keyFile, retiredKeys, lineage, counter, passwordChanged }
}
