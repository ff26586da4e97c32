/** Passwords and passphrases out of the system's random numbers, every possible one as likely as the next. */
import { randomInt } from 'node:crypto'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { CofferError } from '../../contract/errors.ts'
import { canMakePassword, type PassphraseOptions, type PasswordOptions } from '../../contract/generator.ts'

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const DIGITS = '0123456789'
/** As Bitwarden's generator. */
const SPECIALS = '!@#$%^&*'
const LOOK_ALIKES = /[IlOo01|]/g

function pick(from: string | readonly string[]): string {
  return from[randomInt(from.length)] ?? ''
}

/** Fisher and Yates: every order is as likely. */
function shuffled(characters: readonly string[]): string[] {
  const order = [...characters]
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1)
    ;[order[last], order[other]] = [order[other] ?? '', order[last] ?? '']
  }
  return order
}

/**
 * A password with at least one character of each kind that is asked for.
 * @throws CofferError usage/bad-request where no kind is asked for, or more must be in it than its length
 */
export function generatePassword(options: PasswordOptions): string {
  if (!canMakePassword(options)) throw new CofferError('usage/bad-request')
  const kinds = [
    { wanted: options.upper, characters: UPPER, least: 1 },
    { wanted: options.lower, characters: LOWER, least: 1 },
    { wanted: options.digits, characters: DIGITS, least: Math.max(1, options.minDigits) },
    { wanted: options.specials, characters: SPECIALS, least: Math.max(1, options.minSpecials) },
  ]
    .filter(({ wanted }) => wanted)
    .map(({ characters, least }) => ({
      characters: options.avoidLookAlikes ? characters.replace(LOOK_ALIKES, '') : characters,
      least,
    }))
  const any = kinds.map(({ characters }) => characters).join('')
  const needed = kinds.flatMap(({ characters, least }) => Array.from({ length: least }, () => pick(characters)))
  const rest = Array.from({ length: options.length - needed.length }, () => pick(any))
  return shuffled([...needed, ...rest]).join('')
}

/** Words of the English BIP 39 list: 2,048, so that each word is worth 11 bits. */
export function generatePassphrase({ words, separator, capitalise, digit }: PassphraseOptions): string {
  const numbered = digit ? randomInt(words) : null
  const chosen = Array.from({ length: words }, (_, index) => {
    const word = pick(wordlist)
    const written = capitalise ? word.charAt(0).toUpperCase() + word.slice(1) : word
    return index === numbered ? `${written}${randomInt(10)}` : written
  })
  return chosen.join(separator)
}
