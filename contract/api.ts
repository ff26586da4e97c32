/**
 * THE contract between the window and the main process: every call, every event, and what `window.coffer` is. A new
 * method is a line here, an argument schema, a handler and a command; preload and bridge follow this list by
 * themselves. No path ever comes from the window: files are named by tickets.
 */
import type { BackupList, BurntHouseOrder, DrillDone, DrillOrder } from './backups.ts'
import type { Census, CensusOrder, ItemNames } from './census.ts'
import type {
  AdoptionDone,
  AdoptionOrder,
  ExportDone,
  ExportOrder,
  ExportPreview,
  KeyChangeDone,
  KeyChangePlan,
  KeyChangeRehearsal,
} from './exports.ts'
import type { Offer, OpenedBackup, SavedFile, WireError } from './files.ts'
import type { PassphraseOptions, PasswordOptions } from './generator.ts'
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
  UndoDone,
} from './import-plan.ts'
import type { ItemDraft } from './item-draft.ts'
import type { FieldRequest, ItemCounts, ItemPage, ItemQuery, ItemSource, ItemView } from './item-view.ts'
import type { KdfConfig } from './kdf-config.ts'
import type { MenuCommand, Shortcut } from './menu.ts'
import type { Progress } from './progress.ts'
import type { AppSettings, KdfMeasure, KeyFileDone, RecentVault } from './settings.ts'
import type { LanguageCode } from './text/languages.ts'

export type VaultStatus =
  | { readonly state: 'none' }
  | { readonly state: 'locked'; readonly name: string; readonly email: string | null }
  | UnlockedVault

export interface UnlockedVault {
  readonly state: 'unlocked'
  readonly name: string
  readonly email: string | null
  readonly adopted: boolean
  readonly kdf: KdfConfig
  /** When an account key file for the current key was made (ISO 8601), as far as this vault knows. */
  readonly keyFile: string | null
  /** Of its file: nothing can be written there, or others could read it until now. */
  readonly notice: 'read-only' | 'closed-to-others' | null
}

export interface AppStatus {
  /** Grows with each change. An answer may come after an event that tells of something newer: the older one is dropped. */
  readonly revision: number
  readonly vault: VaultStatus
  /** A backup that is open to read, without a vault. */
  readonly backup: OpenedBackup | null
  /** This is not Electron: a throw-away folder, no real passwords. */
  readonly demonstration: boolean
  readonly settings: AppSettings
  /** The open vault, locked or not, is set up to be unlocked with this computer's keychain. */
  readonly keychain: boolean
  readonly mac: boolean
  /** What the window is to be in. */
  readonly language: LanguageCode
  /** Why the window starts locked, where it was not the person's wish: told on the unlock page. */
  readonly lockedBy: 'person' | 'idle' | 'suspend' | 'screen' | 'fault' | null
  /** Why the vault that was to be open could not be opened, where that is so. */
  readonly problem: WireError | null
}

/** What a chosen file says about accounts to make a vault around. */
export interface ChosenAccount {
  readonly ticket: string
  readonly name: string
  readonly kind: AccountFileKind
  /** E-mail addresses of the accounts in it; empty where the file names none. */
  readonly emails: readonly string[]
}

export type AccountFileKind = 'bitwarden-data' | 'account-key-file'

/** A null answer means: the person cancelled, nothing was changed. */
export interface CofferApi {
  readonly app: {
    /** Also says that the window listens: files that wait are offered from then on. */
    status(): Promise<AppStatus>
    shortcuts(): Promise<readonly Shortcut[]>
    /** Asks the running work to stop; its call then answers null. */
    stop(): Promise<void>
    /** Puts text that is no secret on the clipboard (a checksum, an error's details). */
    copyText(text: string): Promise<void>
    /** Puts a secret that the window holds on the clipboard, which is cleared as after items.copy. */
    copySecret(text: string): Promise<void>
  }
  readonly vault: {
    /** Asks where to save, then makes the vault and unlocks it. Weak passwords are the window's to discourage. */
    create(order: { readonly email: string | null; readonly masterPassword: string }): Promise<AppStatus | null>
    /** Asks for a Bitwarden client's data.json or for an account key file. */
    chooseAccount(order: { readonly kind: AccountFileKind }): Promise<ChosenAccount | null>
    /** Asks where to save, then makes a vault around that account's key and unlocks it. */
    createAround(order: {
      readonly ticket: string
      readonly email: string | null
      readonly masterPassword: string
    }): Promise<AppStatus | null>
    /** Asks for a vault file; the vault that was open is locked and closed. */
    open(): Promise<AppStatus | null>
    /** Opens a vault that was open before. */
    openRecent(order: { readonly id: string }): Promise<AppStatus>
    unlock(order: { readonly masterPassword: string }): Promise<AppStatus>
    /** The window is reloaded: nothing of the session stays in it. */
    lock(): Promise<void>
  }
  readonly files: {
    /** Asks for files to import. */
    choose(): Promise<Offer | null>
    /** A made-up export, to see what Coffer does with one. */
    sample(): Promise<Offer>
    /** Looks at files on offer, all together, with what is open now. */
    census(order: CensusOrder): Promise<Census | null>
    /** Names of the items that a file of the census has alone. */
    onlyIn(order: { readonly ticket: string }): Promise<ItemNames>
    /** Forgets what the census opened. */
    endCensus(): Promise<void>
    /** About how long opening with a password will take: an estimate. The derivation itself is not run. */
    openingTime(order: { readonly kdf: KdfConfig }): Promise<KdfMeasure>
  }
  readonly items: {
    counts(order: { readonly source: ItemSource }): Promise<ItemCounts>
    /** At most PAGE_SIZE rows from `offset` on, in the order of their names. */
    page(order: ItemQuery & { readonly offset: number }): Promise<ItemPage>
    view(order: { readonly source: ItemSource; readonly id: string }): Promise<ItemView>
    reveal(order: FieldRequest): Promise<string>
    /** Copies in the main process; the clipboard is cleared after a while where it still holds the value. */
    copy(order: FieldRequest): Promise<void>
    /** Where the item stands among those that the query matches; null where it is not among them. */
    place(order: ItemQuery & { readonly id: string }): Promise<{ readonly index: number | null }>
    /** What the editor starts from: no secret is in it. */
    draft(order: { readonly id: string }): Promise<ItemDraft>
    /** Adds (no id) or changes. A stored item that asks for the master password needs it here too. */
    save(order: {
      readonly id: string | null
      readonly draft: ItemDraft
      readonly masterPassword: string | null
    }): Promise<{ readonly id: string }>
    /** Adds a copy under `name`, without the passkeys: a passkey belongs to one item. */
    duplicate(order: { readonly id: string; readonly name: string }): Promise<{ readonly id: string }>
    /** Into the folder, or into none. */
    move(order: { readonly ids: readonly string[]; readonly folderId: string | null }): Promise<void>
    setFavorite(order: { readonly ids: readonly string[]; readonly favorite: boolean }): Promise<void>
    /** Into the bin. */
    trash(order: { readonly ids: readonly string[] }): Promise<void>
    /** Out of the bin. */
    restore(order: { readonly ids: readonly string[] }): Promise<void>
    /** For good, out of the bin. More than REMOVED_WITHOUT_PASSWORD need the master password. */
    remove(order: { readonly ids: readonly string[]; readonly masterPassword: string | null }): Promise<void>
    emptyBin(order: { readonly masterPassword: string | null }): Promise<void>
  }
  readonly folders: {
    add(order: { readonly name: string }): Promise<{ readonly id: string }>
    rename(order: { readonly id: string; readonly name: string }): Promise<void>
    /** Its items stay, in no folder. */
    remove(order: { readonly id: string }): Promise<void>
  }
  readonly generator: {
    password(order: PasswordOptions): Promise<string>
    passphrase(order: PassphraseOptions): Promise<string>
  }
  readonly backups: {
    /** Every export on record, with what its file is like now. */
    list(): Promise<BackupList | null>
    /** Opens it from disk with a password typed anew, and compares it with what was exported. */
    drill(order: DrillOrder): Promise<DrillDone | null>
    /** The same in a fresh process that knows of no vault, with what would survive this computer. */
    burntHouse(order: BurntHouseOrder): Promise<DrillDone | null>
    /** Takes it off the record; its file stays. */
    forget(order: { readonly id: string }): Promise<void>
  }
  readonly exports: {
    preview(): Promise<ExportPreview>
    /** Checks the master password, asks where to save, writes, reads back, compares, records. */
    /** `replaces` names the export on record whose place and name the dialog starts from; its file stays. */
    run(order: ExportOrder & { readonly replaces: string | null }): Promise<ExportDone | null>
    /** Shows a recorded export in the system's file manager. */
    show(order: { readonly id: string }): Promise<void>
    /** Removes what ExportDone.leftovers names, in the folder of a recorded export. Gives the names of what stayed. */
    removeLeftovers(order: { readonly id: string }): Promise<readonly string[]>
  }
  readonly imports: {
    /** The names of the columns of a file that Coffer does not know; null where it knows what they are. */
    columns(order: { readonly ticket: string }): Promise<readonly string[] | null>
    /** What the first row of such a file has in one column. It may be a secret: asked for one at a time. */
    cell(order: { readonly ticket: string; readonly column: number }): Promise<string>
    /** Opens the file whole and keeps a plan of it ready. Nothing is added. */
    check(order: {
      readonly ticket: string
      readonly filePassword: string | null
      readonly options: ReadOptions
    }): Promise<PlanPreview | null>
    /** At most PAGE_SIZE rows of the plan from `offset` on, in the order of the file. */
    rows(order: PlanQuery): Promise<PlanPage>
    /** What is to be done with these rows, or with all rows of one finding. */
    decide(order: { readonly rows: readonly number[] | Finding; readonly action: RowAction }): Promise<PlanTotals>
    /** Whether every row is added, as Bitwarden does, whatever the vault has. */
    asNew(order: { readonly on: boolean }): Promise<PlanTotals>
    /** Checks the master password, then shows one row's values beside the vault's. */
    difference(order: { readonly row: number; readonly masterPassword: string }): Promise<readonly RowDifference[]>
    /** Carries out the plan, in one transaction. */
    run(): Promise<ImportDone | null>
    /** Forgets the plan. */
    discard(): Promise<void>
    /** The last KEPT_IMPORTS, the newest first. */
    history(): Promise<readonly ImportRecord[]>
    /** Takes one import back; what was edited since stays. */
    undo(order: { readonly id: string }): Promise<UndoDone | null>
    /** Asks where to save, then writes what came of one import. No secret is in it. */
    saveReport(order: { readonly id: string }): Promise<SavedFile | null>
    /** Asks where to save, then writes the rows that the plan could not read, as they stand. Anyone can read that file. */
    saveUnreadable(): Promise<SavedFile | null>
  }
  readonly backup: {
    /** Opens a password-protected or plain file to read, without any vault. Nothing is saved. */
    open(order: { readonly ticket: string; readonly filePassword: string | null }): Promise<AppStatus | null>
    close(): Promise<AppStatus>
  }
  readonly keys: {
    plan(): Promise<KeyChangePlan>
    /** Tries the change on a copy, and each export on record with the coming key, which is kept ready. Changes nothing. */
    rehearse(order: { readonly masterPassword: string; readonly detach: boolean }): Promise<KeyChangeRehearsal | null>
    /** Makes what was rehearsed last true. `replace`: writes and drills a replacement for each export that stops first. */
    rotate(order: {
      readonly masterPassword: string
      readonly detach: boolean
      readonly replace: boolean
    }): Promise<KeyChangeDone | null>
    /** Forgets what was rehearsed. */
    discard(): Promise<void>
    /** The vault takes up a Bitwarden account's key and password in place of its own. */
    adopt(order: AdoptionOrder): Promise<AdoptionDone | null>
    /** Wraps the same key anew: every export keeps opening. */
    changePassword(order: {
      readonly masterPassword: string
      readonly newPassword: string
    }): Promise<{ readonly scrubbed: boolean } | null>
    /** Derives once, with made-up inputs. */
    measureKdf(order: { readonly kdf: KdfConfig }): Promise<KdfMeasure | null>
    /** Wraps the same key anew: every export keeps opening. */
    changeKdf(order: {
      readonly masterPassword: string
      readonly kdf: KdfConfig
    }): Promise<{ readonly scrubbed: boolean } | null>
    /** Checks the master password, asks where to save, writes the account key file and reads it back. */
    writeKeyFile(order: { readonly masterPassword: string }): Promise<KeyFileDone | null>
  }
  readonly settings: {
    /** At once, and kept. What is not named stays. */
    change(order: Partial<AppSettings>): Promise<AppStatus>
    /** The one that was opened last comes first. */
    recents(): Promise<readonly RecentVault[]>
    /** Only the list forgets it: no file is touched. */
    forgetRecent(order: { readonly id: string }): Promise<readonly RecentVault[]>
  }
  readonly keychain: {
    /** Checks the master password, then puts a random key of this computer's in its keychain. Never the password. */
    turnOn(order: { readonly masterPassword: string }): Promise<AppStatus>
    turnOff(): Promise<AppStatus>
    /** Unlocks the open vault without its password. */
    unlock(): Promise<AppStatus>
  }
}

/** Every method, by group: preload exposes exactly these, main serves exactly these. */
export const CHANNELS = {
  app: ['status', 'shortcuts', 'stop', 'copyText', 'copySecret'],
  vault: ['create', 'chooseAccount', 'createAround', 'open', 'openRecent', 'unlock', 'lock'],
  files: ['choose', 'sample', 'openingTime', 'census', 'onlyIn', 'endCensus'],
  items: [
    ...(['counts', 'page', 'view', 'reveal', 'copy', 'place', 'draft', 'save', 'duplicate'] as const),
    ...(['move', 'setFavorite', 'trash', 'restore', 'remove', 'emptyBin'] as const),
  ],
  folders: ['add', 'rename', 'remove'],
  generator: ['password', 'passphrase'],
  backups: ['list', 'drill', 'burntHouse', 'forget'],
  exports: ['preview', 'run', 'show', 'removeLeftovers'],
  imports: [
    ...(['columns', 'cell', 'check', 'rows', 'decide', 'asNew', 'difference', 'run', 'discard'] as const),
    ...(['history', 'undo', 'saveReport', 'saveUnreadable'] as const),
  ],
  backup: ['open', 'close'],
  keys: ['plan', 'rehearse', 'rotate', 'discard', 'adopt', 'changePassword', 'measureKdf', 'changeKdf', 'writeKeyFile'],
  settings: ['change', 'recents', 'forgetRecent'],
  keychain: ['turnOn', 'turnOff', 'unlock'],
} as const satisfies { readonly [Group in keyof CofferApi]: readonly (keyof CofferApi[Group])[] }

type Unlisted = {
  [Group in keyof CofferApi]: Exclude<keyof CofferApi[Group], (typeof CHANNELS)[Group][number]>
}[keyof CofferApi]
/** Refuses to compile while a method of CofferApi is missing from CHANNELS. */
export const NOTHING_UNLISTED: [Unlisted] extends [never] ? true : Unlisted = true

/** The IPC channel of one method. */
export function channelOf(group: string, method: string): string {
  return `coffer:${group}.${method}`
}

/** Files dropped on the window: preload turns them to paths and sends those here. Not part of CofferApi. */
export const DROP_CHANNEL = 'coffer:dropped'
/** Preload sends no more of them at once, and main takes no more. */
export const MAX_DROPPED = 500

/** What main tells the window. */
export interface CofferEvents {
  readonly status: AppStatus
  readonly command: MenuCommand
  /** Files that were dropped, opened with Coffer, or named on its command line. */
  readonly offered: Offer
  readonly progress: Progress
  /** A copied secret is gone from the clipboard. */
  readonly clipboardCleared: null
  /** The running work keeps the window from locking until its safe point. */
  readonly locking: null
}

export const EVENTS = [
  'status',
  'command',
  'offered',
  'progress',
  'clipboardCleared',
  'locking',
] as const satisfies readonly (keyof CofferEvents)[]

export function eventChannelOf(event: keyof CofferEvents): string {
  return `coffer:event.${event}`
}

/** How every answer crosses: `ipcRenderer.invoke` would lose an error's code. */
export type Envelope<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError }

type Enveloped<Call> = Call extends (...args: infer Args) => Promise<infer T>
  ? (...args: Args) => Promise<Envelope<T>>
  : never

/** What preload puts on the window. `renderer/bridge.ts` makes a CofferApi of it that throws CofferError. */
export type CofferBridge = {
  readonly [Group in keyof CofferApi]: {
    readonly [Method in keyof CofferApi[Group]]: Enveloped<CofferApi[Group][Method]>
  }
} & {
  /** Listens to an event; the answer ends it. */
  on<Event extends keyof CofferEvents>(event: Event, listener: (value: CofferEvents[Event]) => void): () => void
  /** Hands dropped File objects over; what they are comes back as the event `offered`. */
  dropFiles(files: readonly object[]): Promise<Envelope<null>>
}
