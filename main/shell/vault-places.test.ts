/** Where a demonstration may have vaults. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { makeTempFolder } from '../testkit/vaults.ts'
import { vaultPlaces } from './vault-places.ts'

const folder = makeTempFolder()
const elsewhere = makeTempFolder()
const inside = path.join(folder, 'a.coffer')
const outside = path.join(elsewhere, 'a.coffer')
for (const file of [inside, outside]) writeFileSync(file, '')
mkdirSync(path.join(folder, 'sub'))
mkdirSync(`${folder}-beside`)
symlinkSync(outside, path.join(folder, 'link.coffer'))
symlinkSync(elsewhere, path.join(folder, 'way-out'))
symlinkSync(folder, path.join(elsewhere, 'way-in'))

it.each([
  [inside, true],
  [path.join(folder, 'new.coffer'), true],
  [path.join(folder, 'sub', 'new.coffer'), true],
  [path.join(folder, 'sub', '..', 'new.coffer'), true],
  [path.join(folder, '..new.coffer'), true],
  [path.join(elsewhere, 'way-in', 'a.coffer'), true],
  [folder, false],
  [outside, false],
  [`${folder}-beside/new.coffer`, false],
  [path.join(folder, '..', path.basename(elsewhere), 'a.coffer'), false],
  [path.join(folder, 'link.coffer'), false],
  [path.join(folder, 'way-out', 'a.coffer'), false],
  [path.join(folder, 'way-out', 'new.coffer'), false],
  [path.join(folder, 'no-folder', 'new.coffer'), false],
  ['new.coffer', false],
])('%s: %s', (file, allowed) => {
  expect(vaultPlaces(folder).allows(file)).toBe(allowed)
})

it.each([[undefined], ['']])('%o is no demonstration: everything is allowed', (given) => {
  expect(vaultPlaces(given)).toMatchObject({ demonstration: false, folder: null })
  expect(vaultPlaces(given).allows(outside)).toBe(true)
})

it.each([['not-there'], ['1'], [path.join(folder, 'not-there')]])(
  '%o is a demonstration with nothing in it',
  (given) => {
    expect(vaultPlaces(given).demonstration).toBe(true)
    expect(vaultPlaces(given).allows(inside)).toBe(false)
  },
)
