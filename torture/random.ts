/** Random numbers that a seed gives again. */
export interface Random {
  /** From 0 up to, not including, `limit`. */
  below(limit: number): number
  pick<T>(values: readonly T[]): T
}

/** Mulberry32: good enough to choose cases with. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  function below(limit: number): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
  return {
    below,
    pick<T>(values: readonly T[]): T {
      if (values.length === 0) throw new Error('nothing to pick from')
      return values[below(values.length)] as T
    },
  }
}

/** In another order. */
export function shuffled<T>(values: readonly T[], random: Random): T[] {
  const copy = [...values]
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1)
    const [a, b] = [copy[last], copy[other]]
    if (a !== undefined && b !== undefined) [copy[last], copy[other]] = [b, a]
  }
  return copy
}
