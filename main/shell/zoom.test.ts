/** Zoom, from the menu and from the last time. */
import path from 'node:path'
import { expect, it } from 'vitest'
import { makeTempFolder } from '../testkit/vaults.ts'
import { WindowState, ZOOMS } from './window-state.ts'
import { Zoom } from './zoom.ts'

it('goes by steps, to an end, and back', () => {
  const state = new WindowState(path.join(makeTempFolder(), 'window.json'))
  const zoomed: number[] = []
  const window = { contents: { setZoomFactor: (factor: number) => void zoomed.push(factor) } }
  const zoom = new Zoom({ state, window })
  zoom.step(1)
  zoom.step(-1)
  zoom.step(-1)
  expect(zoomed).toEqual([1.1, 1, 0.9])
  for (let more = 0; more < 20; more += 1) zoom.step(1)
  expect(zoomed.at(-1)).toBe(ZOOMS.at(-1))
  for (let less = 0; less < 20; less += 1) zoom.step(-1)
  expect(zoomed.at(-1)).toBe(ZOOMS[0])
  zoom.step(0)
  expect([zoomed.at(-1), state.facts.zoom]).toEqual([1, 1])
})
