/** The language of menu, dialogs and window: the one that was chosen, or else the system's. */
import type { App } from 'electron'
import { en } from '../../contract/text/en.ts'
import { bestLanguage, LANGUAGES, type LanguageCode } from '../../contract/text/languages.ts'
import type { Translation } from '../../contract/text/translation.ts'
import type { WindowState } from './window-state.ts'

export interface LanguageParts {
  readonly app: Pick<App, 'getPreferredSystemLanguages'>
  readonly state: Pick<WindowState, 'facts'>
}

export class AppLanguage {
  readonly #parts: LanguageParts
  #code: LanguageCode = 'en'
  #words: Translation = en

  constructor(parts: LanguageParts) {
    this.#parts = parts
  }

  get code(): LanguageCode {
    return this.#code
  }

  get words(): Translation {
    return this.#words
  }

  /** Takes the words of what is chosen now. */
  async load(): Promise<void> {
    const { app, state } = this.#parts
    const { language } = state.facts
    const code = language === 'system' ? bestLanguage(app.getPreferredSystemLanguages()) : language
    const words = await LANGUAGES[code].load()
    // Another one may have been chosen meanwhile.
    if (state.facts.language !== language) return
    this.#code = code
    this.#words = words
  }
}
