/** What the window is like next time, whatever its file holds. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeTempFolder } from '../testkit/vaults.ts'
import { visibleBounds, WindowState } from './window-state.ts'

const FIRST = {
  ...{
    bounds: null,
    maximised: false,
    zoom: 1,
    theme: 'system',
    language: 'system',
    idleMinutes: 10,
    clipboardSeconds: 30,
  },
  ...{ lastVault: null, recentVaults: [], lastExportFolder: null },
}
const WHOLE = {
  bounds: { x: 10, y: 20, width: 900, height: 700 },
  maximised: true,
  zoom: 1.25,
  theme: 'dark',
  language: 'de',
  idleMinutes: null,
  clipboardSeconds: 120,
  lastVault: '/vaults/a.coffer',
  recentVaults: ['/vaults/a.coffer', '/vaults/b.coffer'],
  lastExportFolder: '/exports',
} as const

let file: string
beforeEach(() => {
  file = path.join(makeTempFolder(), 'data', 'window.json')
})

function read(text: string): WindowState['facts'] {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  return new WindowState(file).facts
}

it('is as at the first start without a file', () => {
  expect(new WindowState(file).facts).toEqual(FIRST)
})

it('comes back as it was left, in a file of one’s own, with no temp beside it', () => {
  new WindowState(file).update(WHOLE)
  expect(new WindowState(file).facts).toEqual(WHOLE)
  expect(readdirSync(path.dirname(file))).toEqual(['window.json'])
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700)
})

it('changes what it is told and keeps the rest', () => {
  const state = new WindowState(file)
  state.update(WHOLE)
  state.update({ zoom: 2 })
  expect(new WindowState(file).facts).toEqual({ ...WHOLE, zoom: 2 })
})

it.each([[''], ['null'], ['[]'], ['5'], ['{"bounds":'], ['\0\0'], ['{}'], ['{"__proto__":{"zoom":2}}']])(
  '%o is as none',
  (text) => {
    expect(read(text)).toEqual(FIRST)
  },
)

it.each([
  { bounds: 'wide' },
  { bounds: { x: 1, y: 2, width: 3 } },
  { bounds: { x: 1, y: 2, width: '3', height: 4 } },
  { bounds: { x: 1.5, y: 2, width: 3, height: 4 } },
  { bounds: { x: 2 ** 60, y: 2, width: 3, height: 4 } },
  { bounds: [1, 2, 3, 4] },
  { maximised: 'yes' },
  { zoom: 40 },
  { zoom: '1' },
  { theme: 'purple' },
  { theme: null },
  { language: 'fr' },
  { language: null },
  { idleMinutes: 0 },
  { idleMinutes: '5' },
  { idleMinutes: 1e9 },
  { idleMinutes: false },
  { clipboardSeconds: 5 },
  { clipboardSeconds: null },
  { recentVaults: 'a' },
  { recentVaults: { 0: '/a' } },
  { recentVaults: ['vault.coffer', 5, null, '/a\0b'] },
  { lastVault: 'vault.coffer' },
  { lastVault: '/a\0b' },
  { lastVault: {} },
  { lastExportFolder: 5 },
])('%o is rubbish, and the rest is kept', (rubbish) => {
  const [key = ''] = Object.keys(rubbish)
  const expected = { ...WHOLE, [key]: FIRST[key as keyof typeof FIRST] }
  expect(read(JSON.stringify({ ...WHOLE, ...rubbish }))).toEqual(expected)
})

it('goes on where the disk takes nothing', () => {
  const folder = path.dirname(path.dirname(file))
  writeFileSync(path.join(folder, 'data'), 'a file in place of the folder')
  const state = new WindowState(file)
  state.update({ zoom: 2 })
  expect(state.facts.zoom).toBe(2)
  expect(readFileSync(path.join(folder, 'data'), 'utf8')).toContain('a file')
})

describe('the place of the window', () => {
  const screens = [
    { x: 0, y: 0, width: 1280, height: 800 },
    { x: 1280, y: 0, width: 1920, height: 1040 },
  ]
  it.each([
    ['on the first screen', { x: 10, y: 10, width: 900, height: 700 }, { x: 10, y: 10, width: 900, height: 700 }],
    ['on the second', { x: 2000, y: 100, width: 900, height: 700 }, { x: 2000, y: 100, width: 900, height: 700 }],
    ['half out on the left', { x: -400, y: 0, width: 900, height: 700 }, { x: -400, y: 0, width: 900, height: 700 }],
    ['larger than the screen', { x: 0, y: 0, width: 4000, height: 2000 }, { x: 0, y: 0, width: 1280, height: 800 }],
    ['on a screen that is gone', { x: 5000, y: 0, width: 900, height: 700 }, null],
    ['above every screen', { x: 10, y: -900, width: 900, height: 700 }, null],
    ['with its title bar above the screen', { x: 10, y: -10, width: 900, height: 700 }, null],
    ['with a sliver on the screen', { x: -890, y: 0, width: 900, height: 700 }, null],
    ['below the screen', { x: 10, y: 790, width: 900, height: 700 }, null],
    ['nowhere', null, null],
  ])('%s', (_name, bounds, expected) => {
    expect(visibleBounds(bounds, screens)).toEqual(expected)
  })
})
