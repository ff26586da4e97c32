/** What a file keeps of a vault and what it drops, counted. Source: docs/FORMATS.md#losses. */
import { ITEM_TYPES, type ItemTypeName } from './items.ts'

const TYPES = Object.keys(ITEM_TYPES) as ItemTypeName[]

/** What belongs to items and is counted over those that the file has at all. */
export const ITEM_PARTS = [
  ...(['names', 'notes', 'usernames', 'passwords', 'totps', 'uris', 'uriMatches', 'passkeys', 'typeFields'] as const),
  ...(['customFields', 'fieldTypes', 'passwordHistory', 'placements', 'favorites', 'reprompts', 'archived'] as const),
  ...(['dates', 'loginSettings', 'unknownFields'] as const),
] as const

export type ItemPart = (typeof ITEM_PARTS)[number]

/**
 * Classes of what a vault holds. A type's name counts its items outside the bin; `trashedItems` those in the bin;
 * `typeFields` the texts of all types but logins; `placements` items' places in folders.
 */
export type FidelityClass = ItemTypeName | 'trashedItems' | 'folders' | ItemPart

/** In the order in which they are shown. */
export const FIDELITY_CLASSES: readonly FidelityClass[] = [...TYPES, 'trashedItems', 'folders', ...ITEM_PARTS]

export interface FidelityRow {
  readonly what: FidelityClass
  /** How many there are; never 0. */
  readonly here: number
  readonly kept: number
}

/** Classes of which there is nothing are not in it. What a dropped item held is counted with the item alone. */
export type Fidelity = readonly FidelityRow[]

export interface FidelityStatement {
  /** What is read back from the file. */
  readonly file: Fidelity
  /** What Bitwarden has after importing it, as far as its importer is known. */
  readonly atBitwarden: Fidelity
}

export type LeftOutCounts = Readonly<Partial<Record<FidelityClass, number>>>

/** The classes that lose something, with how much. */
export function leftOutOf(fidelity: Fidelity): LeftOutCounts {
  const losses = fidelity.filter(({ here, kept }) => kept < here)
  return Object.fromEntries(losses.map(({ what, here, kept }) => [what, here - kept]))
}
