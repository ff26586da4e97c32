/** Vaults around accounts that exist: adopted from Bitwarden, restored from an account key file; and that file. */
import { CofferError } from '../../contract/errors.ts'
import type { OnStep } from '../../contract/progress.ts'
import { finishFirst } from '../files/finish-first.ts'
import { MAX_SMALL_BYTES, readCapped } from '../files/read-capped.ts'
import { writeAtomic } from '../files/write-atomic.ts'
import { formatAccountKey, parseAccountKey, type AccountKey } from '../vault/account-key-file.ts'
import { clientEmails, findClientAccount } from '../vault/bitwarden-client-data.ts'
import { wrappingId, type WrappedAccount } from '../vault/keychain.ts'
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

/** An account key file that was written, and whether the vault took note of it. */
export type WrittenKeyFile = Readonly<{ path: string; fingerprint: string; recorded: boolean }>

/**
 * Writes the account key file, proved by reading it back. No key is changed meanwhile. `onStep` may stop it up to the
 * writing.
 * @throws CofferError vault/wrong-password, file/exists, file/open-vault, file/…
 */
export async function writeAccountKey(
  session: Session,
  path: string,
  order: { readonly masterPassword: string; readonly overwrite: boolean },
  onStep: OnStep = () => undefined,
): Promise<WrittenKeyFile> {
  return await session.inTurn(() => writeInTurn(session, path, order, onStep))
}

async function writeInTurn(
  session: Session,
  path: string,
  { masterPassword, overwrite }: { readonly masterPassword: string; readonly overwrite: boolean },
  onStep: OnStep,
): Promise<WrittenKeyFile> {
  await session.requirePassword(masterPassword, onStep)
  onStep('save')
  const { fingerprint } = session.marks
  const made = new Date().toISOString()
  const text = formatAccountKey({ ...session.account, fingerprint, adopted: session.adopted, made })
  let finished: (() => void) | undefined
  const prove = async (bytes: Uint8Array): Promise<void> => {
    await Promise.resolve()
    if (wrappingId(parseAccountKey(bytes)) !== session.wrapping) throw new CofferError('file/verify-failed')
    finished = finishFirst()
  }
  try {
    const written = await writeAtomic(path, Buffer.from(text, 'utf8'), { overwrite, prove })
    return { path: written, fingerprint, recorded: noted(session, made) }
  } catch (error) {
    // It has its name.
    if (error instanceof CofferError && error.code === 'file/unconfirmed') noted(session, made)
    throw error
  } finally {
    finished?.()
  }
}

/** The file is there and good: a vault that cannot note it costs no more than a reminder too many. */
function noted(session: Session, made: string): boolean {
  try {
    session.recordKeyFile(made)
    return true
  } catch {
    return false
  }
}
