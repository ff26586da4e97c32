/** Exporting the vault: asked for with the master password, written whole, read back from disk, and recorded. */
import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { CofferError } from '../../contract/errors.ts'
import { leftOutOf, type LeftOutCounts } from '../../contract/fidelity.ts'
import { FORMATS, type ExportChoice, type FormatId } from '../../contract/formats.ts'
import { finishFirst } from '../files/finish-first.ts'
import { MAX_EXPORT_BYTES } from '../files/read-capped.ts'
import { resolveTarget, writeAtomic, type WriteOptions } from '../files/write-atomic.ts'
import type { Format, WriteSecrets } from '../formats/format.ts'
import { detect, formatOf } from '../formats/index.ts'
import { digestOf } from '../model/digest.ts'
import { fidelityOf } from '../model/fidelity.ts'
import type { VaultContents } from '../model/item.ts'
import type { OnStep } from '../../contract/progress.ts'
import type { ExportRecord, LedgerRow } from '../vault/ledger.ts'
import type { Session } from '../vault/session.ts'

export interface ExportRequest {
  readonly path: string
  readonly choice: ExportChoice
  readonly masterPassword: string
  /** Makes `encrypted_json` open with this password instead of this account's key. */
  readonly filePassword?: string | undefined
  readonly overwrite: boolean
  /** Bitwarden's own exports leave the trash out, and its importer brings trashed items back as live ones. */
  readonly withoutTrash?: boolean
}

export interface ExportReport {
  /** Its entry in the vault's record. */
  readonly id: string
  readonly path: string
  readonly format: ExportChoice
  readonly kind: FormatId
  readonly items: number
  readonly folders: number
  readonly bytes: number
  readonly sha256: string
  readonly digest: string
  readonly leftOut: LeftOutCounts
}

function kindOf({ choice, filePassword }: Pick<ExportRequest, 'choice' | 'filePassword'>): FormatId {
  if (choice !== 'encrypted_json' && filePassword !== undefined) {
    throw new CofferError('usage/format-takes-no-password', { format: choice })
  }
  // Bitwarden silently writes the other kind of file for a blank one, and refuses to open a file with one.
  if (filePassword?.trim() === '') throw new CofferError('usage/blank-password')
  if (choice === 'encrypted_json') {
    return filePassword === undefined ? 'bitwarden-account-restricted' : 'bitwarden-password-protected'
  }
  return choice === 'json' ? 'bitwarden-json' : 'bitwarden-csv'
}

/**
 * What can be refused before anyone types a password.
 * @throws CofferError usage/format-takes-no-password, usage/blank-password, file/exists, file/open-vault,
 *   file/not-regular, file/not-found
 */
export async function requireExportable(request: Omit<ExportRequest, 'masterPassword'>): Promise<Format> {
  const format = formatOf(kindOf(request))
  await resolveTarget(request.path, request.overwrite)
  return format
}

/**
 * Writes the file. It gets its name only after it was read back from disk with the importer and found equal, and is on
 * record before it has it. No key is changed meanwhile: an export and a rotation take turns.
 * @throws CofferError as requireExportable; vault/wrong-password, format/too-large, file/verify-failed,
 *   file/unconfirmed (it is there, and on record), vault/not-recorded (the file is there, its record not finished) and the
 *   other file/… codes
 */
export async function exportVault(
  session: Session,
  request: ExportRequest,
  onStep: OnStep = () => undefined,
): Promise<ExportReport> {
  const format = await requireExportable(request)
  return await session.inTurn(() => writeExport(session, format, request, onStep))
}

async function writeExport(
  session: Session,
  format: Format,
  request: ExportRequest,
  onStep: OnStep,
): Promise<ExportReport> {
  onStep('derive')
  await session.requirePassword(request.masterPassword, onStep)

  onStep('seal')
  const all = session.contents()
  const contents = request.withoutTrash ? withoutTrash(all) : all
  const secrets = { account: session, filePassword: request.filePassword, kdf: session.account.kdf, onStep }
  const [made, number] = [new Date().toISOString(), session.ledger.next()]
  const bytes = await format.write(contents, { ...secrets, made, counted: { vault: session.facts.lineage, number } })
  // What the importer would refuse is no backup.
  if (bytes.byteLength > MAX_EXPORT_BYTES) throw new CofferError('format/too-large', { bytes: bytes.byteLength })

  onStep('write')
  const kept = format.keeps(contents)
  const facts = {
    path: await resolveTarget(request.path, request.overwrite),
    items: kept.items.length,
    folders: kept.folders.length,
    bytes: bytes.byteLength,
    sha256: hash('sha256', bytes),
    digest: digestOf(kept),
  }
  const prove = async (written: Uint8Array): Promise<void> => {
    onStep('prove')
    await proveEqual(format, written, contents, { ...secrets, onStep: provingStep(onStep) })
    // The last place to stop: after it the file has its name.
    onStep('prove')
  }
  const keyFingerprint = FORMATS[format.id].opensWith === 'account-key' ? session.marks.fingerprint : null
  const record = { ...facts, format: format.id, made, number, keyFingerprint }
  const { id } = await nameRecorded(session, record, bytes, {
    overwrite: request.overwrite,
    plain: FORMATS[format.id].opensWith === 'nothing',
    prove,
  })
  const leftOut = leftOutOf(fidelityOf(all, kept))
  return { id, ...facts, format: request.choice, kind: format.id, leftOut }
}

/** Writes the file, and has it on record before it gets its name: killed in between, the next unlock finds it. */
async function nameRecorded(
  session: Session,
  record: Omit<ExportRecord, 'id'>,
  bytes: Uint8Array,
  { prove, ...options }: Required<WriteOptions>,
): Promise<LedgerRow> {
  const { ledger } = session
  let row: LedgerRow | undefined
  let finished: (() => void) | undefined
  try {
    await writeAtomic(record.path, bytes, {
      ...options,
      prove: async (written) => {
        await prove(written)
        finished = finishFirst()
        row = ledger.announce(record)
      },
    })
  } catch (error) {
    // What cannot be told now is at the next unlock; why it came to this says more.
    if (row) await ledger.settleExport(row).catch(() => undefined)
    finished?.()
    throw error
  }
  try {
    if (!row) throw new CofferError('internal')
    ledger.confirm(row)
    return row
  } catch (error) {
    throw new CofferError('vault/not-recorded', {}, error)
  } finally {
    finished?.()
  }
}

/** Opening what was written is part of the proof, not a stage of its own. */
function provingStep(onStep: OnStep): OnStep {
  return (_stage, done, total) => {
    onStep('prove', done, total)
  }
}

function withoutTrash({ folders, items }: VaultContents): VaultContents {
  return { folders, items: items.filter(({ deletedDate }) => deletedDate === null) }
}

/** A format that keeps everything must give back everything, ids and dates included; another one what it keeps. */
async function proveEqual(
  format: Format,
  written: Uint8Array,
  contents: VaultContents,
  secrets: WriteSecrets,
): Promise<void> {
  const recognised = detect(written)
  const { contents: readBack } = await recognised.read(secrets)
  const kept = format.keeps(contents)
  const equal = kept === contents ? isDeepStrictEqual(readBack, contents) : digestOf(readBack) === digestOf(kept)
  if (recognised.format !== format.id || !equal) throw new CofferError('file/verify-failed')
}
