/** From the vault file to a session: opened and held against other processes first, then unlocked. */
import { renameError } from '../../contract/errors.ts'
import type { OnStep } from '../../contract/progress.ts'
import { VaultDatabase, type VaultNotice } from './database.ts'
import { deviceIdOf, unwrapWithDevice, type DeviceUnlock } from './device-key.ts'
import { fromAccountRow, openFacts, unlockAccount } from './keychain.ts'
import { Session } from './unlocked-session.ts'

export { Session, type Scrubbed } from './unlocked-session.ts'

/** Opens and locks the vault file; no key yet. The caller closes it, or the session made of it. */
export class LockedVault {
  readonly #database: VaultDatabase

  private constructor(database: VaultDatabase) {
    this.#database = database
  }

  /** @throws CofferError as VaultDatabase.open */
  static open(file: string): LockedVault {
    return new LockedVault(VaultDatabase.open(file))
  }

  /** @throws CofferError vault/wrong-password, vault/damaged */
  async unlock(masterPassword: string, onStep?: OnStep): Promise<Session> {
    const row = this.#database.account()
    const account = fromAccountRow(row)
    const { userKey } = await unlockAccount(account, masterPassword, onStep)
    return await begun(new Session(this.#database, account, openFacts(row, userKey), userKey))
  }

  /**
   * Unlocks with what this computer keeps instead of the master password.
   * @throws CofferError keychain/stale where it is not this vault's, or no longer; vault/damaged
   */
  async unlockWithDevice(device: DeviceUnlock): Promise<Session> {
    const row = this.#database.account()
    const userKey = unwrapWithDevice(device)
    const facts = renameError('vault/damaged', 'keychain/stale', () => openFacts(row, userKey))
    return await begun(new Session(this.#database, fromAccountRow(row), facts, userKey))
  }

  /** As device-key.ts, deviceIdOf. */
  get deviceId(): string {
    return deviceIdOf(this.#database.account().wrapped_user_key)
  }

  /** As VaultDatabase.notice. */
  get notice(): VaultNotice | null {
    return this.#database.notice
  }

  /** Whose vault it is, as far as the file tells without a key. */
  get email(): string | null {
    return this.#database.account().email
  }

  close(): void {
    this.#database.close()
  }
}

/**
 * What a killed export or rotation left is taken up or cleared away. A ledger that is damaged keeps nobody from the items.
 * @throws CofferError as VaultDatabase.transaction where a fault of the disk ended it
 */
async function begun(session: Session): Promise<Session> {
  try {
    await session.ledger.settle()
  } catch (error) {
    if (session.ended) throw error
  }
  return session
}
