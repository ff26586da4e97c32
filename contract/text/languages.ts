/** The languages of Coffer: one line here and one file for each (docs/TRANSLATING.md). */
import { en } from './en.ts'
import type { Translation } from './translation.ts'

export interface Language {
  /** What the language calls itself. */
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
  /** Only the language that is shown is loaded. */
  readonly load: () => Promise<Translation>
}

export const LANGUAGES = {
  en: { name: 'English', direction: 'ltr', load: () => Promise.resolve(en) },
  de: { name: 'Deutsch', direction: 'ltr', load: async () => (await import('./de.ts')).de },
  ar: { name: 'العربية', direction: 'rtl', load: async () => (await import('./ar.ts')).ar },
} as const satisfies Readonly<Record<string, Language>>

/** As BCP 47 and Intl write it. */
export type LanguageCode = keyof typeof LANGUAGES
export const LANGUAGE_CODES = Object.keys(LANGUAGES) as readonly LanguageCode[]

/** What a person chooses: a language, or whatever the system speaks. */
export type LanguageChoice = 'system' | LanguageCode
export const LANGUAGE_CHOICES: readonly LanguageChoice[] = ['system', ...LANGUAGE_CODES]

/** The first of Coffer’s languages among `preferred`, the system's tags such as `de-AT`; English where there is none. */
export function bestLanguage(preferred: readonly string[]): LanguageCode {
  const spoken = preferred.map((tag) => tag.toLowerCase().split(/[-_]/, 1)[0])
  return spoken.flatMap((code) => LANGUAGE_CODES.find((own) => own === code) ?? [])[0] ?? 'en'
}
