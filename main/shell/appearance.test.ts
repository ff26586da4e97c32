/** Zoom and theme, from the menu and from the last time. */
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import type { NativeTheme } from 'electron'
import { makeTempFolder } from '../testkit/vaults.ts'
import { Appearance } from './appearance.ts'
import { WindowState, ZOOMS } from './window-state.ts'

let state: WindowState
let nativeTheme: Pick<NativeTheme, 'themeSource'>
let zoomed: number[]
let changed: number
let appearance: Appearance

beforeEach(() => {
  state = new WindowState(path.join(makeTempFolder(), 'window.json'))
  state.update({ theme: 'dark' })
  nativeTheme = { themeSource: 'system' }
  zoomed = []
  changed = 0
  const window = { contents: { setZoomFactor: (factor: number) => void zoomed.push(factor) } }
  appearance = new Appearance({ state, nativeTheme, window, changed: () => void (changed += 1) })
})

it('is as it was the last time', () => {
  expect(nativeTheme.themeSource).toBe('dark')
})

it('goes from light to dark, and the menu hears of it', () => {
  appearance.setTheme('light')
  expect([nativeTheme.themeSource, state.facts.theme, changed]).toEqual(['light', 'light', 1])
})

it('zooms by steps, to an end, and back', () => {
  appearance.zoom(1)
  appearance.zoom(-1)
  appearance.zoom(-1)
  expect(zoomed).toEqual([1.1, 1, 0.9])
  for (let more = 0; more < 20; more += 1) appearance.zoom(1)
  expect(zoomed.at(-1)).toBe(ZOOMS.at(-1))
  for (let less = 0; less < 20; less += 1) appearance.zoom(-1)
  expect(zoomed.at(-1)).toBe(ZOOMS[0])
  appearance.zoom(0)
  expect([zoomed.at(-1), state.facts.zoom]).toEqual([1, 1])
})
