/** The census: what each of many files is good for, and what is in one of them alone. */
import type { Inspection, WireError } from './files.ts'

/**
 * What opens a file: `nothing`; `file-password`, tried or not; `this-account`, tried; `unknown-key`, an account's that
 * is not the open vault's, or no vault is open. Or it is `damaged` (altered, cut), `refused` (not safe to open, or made
 * by something newer), `not-an-export`, or `unreadable` on the disk.
 */
export type CensusVerdict =
  'nothing' | 'file-password' | 'this-account' | 'unknown-key' | 'damaged' | 'refused' | 'not-an-export' | 'unreadable'

/** More files at once are not looked at. */
export const MAX_CENSUS = 500
/** More names at once are counted, not told. */
export const MAX_NAMES = 100

export interface CensusOrder {
  /** Files on offer. */
  readonly tickets: readonly string[]
  /** Tried on every file with a password that is still closed. Kept nowhere. */
  readonly filePassword: string | null
}

export interface CensusFile {
  readonly ticket: string
  readonly verdict: CensusVerdict
  /** As of an OfferedFile, looked at with what is open now. */
  readonly inspection: Inspection | null
  readonly error: WireError | null
  /** How many items no other opened file has, nor the open vault; null where it was not opened. */
  readonly onlyHere: number | null
  /** How many items others, or the open vault, have in another version alone; null where it was not opened. */
  readonly otherVersions: number | null
}

export interface Census {
  readonly files: readonly CensusFile[]
  /** How many items of the open vault, one more backup, none of the opened files has; null where none is open. */
  readonly onlyInVault: number | null
  /** How many the opened files have in another version alone; null where none is open. */
  readonly otherVersionsInVault: number | null
}

export interface ItemNames {
  /** At most MAX_NAMES. */
  readonly names: readonly string[]
  /** How many there are beyond these. */
  readonly more: number
}
