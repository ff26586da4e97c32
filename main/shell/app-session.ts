/**
 * The session of the app: which vault and backup are open, what the window is told of it, locking. Locking ends the
 * engine's thread and reloads the window; a fresh engine opens the same vault again, locked.
 */
import type { AppStatus, VaultStatus } from '../../contract/api.ts'
import { CofferError } from '../../contract/errors.ts'
import type { KeyChangeDone } from '../../contract/exports.ts'
import type { WireError } from '../../contract/files.ts'
import type { EngineAnswer, EngineHandle, EngineMethod, EngineOrder, EngineStatus } from '../engine/engine-api.ts'
import { wireError, type Publish } from '../ipc/publish.ts'
import { EngineSeat, type SeatParts } from './engine-seat.ts'
import type { SecretClipboard } from './secret-clipboard.ts'
import type { VaultPlaces } from './vault-places.ts'
import type { WindowState } from './window-state.ts'
import type { AppWindow } from './window.ts'

export type LockReason = NonNullable<AppStatus['lockedBy']>

export interface SessionParts extends Pick<SeatParts, 'makeEngine' | 'changed'> {
  readonly publish: Publish
  readonly window: Pick<AppWindow, 'reload' | 'showProgress'>
  readonly copied: Pick<SecretClipboard, 'clear'>
  readonly state: Pick<WindowState, 'update'>
  readonly places: VaultPlaces
  readonly mac: boolean
}

const NOTHING: EngineStatus = { vault: { state: 'none' }, backup: null }
/** What leads to contents in memory once it is done, though it is no work that one is asked about. */
const ENTERS: ReadonlySet<EngineMethod> = new Set<EngineMethod>(['unlock', 'create', 'createAround', 'openBackup'])

const CLIPBOARD_WAIT_MS = 1_000

export class AppSession {
  readonly #parts: SessionParts
  readonly #seat: EngineSeat
  #held = NOTHING
  #path: string | null = null
  #lockedBy: AppStatus['lockedBy'] = null
  #problem: WireError | null = null
  #entering = 0

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
    const { places, mac } = this.#parts
    const { demonstration } = places
    return { ...this.#held, demonstration, mac, lockedBy: this.#lockedBy, problem: this.#problem }
  }

  /** What a lock has told to stop is nothing to be asked about. */
  get working(): boolean {
    return !this.#seat.replacing && this.#seat.working
  }

  /** @throws CofferError what the engine's method throws; vault/locked where it was locked meanwhile */
  async call<M extends EngineMethod>(method: M, order: EngineOrder<M>): Promise<EngineAnswer<M>> {
    const enters = ENTERS.has(method) ? 1 : 0
    this.#entering += enters
    try {
      return await this.#seat.call(method, order)
    } finally {
      this.#entering -= enters
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
    const held = await this.call('unlock', order)
    if (held.vault.state === 'unlocked') this.#lockedBy = this.#problem = null
    return this.#accept(held)
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
    const done = await this.call('changeKeys', order)
    if (done) this.#accept(await this.call('status', null))
    return done
  }

  /** Opens the vault that the app starts with. What does not open becomes the status's problem. */
  async start(path: string): Promise<void> {
    try {
      await this.open(path)
    } catch (error) {
      this.#problem = wireError(error)
      this.#tell()
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
    if (!this.#seat.replacing && (open || this.working || this.#entering > 0)) await this.#startOver(reason)
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
    this.#held = { vault: lockedStatus(this.#held.vault), backup: null }
    if (this.working) this.#parts.publish('locking', null)
    const replaced = this.#seat.replace((engine) => this.#reopen(engine))
    this.#parts.window.reload()
    await replaced
    this.#tell()
  }

  async #reopen(engine: EngineHandle): Promise<void> {
    if (this.#path === null) return
    try {
      this.#held = await engine.call('open', { path: this.#path })
    } catch (error) {
      this.#held = NOTHING
      this.#path = null
      this.#problem = wireError(error)
    }
  }

  #requireFree(path: string): VaultStatus['state'] {
    this.#parts.places.require(path)
    if (this.working) throw new CofferError('vault/busy')
    return this.#held.vault.state
  }

  #took(path: string, held: EngineStatus): void {
    this.#path = path
    this.#parts.state.update({ lastVault: path })
    this.#lockedBy = this.#problem = null
    this.#accept(held)
  }

  #accept(held: EngineStatus): AppStatus {
    this.#held = held
    this.#tell()
    return this.status
  }

  #tell(): void {
    this.#parts.publish('status', this.status)
    this.#parts.changed()
  }
}

function lockedStatus(vault: VaultStatus): VaultStatus {
  return vault.state === 'unlocked' ? { state: 'locked', name: vault.name, email: vault.email } : vault
}
