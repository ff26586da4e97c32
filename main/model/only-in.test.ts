import fc from 'fast-check'
import { expect, it } from 'vitest'
import { vaultContents } from '../testkit/arbitraries.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { canonicalItems } from './digest.ts'
import type { VaultContents } from './item.ts'
import { marksOf, onlyIn } from './only-in.ts'

/** The plain way: each item of each against all the others. */
function oracle(all: readonly VaultContents[]): string[][] {
  return all.map((contents, index) => {
    const elsewhere = all.filter((_, other) => other !== index).flatMap(canonicalItems)
    return canonicalItems(contents).filter((text) => !elsewhere.includes(text))
  })
}

/** The canonical texts of the items that were found, in their order. */
function found(all: readonly VaultContents[]): string[][] {
  const texts = new Map(
    all.flatMap((contents) => {
      const marks = marksOf(contents)
      return canonicalItems(contents).map((text, at) => [marks[at]?.digest, text] as const)
    }),
  )
  return onlyIn(all.map(marksOf)).map((marks) => marks.map(({ digest }) => texts.get(digest) ?? ''))
}

it('F4: “exists only in” equals the oracle across 50 overlapping backups', () => {
  const pool = fc.sample(vaultContents(10), 150)
  const all = fc.sample(
    fc.subarray([...pool.keys()], { minLength: 1, maxLength: 6 }).map((chosen) => ({
      folders: [],
      items: chosen.flatMap((index) => pool[index]?.items.map((item) => ({ ...item, folderId: null })) ?? []),
    })),
    50,
  )
  const alone = found(all)
  expect(alone).toEqual(oracle(all))
  printCounts('exists only in', { backups: all.length, alone: alone.flat().length })
})

it('equals the oracle for any few contents', () => {
  fc.assert(
    fc.property(fc.array(vaultContents(4), { maxLength: 4 }), fc.nat(), (all, twice) => {
      const some = [...all, ...all.slice(0, twice % 2)]
      expect(found(some)).toEqual(oracle(some))
    }),
  )
})
