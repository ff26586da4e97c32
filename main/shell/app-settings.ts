/** The app's settings: read live by whoever goes by them, changed at once, kept in `window.json`. */
import type { NativeTheme } from 'electron'
import type { AppSettings } from '../../contract/settings.ts'
import type { WindowState } from './window-state.ts'

export interface SettingsParts {
  readonly state: WindowState
  readonly nativeTheme: Pick<NativeTheme, 'themeSource'>
  /** Told after each change; the change is done when it is. */
  readonly changed: () => Promise<void>
}

export class Settings {
  readonly #parts: SettingsParts

  constructor(parts: SettingsParts) {
    this.#parts = parts
    parts.nativeTheme.themeSource = this.current.theme
  }

  get current(): AppSettings {
    const { theme, language, idleMinutes, clipboardSeconds } = this.#parts.state.facts
    return { theme, language, idleMinutes, clipboardSeconds }
  }

  /** What `change` does not name stays. */
  async change(change: Partial<AppSettings>): Promise<void> {
    const { state, nativeTheme, changed } = this.#parts
    state.update(change)
    nativeTheme.themeSource = this.current.theme
    await changed()
  }
}
