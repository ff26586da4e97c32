/** Which language the app speaks. */
import { beforeEach, expect, it } from 'vitest'
import type { LanguageChoice } from '../../contract/text/languages.ts'
import { AppLanguage } from './app-language.ts'
import type { WindowFacts } from './window-state.ts'

let spoken: string[]
let facts: { language: LanguageChoice }
let language: AppLanguage

beforeEach(() => {
  spoken = ['de-CH', 'fr']
  facts = { language: 'system' }
  const app = { getPreferredSystemLanguages: () => spoken }
  language = new AppLanguage({ app, state: { facts: facts as WindowFacts } })
})

it('is English until it is loaded, then what the system speaks', async () => {
  expect([language.code, language.words.menu.file]).toEqual(['en', '&File'])
  await language.load()
  expect([language.code, language.words.menu.file]).toEqual(['de', '&Datei'])
})

it('is what was chosen, whatever the system speaks', async () => {
  facts.language = 'en'
  await language.load()
  expect(language.code).toBe('en')
  facts.language = 'de'
  await language.load()
  expect(language.words.dialogs.create).toBe('Anlegen')
})

it('is the last one that was chosen, however long the one before takes', async () => {
  facts.language = 'de'
  const slow = language.load()
  facts.language = 'en'
  await Promise.all([language.load(), slow])
  expect(language.code).toBe('en')
})
