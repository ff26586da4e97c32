/** Long texts as keys: V8 tells long strings apart by their length alone, so a map of them would take squared time. */
import { describe, expect, it } from 'vitest'
import { mapKey, matchUp } from './match-up.ts'

describe('a key of a map', () => {
  it('stays short, whatever the text', () => {
    const long = 'x'.repeat(2_000_000)
    expect(mapKey(long).length).toBeLessThan(100)
    expect(mapKey(`${long}a`)).not.toBe(mapKey(`${long}b`))
    expect(mapKey('short')).toBe('short')
  })

  it('pairs long texts as it does short ones', () => {
    const [a, b] = ['a', 'b'].map((end) => 'x'.repeat(5_000) + end) as [string, string]
    const { pairs, before, after } = matchUp([a, a, b], [b, a], (text) => text)
    expect([pairs.length, before, after]).toEqual([2, [a], []])
  })
})
