/** What a file is, without any password; and with an unlocked vault, whether that vault opens it. */
import { asCofferError, type ErrorCode } from '../../contract/errors.ts'
import type { FormatId, OpensWith } from '../../contract/formats.ts'
import type { KdfConfig } from '../../contract/kdf-config.ts'
import type { TakenFile } from './files.ts'
import { openBackup, type Opener } from './open-backup.ts'

export interface Inspection {
  readonly format: FormatId
  readonly label: string
  readonly encrypted: boolean
  readonly opensWith: OpensWith
  readonly bytes: number
  readonly sha256: string
  /** Null where the file hides them without its key. */
  readonly items: number | null
  readonly folders: number | null
  readonly kdf: KdfConfig | null
  /** Whether it opened with what was given; null where nothing was tried. */
  readonly opens: boolean | null
  /** Why it did not. */
  readonly refusal: ErrorCode | null
  readonly sealed: boolean | null
  readonly made: string | null
}

/** Never throws for a file that does not open: that is the answer. */
export async function inspectFile(file: TakenFile, opener: Opener): Promise<Inspection> {
  const { facts, recognised } = file
  const known = {
    format: facts.id,
    label: facts.label,
    encrypted: facts.opensWith !== 'nothing',
    opensWith: facts.opensWith,
    bytes: file.bytes,
    sha256: file.sha256,
    items: recognised.items,
    folders: recognised.folders,
    kdf: recognised.kdf,
  }
  const untried = { opens: null, refusal: null, sealed: null, made: null }
  const given = facts.opensWith === 'account-key' ? opener.session : opener.filePassword
  if (facts.opensWith !== 'nothing' && given === undefined) return { ...known, ...untried }
  try {
    const { contents, sealed, made } = await openBackup(file, opener)
    const counts = { items: contents.items.length, folders: contents.folders.length }
    return { ...known, ...counts, opens: true, refusal: null, sealed, made }
  } catch (error) {
    return { ...known, ...untried, opens: false, refusal: asCofferError(error).code }
  }
}
