/** Pairing the members of two lists by a key. */

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
  const free = Map.groupBy(after.keys(), (index) => keyOf(after[index] as B))
  for (const indices of free.values()) indices.reverse()
  const pairs: [A, B][] = []
  const alone: A[] = []
  for (const value of before) {
    const key = keyOf(value)
    const partner = key === null ? undefined : free.get(key)?.pop()
    if (partner === undefined) alone.push(value)
    else pairs.push([value, after[partner] as B])
  }
  const left = [...free.values()].flat().sort((a, b) => a - b)
  return { pairs, before: alone, after: left.map((index) => after[index] as B) }
}
