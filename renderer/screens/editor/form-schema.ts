/** The form of every item type: one table on top of contract/items.ts. What it does not name is a line of text. */
import { SECRET_FIELDS } from '../../../contract/item-view.ts'
import { TYPE_TEXTS, type ItemTypeName } from '../../../contract/items.ts'
import { i18n, t, type TextKey } from '../../text/index.ts'

export interface Choice {
  readonly value: string
  readonly label: string
}

export interface FormText {
  /** The name in TYPE_TEXTS. */
  readonly name: string
  /** Its address for reveal: `login.password`. */
  readonly address: string
  readonly label: string
  readonly control: 'line' | 'area' | 'secret' | 'secret-area' | 'choice'
  readonly hint: string | undefined
  /** Of a choice, by value. A stored value that is none of them stays. */
  readonly choices: readonly Choice[]
  /** The generator is offered. */
  readonly generated: boolean
}

/** Bitwarden's values (read: bitwarden/clients card-details-section). They are kept as they are in every language. */
const BRANDS = [
  ...['Visa', 'Mastercard', 'Amex', 'Discover', 'Diners Club', 'JCB', 'Maestro', 'UnionPay', 'RuPay', 'Other'],
]
const BRAND_WORDS: Readonly<Record<string, TextKey>> = { Amex: 'editor.brandAmex', Other: 'editor.brandOther' }
const TITLES = ['Mr', 'Mrs', 'Ms', 'Mx', 'Dr']
const AREAS: ReadonlySet<string> = new Set(['sshKey.privateKey', 'sshKey.publicKey'])
const DAYS = /(Date|dateOfBirth)$/

function monthChoice(month: number): Choice {
  const name = new Intl.DateTimeFormat(i18n.global.locale.value, { month: 'long', timeZone: 'UTC' })
  const number = String(month).padStart(2, '0')
  return {
    value: String(month),
    label: t('editor.month', { number, month: name.format(Date.UTC(2026, month - 1, 15)) }),
  }
}

/** Made when they are shown: they are in the language of the moment. */
const CHOICES: Readonly<Record<string, () => Choice[]>> = {
  'card.brand': () =>
    BRANDS.map((value) => {
      const word = BRAND_WORDS[value]
      return { value, label: word ? t(word as 'editor.brandOther') : value }
    }),
  'card.expMonth': () => Array.from({ length: 12 }, (_, index) => monthChoice(index + 1)),
  'identity.title': () => TITLES.map((value) => ({ value, label: value })),
}

function controlOf(address: string): FormText['control'] {
  if (CHOICES[address]) return 'choice'
  if (SECRET_FIELDS.has(address)) return AREAS.has(address) ? 'secret-area' : 'secret'
  return AREAS.has(address) ? 'area' : 'line'
}

/** The texts of a type's form, in order. */
export function formTexts(type: ItemTypeName): FormText[] {
  return TYPE_TEXTS[type].map((name) => {
    const address = `${type}.${name}`
    return {
      ...{ name, address, control: controlOf(address) },
      label: t(`fields.${address}` as 'fields.uri'),
      hint: DAYS.test(name) ? t('editor.dateHint') : undefined,
      choices: CHOICES[address]?.() ?? [],
      generated: address === 'login.password',
    }
  })
}

/** `choices` with nothing before them, and with `value` where it is none of them. */
export function withStored(choices: readonly Choice[], value: string): Choice[] {
  const known = value === '' || choices.some((choice) => choice.value === value)
  return [{ value: '', label: t('editor.nothing') }, ...choices, ...(known ? [] : [{ value, label: value }])]
}
