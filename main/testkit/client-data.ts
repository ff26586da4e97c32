/** A Bitwarden client's data.json, as a client of today keeps it, with one account that is logged in. */
import type { WrappedAccount } from '../vault/keychain.ts'

const USER = '11111111-1111-4111-8111-111111111111'

export function clientDataOf({ email, salt, kdf, wrappedUserKey }: WrappedAccount): string {
  const unlock = {
    salt,
    kdf:
      kdf.type === 'pbkdf2'
        ? { kdfType: 0, iterations: kdf.iterations }
        : { kdfType: 1, iterations: kdf.iterations, memory: kdf.memoryMiB, parallelism: kdf.parallelism },
    masterKeyWrappedUserKey: wrappedUserKey,
  }
  return JSON.stringify({
    stateVersion: 80,
    global_account_activeAccountId: USER,
    global_account_accounts: { [USER]: { email, name: 'Ann' } },
    [`user_${USER}_masterPasswordUnlock_masterPasswordUnlockKey`]: unlock,
  })
}
