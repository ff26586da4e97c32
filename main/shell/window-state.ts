/** The app's settings and what the window is like from one start to the next, in `window.json`. Nothing of it is a secret. */
import type { Rectangle } from 'electron'
import { CLIPBOARD_SECONDS, DEFAULT_SETTINGS, IDLE_MINUTES, THEMES, type AppSettings } from '../../contract/settings.ts'
import { LANGUAGE_CHOICES } from '../../contract/text/languages.ts'
import { pathOf, readJson, recordOf, writeJson } from './json-file.ts'

/** As browsers step. */
export const ZOOMS: readonly number[] = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3]

export interface WindowFacts extends AppSettings {
  readonly bounds: Rectangle | null
  readonly maximised: boolean
  readonly zoom: number
  readonly lastVault: string | null
  /** The one that was opened last comes first. */
  readonly recentVaults: readonly string[]
  readonly lastExportFolder: string | null
}

const DEFAULTS: WindowFacts = {
  bounds: null,
  maximised: false,
  ...DEFAULT_SETTINGS,
  zoom: 1,
  lastVault: null,
  recentVaults: [],
  lastExportFolder: null,
}

export class WindowState {
  readonly #file: string
  #facts: WindowFacts

  /** Takes from `file` what is as it should be; the rest is as at the first start. */
  constructor(file: string) {
    this.#file = file
    this.#facts = readFacts(file)
  }

  get facts(): WindowFacts {
    return this.#facts
  }

  /** A disk that does not take it costs no more than where the window stands next time. */
  update(change: Partial<WindowFacts>): void {
    this.#facts = { ...this.#facts, ...change }
    try {
      writeJson(this.#file, this.#facts)
    } catch {
      // Told to nobody: there is nothing that a person should do about it.
    }
  }
}

function readFacts(file: string): WindowFacts {
  const { bounds, maximised, zoom, theme, language, idleMinutes, clipboardSeconds, ...places } = recordOf(
    readJson(file),
  )
  const { lastVault, recentVaults, lastExportFolder } = places
  return {
    bounds: boundsOf(bounds),
    maximised: maximised === true,
    zoom: ZOOMS.find((step) => step === zoom) ?? DEFAULTS.zoom,
    theme: THEMES.find((name) => name === theme) ?? DEFAULTS.theme,
    language: LANGUAGE_CHOICES.find((choice) => choice === language) ?? DEFAULTS.language,
    idleMinutes:
      idleMinutes === null ? null : (IDLE_MINUTES.find((step) => step === idleMinutes) ?? DEFAULTS.idleMinutes),
    clipboardSeconds: CLIPBOARD_SECONDS.find((seconds) => seconds === clipboardSeconds) ?? DEFAULTS.clipboardSeconds,
    lastVault: pathOf(lastVault),
    recentVaults: (Array.isArray(recentVaults) ? recentVaults : []).flatMap((file) => pathOf(file) ?? []),
    lastExportFolder: pathOf(lastExportFolder),
  }
}

function boundsOf(value: unknown): Rectangle | null {
  const { x, y, width, height } = recordOf(value)
  const [left, top, wide, high] = [x, y, width, height].map((side) => (Number.isSafeInteger(side) ? Number(side) : NaN))
  return [left, top, wide, high].some(Number.isNaN)
    ? null
    : ({ x: left, y: top, width: wide, height: high } as Rectangle)
}

/** Of a window, this much must be on a screen, so that it can be got hold of. */
const GRASP = 80

/** The bounds where a good part of them is on one of the screens' work areas, no larger than it; else null. */
export function visibleBounds(bounds: Rectangle | null, workAreas: readonly Rectangle[]): Rectangle | null {
  if (!bounds) return null
  const area = workAreas.find(
    (candidate) =>
      overlap(bounds.x, bounds.width, candidate.x, candidate.width) >= GRASP &&
      bounds.y >= candidate.y &&
      bounds.y + GRASP <= candidate.y + candidate.height,
  )
  if (!area) return null
  return { ...bounds, width: Math.min(bounds.width, area.width), height: Math.min(bounds.height, area.height) }
}

function overlap(a: number, aLength: number, b: number, bLength: number): number {
  return Math.min(a + aLength, b + bLength) - Math.max(a, b)
}
