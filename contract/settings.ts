/** The app's settings: what they are, what they may be, and the vaults that were open before. */
import type { KdfConfig } from './kdf-config.ts'
import type { LanguageChoice } from './text/languages.ts'

export type Theme = 'system' | 'light' | 'dark'
export const THEMES: readonly Theme[] = ['system', 'light', 'dark']

/** Minutes without a hand on the computer before the vault locks. */
export const IDLE_MINUTES: readonly number[] = [1, 5, 10, 15, 30, 60]

/** Seconds that a copied secret stays on the clipboard. */
export const CLIPBOARD_SECONDS: readonly number[] = [10, 30, 60, 120]

export interface AppSettings {
  readonly theme: Theme
  readonly language: LanguageChoice
  /** Null: it never locks for that. */
  readonly idleMinutes: number | null
  readonly clipboardSeconds: number
}

export const DEFAULT_SETTINGS: AppSettings = {
  theme: 'system',
  language: 'system',
  idleMinutes: 10,
  clipboardSeconds: 30,
}

/** A vault that was open before. Its place is shown, and is never sent back: the id stands for it. */
export interface RecentVault {
  /** Good until Coffer ends. */
  readonly id: string
  readonly name: string
  readonly place: string
  /** No file is there now. */
  readonly missing: boolean
}

/** How long a derivation took on this computer. */
export interface KdfMeasure {
  readonly kdf: KdfConfig
  readonly milliseconds: number
}

/** An account key file that was written. */
export interface KeyFileDone {
  readonly name: string
  readonly place: string
  /** The vault took note of it, so that nobody is reminded to make one. */
  readonly recorded: boolean
  /** As ExportDone.openToOthers. */
  readonly openToOthers: boolean | null
}
