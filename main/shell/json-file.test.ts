/** Small files of the app: whole, private, and on disk with their names. */
import { fstatSync, readdirSync, statSync, writeFileSync, type PathLike } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it, vi } from 'vitest'
import { makeTempFolder } from '../testkit/vaults.ts'
import { readJson, writeJson } from './json-file.ts'

const disk = vi.hoisted(() => ({ done: [] as string[], refusesFolders: false }))

vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs')>()
  return {
    ...original,
    fsyncSync: (opened: number) => {
      const isFolder = fstatSync(opened).isDirectory()
      disk.done.push(isFolder ? 'sync folder' : 'sync file')
      if (isFolder && disk.refusesFolders) throw Object.assign(new Error('EINVAL'), { code: 'EINVAL' })
      original.fsyncSync(opened)
    },
    renameSync: (from: PathLike, to: PathLike) => {
      disk.done.push('rename')
      original.renameSync(from, to)
    },
  }
})

let file: string
beforeEach(() => {
  Object.assign(disk, { done: [], refusesFolders: false })
  file = path.join(makeTempFolder(), 'app', 'window.json')
})

it('is on disk before it has its name, and its name before it is done', () => {
  writeJson(file, { zoom: 1 })
  expect(disk.done).toEqual(['sync file', 'rename', 'sync folder'])
  expect(readJson(file)).toEqual({ zoom: 1 })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(path.dirname(file))).toEqual(['window.json'])
})

it('is written where folders cannot be synced', () => {
  disk.refusesFolders = true
  writeJson(file, { zoom: 2 })
  expect(readJson(file)).toEqual({ zoom: 2 })
})

it('is read with the byte order mark of an editor', () => {
  writeJson(file, null)
  writeFileSync(file, '\ufeff{"zoom":3}')
  expect(readJson(file)).toEqual({ zoom: 3 })
})
