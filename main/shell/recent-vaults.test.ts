/** The list of vaults that were open before. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { makeTempFolder, refusalOf } from '../testkit/vaults.ts'
import { RecentVaults } from './recent-vaults.ts'
import { WindowState } from './window-state.ts'

let folder: string
let state: WindowState
let recents: RecentVaults

beforeEach(() => {
  folder = makeTempFolder()
  state = new WindowState(path.join(folder, 'window.json'))
  recents = new RecentVaults(state)
})

function idOf(name: string): string {
  return recents.list().find((vault) => vault.name === name)?.id ?? ''
}

it('begins with the one that was opened last, each once, ten at most', () => {
  for (let number = 1; number <= 12; number += 1) recents.opened(`/vaults/${number}.coffer`)
  recents.opened('/vaults/11.coffer')
  expect(recents.list().map(({ name }) => name)).toEqual(['11', '12', '10', '9', '8', '7', '6', '5', '4', '3'])
  expect(state.facts.lastVault).toBe('/vaults/11.coffer')
})

it('says where each is, and whether it is there', () => {
  const file = path.join(folder, 'mine.coffer')
  writeFileSync(file, '')
  recents.opened(file)
  recents.opened('/gone/other.coffer')
  expect(recents.list()).toMatchObject([
    { name: 'other', place: '/gone', missing: true },
    { name: 'mine', place: folder, missing: false },
  ])
})

it('knows them by ids that say nothing and stay the same', () => {
  recents.opened('/vaults/a.coffer')
  const id = idOf('a')
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  recents.opened('/vaults/b.coffer')
  expect([idOf('a'), recents.pathOf(id)]).toEqual([id, '/vaults/a.coffer'])
})

it('finds nothing by an id that it never gave', async () => {
  recents.opened('/vaults/a.coffer')
  expect(await refusalOf(() => recents.pathOf('/vaults/a.coffer'))).toBe('usage/bad-request')
})

it('forgets one, and does not start with it any more', () => {
  recents.opened('/vaults/a.coffer')
  recents.opened('/vaults/b.coffer')
  expect(recents.forget(idOf('b'))).toBe('/vaults/b.coffer')
  expect(recents.list().map(({ name }) => name)).toEqual(['a'])
  expect(state.facts.lastVault).toBeNull()
  recents.opened('/vaults/b.coffer')
  recents.forget(idOf('a'))
  expect(state.facts.lastVault).toBe('/vaults/b.coffer')
})
