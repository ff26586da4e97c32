/** Zoom and light or dark, as chosen in the menu, kept from one start to the next. */
import type { NativeTheme, WebContents } from 'electron'
import { ZOOMS, type Theme, type WindowState } from './window-state.ts'

export interface AppearanceParts {
  readonly state: WindowState
  readonly nativeTheme: Pick<NativeTheme, 'themeSource'>
  readonly window: { readonly contents: Pick<WebContents, 'setZoomFactor'> | null }
  readonly changed: () => void
}

export class Appearance {
  readonly #parts: AppearanceParts

  constructor(parts: AppearanceParts) {
    this.#parts = parts
    parts.nativeTheme.themeSource = parts.state.facts.theme
  }

  /** One step up, one down, or back to normal. */
  zoom(step: 1 | -1 | 0): void {
    const { state, window } = this.#parts
    const at = ZOOMS.indexOf(state.facts.zoom)
    state.update({ zoom: step === 0 ? 1 : (ZOOMS[at + step] ?? state.facts.zoom) })
    window.contents?.setZoomFactor(state.facts.zoom)
  }

  setTheme(theme: Theme): void {
    const { state, nativeTheme, changed } = this.#parts
    nativeTheme.themeSource = theme
    state.update({ theme })
    changed()
  }
}
