/** What every format gives: how it is recognised, read and written. Bytes in, contents out; no disk, no prompts. */
import type { ExportFormatId, FormatId } from '../../contract/formats.ts'
import type { Encoding, ReadOptions, TextFacts, UnreadableRow } from '../../contract/import-plan.ts'
import type { KdfConfig } from '../../contract/kdf-config.ts'
import type { OnStep } from '../../contract/progress.ts'
import type { AccountMarks } from '../crypto/account-marks.ts'
import type { UserKey } from '../crypto/keys.ts'
import type { VaultContents } from '../model/item.ts'
import type { JsonDocument } from '../model/strict-json.ts'

/** A file with more items is refused: Bitwarden's own limit is 7,000. */
export const MAX_ITEMS = 200_000

/** A file's bytes with what recognising needs of them, computed once. */
export interface Source {
  readonly bytes: Uint8Array
  /** Bytes before the text: 3 where a UTF-8 byte order mark was skipped, else 0. */
  readonly textOffset: number
  readonly text: string
  readonly encoding: Encoding
  readonly byteOrderMark: boolean
  /** Parsed where the text begins like JSON, else null. Such a text is UTF-8. */
  readonly json: JsonDocument | null
}

/** One account's key and what it can prove. */
export interface AccountSecrets {
  readonly userKey: UserKey
  readonly marks: AccountMarks
  /** Whether this account also lives at Bitwarden, so that exports without Coffer's seal can be its own. */
  readonly adopted: boolean
}

export interface Secrets extends Partial<ReadOptions> {
  readonly filePassword?: string | undefined
  readonly account?: AccountSecrets | undefined
  /** Told as items are opened or sealed; may throw to stop. */
  readonly onStep?: OnStep | undefined
}

/** A row or item that could not be read, where the rest was wanted all the same (ReadOptions.salvage). */
export interface BadRow extends UnreadableRow {
  /** As it stands in the file, to be saved in a file of its own. A secret. */
  readonly raw: string
}

/** Where a sealed file stands among the exports of its vault, whatever clocks said. */
export interface Counted {
  /** The vault's lineage. */
  readonly vault: string
  /** The vault's counter at the time of the contents: a whole number from 1 on. */
  readonly number: number
}

export interface ReadReport {
  readonly contents: VaultContents
  /** Account-restricted: whether a whole-file seal was there and held. Null where the format has none. */
  readonly sealed: boolean | null
  /** When a sealed file was made (ISO 8601), else null. */
  readonly made: string | null
  /** Absent where there is no seal, or one from before the counter. */
  readonly counted?: Counted | undefined
  /** Things in the file that the vault cannot hold, counted by kind; nothing of an item's own. */
  readonly ignored: Readonly<Record<string, number>>
  /** Absent where everything was read. */
  readonly unreadable?: readonly BadRow[]
  /** Values that look damaged by HTML entities, where repairing them was not asked for. */
  readonly damaged?: number
}

/** A file that is of some format and whole as far as one can see without a key. */
export interface Recognised {
  readonly format: FormatId
  /** Counts of what can be read, where the file shows it without a key, else null. */
  readonly items: number | null
  readonly folders: number | null
  readonly kdf: KdfConfig | null
  /** Null where it is no CSV or XML. */
  readonly text?: TextFacts | null
  /** Column names and the first row, where a person must say what they are. Cells may be secrets. */
  readonly columns?: { readonly names: readonly string[]; readonly sample: readonly string[] } | null
  /** What a file like this one could tell of given contents; absent where that is everything. */
  readonly keeps?: (contents: VaultContents) => VaultContents
  /** A file of the same kind with these rows alone, as they stand; absent where none can be unreadable alone. */
  readonly writeRows?: (rows: readonly BadRow[]) => Uint8Array
  /**
   * Opens and reads it all, or throws; never a part. May be called again with other secrets.
   * @throws CofferError usage/file-password-needed, format/needs-account, format/wrong-password, format/other-key,
   *   format/damaged, format/seal-broken, format/seal-removed, format/newer-coffer and the reader's own
   */
  read(secrets: Secrets): Promise<ReadReport>
}

/** A kind of file that can be read. */
export interface Reader {
  readonly id: FormatId
  /** Null: not mine. Throws: mine, and broken or refused. Touches no key and derives nothing. */
  recognise(source: Source): Recognised | null
}

/** A kind of file that Coffer also writes. */
export interface Format extends Reader {
  readonly id: ExportFormatId
  /**
   * The file's bytes. Items and folders must be well formed (they are, once in a vault).
   * @throws CofferError usage/file-password-needed, usage/blank-password, format/needs-account
   */
  write(contents: VaultContents, secrets: WriteSecrets): Promise<Uint8Array>
  /** What a reader of the written file gets back; model/fidelity.ts counts the difference. */
  keeps(contents: VaultContents): VaultContents
}

export interface WriteSecrets extends Secrets {
  /** For a password-protected file: the settings its key is derived with. */
  readonly kdf?: KdfConfig | undefined
  /** For a sealed file: the date of its contents (ISO 8601); now where it is absent. */
  readonly made?: string | undefined
  /** For a sealed file; without it the seal says nothing of it. */
  readonly counted?: Counted | undefined
}
