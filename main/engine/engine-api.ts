/**
 * What the engine does for the main process. Arguments and answers are plain data; paths come from native dialogs and
 * drops, never from the window. Long work answers null where it was asked to stop.
 */
import type { AccountFileKind, ChosenAccount, VaultStatus } from '../../contract/api.ts'
import type { BackupList, BurntHouseOrder, DrillDone, DrillOrder } from '../../contract/backups.ts'
import type { Census, CensusOrder, ItemNames } from '../../contract/census.ts'
import type {
  AdoptionDone,
  AdoptionOrder,
  ExportDone,
  ExportOrder,
  ExportPreview,
  KeyChangeDone,
  KeyChangePlan,
  KeyChangeRehearsal,
} from '../../contract/exports.ts'
import type { Offer, OpenedBackup, SavedFile } from '../../contract/files.ts'
import type { PassphraseOptions, PasswordOptions } from '../../contract/generator.ts'
import type {
  Finding,
  ImportDone,
  ImportRecord,
  PlanPage,
  PlanPreview,
  PlanQuery,
  PlanTotals,
  ReadOptions,
  RowAction,
  RowDifference,
  RowsSuffix,
  UndoDone,
} from '../../contract/import-plan.ts'
import type { ItemDraft } from '../../contract/item-draft.ts'
import type { FieldRequest, ItemCounts, ItemPage, ItemQuery, ItemSource, ItemView } from '../../contract/item-view.ts'
import type { KdfConfig } from '../../contract/kdf-config.ts'
import type { KdfMeasure, KeyFileDone } from '../../contract/settings.ts'
import type { LanguageCode } from '../../contract/text/languages.ts'

export interface EngineStatus {
  readonly vault: VaultStatus
  readonly backup: OpenedBackup | null
  /** Names what may unlock the open vault, locked or not, without its password. Changes with each change of its keys. */
  readonly deviceId: string | null
}

/** What this computer keeps for a vault: see main/vault/device-key.ts. */
export interface DeviceUnlock {
  readonly deviceKey: Uint8Array
  readonly wrapped: string
}

interface Opens {
  readonly ticket: string
  readonly filePassword: string | null
}

export interface EngineApi {
  status(): EngineStatus
  /** Makes a vault file and unlocks it. The path is a new file's. */
  create(order: { path: string; email: string | null; masterPassword: string }): Promise<EngineStatus | null>
  /** Looks into a Bitwarden client's data.json or an account key file. */
  chooseAccount(order: { path: string; kind: AccountFileKind }): Promise<ChosenAccount>
  createAround(order: {
    path: string
    ticket: string
    email: string | null
    masterPassword: string
  }): Promise<EngineStatus | null>
  /** Opens a vault file, locked; one that was open is closed first. Files on offer stay. */
  open(order: { path: string }): Promise<EngineStatus>
  unlock(order: { masterPassword: string }): Promise<EngineStatus>
  /** The key for a computer that is to unlock without the password, which is asked for once. Wipes its copy of the key. */
  wrapForDevice(order: {
    deviceKey: Uint8Array
    masterPassword: string
  }): Promise<{ deviceId: string; wrapped: string }>
  unlockWithDevice(order: DeviceUnlock): Promise<EngineStatus>
  /** Checks the master password of the unlocked vault, before a dialog asks where to save. */
  confirm(order: { masterPassword: string }): Promise<null>
  /** Files that a person chose or dropped; a folder stands for the files in it. */
  offer(order: { paths: readonly string[] }): Promise<Offer>
  sample(): Promise<Offer>
  census(order: CensusOrder): Promise<Census | null>
  onlyIn(order: { ticket: string }): ItemNames
  endCensus(): null
  openingTime(order: { kdf: KdfConfig }): Promise<KdfMeasure>
  counts(order: { source: ItemSource }): ItemCounts
  page(order: ItemQuery & { offset: number }): ItemPage
  view(order: { source: ItemSource; id: string }): ItemView
  reveal(order: FieldRequest): Promise<string>
  place(order: ItemQuery & { id: string }): { index: number | null }
  draft(order: { id: string }): ItemDraft
  saveItem(order: { id: string | null; draft: ItemDraft; masterPassword: string | null }): Promise<{ id: string }>
  duplicateItem(order: { id: string; name: string }): { id: string }
  moveItems(order: { ids: readonly string[]; folderId: string | null }): void
  setFavorite(order: { ids: readonly string[]; favorite: boolean }): void
  trashItems(order: { ids: readonly string[] }): void
  restoreItems(order: { ids: readonly string[] }): void
  /** For good, out of the bin. */
  removeItems(order: { ids: readonly string[]; masterPassword: string | null }): Promise<void>
  emptyBin(order: { masterPassword: string | null }): Promise<void>
  addFolder(order: { name: string }): { id: string }
  renameFolder(order: { id: string; name: string }): void
  removeFolder(order: { id: string }): void
  generatePassword(order: PasswordOptions): string
  generatePassphrase(order: PassphraseOptions): string
  listBackups(): Promise<BackupList | null>
  drillBackup(order: DrillOrder): Promise<DrillDone | null>
  burntHouse(order: BurntHouseOrder): Promise<DrillDone | null>
  forgetBackup(order: { id: string }): void
  exportPreview(): ExportPreview
  /** Replaces a file of that path: the dialog has asked. */
  export(order: ExportOrder & { path: string }): Promise<ExportDone | null>
  exportPath(order: { id: string }): string
  removeLeftovers(order: { id: string }): Promise<readonly string[]>
  columns(order: { ticket: string }): Promise<readonly string[] | null>
  cell(order: { ticket: string; column: number }): Promise<string>
  check(order: Opens & { options: ReadOptions }): Promise<PlanPreview | null>
  planRows(order: PlanQuery): PlanPage
  decide(order: { rows: readonly number[] | Finding; action: RowAction }): PlanTotals
  asNew(order: { on: boolean }): PlanTotals
  difference(order: { row: number; masterPassword: string }): Promise<readonly RowDifference[]>
  runImport(): Promise<ImportDone | null>
  discardImport(): null
  importHistory(): readonly ImportRecord[]
  undoImport(order: { id: string }): Promise<UndoDone | null>
  /** Replaces a file of that path: the dialog has asked. */
  saveReport(order: { id: string; path: string; language: LanguageCode }): Promise<SavedFile>
  /** Of the file that saveUnreadable would write, without the dot. */
  unreadableSuffix(): RowsSuffix
  /** Replaces a file of that path: the dialog has asked. */
  saveUnreadable(order: { path: string }): Promise<SavedFile>
  openBackup(order: Opens): Promise<EngineStatus | null>
  closeBackup(): EngineStatus
  planKeyChange(): KeyChangePlan
  rehearseKeyChange(order: { masterPassword: string; detach: boolean }): Promise<KeyChangeRehearsal | null>
  /** Of what was rehearsed last. The rehearsal ends with it, however it goes. */
  changeKeys(order: { masterPassword: string; detach: boolean; replace: boolean }): Promise<KeyChangeDone | null>
  discardKeyChange(): null
  adopt(order: AdoptionOrder): Promise<AdoptionDone | null>
  changePassword(order: { masterPassword: string; newPassword: string }): Promise<{ scrubbed: boolean } | null>
  measureKdf(order: { kdf: KdfConfig }): Promise<KdfMeasure | null>
  changeKdf(order: { masterPassword: string; kdf: KdfConfig }): Promise<{ scrubbed: boolean } | null>
  /** Replaces a file of that path: the dialog has asked. */
  writeKeyFile(order: { masterPassword: string; path: string }): Promise<KeyFileDone | null>
}

export type EngineMethod = keyof EngineApi
export type EngineOrder<M extends EngineMethod> = Parameters<EngineApi[M]> extends [infer Order] ? Order : null
export type EngineAnswer<M extends EngineMethod> = Awaited<ReturnType<EngineApi[M]>>

/** The engine as the main process holds it: a thread of its own. */
export interface EngineHandle {
  /** @throws CofferError what the method throws; vault/locked where the engine was ended meanwhile */
  call<M extends EngineMethod>(method: M, order: EngineOrder<M>): Promise<EngineAnswer<M>>
  /** Whether long work runs now. */
  readonly working: boolean
  /** Asks the running work to stop at its next step. */
  stop(): void
  /** Stops the work, closes the vault, drops the keys and ends the thread. Never throws. */
  end(): Promise<void>
}
