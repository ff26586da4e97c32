/** An import row by row, before anything is written, and what came of it. Source: docs/FORMATS.md#import-plan. */
import type { ErrorCode } from './errors.ts'
import type { FidelityClass } from './fidelity.ts'
import type { FormatId } from './formats.ts'
import type { ItemTypeName } from './items.ts'

/**
 * What a row of a file is to the vault: `identical`, the vault has nothing less; `newer` and `older`, the same account
 * with another revision date; `changed`, the same account, and no date tells which is the later. Vault items and rows
 * match as multisets: each item absorbs one row, so equal rows inside one file are not duplicates of each other.
 */
export type Finding = 'new' | 'identical' | 'changed' | 'older' | 'newer' | 'unreadable'

/** `add` beside a vault item that it resembles keeps both. `merge` keeps the losing password in the history. */
export type RowAction = 'add' | 'skip' | 'merge'

/** Where a row that could not be read stands, and why. */
export interface UnreadableRow {
  /** Physical lines, the first from 1; null in JSON. */
  readonly lines: readonly [first: number, last: number] | null
  /** JSON pointer; null in CSV. */
  readonly pointer: string | null
  readonly column: string | null
  readonly reason: ErrorCode
}

/** One row as a list shows it: nothing secret. */
export interface PlanRow {
  /** Names the row in later calls: its place in the file from 0, unreadable rows after all others. */
  readonly row: number
  /** Null where it could not be read. */
  readonly type: ItemTypeName | null
  readonly name: string
  readonly username: string | null
  readonly folder: string | null
  readonly finding: Finding
  readonly action: RowAction
  /** What differs from the vault's item, as contract/item-view.ts names fields; never a value. */
  readonly differs: readonly string[]
  readonly unreadable: UnreadableRow | null
}

export type PlanFilter = 'all' | 'new' | 'present' | 'attention'

export interface PlanQuery {
  readonly filter: PlanFilter
  readonly offset: number
}

export interface PlanPage {
  readonly rows: readonly PlanRow[]
  /** Of the filter, not of the page. */
  readonly total: number
}

/** What pressing the button would do, as the choices stand. */
export interface PlanTotals {
  /** Folders that would be made. */
  readonly folders: number
  readonly add: number
  readonly merge: number
  readonly skip: number
}

export type FindingCounts = Readonly<Record<Finding, number>>

/** How the columns of a CSV that Coffer does not know are to be read. */
export const MAPPED = ['name', 'url', 'username', 'password', 'totp', 'notes', 'folder'] as const
export type MappedField = (typeof MAPPED)[number]
/** For each column of the file in its order: what it holds, or null to leave it out. `password` or `url` must be there. */
export type ColumnMapping = readonly (MappedField | null)[]

/** What a file of another program may hold that has no place in an item. Source: docs/FORMATS.md#foreign-formats. */
export const IGNORED_KINDS = ['columns', 'attachments', 'oldVersions', 'settings'] as const
export type IgnoredKind = (typeof IGNORED_KINDS)[number]

export interface ReadOptions {
  /** Turn HTML entities back into characters (`&amp;` to `&`), where another program left them. */
  readonly repair: boolean
  readonly mapping: ColumnMapping | null
  /** Read what can be read, and list the rest. Never possible where a whole-file seal does not hold. */
  readonly salvage: boolean
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** What was found out about a text file before reading it. */
export interface TextFacts {
  readonly encoding: Encoding
  readonly byteOrderMark: boolean
  readonly delimiter: ',' | ';' | '\t' | null
}

/** Of a file that holds the rows which could not be read: it is of their own kind. */
export type RowsSuffix = 'csv' | 'json' | 'xml'

export function rowsSuffixOf(format: FormatId): RowsSuffix {
  if (format === 'keepass-xml') return 'xml'
  return format.endsWith('csv') ? 'csv' : 'json'
}

/** One recorded import. The last KEPT_IMPORTS can be undone. */
export interface ImportRecord {
  readonly id: string
  /** ISO 8601. */
  readonly at: string
  readonly file: string
  readonly format: FormatId
  readonly added: number
  readonly merged: number
  readonly skipped: number
  readonly unreadable: number
  readonly foldersAdded: number
}

export const KEPT_IMPORTS = 5
/** Of rows that could not be read, an import's result and its history list the first ones; all of them are counted. */
export const LISTED_ROWS = 1000

export interface UndoDone {
  readonly removed: number
  readonly restored: number
  readonly foldersRemoved: number
  /** Names of items that were edited since, and stay as they are. */
  readonly kept: readonly string[]
}

/** A file that was opened whole and waits, in the main process, for the word. Nothing has been added yet. */
export interface PlanPreview {
  readonly format: FormatId
  readonly items: FindingCounts
  readonly folders: { readonly new: number; readonly reused: number }
  readonly sealed: boolean | null
  /** ISO 8601. */
  readonly made: string | null
  /** As Inspection's: of a sealed file, when this vault's newest export was made, where that is a later one. */
  readonly newerExport: string | null
  /** Things in the file that the vault cannot hold, counted by kind. */
  readonly ignored: Readonly<Record<string, number>>
  /** Values that HTML entities may have damaged; 0 where they were repaired, or none is. */
  readonly damaged: number
  readonly text: TextFacts | null
  /** What no file of its kind holds, so that it did not come over either. */
  readonly absent: readonly FidelityClass[]
  readonly totals: PlanTotals
}

export interface ImportDone {
  /** Its entry in the history; null where nothing was written. */
  readonly id: string | null
  readonly format: FormatId
  readonly items: {
    /** Added, beside what was there or not. */
    readonly new: number
    /** How many of those equal an item that was in the vault before. */
    readonly duplicates: number
    readonly merged: number
    readonly skipped: number
    readonly unreadable: number
  }
  readonly folders: { readonly new: number; readonly reused: number }
  readonly sealed: boolean | null
  readonly ignored: Readonly<Record<string, number>>
  /** The first LISTED_ROWS. */
  readonly unreadable: readonly UnreadableRow[]
  /** As PlanPreview's. */
  readonly absent: readonly FidelityClass[]
}

/** One value of a row beside the vault's, shown on request after the master password. */
export interface RowDifference {
  readonly field: string
  readonly inVault: string | null
  readonly inFile: string | null
}
