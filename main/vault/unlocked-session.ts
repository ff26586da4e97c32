/**
 * An unlocked vault: the user key, the decrypted contents and every change to them. Each change is one transaction, on
 * disk before the copy in memory follows.
 */
import { CofferError } from '../../contract/errors.ts'
import type { KdfConfig } from '../../contract/kdf-config.ts'
import type { OnStep } from '../../contract/progress.ts'
import { accountMarks, type AccountMarks } from '../crypto/account-marks.ts'
import { makeUserKey, type UserKey } from '../crypto/keys.ts'
import type { Folder, Item, VaultContents } from '../model/item.ts'
import { byId, ownCopy, type Change } from './contents-change.ts'
import type { VaultDatabase, VaultNotice } from './database.ts'
import { deviceIdOf, wrapForDevice } from './device-key.ts'
import { ImportHistory } from './imports.ts'
import {
  requireSameEmail,
  rewrapAccount,
  sealFacts,
  toAccountRow,
  unlockAccount,
  wrappingId,
  wrapUserKey,
  type AccountFacts,
  type WrappedAccount,
} from './keychain.ts'
import { Ledger } from './ledger.ts'
import {
  factsAfterChange,
  factsAfterPassword,
  resealTables,
  type ChangeOver,
  type OpenedAccount,
  type Rotation,
  type RotationOptions,
  type Scrubbed,
} from './key-change.ts'
import { openRows, sealRows } from './sealed-json.ts'

export type { Scrubbed } from './key-change.ts'

export class Session {
  readonly #database: VaultDatabase
  readonly ledger: Ledger
  readonly imports: ImportHistory
  #account: WrappedAccount
  #facts: AccountFacts
  #userKey: UserKey | null
  #marks: AccountMarks | null
  #items: Map<string, Item> | null = null
  #folders: Map<string, Folder> | null = null
  #lastTurn: Promise<unknown> = Promise.resolve()
  #revision = 0

  constructor(database: VaultDatabase, account: WrappedAccount, facts: AccountFacts, userKey: UserKey) {
    this.#database = database
    this.#account = account
    this.#facts = facts
    this.#userKey = userKey
    this.#marks = accountMarks(userKey)
    this.ledger = new Ledger(database, () => this.userKey, {
      get: () => this.#facts.counter,
      save: (counter) => {
        this.#facts = { ...this.#facts, counter }
        this.#database.replaceFacts(sealFacts(this.#facts, this.userKey))
      },
    })
    this.imports = new ImportHistory(database, () => this.userKey)
  }

  get account(): WrappedAccount {
    return this.#account
  }

  get facts(): AccountFacts {
    return this.#facts
  }

  /** @throws CofferError internal after lock */
  get userKey(): UserKey {
    if (!this.#userKey) throw new CofferError('internal', { what: 'the session is locked' })
    if (this.ended) throw new CofferError('vault/locked')
    return this.#userKey
  }

  /** @throws CofferError internal after lock */
  get marks(): AccountMarks {
    if (!this.#marks) throw new CofferError('internal', { what: 'the session is locked' })
    return this.#marks
  }

  /** Grows with every change of items or folders. */
  get revision(): number {
    return this.#revision
  }

  get adopted(): boolean {
    return this.#facts.adopted
  }

  /** As VaultDatabase.notice. */
  get notice(): VaultNotice | null {
    return this.#database.notice
  }

  /** A fault of the disk ended it: nothing works any more but lock. */
  get ended(): boolean {
    return this.#database.ended
  }

  /** Where the vault's file is. */
  get path(): string {
    return this.#database.path
  }

  /** The whole vault as it is now, locked under the same password, as a new file of mode 0600. @throws CofferError file/… */
  copyTo(file: string): void {
    this.#database.copyTo(file)
  }

  /** As device-key.ts, deviceIdOf. */
  get deviceId(): string {
    return deviceIdOf(this.#account.wrappedUserKey)
  }

  /** As keychain.ts, wrappingId. */
  get wrapping(): string {
    return wrappingId(this.#account)
  }

  /** The user key for a computer that is to unlock without the password. */
  wrapForDevice(deviceKey: Uint8Array): string {
    return wrapForDevice(this.userKey, deviceKey)
  }

  /** When an account key file for the current key and password was made (ISO 8601); null where none is known. */
  get keyFile(): string | null {
    const { keyFile } = this.#facts
    return keyFile?.fingerprint === this.marks.fingerprint ? keyFile.made : null
  }

  /** Notes that an account key file for the current key was written. @throws CofferError file/no-space, file/… */
  recordKeyFile(made: string): void {
    const facts = { ...this.#facts, keyFile: { made, fingerprint: this.marks.fingerprint } }
    const sealed = sealFacts(facts, this.userKey)
    this.#database.transaction(() => {
      this.#database.replaceFacts(sealed)
    })
    this.#facts = facts
  }

  /** Drops the key and everything decrypted, and gives the file free. */
  lock(): void {
    this.#userKey = null
    this.#marks = null
    this.#items = null
    this.#folders = null
    this.#database.close()
  }

  #itemMap(): Map<string, Item> {
    const { userKey } = this
    this.#items ??= byId(openRows<Item>(userKey, 'items', this.#database.rows('items')))
    return this.#items
  }

  #folderMap(): Map<string, Folder> {
    const { userKey } = this
    this.#folders ??= byId(openRows<Folder>(userKey, 'folders', this.#database.rows('folders')))
    return this.#folders
  }

  /** Everything, items in the trash included. @throws CofferError vault/damaged */
  contents(): VaultContents {
    return { folders: [...this.#folderMap().values()], items: [...this.#itemMap().values()] }
  }

  item(id: string): Item {
    const item = this.#itemMap().get(id)
    if (!item) throw new CofferError('usage/item-not-found')
    return item
  }

  folder(id: string): Folder {
    const folder = this.#folderMap().get(id)
    if (!folder) throw new CofferError('usage/item-not-found')
    return folder
  }

  /**
   * Adds or replaces, all in one transaction. The vault keeps copies.
   * `onStep` may stop it up to the transaction.
   * @throws CofferError format/lone-surrogate, usage/item-not-found (an item's folder), file/no-space
   */
  save(changes: Partial<VaultContents>, onStep?: OnStep): void {
    this.change(changes, onStep)
  }

  /** Removes items for good: no byte of them stays in the file. */
  deleteItems(ids: readonly string[]): void {
    this.change({ goneItems: ids })
  }

  /** Removes a folder; its items stay, in no folder. */
  deleteFolder(id: string): void {
    const folder = this.folder(id)
    const moved = [...this.#itemMap().values()]
      .filter((item) => item.folderId === folder.id)
      .map((item) => ({ ...item, folderId: null }))
    this.change({ items: moved, goneFolders: [folder.id] })
  }

  /** As save, with what is removed for good and what the history of imports is to say, all in one transaction. */
  change(
    { goneItems = [], goneFolders = [], import: made, goneImports = [], ...changes }: Change,
    onStep: OnStep = nothing,
  ): void {
    const [itemMap, folderMap] = [this.#itemMap(), this.#folderMap()]
    const folders = (changes.folders ?? []).map((folder, index) => ownCopy(folder, `/folders/${index}`))
    const known = new Set([...folderMap.keys(), ...folders.map(({ id }) => id)])
    for (const id of goneFolders) known.delete(id)
    const { items: changed = [] } = changes
    if (changed.some(({ folderId }) => folderId !== null && !known.has(folderId)))
      throw new CofferError('usage/item-not-found')
    const items: Item[] = []
    const sealedItems = changed.flatMap((item, index) => {
      onStep('seal', index, changed.length)
      const copy = ownCopy(item, `/items/${index}`)
      items.push(copy)
      return sealRows(this.userKey, 'items', [copy])
    })
    const sealedFolders = sealRows(this.userKey, 'folders', folders)
    const forgetting = goneItems.length > 0 ? this.imports.forgetting(goneItems) : []
    const sealedImports = sealRows(this.userKey, 'imports', made ? [...forgetting, made] : forgetting)
    onStep('save')
    const isRemoving = goneItems.length + goneFolders.length + goneImports.length > 0
    this.#database[isRemoving ? 'transactionThenScrub' : 'transaction'](() => {
      this.#database.put('folders', sealedFolders)
      this.#database.put('items', sealedItems)
      this.#database.put('imports', sealedImports)
      this.#database.delete('items', goneItems)
      this.#database.delete('folders', goneFolders)
      this.#database.delete('imports', goneImports)
    })
    for (const item of items) itemMap.set(item.id, item)
    for (const folder of folders) folderMap.set(folder.id, folder)
    for (const id of goneItems) itemMap.delete(id)
    for (const id of goneFolders) folderMap.delete(id)
    this.#revision += 1
  }

  /** `onStep` may stop the derivation. @throws CofferError vault/wrong-password */
  async requirePassword(masterPassword: string, onStep?: OnStep): Promise<void> {
    await unlockAccount(this.#account, masterPassword, onStep)
  }

  /** The account's key and marks, derived afresh. As requirePassword. */
  async deriveAgain(
    masterPassword: string,
    onStep?: OnStep,
  ): Promise<{ userKey: UserKey; marks: AccountMarks; adopted: boolean }> {
    const { userKey } = await unlockAccount(this.#account, masterPassword, onStep)
    return { userKey, marks: accountMarks(userKey), adopted: this.adopted }
  }

  /**
   * A new master password or new KDF settings around the same user key: every export keeps opening. `onStep` may stop it
   * up to the switch.
   * @throws CofferError usage/kdf-out-of-range, usage/blank-password
   */
  async changePassword(masterPassword: string, kdf: KdfConfig, onStep: OnStep = nothing): Promise<Scrubbed> {
    return await this.inTurn(async () => {
      const account = await rewrapAccount(this.#account, this.userKey, masterPassword, kdf, onStep)
      const facts = factsAfterPassword(this.#facts)
      onStep('switch')
      const scrubbed = this.#database.transactionThenScrub(() => {
        this.#database.replaceAccount(toAccountRow(account, facts, this.userKey))
      })
      this.#account = account
      this.#facts = facts
      return { scrubbed }
    })
  }

  /**
   * Runs one task after the other that changes the keys or must not see them change. Do not nest.
   * @throws what `task` throws
   */
  async inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(task)
    this.#lastTurn = turn.catch(() => undefined)
    return await turn
  }

  /**
   * A new user key: every row is sealed anew and read back equal, then all of it becomes true in one transaction. Ends
   * every account-restricted export made before, for good. The retired key is not kept in any form. `onStep` may stop it
   * up to the switch.
   * @throws CofferError vault/wrong-password, vault/detach-needed, vault/damaged, file/no-space
   */
  async rotateUserKey(masterPassword: string, options: RotationOptions): Promise<Rotation> {
    return await this.inTurn(() => this.#rotate(masterPassword, options))
  }

  async #rotate(masterPassword: string, { detach, stagedKey, onStep = nothing }: RotationOptions): Promise<Rotation> {
    if (this.#facts.adopted && !detach) throw new CofferError('vault/detach-needed')
    onStep('derive')
    const { stretchedKey } = await unlockAccount(this.#account, masterPassword, onStep)
    await this.ledger.dropStaged(stagedKey && accountMarks(stagedKey).fingerprint)
    const newKey = stagedKey ?? makeUserKey()
    const account = { ...this.#account, wrappedUserKey: wrapUserKey(stretchedKey, newKey) }
    return this.#changeOver({ newKey, account, adopted: false }, onStep)
  }

  /**
   * The vault becomes that account's: its user key, password and key derivation in place of the vault's own. Where the
   * key is the same as now no export ends, else as rotateUserKey. `onStep` may stop it up to the switch.
   * @throws CofferError vault/other-account, vault/wrong-password, vault/damaged, file/no-space
   */
  async adoptAccount(masterPassword: string, { account, userKey }: OpenedAccount, onStep = nothing): Promise<Rotation> {
    return await this.inTurn(async () => {
      requireSameEmail(this.#account, account)
      await this.requirePassword(masterPassword, onStep)
      await this.ledger.dropStaged()
      return this.#changeOver({ newKey: userKey, account, adopted: true }, onStep)
    })
  }

  /** All of it in one transaction, or nothing. */
  #changeOver({ newKey, account, adopted }: ChangeOver, onStep: OnStep): Rotation {
    const before = this.marks.fingerprint
    const newMarks = accountMarks(newKey)
    const same = newMarks.fingerprint === before
    const tables = same
      ? []
      : resealTables(this.#database, { oldKey: this.userKey, newKey, coming: newMarks.fingerprint }, onStep)
    const exports = this.ledger.records()
    const facts = factsAfterChange(this.#facts, {
      before,
      after: newMarks.fingerprint,
      adopted,
      isRewrapped: adopted && wrappingId(account) !== this.wrapping,
    })
    onStep('switch')
    const scrubbed = this.#database.transactionThenScrub(() => {
      for (const { table, rows } of tables) this.#database.put(table, rows)
      this.#database.replaceAccount(toAccountRow(account, facts, newKey))
    })
    this.#account = account
    this.#facts = facts
    this.#userKey = newKey
    this.#marks = newMarks
    return { scrubbed, retiredFingerprint: before, sameKey: same, exports }
  }
}

const nothing: OnStep = () => undefined
