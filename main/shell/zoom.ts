/** How large everything is, as chosen in the menu, kept from one start to the next. */
import type { WebContents } from 'electron'
import { ZOOMS, type WindowState } from './window-state.ts'

export interface ZoomParts {
  readonly state: WindowState
  readonly window: { readonly contents: Pick<WebContents, 'setZoomFactor'> | null }
}

export class Zoom {
  readonly #parts: ZoomParts

  constructor(parts: ZoomParts) {
    this.#parts = parts
  }

  /** One step up, one down, or back to normal. */
  step(step: 1 | -1 | 0): void {
    const { state, window } = this.#parts
    const at = ZOOMS.indexOf(state.facts.zoom)
    state.update({ zoom: step === 0 ? 1 : (ZOOMS[at + step] ?? state.facts.zoom) })
    window.contents?.setZoomFactor(state.facts.zoom)
  }
}
