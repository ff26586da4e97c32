/** Vaults around accounts that exist: adopted from Bitwarden, restored from an account key file; and that file. */
import { CofferError } from '../../contract/errors.ts'
import { MAX_SMALL_BYTES, readCapped } from '../files/read-capped.ts'
import { writeAtomic } from '../files/write-atomic.ts'
import { formatAccountKey, parseAccountKey, type AccountKey } from '../vault/account-key-file.ts'
import { clientEmails, findClientAccount } from '../vault/bitwarden-client-data.ts'
import type { WrappedAccount } from '../vault/keychain.ts'
import type { Session } from '../vault/session.ts'

/** An account to make a vault around, not unlocked yet. */
export type ExistingAccount = WrappedAccount & { readonly adopted: boolean }

/**
 * The account in a Bitwarden client's data.json, which is only read.
 * @throws CofferError format/not-bitwarden-data, format/kdf-out-of-range, format/unknown-kdf, file/…
 */
export async function readClientAccount(path: string, email: string | null): Promise<ExistingAccount> {
  return { ...findClientAccount(await readCapped(path, MAX_SMALL_BYTES), email), adopted: true }
}

/** @throws CofferError format/not-bitwarden-data, file/… */
export async function readClientEmails(path: string): Promise<string[]> {
  const emails = clientEmails(await readCapped(path, MAX_SMALL_BYTES))
  if (emails.length === 0) throw new CofferError('format/not-bitwarden-data')
  return emails
}

/** @throws CofferError as parseAccountKey, file/… */
export async function readAccountKey(path: string): Promise<AccountKey> {
  return parseAccountKey(await readCapped(path, MAX_SMALL_BYTES))
}

/**
 * Writes the account key file, proved by reading it back.
 * @throws CofferError vault/wrong-password, file/exists, file/open-vault, file/…
 */
export async function writeAccountKey(
  session: Session,
  path: string,
  { masterPassword, overwrite }: { readonly masterPassword: string; readonly overwrite: boolean },
): Promise<{ path: string; fingerprint: string }> {
  await session.requirePassword(masterPassword)
  const { fingerprint } = session.marks
  const text = formatAccountKey({
    ...session.account,
    fingerprint,
    adopted: session.adopted,
    made: new Date().toISOString(),
  })
  const written = await writeAtomic(path, Buffer.from(text, 'utf8'), {
    overwrite,
    prove: (bytes) => {
      const readBack = parseAccountKey(bytes)
      const same = readBack.wrappedUserKey === session.account.wrappedUserKey && readBack.salt === session.account.salt
      return same ? Promise.resolve() : Promise.reject(new CofferError('file/verify-failed'))
    },
  })
  return { path: written, fingerprint }
}
