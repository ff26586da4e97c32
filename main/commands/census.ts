/** The census: what each of many files is good for, and what is in one of them alone. */
import { asCofferError, EXIT_STATUS, type ErrorCode } from '../../contract/errors.ts'
import type { Inspection } from '../../contract/files.ts'
import type { VaultContents } from '../model/item.ts'
import { onlyIn } from '../model/only-in.ts'
import { takeFile, type TakenFile } from './files.ts'
import { lookInto } from './inspect-file.ts'
import type { Opener } from './open-backup.ts'

/**
 * What opens a file: `nothing`; `file-password`, tried or not; `this-account`, tried; `unknown-key`, an account's that
 * is not the open vault's, or no vault is open. Or it is `damaged` (altered, cut), `refused` (not safe to open, or made
 * by something newer), `not-an-export`, or `unreadable` on the disk.
 */
export type CensusVerdict =
  'nothing' | 'file-password' | 'this-account' | 'unknown-key' | 'damaged' | 'refused' | 'not-an-export' | 'unreadable'

export interface CensusRow {
  readonly path: string
  readonly verdict: CensusVerdict
  readonly format: Inspection['format'] | null
  readonly opensWith: Inspection['opensWith'] | null
  /** Whether it was opened whole. */
  readonly opened: boolean
  readonly items: number | null
  readonly folders: number | null
  /** When a sealed file was made, ISO 8601. */
  readonly made: string | null
  /** Why it is not to be opened, or did not open with what was given. */
  readonly refusal: ErrorCode | null
  /** Names of items that no other opened file has, nor the vault; null where it was not opened. */
  readonly onlyHere: readonly string[] | null
}

/** By the exit status that a refusal has: docs and terminal speak of the same kinds. */
const VERDICT_OF_STATUS: Readonly<Record<number, CensusVerdict>> = {
  4: 'unknown-key',
  5: 'damaged',
  6: 'refused',
  7: 'not-an-export',
}

function verdictOfRefusal(refusal: ErrorCode): CensusVerdict {
  return VERDICT_OF_STATUS[EXIT_STATUS[refusal]] ?? 'unreadable'
}

interface Looked {
  readonly row: CensusRow
  readonly contents: VaultContents | null
}

/**
 * Looks at each file. Nothing is written; nothing is derived unless a password is given. With an unlocked vault its own
 * items count as one more backup.
 */
export async function takeCensus(paths: readonly string[], opener: Opener): Promise<CensusRow[]> {
  const looked: Looked[] = []
  for (const path of paths) looked.push(await look(path, opener))
  const own = opener.session?.contents()
  const opened = looked.flatMap(({ contents }) => (contents ? [contents] : []))
  const alone = onlyIn(own ? [...opened, own] : opened)
  let next = 0
  return looked.map(({ row, contents }) => ({
    ...row,
    onlyHere: contents ? (alone[next++]?.map(({ name }) => name) ?? []) : null,
  }))
}

async function look(path: string, opener: Opener): Promise<Looked> {
  try {
    const file = await takeFile(path)
    const { inspection, contents } = await lookInto(file, opener)
    return { row: rowOf(path, file, inspection), contents }
  } catch (thrown) {
    const refusal = asCofferError(thrown).code
    const nothing = { format: null, opensWith: null, items: null, folders: null, made: null, onlyHere: null }
    return { row: { path, verdict: verdictOfRefusal(refusal), opened: false, refusal, ...nothing }, contents: null }
  }
}

function rowOf(path: string, { facts }: TakenFile, inspection: Inspection): CensusRow {
  const { format, opensWith, items, folders, made, refusal, opens } = inspection
  return {
    path,
    verdict: verdictOf(facts.opensWith, refusal, opens),
    format,
    opensWith,
    opened: opens === true,
    items,
    folders,
    made,
    refusal,
    onlyHere: null,
  }
}

function verdictOf(
  opensWith: Inspection['opensWith'],
  refusal: ErrorCode | null,
  opens: boolean | null,
): CensusVerdict {
  // A password that does not open says nothing of the file.
  if (refusal !== null && EXIT_STATUS[refusal] !== 3) return verdictOfRefusal(refusal)
  if (opensWith !== 'account-key') return opensWith
  return opens === true ? 'this-account' : 'unknown-key'
}
