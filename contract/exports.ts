/** Exporting and changing keys, as the window sees them. */
import type { FidelityStatement, LeftOutCounts } from './fidelity.ts'
import type { ExportChoice, FormatId } from './formats.ts'

/** What an export would hold, before anything is asked. */
export interface ExportPreview {
  readonly items: number
  readonly folders: number
  /** Items in the bin, not counted in `items`. */
  readonly trashed: number
  /** What each format keeps of the vault without its bin. */
  readonly fidelity: Readonly<Record<ExportChoice, FidelityStatement>>
  /** Whether the account also lives at Bitwarden. */
  readonly adopted: boolean
}

export interface ExportOrder {
  readonly choice: ExportChoice
  /** `encrypted_json` only: makes the file open with this password instead of this account's key. */
  readonly filePassword: string | null
  readonly masterPassword: string
  readonly withTrash: boolean
}

export interface ExportDone {
  /** The export's entry in the vault's record: names it for `exports.show`. */
  readonly id: string
  readonly name: string
  /** The folder that was chosen in the dialog, to be read. */
  readonly place: string
  readonly choice: ExportChoice
  readonly kind: FormatId
  readonly items: number
  readonly folders: number
  readonly bytes: number
  readonly sha256: string
  readonly leftOut: LeftOutCounts
  /** The disk or its mount does not keep other people of this computer out; null where that cannot be told. */
  readonly openToOthers: boolean | null
  /** Names of hidden files beside it that a cut-off write left behind, perhaps with secrets in clear. */
  readonly leftovers: readonly string[]
}

/** An export on this vault's record. */
export interface RecordedExport {
  readonly id: string
  readonly name: string
  readonly place: string
  /** ISO 8601. */
  readonly made: string
  readonly format: FormatId
  readonly items: number
}

export interface KeyChangePlan {
  readonly items: number
  readonly folders: number
  /** How many exports are on record. */
  readonly exports: number
  /** Those that open with the key of today alone. */
  readonly bound: readonly RecordedExport[]
  /** The vault shares its key with a Bitwarden account: a new key ends the exchange both ways. */
  readonly adopted: boolean
}

export interface AdoptionOrder {
  /** As vault.chooseAccount gave it out, for a Bitwarden client's data.json. */
  readonly ticket: string
  readonly email: string | null
  /** Of this vault until now. */
  readonly masterPassword: string
  /** Of the account: from then on it unlocks the vault. */
  readonly accountPassword: string
}

export interface AdoptionDone {
  readonly items: number
  readonly email: string | null
  /** The account's key is the one that the vault had: no export ended. */
  readonly sameKey: boolean
  readonly stops: readonly RecordedExport[]
  readonly opens: readonly RecordedExport[]
  readonly scrubbed: boolean
}

/**
 * What becomes of one export on record by a change of the key. `unseen`: it was made for the key of today, so it stops as well, but its
 * file cannot be read now (a drive that is away), and nothing can replace it. `gone`: what is at its place, if anything,
 * does not open with the key of today either.
 */
export type Fate = 'stops' | 'unseen' | 'opens' | 'gone'

/**
 * What became of each export on record when it was tried with the coming key, the newest first. Of those that stop, an
 * older account key file still opens some. Copies made elsewhere are not on record.
 */
export type KeyChangeRehearsal = Readonly<Record<Fate, readonly RecordedExport[]>>

export interface KeyChangeDone extends KeyChangeRehearsal {
  readonly items: number
  readonly folders: number
  /** Written beside those that stopped, with the same contents under the new key, and drilled from disk. */
  readonly replacements: readonly RecordedExport[]
  /** Whether what was replaced is gone from the vault file; if not, it goes when the vault is next opened. */
  readonly scrubbed: boolean
}
