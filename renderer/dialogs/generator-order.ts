/** What is typed and ticked in the generator, as an order; and what keeps it from being one. */
import {
  canMakePassword,
  MINIMUM_OF_A_KIND,
  PASSPHRASE_WORDS,
  PASSWORD_LENGTH,
  type PassphraseOptions,
  type PasswordOptions,
} from '../../contract/generator.ts'
import { t } from '../text/index.ts'

type AsTyped<Options, Numbers extends keyof Options> = Omit<Options, Numbers> & Readonly<Record<Numbers, string>>

export type PasswordTyped = AsTyped<PasswordOptions, 'length' | 'minDigits' | 'minSpecials'>
export type PassphraseTyped = AsTyped<PassphraseOptions, 'words'>

/** Exactly one of the two says something. */
interface Order<Options, Field extends string> {
  readonly order: Options | null
  readonly faults: Readonly<Partial<Record<Field, string>>>
}

interface Range {
  readonly min: number
  readonly max: number
}

function within(text: string, { min, max }: Range): number | null {
  const value = /^\d{1,4}$/.test(text.trim()) ? Number(text) : NaN
  return value >= min && value <= max ? value : null
}

export function passwordOrder(
  typed: PasswordTyped,
): Order<PasswordOptions, 'length' | 'minDigits' | 'minSpecials' | 'kinds'> {
  const length = within(typed.length, PASSWORD_LENGTH)
  const minDigits = typed.digits ? within(typed.minDigits, MINIMUM_OF_A_KIND) : 0
  const minSpecials = typed.specials ? within(typed.minSpecials, MINIMUM_OF_A_KIND) : 0
  const none = !typed.upper && !typed.lower && !typed.digits && !typed.specials
  if (length === null || minDigits === null || minSpecials === null || none) {
    return {
      order: null,
      faults: {
        ...(length === null && { length: t('generator.numberFault', PASSWORD_LENGTH) }),
        ...(minDigits === null && { minDigits: t('generator.numberFault', MINIMUM_OF_A_KIND) }),
        ...(minSpecials === null && { minSpecials: t('generator.numberFault', MINIMUM_OF_A_KIND) }),
        ...(none && { kinds: t('generator.kindFault') }),
      },
    }
  }
  const order = { ...typed, length, minDigits, minSpecials }
  return canMakePassword(order) ? { order, faults: {} } : { order: null, faults: { length: t('generator.roomFault') } }
}

export function passphraseOrder(typed: PassphraseTyped): Order<PassphraseOptions, 'words'> {
  const words = within(typed.words, PASSPHRASE_WORDS)
  return words === null
    ? { order: null, faults: { words: t('generator.numberFault', PASSPHRASE_WORDS) } }
    : { order: { ...typed, words }, faults: {} }
}
