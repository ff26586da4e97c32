/** What a file is, without any password; and with an unlocked vault, whether that vault opens it. */
import { asCofferError } from '../../contract/errors.ts'
import type { Inspection } from '../../contract/files.ts'
import { Stopped } from '../../contract/progress.ts'
import type { ReadReport } from '../formats/format.ts'
import type { VaultContents } from '../model/item.ts'
import type { Session } from '../vault/session.ts'
import type { TakenFile } from './files.ts'
import { openBackup, type Opener } from './open-backup.ts'

export interface LookedInto {
  readonly inspection: Inspection
  /** Null where it was not opened. */
  readonly contents: VaultContents | null
}

/** Never throws for a file that does not open: that is the answer. @throws Stopped from the opener's onStep */
export async function inspectFile(file: TakenFile, opener: Opener): Promise<Inspection> {
  return (await lookInto(file, opener)).inspection
}

/** As inspectFile, with what is in the file. */
export async function lookInto(file: TakenFile, opener: Opener): Promise<LookedInto> {
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
  const untried = { opens: null, refusal: null, refusalDetails: null, sealed: null, made: null, newerExport: null }
  const given = facts.opensWith === 'account-key' ? opener.session : opener.filePassword
  if (facts.opensWith !== 'nothing' && given === undefined)
    return { inspection: { ...known, ...untried }, contents: null }
  try {
    const report = await openBackup(file, opener)
    const { contents, sealed, made } = report
    const counts = { items: contents.items.length, folders: contents.folders.length }
    const newerExport = newerThan(report, file.sha256, opener.session)
    const opened = { opens: true, refusal: null, refusalDetails: null, sealed, made, newerExport }
    return { inspection: { ...known, ...counts, ...opened }, contents }
  } catch (error) {
    if (error instanceof Stopped) throw error
    const { code, details } = asCofferError(error)
    const refused = { opens: false, refusal: code, refusalDetails: details }
    return { inspection: { ...known, ...untried, ...refused }, contents: null }
  }
}

/**
 * When the newest export on record was made (ISO 8601), where it is another file than this sealed one and newer by the
 * vault's counter. One of another vault's counter is told nothing of. Dates decide only where a file is from before the
 * counter and not on record.
 */
export function newerThan(
  { made, counted }: Pick<ReadReport, 'made' | 'counted'>,
  sha256: string,
  session: Session | undefined,
): string | null {
  const newest = session?.ledger.newest()
  if (made === null || !session || !newest || newest.sha256 === sha256) return null
  if (counted && counted.vault !== session.facts.lineage) return null
  const isRecorded = session.ledger.records().some((record) => record.sha256 === sha256)
  const isNewer = counted ? newest.number > counted.number : (isRecorded && newest.number > 0) || newest.made > made
  return isNewer ? newest.made : null
}
