/** What the window is like from one start to the next, in `window.json`. Nothing of it is a secret. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Rectangle } from 'electron'

export type Theme = 'system' | 'light' | 'dark'
export const THEMES: readonly Theme[] = ['system', 'light', 'dark']
/** As browsers step. */
export const ZOOMS: readonly number[] = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3]

export interface WindowFacts {
  readonly bounds: Rectangle | null
  readonly maximised: boolean
  readonly zoom: number
  readonly theme: Theme
  readonly lastVault: string | null
  readonly lastExportFolder: string | null
}

const DEFAULTS: WindowFacts = {
  bounds: null,
  maximised: false,
  zoom: 1,
  theme: 'system',
  lastVault: null,
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
    const temp = `${this.#file}.new`
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 })
      writeFileSync(temp, JSON.stringify(this.#facts), { mode: 0o600 })
      renameSync(temp, this.#file)
    } catch {
      // Told to nobody: there is nothing that a person should do about it.
    }
  }
}

function readFacts(file: string): WindowFacts {
  const { bounds, maximised, zoom, theme, lastVault, lastExportFolder } = recordOf(readJson(file))
  return {
    bounds: boundsOf(bounds),
    maximised: maximised === true,
    zoom: ZOOMS.find((step) => step === zoom) ?? DEFAULTS.zoom,
    theme: THEMES.find((name) => name === theme) ?? DEFAULTS.theme,
    lastVault: pathOf(lastVault),
    lastExportFolder: pathOf(lastExportFolder),
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function recordOf(value: unknown): Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? value : {}
}

function pathOf(value: unknown): string | null {
  return typeof value === 'string' && path.isAbsolute(value) && !value.includes('\0') ? value : null
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
