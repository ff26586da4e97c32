/** Items that exist in one of many contents alone. */
import { hash } from 'node:crypto'
import { canonicalItems } from './digest.ts'
import type { VaultContents } from './item.ts'

/** An item as far as it must be known to find it again: no secret is in it. */
export interface ItemMark {
  readonly name: string
  /** Of its canonical text: 64 hexadecimal digits. */
  readonly digest: string
}

/** One for each item, in their order. */
export function marksOf(contents: VaultContents): ItemMark[] {
  return canonicalItems(contents).map((text, at) => ({
    name: contents.items[at]?.name ?? '',
    digest: hash('sha256', text),
  }))
}

/**
 * For each of `all`, its items that no other one has, in their order. Items are the same where their canonical text is;
 * equal items inside one of them are that one's alone, each of them. Takes time linear in the items.
 */
export function onlyIn(all: readonly (readonly ItemMark[])[]): ItemMark[][] {
  const homes = new Map<string, number>()
  const SHARED = -1
  all.forEach((own, index) => {
    for (const { digest } of own) homes.set(digest, (homes.get(digest) ?? index) === index ? index : SHARED)
  })
  return all.map((own, index) => own.filter(({ digest }) => homes.get(digest) === index))
}
