/** Backups on record, and what was proved of them. A backup is only a backup when it has been proved to restore. */
import type { ErrorCode } from './errors.ts'
import type { WireError } from './files.ts'
import type { FormatId } from './formats.ts'

/**
 * `restore`: re-opened from disk with a re-typed password, and found to hold what was exported.
 * `burntHouse`: the same in a fresh process with an empty profile, given only what would survive this computer.
 */
export type DrillName = 'restore' | 'burntHouse'

export interface Proof {
  /** ISO 8601. */
  readonly at: string
  /** Null: proved. Else why not. */
  readonly refusal: ErrorCode | null
  /** The vault's counter when it was made: which of two is the later, whatever clocks said. Absent in those from before it. */
  readonly number?: number
  /** How the account key file that it was made with wraps the key (keychain.ts, wrappingId). Absent where none had a part. */
  readonly wrapping?: string
}

/** The last of each kind. */
export type Proofs = Readonly<Partial<Record<DrillName, Proof>>>

/** What a file needs beside itself to be opened on another computer. */
export type Ingredient = 'file-password' | 'account-key-file' | 'master-password'

/**
 * In one word, the worst first that holds: `missing` (no file at its path), `unreadable`, `changed` (not the bytes that
 * were written), `key-unknown` (written for a key change that did not come in this vault), `key-retired` (made with a key
 * that this vault has changed since), `failed` (its last drill), `proved` (burnt-house, with what the person has now),
 * `opens-here` (restore drill alone, or proved with what was before), `not-checked`.
 */
export type BackupState =
  | ('missing' | 'unreadable' | 'changed' | 'key-unknown' | 'key-retired')
  | ('failed' | 'proved' | 'opens-here' | 'not-checked')

/** A burnt-house proof that counts no more: its account key file opens with the password or key derivation of before. */
export interface Outgrown {
  /** Day of their last change; null where the vault has not noted it. */
  readonly since: string | null
}

/** What clocks of two computers may differ by before a date counts as one of the future. */
const CLOCK_SLACK_MS = 5 * 60_000

/** Whether a date (ISO 8601) lies in the future: the clock is wrong, or was. */
export function isAhead(date: string, now = Date.now()): boolean {
  return Date.parse(date) > now + CLOCK_SLACK_MS
}

export interface BackupFacts {
  readonly id: string
  readonly kind: FormatId
  /** ISO 8601. */
  readonly made: string
  readonly items: number
  readonly folders: number
  readonly bytes: number
  readonly state: BackupState
  /** When it last passed the burnt-house drill, whatever came of it later; else null. */
  readonly lastProved: string | null
  readonly proofs: Proofs
  /** Where it was proved, but not with what the person has now; else null. */
  readonly outgrown: Outgrown | null
  /** Day on which the key that it needs was retired, where it was; else null. */
  readonly retired: string | null
}

/** A backup as the window shows it: a name and a place, to be read. */
export interface BackupView extends BackupFacts {
  readonly name: string
  readonly place: string
}

export interface BackupList {
  /** The newest first. */
  readonly backups: readonly BackupView[]
  /** The newest that was proved to survive this computer; null where there is none. */
  readonly lastGood: string | null
}

export interface DrillOrder {
  readonly id: string
  /** What was typed for it; what the kind of file does not need is null. */
  readonly filePassword: string | null
  readonly masterPassword: string | null
}

/** The burnt-house drill also takes the account key file, by the ticket it was chosen under. */
export interface BurntHouseOrder extends DrillOrder {
  readonly accountKey: string | null
}

export interface DrillDone {
  /** Null: proved. */
  readonly refusal: WireError | null
  readonly items: number
  readonly folders: number
  readonly sealed: boolean | null
  /** With the proof in it. */
  readonly backup: BackupView
}
