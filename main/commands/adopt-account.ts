/** An unlocked vault takes up the account of a Bitwarden client: after a rotation there, or after it was detached. */
import { CofferError } from '../../contract/errors.ts'
import type { OnStep } from '../../contract/progress.ts'
import type { UserKey } from '../crypto/keys.ts'
import { requireSameEmail, unlockAccount, type WrappedAccount } from '../vault/keychain.ts'
import type { ExportRecord } from '../vault/ledger.ts'
import type { Scrubbed, Session } from '../vault/session.ts'

export interface AdoptionOrder {
  readonly account: WrappedAccount
  /** Of the account: from then on it unlocks the vault. */
  readonly accountPassword: string
  /** Of the vault until now. */
  readonly masterPassword: string
}

export interface AdoptionDone extends Scrubbed {
  readonly items: number
  readonly folders: number
  readonly email: string | null
  /** The account's key is the one that the vault had: no export ended. */
  readonly sameKey: boolean
  /** Exports on record that this vault opens no more, the newest first. */
  readonly willStopOpening: readonly ExportRecord[]
  /** Those that need no key of the account, or the one that the vault has now. */
  readonly stillOpen: readonly ExportRecord[]
}

/** Exports on record that end where the account has another key than the vault. The newest first. */
export function boundExports(session: Session): ExportRecord[] {
  return session.ledger.records().filter(({ keyFingerprint }) => keyFingerprint === session.marks.fingerprint)
}

/**
 * Everything in the vault is sealed under the account's user key, in one transaction. `onStep` may stop it up to the
 * switch.
 * @throws CofferError vault/other-account, vault/wrong-password, vault/wrong-account-password, as unlockAccount for the account's settings, and as
 *   Session.adoptAccount
 */
export async function adoptAccount(
  session: Session,
  { account, accountPassword, masterPassword }: AdoptionOrder,
  onStep: OnStep = () => undefined,
): Promise<AdoptionDone> {
  onStep('derive')
  requireSameEmail(session.account, account)
  const userKey = await openedKey(account, accountPassword, onStep)
  // Now: where the disk fails while the old is wiped, the vault is closed, and the adoption is done all the same.
  const { items, folders } = session.contents()
  const done = await session.adoptAccount(masterPassword, { account, userKey }, onStep)
  const { scrubbed, sameKey, exports, retiredFingerprint } = done
  const needs = (fingerprint: string | null) => (record: ExportRecord) => record.keyFingerprint === fingerprint
  return {
    ...{ items: items.length, folders: folders.length, email: session.account.email, sameKey, scrubbed },
    willStopOpening: sameKey ? [] : exports.filter(needs(retiredFingerprint)),
    stillOpen: exports.filter((record) => needs(null)(record) || needs(session.marks.fingerprint)(record)),
  }
}

async function openedKey(account: WrappedAccount, password: string, onStep: OnStep): Promise<UserKey> {
  try {
    return (await unlockAccount(account, password, onStep)).userKey
  } catch (error) {
    if (error instanceof CofferError && error.code === 'vault/wrong-password')
      throw new CofferError('vault/wrong-account-password', {}, error)
    throw error
  }
}
