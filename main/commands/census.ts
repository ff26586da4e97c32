/** The census: what each of many files is good for, and what is in one of them alone. */
import type { CensusVerdict } from '../../contract/census.ts'
import { asCofferError, EXIT_STATUS, type CofferError, type ErrorCode } from '../../contract/errors.ts'
import type { Inspection } from '../../contract/files.ts'
import { Stopped } from '../../contract/progress.ts'
import type { VaultContents } from '../model/item.ts'
import { EVERYTHING, kindOf, marksOf, onlyIn, type Alone, type Kind, type Marked } from '../model/only-in.ts'
import { takeFile, type TakenFile } from './files.ts'
import { lookInto } from './inspect-file.ts'
import type { Opener } from './open-backup.ts'

/** One file, looked at. Of its contents no more is kept than tells its items from others. */
export interface Graded {
  readonly verdict: CensusVerdict
  readonly inspection: Inspection | null
  /** Why there is no inspection. */
  readonly error: CofferError | null
  /** Null where it was not opened. */
  readonly items: Marked | null
}

export type { Kind } from '../model/only-in.ts'

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
  /** Names of items that no other opened file has, nor the vault, in any version; null where it was not opened. */
  readonly onlyHere: readonly string[] | null
  /** Names of items that others have in another version alone; null where it was not opened. */
  readonly otherVersions: readonly string[] | null
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

function verdictOf({ opensWith, refusal, opens }: Inspection): CensusVerdict {
  // A password that does not open says nothing of the file.
  if (refusal !== null && EXIT_STATUS[refusal] !== 3) return verdictOfRefusal(refusal)
  if (opensWith !== 'account-key') return opensWith
  return opens === true ? 'this-account' : 'unknown-key'
}

/** What a file of this kind keeps of a vault. Null for one that is not read at all. */
export async function kindOfFile(take: () => Promise<TakenFile>): Promise<Kind | null> {
  try {
    return kindOf((await take()).recognised.keeps)
  } catch {
    // The look at the file says why.
    return null
  }
}

/** Of all these files and the vault: each once. */
export function kindsOf(found: readonly (Kind | null)[]): Kind[] {
  return [...new Map([EVERYTHING, ...found].flatMap((kind) => (kind ? [[kind.key, kind] as const] : []))).values()]
}

/**
 * Looks at one file, which is to be compared with files of `kinds`. Nothing is written; nothing is derived unless a
 * password is given. What is wrong with the file is the answer.
 * @throws Stopped from the opener's onStep
 */
export async function gradeFile(
  take: () => Promise<TakenFile>,
  kinds: readonly Kind[],
  opener: Opener,
): Promise<Graded> {
  try {
    const file = await take()
    const { inspection, contents } = await lookInto(file, opener)
    const items = contents && { kind: kindOf(file.recognised.keeps), marks: marksOf(contents, kinds) }
    return { verdict: verdictOf(inspection), inspection, error: null, items }
  } catch (thrown) {
    if (thrown instanceof Stopped) throw thrown
    const error = asCofferError(thrown)
    return { verdict: verdictOfRefusal(error.code), inspection: null, error, items: null }
  }
}

/**
 * Of each file the items that it has alone, null where it was not opened; and those of the vault, one more backup, where
 * one is open.
 */
export function compareGraded(
  files: readonly Graded[],
  kinds: readonly Kind[],
  vault: VaultContents | undefined,
): { readonly files: (Alone | null)[]; readonly vault: Alone | null } {
  const opened = files.flatMap(({ items }) => (items ? [items] : []))
  const found = onlyIn(vault ? [...opened, { kind: EVERYTHING, marks: marksOf(vault, kinds) }] : opened)
  let next = 0
  return {
    files: files.map(({ items }) => (items ? (found[next++] ?? null) : null)),
    vault: vault ? (found.at(-1) ?? null) : null,
  }
}

/** Looks at each file. With an unlocked vault its own items count as one more backup. */
export async function takeCensus(paths: readonly string[], opener: Opener): Promise<CensusRow[]> {
  // What a file keeps decides how all others are compared with it, so that comes first.
  const found: (Kind | null)[] = []
  for (const path of paths) found.push(await kindOfFile(() => takeFile(path)))
  const kinds = kindsOf(found)
  const graded: Graded[] = []
  for (const path of paths) graded.push(await gradeFile(() => takeFile(path), kinds, opener))
  const compared = compareGraded(graded, kinds, opener.session?.contents())
  return graded.map(({ verdict, inspection, error }, index) => ({
    path: paths[index] ?? '',
    verdict,
    ...(inspection ? factsOf(inspection) : { ...UNREAD, refusal: error?.code ?? null }),
    onlyHere: compared.files[index]?.alone.map(({ name }) => name) ?? null,
    otherVersions: compared.files[index]?.otherVersions.map(({ name }) => name) ?? null,
  }))
}

const UNREAD = { format: null, opensWith: null, opened: false, items: null, folders: null, made: null }

function factsOf({ format, opensWith, opens, items, folders, made, refusal }: Inspection) {
  return { format, opensWith, opened: opens === true, items, folders, made, refusal }
}
