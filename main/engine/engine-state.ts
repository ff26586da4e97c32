/** What the engine holds: one vault with its keys, a backup that is read, the plan of an import. */
import path from 'node:path'
import type { AccountFileKind } from '../../contract/api.ts'
import { CofferError } from '../../contract/errors.ts'
import type { OpenedBackup } from '../../contract/files.ts'
import type { ItemSource } from '../../contract/item-view.ts'
import { Stopped, type OnStep, type Progress, type TaskName } from '../../contract/progress.ts'
import type { Restored, Survivors } from '../commands/burnt-house.ts'
import type { ImportPlan } from '../commands/import-plan.ts'
import { ItemList } from '../commands/item-list.ts'
import { OpeningTimes } from '../commands/opening-time.ts'
import type { Rehearsal } from '../commands/rehearse-rotation.ts'
import { openVaultFile, type LockedVault, type Session, type VaultContents } from '../commands/vault.ts'
import type { OpenCensus } from './census-desk.ts'
import type { EngineStatus } from './engine-api.ts'
import { OfferedFiles } from './offered-files.ts'
import { PasswordGate } from './password-gate.ts'
import { makeStepper } from './stepper.ts'
import { Tickets } from './tickets.ts'

/** What the engine needs of its thread. */
export interface EngineHost {
  readonly publish: (progress: Progress) => void
  /** Whether the person asked the running work to stop. */
  readonly stopAsked: () => boolean
  /** The burnt-house drill: restores in a fresh process. Ends it where `onStep` throws, and throws that. */
  readonly restoreElsewhere: (survivors: Survivors, onStep: OnStep) => Promise<Restored>
}

/** A Bitwarden client's data.json or an account key file that was chosen. */
export interface AccountFile {
  readonly kind: AccountFileKind
  readonly path: string
}

interface Vault {
  readonly path: string
  readonly locked: LockedVault
  session: Session | null
}

export interface Reading {
  readonly facts: OpenedBackup
  readonly contents: VaultContents
  readonly list: ItemList
}

export class EngineState {
  readonly #host: EngineHost
  readonly files = new OfferedFiles()
  readonly gate = new PasswordGate()
  readonly openingTimes = new OpeningTimes()
  readonly accounts = new Tickets<AccountFile>()
  reading: Reading | null = null
  staged: { readonly name: string; readonly plan: ImportPlan } | null = null
  census: OpenCensus | null = null
  /** The coming key is in it: it never leaves the engine. */
  rehearsal: Rehearsal | null = null
  #vault: Vault | null = null
  #list: { readonly revision: number; readonly list: ItemList } | null = null
  #working = false
  #ending = false

  constructor(host: EngineHost) {
    this.#host = host
  }

  /** The engine is told to end: nothing that has not begun begins. */
  get ending(): boolean {
    return this.#ending
  }

  /** For what is no work of its own: it goes on until the engine is told to end. @throws CofferError vault/locked then */
  readonly untilEnding: OnStep = () => {
    if (this.#ending) throw new CofferError('vault/locked')
  }

  /** @throws CofferError as EngineHost.restoreElsewhere */
  async restoreElsewhere(survivors: Survivors, onStep: OnStep): Promise<Restored> {
    return await this.#host.restoreElsewhere(survivors, onStep)
  }

  /** Refuses passwords and files that still wait for their turn, so that the end need not wait for them. */
  refuseWaiting(): void {
    this.#ending = true
    this.gate.close()
  }

  /** Drops every key and gives the vault file free. */
  close(): void {
    this.#closeVault()
    this.reading = this.census = null
  }

  #closeVault(): void {
    const vault = this.#vault
    this.#vault = this.staged = this.rehearsal = this.#list = null
    if (vault?.session) vault.session.lock()
    else vault?.locked.close()
  }

  status(): EngineStatus {
    const { session, locked } = this.#vault ?? {}
    const deviceId = (session ?? locked)?.deviceId ?? null
    return { vault: this.#vaultStatus(), backup: this.reading?.facts ?? null, deviceId }
  }

  #vaultStatus(): EngineStatus['vault'] {
    if (!this.#vault) return { state: 'none' }
    const { session, locked } = this.#vault
    const name = path.basename(this.#vault.path).replace(/\.coffer$/, '')
    return session
      ? {
          ...{ state: 'unlocked', name, email: session.account.email, adopted: session.adopted },
          ...{ kdf: session.account.kdf, keyFile: session.keyFile, notice: session.notice },
        }
      : { state: 'locked', name, email: locked.email }
  }

  /** Opens a vault file, locked; one that was open is closed. @throws CofferError as openVaultFile */
  async openVault(file: string): Promise<EngineStatus> {
    const locked = await openVaultFile(file)
    this.#closeVault()
    this.#vault = { path: file, locked, session: null }
    return this.status()
  }

  /** @throws CofferError vault/locked where no vault is open, and what `unlock` throws */
  async unlockVault(unlock: (locked: LockedVault) => Promise<Session>, onStep?: OnStep): Promise<EngineStatus> {
    if (!this.#vault) throw new CofferError('vault/locked')
    const session = await unlock(this.#vault.locked)
    onStep?.('open')
    session.contents()
    this.#vault.session = session
    return this.status()
  }

  get sessionOrNone(): Session | undefined {
    return this.#vault?.session ?? undefined
  }

  /** @throws CofferError vault/locked */
  get session(): Session {
    if (!this.#vault?.session) throw new CofferError('vault/locked')
    return this.#vault.session
  }

  /** What a person sees of the vault, or of the backup. @throws CofferError vault/locked, file/ticket-expired */
  listOf(source: ItemSource): ItemList {
    if (source === 'backup') return this.#readingNow().list
    const { session } = this
    if (this.#list?.revision !== session.revision) {
      this.#list = { revision: session.revision, list: new ItemList(session.contents()) }
    }
    return this.#list.list
  }

  /** @throws CofferError vault/locked, file/ticket-expired */
  contentsOf(source: ItemSource): VaultContents {
    return source === 'vault' ? this.session.contents() : this.#readingNow().contents
  }

  #readingNow(): Reading {
    if (!this.reading) throw new CofferError('file/ticket-expired')
    return this.reading
  }

  /** One long work at a time; null where it was stopped. @throws CofferError vault/busy, and what `run` throws */
  async work<T>(task: TaskName, run: (onStep: OnStep) => Promise<T>): Promise<T | null> {
    if (this.#working) throw new CofferError('vault/busy')
    this.#working = true
    try {
      return await run(makeStepper(task, this.#host.stopAsked, this.#host.publish))
    } catch (error) {
      if (error instanceof Stopped) return null
      throw error
    } finally {
      this.#working = false
    }
  }
}
