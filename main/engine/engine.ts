/**
 * The engine: one vault, its keys and the files on offer, behind the methods of EngineApi. Lives in a thread of its own
 * (engine.worker.ts); knows nothing of threads, windows or dialogs.
 */
import path from 'node:path'
import type { AccountFileKind, ChosenAccount } from '../../contract/api.ts'
import { CofferError } from '../../contract/errors.ts'
import type { ImportPreview, ImportReport, OpenedBackup } from '../../contract/files.ts'
import { PAGE_SIZE, type ItemSource } from '../../contract/item-view.ts'
import { DEFAULT_PBKDF2 } from '../../contract/kdf-config.ts'
import { Stopped, type OnStep, type Progress, type TaskName } from '../../contract/progress.ts'
import { readAccountKey, readClientAccount, readClientEmails } from '../commands/accounts.ts'
import { listFiles } from '../commands/files.ts'
import { commitImport, stageImport, type StagedImport } from '../commands/import-file.ts'
import { ItemList } from '../commands/item-list.ts'
import { fieldValue, viewItem } from '../commands/item-view.ts'
import { openBackup } from '../commands/open-backup.ts'
import { planRotation, rotateKey } from '../commands/rotate-key.ts'
import {
  changePassword,
  createVault,
  createVaultAround,
  openVaultFile,
  type LockedVault,
  type Session,
  type VaultContents,
} from '../commands/vault.ts'
import type { EngineAnswer, EngineApi, EngineMethod, EngineOrder, EngineStatus } from './engine-api.ts'
import { exportTo, previewExport } from './exports.ts'
import { recordedExport } from './recorded-export.ts'
import { OfferedFiles } from './offered-files.ts'
import { PasswordGate } from './password-gate.ts'
import { makeStepper } from './stepper.ts'
import { Tickets } from './tickets.ts'

/** What the engine needs of its thread. */
export interface EngineHost {
  readonly publish: (progress: Progress) => void
  /** Whether the person asked the running work to stop. */
  readonly stopAsked: () => boolean
}

interface AccountFile {
  readonly kind: AccountFileKind
  readonly path: string
}

interface Vault {
  readonly path: string
  readonly locked: LockedVault
  session: Session | null
}

interface Reading {
  readonly facts: OpenedBackup
  readonly contents: VaultContents
  readonly list: ItemList
}

export class Engine implements EngineApi {
  readonly #host: EngineHost
  readonly #files = new OfferedFiles()
  readonly #accounts = new Tickets<AccountFile>()
  readonly #gate = new PasswordGate()
  #vault: Vault | null = null
  #reading: Reading | null = null
  #staged: StagedImport | null = null
  #list: { readonly revision: number; readonly list: ItemList } | null = null
  #working = false
  #ending = false

  constructor(host: EngineHost) {
    this.#host = host
  }

  async call<M extends EngineMethod>(method: M, order: EngineOrder<M>): Promise<EngineAnswer<M>> {
    const run = this[method] as (order: EngineOrder<M>) => EngineAnswer<M> | Promise<EngineAnswer<M>>
    return await run.call(this, order)
  }

  /** Refuses passwords and files that still wait for their turn, so that the end need not wait for them. */
  refuseWaiting(): void {
    this.#ending = true
    this.#gate.close()
  }

  /** Drops every key and gives the vault file free. */
  close(): void {
    const vault = this.#vault
    this.#vault = this.#reading = this.#staged = this.#list = null
    if (vault?.session) vault.session.lock()
    else vault?.locked.close()
  }

  status(): EngineStatus {
    return { vault: this.#vaultStatus(), backup: this.#reading?.facts ?? null }
  }

  #vaultStatus(): EngineStatus['vault'] {
    if (!this.#vault) return { state: 'none' }
    const { session, locked } = this.#vault
    const name = path.basename(this.#vault.path).replace(/\.coffer$/, '')
    return session
      ? { state: 'unlocked', name, email: session.account.email, adopted: session.adopted }
      : { state: 'locked', name, email: locked.email }
  }

  async create(order: EngineOrder<'create'>): Promise<EngineStatus | null> {
    return await this.#work('create', async (onStep) => {
      onStep('derive')
      await createVault(order.path, order.masterPassword, { email: order.email, kdf: DEFAULT_PBKDF2 })
      return await this.#openNew(order)
    })
  }

  async chooseAccount(order: EngineOrder<'chooseAccount'>): Promise<ChosenAccount> {
    const emails =
      order.kind === 'bitwarden-data'
        ? await readClientEmails(order.path)
        : [(await readAccountKey(order.path)).email ?? []].flat()
    return { ticket: this.#accounts.issue(order), name: path.basename(order.path), kind: order.kind, emails }
  }

  async createAround(order: EngineOrder<'createAround'>): Promise<EngineStatus | null> {
    return await this.#work('create', async (onStep) => {
      onStep('derive')
      const file = this.#accounts.take(order.ticket)
      const account =
        file.kind === 'bitwarden-data'
          ? await readClientAccount(file.path, order.email)
          : await readAccountKey(file.path)
      await createVaultAround(order.path, order.masterPassword, account)
      return await this.#openNew(order)
    })
  }

  async #openNew(order: { path: string; masterPassword: string }): Promise<EngineStatus> {
    await this.#open(order.path)
    return await this.#unlock(order.masterPassword)
  }

  async open(order: EngineOrder<'open'>): Promise<EngineStatus> {
    // The vault is not taken from under work that runs.
    return (await this.#work('open', () => this.#open(order.path))) ?? this.status()
  }

  async #open(file: string): Promise<EngineStatus> {
    const locked = await openVaultFile(file)
    this.#closeVault()
    this.#vault = { path: file, locked, session: null }
    return this.status()
  }

  #closeVault(): void {
    const reading = this.#reading
    this.close()
    this.#reading = reading
  }

  async unlock({ masterPassword }: EngineOrder<'unlock'>): Promise<EngineStatus> {
    const status = await this.#work('unlock', async (onStep) => {
      onStep('derive')
      return await this.#gate.pass(() => this.#unlock(masterPassword, onStep))
    })
    return status ?? this.status()
  }

  async #unlock(masterPassword: string, onStep?: OnStep): Promise<EngineStatus> {
    if (!this.#vault) throw new CofferError('vault/locked')
    const session = await this.#vault.locked.unlock(masterPassword)
    onStep?.('open')
    session.contents()
    this.#vault.session = session
    return this.status()
  }

  async confirm({ masterPassword }: EngineOrder<'confirm'>): Promise<null> {
    const session = this.#session()
    await this.#gate.pass(() => session.requirePassword(masterPassword))
    return null
  }

  async offer({ paths }: EngineOrder<'offer'>): Promise<EngineAnswer<'offer'>> {
    const listed = await listFiles(paths)
    const files = []
    for (const file of listed.paths) {
      if (this.#ending) throw new CofferError('vault/locked')
      files.push(await this.#files.offer(file, this.#vault?.session ?? undefined))
    }
    return { files, omitted: listed.omitted }
  }

  async sample(): Promise<EngineAnswer<'sample'>> {
    return { files: [await this.#files.sample()], omitted: 0 }
  }

  counts({ source }: EngineOrder<'counts'>): EngineAnswer<'counts'> {
    return this.#listOf(source).counts()
  }

  page({ source, filter, search, offset }: EngineOrder<'page'>): EngineAnswer<'page'> {
    const found = this.#listOf(source).find(filter, search)
    return { total: found.length, offset, rows: found.slice(offset, offset + PAGE_SIZE) }
  }

  view(order: EngineOrder<'view'>): EngineAnswer<'view'> {
    const { item, folder } = this.#itemOf(order)
    return viewItem(item, folder)
  }

  async reveal(order: EngineOrder<'reveal'>): Promise<string> {
    const { item } = this.#itemOf(order)
    if (item.reprompt !== 0 && order.source === 'vault') {
      if (order.masterPassword === null) throw new CofferError('usage/password-needed')
      await this.confirm({ masterPassword: order.masterPassword })
    }
    return fieldValue(item, order.address)
  }

  exportPreview(): EngineAnswer<'exportPreview'> {
    return previewExport(this.#session())
  }

  async export(order: EngineOrder<'export'>): Promise<EngineAnswer<'export'>> {
    const session = this.#session()
    return await this.#work('export', (onStep) => this.#gate.pass(() => exportTo(session, order, onStep)))
  }

  exportPath({ id }: EngineOrder<'exportPath'>): string {
    const made = this.#session()
      .exports()
      .find((record) => record.id === id)
    if (!made) throw new CofferError('usage/item-not-found')
    return made.path
  }

  async check({ ticket, filePassword }: EngineOrder<'check'>): Promise<ImportPreview | null> {
    const session = this.#session()
    return await this.#work('check', async (onStep) => {
      this.#staged = null
      onStep('read')
      const { file } = await this.#files.take(ticket)
      const staged = await stageImport(session, file, { filePassword: filePassword ?? undefined, onStep })
      onStep('open')
      this.#staged = staged
      return staged.preview
    })
  }

  async runImport(): Promise<ImportReport | null> {
    const session = this.#session()
    const staged = this.#staged
    if (!staged) throw new CofferError('file/ticket-expired')
    return await this.#work('import', (onStep) => {
      const report = commitImport(session, staged, onStep)
      this.#staged = null
      return Promise.resolve(report)
    })
  }

  discardImport(): null {
    this.#staged = null
    return null
  }

  async openBackup({ ticket, filePassword }: EngineOrder<'openBackup'>): Promise<EngineStatus | null> {
    return await this.#work('open', async (onStep) => {
      onStep('read')
      const { name, file } = await this.#files.take(ticket)
      const { contents } = await openBackup(file, { filePassword: filePassword ?? undefined, onStep })
      onStep('open')
      const facts = {
        name,
        format: file.facts.id,
        items: contents.items.length,
        folders: contents.folders.length,
      }
      this.#reading = { facts, contents, list: new ItemList(contents) }
      return this.status()
    })
  }

  closeBackup(): EngineStatus {
    this.#reading = null
    return this.status()
  }

  planKeyChange(): EngineAnswer<'planKeyChange'> {
    const session = this.#session()
    const { items, folders, willStopOpening, stillOpen } = planRotation(session)
    return {
      items,
      folders,
      willStopOpening: willStopOpening.map(recordedExport),
      stillOpen: stillOpen.map(recordedExport),
      adopted: session.adopted,
    }
  }

  async changeKeys({ masterPassword, detach }: EngineOrder<'changeKeys'>): Promise<EngineAnswer<'changeKeys'>> {
    const session = this.#session()
    return await this.#work('change-keys', async (onStep) => {
      const done = await this.#gate.pass(() => rotateKey(session, masterPassword, { detach, onStep }))
      const { items, folders, scrubbed, willStopOpening, stillOpen } = done
      return {
        items,
        folders,
        scrubbed,
        stoppedOpening: willStopOpening.map(recordedExport),
        stillOpen: stillOpen.map(recordedExport),
      }
    })
  }

  async changePassword(order: EngineOrder<'changePassword'>): Promise<EngineAnswer<'changePassword'>> {
    const session = this.#session()
    return await this.#work('change-password', async (onStep) => {
      onStep('derive')
      return await this.#gate.pass(() => changePassword(session, order.masterPassword, order.newPassword, onStep))
    })
  }

  #session(): Session {
    if (!this.#vault?.session) throw new CofferError('vault/locked')
    return this.#vault.session
  }

  #readingNow(): Reading {
    if (!this.#reading) throw new CofferError('file/ticket-expired')
    return this.#reading
  }

  #listOf(source: ItemSource): ItemList {
    if (source === 'backup') return this.#readingNow().list
    const session = this.#session()
    if (this.#list?.revision !== session.revision) {
      this.#list = { revision: session.revision, list: new ItemList(session.contents()) }
    }
    return this.#list.list
  }

  #itemOf({ source, id }: { source: ItemSource; id: string }): {
    item: VaultContents['items'][number]
    folder: string | null
  } {
    const { items, folders } = source === 'vault' ? this.#session().contents() : this.#readingNow().contents
    const item = items.find((candidate) => candidate.id === id)
    if (!item) throw new CofferError('usage/item-not-found')
    return { item, folder: folders.find((folder) => folder.id === item.folderId)?.name ?? null }
  }

  /** One long work at a time; null where it was stopped. */
  async #work<T>(task: TaskName, run: (onStep: OnStep) => Promise<T>): Promise<T | null> {
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
