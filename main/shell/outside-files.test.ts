/** Files that the system hands over, before and after there is a window. */
import { EventEmitter } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { App } from 'electron'
import { beforeEach, expect, it, vi } from 'vitest'
import { makeTempFolder } from '../testkit/vaults.ts'
import { firstVault, OutsideFiles } from './outside-files.ts'
import { vaultPlaces } from './vault-places.ts'

const folder = makeTempFolder()
const [a, b, vault] = ['a.json', 'b.csv', 'v.coffer'].map((name) => path.join(folder, name)) as [string, string, string]
for (const file of [a, b, vault]) writeFileSync(file, '')

let app: EventEmitter
let added: string[][]
let front: number

function make(...argv: string[]): OutsideFiles {
  return new OutsideFiles(app as unknown as Pick<App, 'on'>, { packaged: true, argv: ['/opt/coffer', ...argv], folder })
}

function begin(files: OutsideFiles): void {
  files.begin({
    offers: { add: (paths) => void added.push([...paths]) },
    window: { bringToFront: () => void (front += 1) },
  })
}

beforeEach(() => {
  app = new EventEmitter()
  added = []
  front = 0
})

it('those of the command line, and those that macOS names early, are kept', () => {
  const files = make('a.json', vault)
  const preventDefault = vi.fn()
  app.emit('open-file', { preventDefault }, b)
  expect(preventDefault).toHaveBeenCalledOnce()
  expect(files.files).toEqual([a, vault, b])
  begin(files)
  expect(added).toEqual([[a, b]])
})

it('those of a second start bring the window to the front', () => {
  begin(make())
  app.emit('second-instance', {}, ['/opt/coffer', '--original-process-start-time=1', 'a.json'], folder, null)
  app.emit('second-instance', {}, ['/opt/coffer'], '/', null)
  expect(added).toEqual([[], [a], []])
  expect(front).toBe(2)
})

it('those that come later are given on, vaults too', () => {
  begin(make())
  app.emit('open-file', { preventDefault: vi.fn() }, vault)
  expect(added).toEqual([[], [vault]])
})

it('the app starts with the vault that it was started for, else with the last one', () => {
  const everywhere = vaultPlaces(undefined)
  expect(firstVault([a, vault], '/last.coffer', everywhere)).toBe(vault)
  expect(firstVault([a], '/last.coffer', everywhere)).toBe('/last.coffer')
  expect(firstVault([], null, everywhere)).toBeNull()
})

it('a demonstration never starts with the person’s own vault', () => {
  const demonstration = vaultPlaces(folder)
  expect(firstVault([], '/home/ann/own.coffer', demonstration)).toBeNull()
  expect(firstVault([], vault, demonstration)).toBe(vault)
})
