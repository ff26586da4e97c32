/** As the list is sorted (main/commands/item-list.ts). */
const ORDER = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/**
 * Finds the first of `total` sorted names that begins with `text`, case apart, by looking at few of them; null where
 * none does. Numbers stand in the order of their size, so for a text that ends in digits the next name will do.
 * `nameAt` answers undefined where the list has changed meanwhile.
 */
export async function findName(
  text: string,
  total: number,
  nameAt: (index: number) => Promise<string | undefined>,
): Promise<number | null> {
  let low = 0
  let high = total
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const name = await nameAt(middle)
    if (name === undefined) return null
    if (ORDER.compare(name, text) < 0) low = middle + 1
    else high = middle
  }
  const found = low < total ? await nameAt(low) : undefined
  if (found === undefined) return null
  return /\d$/.test(text) || found.toLowerCase().startsWith(text.toLowerCase()) ? low : null
}
