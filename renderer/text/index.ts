/** The words of the window. `t('components.cancel')`: an unknown key or a missing name is a type error. */
import { shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import * as texts from '../../contract/error-text.ts'
import type { CofferError } from '../../contract/errors.ts'
import { en } from '../../contract/text/en.ts'
import { isolated } from '../../contract/text/isolated.ts'
import { LANGUAGES, type LanguageCode } from '../../contract/text/languages.ts'
import type { Translation } from '../../contract/text/translation.ts'

type Leaves<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${Leaves<Tree[Key]>}`
}[keyof Tree & string]

type Leaf<Tree, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof Tree
    ? Leaf<Tree[Head], Rest>
    : never
  : Path extends keyof Tree
    ? Tree[Path]
    : never

/** The names in braces of a message; {'…'} is vue-i18n's way to write a special character and names nothing. */
type Names<Message> = Message extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `'${string}` ? never : Name) | Names<Rest>
  : never

/** A message in two forms, “one | many”, is chosen by `count`. */
type Needed<Message> = Names<Message> | (Message extends `${string} | ${string}` ? 'count' : never)

type Values<Message> = [Needed<Message>] extends [never]
  ? []
  : [values: { readonly [Name in Needed<Message>]: Name extends 'count' ? number : string | number }]

export type TextKey = Leaves<typeof en>

/** The forms of a plural, in the order in which a message has those that its language knows. */
const FORMS: readonly Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other']

/** Which form of a message `count` needs: English has “one | other”, Arabic has all six. */
function formFor(count: number): number {
  const rules = new Intl.PluralRules(i18n.global.locale.value)
  const known = FORMS.filter((form) => rules.resolvedOptions().pluralCategories.includes(form))
  return known.indexOf(rules.select(count))
}

const messages: Partial<Record<LanguageCode, Translation>> = { en }
export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  messages: messages,
  pluralRules: Object.fromEntries(Object.keys(LANGUAGES).map((code) => [code, formFor])),
})

/** The language of the window; null until it is known. */
export const shownLanguage = shallowRef<LanguageCode | null>(null)
let wanted: LanguageCode | null = null

/** Puts the window into a language. One that does not load, of an incomplete Coffer, leaves the one that is shown. */
export async function showLanguage(code: LanguageCode): Promise<void> {
  wanted = code
  const words = await LANGUAGES[code].load().catch(() => null)
  // Another one may have been asked for meanwhile.
  if (wanted !== code) return
  if (words) {
    i18n.global.setLocaleMessage(code, words)
    i18n.global.locale.value = code
    document.documentElement.lang = code
    document.documentElement.dir = LANGUAGES[code].direction
  }
  shownLanguage.value = code
}

/** Where lines begin. */
export function direction(): 'ltr' | 'rtl' {
  return shownLanguage.value === null ? 'ltr' : LANGUAGES[shownLanguage.value].direction
}

function apart(value: string): string {
  return isolated(value, direction() === 'rtl')
}

function catalogue(): Translation {
  return i18n.global.messages.value[i18n.global.locale.value] ?? en
}

/** A number as the language writes it: 1,284. */
export function formatNumber(value: number): string {
  return new Intl.NumberFormat(i18n.global.locale.value).format(value)
}

/** A moment as the language writes it: 22 Nov 2026, 14:02. */
export function formatTime(value: Date): string {
  return new Intl.DateTimeFormat(i18n.global.locale.value, { dateStyle: 'medium', timeStyle: 'short' }).format(value)
}

/**
 * The sentence for `key`. Numbers among `values` are written as the language does, `count` chooses the plural, and names
 * keep their own direction.
 */
export function t<Key extends TextKey>(key: Key, ...[values]: Values<Leaf<typeof en, Key>>): string {
  const given: Record<string, string | number> = values ?? {}
  const named = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      typeof value === 'number' ? formatNumber(value) : apart(value),
    ]),
  )
  const translate = i18n.global.t as (key: string, named: Record<string, string>, plural: number) => string
  return translate(key, named, typeof given.count === 'number' ? given.count : 1)
}

/** What happened, what was not changed, what to do next. */
export function errorText(error: Pick<CofferError, 'code' | 'details'>): texts.ErrorText {
  return texts.errorText(error, catalogue())
}
