/** Pairing the members of two lists by a key. */
import { hash } from 'node:crypto'

/** Longer texts are known by their hash: as keys of a map V8 would tell them apart by their length alone. */
const LONG = 1000

/** A text as the key of a map, in time that does not grow with how many of its length there are. */
export function mapKey(text: string): string {
  return text.length > LONG ? `\0${hash('sha256', text)}` : text
}

export interface Matched<A, B> {
  readonly pairs: readonly (readonly [A, B])[]
  /** What has no partner, in its order. */
  readonly before: readonly A[]
  readonly after: readonly B[]
}

/**
 * As multisets: each takes one partner of the same key, the first that is free. What has no key (null) takes none. Takes
 * time linear in both lists.
 */
export function matchUp<A, B>(
  before: readonly A[],
  after: readonly B[],
  keyOf: (value: A | B) => string | null,
): Matched<A, B> {
  const shortKeyOf = (value: A | B): string | null => {
    const key = keyOf(value)
    return key === null ? null : mapKey(key)
  }
  const free = Map.groupBy(after.keys(), (index) => shortKeyOf(after[index] as B))
  for (const indices of free.values()) indices.reverse()
  const pairs: [A, B][] = []
  const alone: A[] = []
  for (const value of before) {
    const key = shortKeyOf(value)
    const partner = key === null ? undefined : free.get(key)?.pop()
    if (partner === undefined) alone.push(value)
    else pairs.push([value, after[partner] as B])
  }
  const left = [...free.values()].flat().sort((a, b) => a - b)
  return { pairs, before: alone, after: left.map((index) => after[index] as B) }
}
