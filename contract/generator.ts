/** What a person may ask of the generator, and its bounds. */

export interface PasswordOptions {
  /** Characters. */
  readonly length: number
  readonly upper: boolean
  readonly lower: boolean
  readonly digits: boolean
  readonly specials: boolean
  /** At least so many, where they are asked for. */
  readonly minDigits: number
  readonly minSpecials: number
  /** Leaves out what looks alike: I, l, 1, O, o, 0 and |. */
  readonly avoidLookAlikes: boolean
}

export interface PassphraseOptions {
  readonly words: number
  /** Stands between the words. */
  readonly separator: string
  /** Each word begins with a capital. */
  readonly capitalise: boolean
  /** One word, at random, ends with a digit. */
  readonly digit: boolean
}

export const PASSWORD_LENGTH = { min: 5, max: 128 } as const
export const MINIMUM_OF_A_KIND = { min: 0, max: 9 } as const
export const PASSPHRASE_WORDS = { min: 3, max: 20 } as const
export const LONGEST_SEPARATOR = 5

export const DEFAULT_PASSWORD: PasswordOptions = {
  ...{ length: 20, upper: true, lower: true, digits: true, specials: true },
  ...{ minDigits: 1, minSpecials: 1, avoidLookAlikes: false },
}
export const DEFAULT_PASSPHRASE: PassphraseOptions = { words: 6, separator: '-', capitalise: false, digit: false }

/** Whether a password can be made so: some kind of character, and room for all that must be in it. */
export function canMakePassword(options: PasswordOptions): boolean {
  const { upper, lower, digits, specials, length } = options
  const needed =
    Number(upper) +
    Number(lower) +
    (digits ? Math.max(1, options.minDigits) : 0) +
    (specials ? Math.max(1, options.minSpecials) : 0)
  return (upper || lower || digits || specials) && needed <= length
}
