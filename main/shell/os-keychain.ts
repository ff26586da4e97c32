/**
 * The operating system's keychain, through keytar: the one file that knows it, and the one to replace with it
 * (docs/adr/0010-the-keychain-behind-one-small-file.md).
 */
import { CofferError } from '../../contract/errors.ts'

/** A place of the system for small secrets, by account. Each call may wait for a question that the system asks. */
export interface SecretStore {
  /** Takes the place of what is there. @throws CofferError keychain/absent, keychain/refused */
  set(account: string, value: string): Promise<void>
  /** Null: nothing is there, or the keychain stayed locked; which one is not told. @throws as set */
  get(account: string): Promise<string | null>
  /** What is not there is deleted already. @throws as set */
  delete(account: string): Promise<void>
}

/** Of keytar, what is used: written down here, so that types hold where it is not installed. */
interface KeytarLike {
  setPassword(service: string, account: string, password: string): Promise<void>
  getPassword(service: string, account: string): Promise<string | null>
  deletePassword(service: string, account: string): Promise<boolean>
}

const SERVICE = 'Coffer'
/** What Linux says where no keychain runs at all; these parts are not translated. */
const NOBODY_THERE = /D-Bus|org\.freedesktop\.secrets|Could not connect|address is empty/i

/** `specifier` is what keytar is imported as; null where it must not be loaded. Nothing is loaded before it is needed. */
export function osKeychain(specifier: string | null): SecretStore {
  let loading: Promise<KeytarLike> | null = null

  async function ask<T>(task: (keytar: KeytarLike) => Promise<T>): Promise<T> {
    loading ??= load(specifier)
    const keytar = await loading
    try {
      return await task(keytar)
    } catch (error) {
      const absent = error instanceof Error && NOBODY_THERE.test(error.message)
      throw new CofferError(absent ? 'keychain/absent' : 'keychain/refused', {}, error)
    }
  }

  return {
    set: (account, value) => ask((keytar) => keytar.setPassword(SERVICE, account, value)),
    get: (account) => ask((keytar) => keytar.getPassword(SERVICE, account)),
    async delete(account) {
      await ask(async (keytar) => {
        if (await keytar.deletePassword(SERVICE, account)) return
        // Nothing was there, or the keychain is locked: a locked one refuses to take something, too.
        await keytar.setPassword(SERVICE, account, 'to be deleted')
        await keytar.deletePassword(SERVICE, account)
      })
    },
  }
}

/** An optional dependency: it may not be installed, or not fit this system. */
async function load(specifier: string | null): Promise<KeytarLike> {
  if (specifier === null) throw new CofferError('keychain/absent')
  try {
    const loaded = (await import(specifier)) as { readonly default: KeytarLike }
    return loaded.default
  } catch (error) {
    throw new CofferError('keychain/absent', {}, error)
  }
}
