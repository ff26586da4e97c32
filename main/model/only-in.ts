/** Items that exist in one of many contents alone. */
import { canonicalItems } from './digest.ts'
import type { Item, VaultContents } from './item.ts'

/**
 * For each of `contents`, its items that no other one has, in their order. Items are the same where their canonical
 * text is; equal items inside one of them are that one's alone, each of them. Takes time linear in the items.
 */
export function onlyIn(contents: readonly VaultContents[]): Item[][] {
  const texts = contents.map(canonicalItems)
  const homes = new Map<string, number>()
  const SHARED = -1
  texts.forEach((own, index) => {
    for (const text of own) {
      const home = homes.get(text) ?? index
      homes.set(text, home === index ? index : SHARED)
    }
  })
  return contents.map(({ items }, index) => items.filter((_, at) => homes.get(texts[index]?.[at] ?? '') === index))
}
