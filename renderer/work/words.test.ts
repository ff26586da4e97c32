import { describe, expect, it } from 'vitest'
import { countedWords, digitGroups, sizeWords } from './words.ts'

describe('countedWords', () => {
  it('joins what was counted, and leaves out what was not', () => {
    expect(countedWords({ passkeys: 1, passwordHistory: 1204, dates: 0 })).toBe('1 passkey and 1,204 old passwords')
    expect(countedWords({})).toBe('')
  })

  it('names a kind that it does not know as it is', () => {
    expect(countedWords({ moonPhases: 3 })).toBe('3 × moonPhases')
  })
})

it.each([
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [845_123, '845.1 kB'],
  [2_345_678, '2.3 MB'],
  [5e12, '5,000 GB'],
])('sizeWords(%i) is %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words)
})

it('digitGroups keeps every digit', () => {
  expect(digitGroups('0123456789')).toBe('0123 4567 89')
})
