/** The generator gives what was asked for, and every character and word as often as the next. */
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { describe, expect, it } from 'vitest'
import { DEFAULT_PASSPHRASE, DEFAULT_PASSWORD, type PasswordOptions } from '../../contract/generator.ts'
import { refusalOf } from '../testkit/vaults.ts'
import { generatePassphrase, generatePassword } from './generate.ts'

const NONE: PasswordOptions = {
  ...DEFAULT_PASSWORD,
  ...{ upper: false, lower: false, digits: false, specials: false },
}
const KINDS = { upper: /[A-Z]/g, lower: /[a-z]/g, digits: /[0-9]/g, specials: /[!@#$%^&*]/g } as const

/** Far beyond what chance brings: one run in 10^9 for these numbers of kinds. */
function expectUniform(counts: ReadonlyMap<string, number>, kinds: number): void {
  expect(counts.size).toBe(kinds)
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const expected = total / kinds
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  expect(chiSquare).toBeLessThan(kinds + 9 * Math.sqrt(2 * kinds) + 20)
}

function tally(texts: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

describe('a password', () => {
  it.each([5, 12, 20, 128])('has its length and every kind: %d', (length) => {
    for (let run = 0; run < 200; run += 1) {
      const password = generatePassword({ ...DEFAULT_PASSWORD, length })
      expect(password).toHaveLength(length)
      for (const kind of Object.values(KINDS)) expect(password).toMatch(kind)
    }
  })

  it.each(Object.keys(KINDS) as (keyof typeof KINDS)[])('has one kind alone: %s', (kind) => {
    const password = generatePassword({ ...NONE, [kind]: true, length: 100 })
    expect(password.match(KINDS[kind])).toHaveLength(100)
  })

  it('has at least as many digits and signs as asked for', () => {
    for (let run = 0; run < 200; run += 1) {
      const password = generatePassword({ ...DEFAULT_PASSWORD, length: 12, minDigits: 5, minSpecials: 4 })
      expect(password.match(KINDS.digits)?.length).toBeGreaterThanOrEqual(5)
      expect(password.match(KINDS.specials)?.length).toBeGreaterThanOrEqual(4)
    }
  })

  it('avoids what looks alike', () => {
    for (let run = 0; run < 100; run += 1)
      expect(generatePassword({ ...DEFAULT_PASSWORD, length: 128, avoidLookAlikes: true })).not.toMatch(/[IlOo01|]/)
  })

  it('has every character as often, at every place', () => {
    const passwords = Array.from({ length: 20_000 }, () => generatePassword({ ...NONE, lower: true, length: 5 }))
    for (const place of [0, 2, 4]) expectUniform(tally(passwords.map((password) => password.charAt(place))), 26)
  })

  it('has what must be in it at any place', () => {
    const places = Array.from({ length: 20_000 }, () =>
      generatePassword({ ...NONE, lower: true, digits: true, length: 10 }).search(KINDS.digits),
    )
    const first = places.filter((place) => place === 0).length
    const one = Array.from({ length: 20_000 }, () =>
      generatePassword({ ...NONE, upper: true, digits: true, length: 5, minDigits: 4 }).search(KINDS.upper),
    )
    expectUniform(tally(one.map(String)), 5)
    expect(first).toBeGreaterThan(20_000 / 10)
  })

  it.each([
    ['no kind', NONE],
    ['more than fits', { ...DEFAULT_PASSWORD, length: 5, minDigits: 3, minSpecials: 1 }],
  ])('of %s is refused', async (_, options) => {
    expect(await refusalOf(() => generatePassword(options))).toBe('usage/bad-request')
  })
})

describe('a passphrase', () => {
  it('is made of words of the list', () => {
    const words = generatePassphrase({ ...DEFAULT_PASSPHRASE, words: 20, separator: ' ' }).split(' ')
    expect(words).toHaveLength(20)
    for (const word of words) expect(wordlist).toContain(word)
    expect(new Set(wordlist).size).toBe(2_048)
  })

  it('has capitals and a digit where they are asked for', () => {
    const phrase = generatePassphrase({ words: 3, separator: '.', capitalise: true, digit: true })
    expect(phrase).toMatch(/^[A-Z][a-z]+\d?\.[A-Z][a-z]+\d?\.[A-Z][a-z]+\d?$/)
    expect(phrase.match(/\d/g)).toHaveLength(1)
  })

  it('has every word as often, and its digit at any word', () => {
    const words = Array.from({ length: 10_000 }, () => generatePassphrase(DEFAULT_PASSPHRASE).split('-')).flat()
    expectUniform(tally(words), 2_048)
    const places = Array.from({ length: 4_000 }, () =>
      generatePassphrase({ ...DEFAULT_PASSPHRASE, words: 4, digit: true })
        .split('-')
        .findIndex((word) => /\d$/.test(word)),
    )
    expectUniform(tally(places.map(String)), 4)
  })
})
