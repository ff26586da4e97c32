/**
 * The session of the app: which vault and backup are open, what the window is told of it, locking. Locking ends the
 * engine's thread and reloads the window; a fresh engine opens the same vault again, locked.
 */
import { randomBytes } from 'node:crypto'
import type { AppStatus, VaultStatus } from '../../contract/api.ts'
import { CofferError, type ErrorCode } from '../../contract/errors.ts'
import type { AdoptionDone, KeyChangeDone } from '../../contract/exports.ts'
import type { WireError } from '../../contract/files.ts'
import type { KeyFileDone } from '../../contract/settings.ts'
import type { EngineAnswer, EngineHandle, EngineMethod, EngineOrder, EngineStatus } from '../engine/engine-api.ts'
import { wireError, type Publish } from '../ipc/publish.ts'
import type { AppLanguage } from './app-language.ts'
import type { Settings } from './app-settings.ts'
import { EngineSeat, type SeatParts } from './engine-seat.ts'
import type { KeychainUnlock } from './keychain-unlock.ts'
import type { RecentVaults } from './recent-vaults.ts'
import type { SecretClipboard } from './secret-clipboard.ts'
import type { VaultPlaces } from './vault-places.ts'
import type { AppWindow } from './window.ts'

export type LockReason = NonNullable<AppStatus['lockedBy']>

export interface SessionParts extends Pick<SeatParts, 'makeEngine' | 'changed'> {
  readonly publish: Publish
  readonly window: Pick<AppWindow, 'reload' | 'showProgress'>
  readonly copied: Pick<SecretClipboard, 'clear'>
  readonly recents: Pick<RecentVaults, 'opened'>
  readonly settings: Pick<Settings, 'current'>
  readonly keychain: Pick<KeychainUnlock, 'has' | 'turnOn' | 'turnOff' | 'read' | 'keepOnly'>
  readonly places: VaultPlaces
  readonly mac: boolean
  readonly language: Pick<AppLanguage, 'code'>
}

const NOTHING: EngineStatus = { vault: { state: 'none' }, backup: null, deviceId: null }
/** What leads to contents in memory once it is done, though it is no work that one is asked about. */
const ENTERS: ReadonlySet<EngineMethod> = new Set<EngineMethod>([
  'unlock',
  'unlockWithDevice',
  'create',
  'createAround',
  'openBackup',
])
const DISK_FAULTS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'vault/change-kept',
  'vault/change-undone',
  'vault/change-unknown',
])
const DEVICE_KEY_BYTES = 64

const CLIPBOARD_WAIT_MS = 1_000

export class AppSession {
  readonly #parts: SessionParts
  readonly #seat: EngineSeat
  #held = NOTHING
  #path: string | null = null
  #lockedBy: AppStatus['lockedBy'] = null
  #problem: WireError | null = null
  #enterings = 0
  /** How often the keys were dropped. */
  #locks = 0
  #revision = 0

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.#seat = new EngineSeat({
      makeEngine: parts.makeEngine,
      changed: () => {
        if (!this.working) parts.window.showProgress(null)
        parts.changed()
      },
      onProgress: (progress) => {
        parts.publish('progress', progress)
        if (this.working) parts.window.showProgress(progress)
      },
      died: () => this.#startOver(null),
    })
  }

  get status(): AppStatus {
    const { places, mac, language, settings, keychain } = this.#parts
    const { vault, backup, deviceId } = this.#held
    return {
      revision: this.#revision,
      ...{ vault, backup, demonstration: places.demonstration, mac, language: language.code },
      ...{ settings: settings.current, keychain: keychain.has(deviceId) },
      ...{ lockedBy: this.#lockedBy, problem: this.#problem },
    }
  }

  /** What a lock has told to stop is nothing to be asked about. */
  get working(): boolean {
    return !this.#seat.replacing && this.#seat.working
  }

  /** @throws CofferError what the engine's method throws; vault/locked where it was locked meanwhile */
  async call<M extends EngineMethod>(method: M, order: EngineOrder<M>): Promise<EngineAnswer<M>> {
    const run = (): Promise<EngineAnswer<M>> => this.#seat.call(method, order)
    try {
      return await (ENTERS.has(method) ? this.#entering(run) : run())
    } catch (error) {
      if (error instanceof CofferError && this.#isEndedBy(error, method)) this.#endAfter(error)
      throw error
    }
  }

  /** Whether the engine let go of the vault, now or in a call before. A vault that did not open was not open. */
  #isEndedBy({ code }: CofferError, method: EngineMethod): boolean {
    if (this.#seat.replacing || this.#seat.ended || method === 'open') return false
    return DISK_FAULTS.has(code) || (code === 'vault/locked' && this.#held.vault.state === 'unlocked')
  }

  /** It is locked, and the unlock page says why. */
  #endAfter(error: CofferError): void {
    if (DISK_FAULTS.has(error.code)) this.#problem = wireError(error)
    void this.#startOver('fault')
  }

  /** While it runs there is something to lock. */
  async #entering<T>(run: () => Promise<T>): Promise<T> {
    this.#enterings += 1
    try {
      return await run()
    } finally {
      this.#enterings -= 1
    }
  }

  /**
   * Opens a vault file, locked; the vault that was open is locked and closed, or stays where this one does not open.
   * @throws CofferError usage/demonstration, vault/busy, vault/…, file/…
   */
  async open(path: string): Promise<AppStatus> {
    const before = this.#requireFree(path)
    if (before !== 'none' && path === this.#path) return this.status
    this.#took(path, await this.call('open', { path }))
    // The keys of the vault that was open go as at a lock.
    if (before === 'unlocked') await this.#startOver(null)
    return this.status
  }

  /** Null where it was stopped. @throws CofferError usage/demonstration, vault/busy, vault/…, file/… */
  async create(order: EngineOrder<'create'>): Promise<AppStatus | null> {
    return await this.#make(order.path, () => this.call('create', order))
  }

  /** As create, around the account of a ticket. */
  async createAround(order: EngineOrder<'createAround'>): Promise<AppStatus | null> {
    return await this.#make(order.path, () => this.call('createAround', order))
  }

  async #make(path: string, make: () => Promise<EngineStatus | null>): Promise<AppStatus | null> {
    const before = this.#requireFree(path)
    const held = await make()
    if (!held) return null
    this.#took(path, held)
    if (before === 'unlocked') this.#parts.window.reload()
    return this.status
  }

  /** @throws CofferError vault/wrong-password, vault/damaged, … */
  async unlock(order: EngineOrder<'unlock'>): Promise<AppStatus> {
    return this.#entered(await this.call('unlock', order))
  }

  /** @throws CofferError keychain/…, vault/damaged; vault/locked where it was locked while the keychain was asked */
  async unlockWithKeychain(): Promise<AppStatus> {
    const { keychain } = this.#parts
    const { deviceId } = this.#held
    const locks = this.#locks
    try {
      const device = await this.#entering(() => keychain.read(deviceId))
      try {
        if (locks !== this.#locks) throw new CofferError('vault/locked')
        return this.#entered(await this.call('unlockWithDevice', device))
      } finally {
        device.deviceKey.fill(0)
      }
    } catch (error) {
      if (deviceId !== null && error instanceof CofferError && error.code === 'keychain/stale') {
        await keychain.turnOff(deviceId).catch(() => undefined)
        this.announce()
      }
      throw error
    }
  }

  /** @throws CofferError vault/wrong-password, keychain/absent, keychain/refused, file/write-failed */
  async turnOnKeychain(order: { readonly masterPassword: string }): Promise<AppStatus> {
    const vault = this.#path
    const deviceKey = new Uint8Array(randomBytes(DEVICE_KEY_BYTES))
    try {
      const { deviceId: id, wrapped } = await this.call('wrapForDevice', { ...order, deviceKey })
      if (vault !== null) await this.#parts.keychain.turnOn({ id, vault, wrapped, deviceKey })
    } finally {
      deviceKey.fill(0)
    }
    // The vault's keys may have changed meanwhile: then what was turned on is at its end.
    return this.#accept(await this.call('status', null))
  }

  /** @throws CofferError keychain/… */
  async turnOffKeychain(): Promise<AppStatus> {
    const { deviceId } = this.#held
    if (deviceId !== null) await this.#parts.keychain.turnOff(deviceId)
    this.announce()
    return this.status
  }

  /** Null where it was stopped. @throws CofferError format/…, file/… */
  async openBackup(order: EngineOrder<'openBackup'>): Promise<AppStatus | null> {
    const held = await this.call('openBackup', order)
    return held && this.#accept(held)
  }

  async closeBackup(): Promise<AppStatus> {
    return this.#accept(await this.call('closeBackup', null))
  }

  /** A vault that parts from its Bitwarden account tells so in its status. @throws CofferError vault/… */
  async changeKeys(order: EngineOrder<'changeKeys'>): Promise<KeyChangeDone | null> {
    return await this.#thenTell(this.call('changeKeys', order))
  }

  /** @throws CofferError vault/wrong-password, vault/wrong-account-password, vault/other-account, format/…, file/… */
  async adopt(order: EngineOrder<'adopt'>): Promise<AdoptionDone | null> {
    return await this.#thenTell(this.call('adopt', order))
  }

  /** @throws CofferError vault/wrong-password, … */
  async changePassword(order: EngineOrder<'changePassword'>): Promise<{ readonly scrubbed: boolean } | null> {
    return await this.#thenTell(this.call('changePassword', order))
  }

  /** @throws CofferError vault/wrong-password, usage/kdf-out-of-range, … */
  async changeKdf(order: EngineOrder<'changeKdf'>): Promise<{ readonly scrubbed: boolean } | null> {
    return await this.#thenTell(this.call('changeKdf', order))
  }

  /** @throws CofferError vault/wrong-password, file/… */
  async writeKeyFile(order: EngineOrder<'writeKeyFile'>): Promise<KeyFileDone | null> {
    return await this.#thenTell(this.call('writeKeyFile', order))
  }

  /** For what changes the account of the open vault: its status is another one then. */
  async #thenTell<T>(act: Promise<T | null>): Promise<T | null> {
    const done = await act
    if (done) this.#accept(await this.call('status', null))
    return done
  }

  /** Opens the vault that the app starts with. What does not open becomes the status's problem. */
  async start(path: string): Promise<void> {
    try {
      await this.open(path)
    } catch (error) {
      this.#problem = wireError(error)
      this.announce()
    }
  }

  /** Asks the running work to stop. */
  stop(): void {
    this.#seat.stop()
  }

  /** Done once a fresh engine has the vault again. Nothing to lock: nothing happens. */
  async lock(reason: LockReason): Promise<void> {
    const { vault, backup } = this.#held
    const open = vault.state === 'unlocked' || backup !== null
    if (!this.#seat.replacing && (open || this.working || this.#enterings > 0)) await this.#startOver(reason)
  }

  /** For the end of the app. */
  async end(): Promise<void> {
    const cleared = this.#parts.copied.clear()
    await this.#seat.end()
    // A clipboard that does not answer holds up nobody's leaving.
    await Promise.race([cleared, new Promise((resolve) => setTimeout(resolve, CLIPBOARD_WAIT_MS))])
  }

  async #startOver(reason: AppStatus['lockedBy']): Promise<void> {
    void this.#parts.copied.clear()
    this.#lockedBy = reason
    this.#locks += 1
    this.#held = { ...this.#held, vault: lockedStatus(this.#held.vault), backup: null }
    if (this.working) this.#parts.publish('locking', null)
    const replaced = this.#seat.replace((engine) => this.#reopen(engine))
    this.#parts.window.reload()
    await replaced
    this.announce()
  }

  async #reopen(engine: EngineHandle): Promise<void> {
    if (this.#path === null) return
    try {
      this.#held = await engine.call('open', { path: this.#path })
    } catch (error) {
      this.#held = NOTHING
      this.#path = null
      // Why it was locked says more.
      this.#problem ??= wireError(error)
    }
  }

  #requireFree(path: string): VaultStatus['state'] {
    this.#parts.places.require(path)
    if (this.working) throw new CofferError('vault/busy')
    return this.#held.vault.state
  }

  #took(path: string, held: EngineStatus): void {
    this.#path = path
    this.#parts.recents.opened(path)
    this.#lockedBy = this.#problem = null
    this.#accept(held)
  }

  #entered(held: EngineStatus): AppStatus {
    if (held.vault.state === 'unlocked') this.#lockedBy = this.#problem = null
    return this.#accept(held)
  }

  #accept(held: EngineStatus): AppStatus {
    this.#held = held
    if (this.#path !== null && held.deviceId !== null) void this.#parts.keychain.keepOnly(this.#path, held.deviceId)
    this.announce()
    return this.status
  }

  /** Tells the window and the menu what is the case now. */
  announce(): void {
    this.#revision += 1
    this.#parts.publish('status', this.status)
    this.#parts.changed()
  }
}

function lockedStatus(vault: VaultStatus): VaultStatus {
  return vault.state === 'unlocked' ? { state: 'locked', name: vault.name, email: vault.email } : vault
}
