/** Files that a person offers, and what Coffer sees in them before any key. */
import type { ErrorCode, ErrorDetails } from './errors.ts'
import type { FormatId, OpensWith } from './formats.ts'
import type { KdfConfig } from './kdf-config.ts'

export interface Inspection {
  readonly format: FormatId
  readonly label: string
  readonly encrypted: boolean
  readonly opensWith: OpensWith
  readonly bytes: number
  /** 64 hexadecimal digits. */
  readonly sha256: string
  /** Null where the file hides them without its key. */
  readonly items: number | null
  readonly folders: number | null
  readonly kdf: KdfConfig | null
  /** Whether it opened with what was given; null where nothing was tried. */
  readonly opens: boolean | null
  /** Why it did not. */
  readonly refusal: ErrorCode | null
  readonly refusalDetails: ErrorDetails | null
  /** Account-restricted files that opened: whether Coffer's whole-file seal was there and held. */
  readonly sealed: boolean | null
  /** When a sealed file was made, ISO 8601. */
  readonly made: string | null
  /**
   * Of a sealed file that opened: when this vault's newest export was made, where that is a later one by the vault's
   * counter (ISO 8601).
   */
  readonly newerExport: string | null
}

/** An error as it crosses a border. */
export interface WireError {
  readonly code: ErrorCode
  readonly details: ErrorDetails
}

/** One file that was chosen, dropped or opened with Coffer. Its path stays in the main process. */
export interface OfferedFile {
  /** Stands for the file in every later call; ends with the lock and the window. */
  readonly ticket: string
  readonly name: string
  /** Null where the file was refused: `error` says why. */
  readonly inspection: Inspection | null
  readonly error: WireError | null
}

export interface Offer {
  readonly files: readonly OfferedFile[]
  /** Files beyond the limit that were not looked at. */
  readonly omitted: number
}

/** A backup that was opened without a vault, to read only. */
export interface OpenedBackup {
  readonly name: string
  readonly format: FormatId
  readonly items: number
  readonly folders: number
}

/** A file that was written where the person said. */
export interface SavedFile {
  readonly name: string
  /** The folder. */
  readonly place: string
}
