/** Files that anyone may have made are read whole, or not at all. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { makeTempFolder, refusalOf } from '../testkit/vaults.ts'
import { MAX_EXPORT_BYTES, MAX_SMALL_BYTES, readCapped } from './read-capped.ts'

const MIB = 1024 * 1024
let folder: string
let file: string
beforeEach(() => {
  folder = makeTempFolder()
  file = path.join(folder, 'file')
})

/** Counts every read through a handle from here on. */
async function watchReads(): Promise<() => number> {
  const handle = await open(import.meta.filename)
  const prototype = Object.getPrototypeOf(handle) as Pick<typeof handle, 'read' | 'readFile'>
  const spies = [vi.spyOn(prototype, 'read'), vi.spyOn(prototype, 'readFile')]
  await handle.close()
  return () => spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0)
}

describe('a file', () => {
  it('is read to its last byte, through a link too', async () => {
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251))
    writeFileSync(file, bytes)
    symlinkSync(file, path.join(folder, 'link'))
    expect((await readCapped(file, MAX_EXPORT_BYTES)).equals(bytes)).toBe(true)
    expect((await readCapped(path.join(folder, 'link'), MAX_EXPORT_BYTES)).equals(bytes)).toBe(true)
  })

  it('may be as large as allowed, and no byte larger', async () => {
    writeFileSync(file, 'x'.repeat(1_000))
    expect(await readCapped(file, 1_000)).toHaveLength(1_000)
    const refused = await readCapped(file, 999).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'format/too-large' })
  })

  it('may be empty', async () => {
    writeFileSync(file, '')
    expect(await readCapped(file, 0)).toHaveLength(0)
  })

  it('of 300 MB is refused without a byte read', async () => {
    writeFileSync(file, '{')
    truncateSync(file, 300 * 1000 * 1000)
    const reads = await watchReads()
    const refused = await readCapped(file, MAX_EXPORT_BYTES).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'format/too-large', details: { mostMiB: 256 } })
    expect(reads()).toBe(0)
    truncateSync(file, 10)
    await readCapped(file, MAX_EXPORT_BYTES)
    expect(reads()).toBe(1)
  })

  it('has the caps that the documents name', () => {
    expect([MAX_EXPORT_BYTES, MAX_SMALL_BYTES]).toEqual([256 * MIB, 64 * MIB])
  })
})

describe('what is no file', () => {
  it('is not found', async () => {
    symlinkSync('nowhere', path.join(folder, 'link'))
    writeFileSync(file, '')
    for (const name of ['none', 'link', 'none/below', 'file/below']) {
      expect(await refusalOf(() => readCapped(path.join(folder, name), 10))).toBe('file/not-found')
    }
  })

  it('is refused: a folder, a link to one, a link to itself, a device', async () => {
    mkdirSync(path.join(folder, 'a folder'))
    symlinkSync('a folder', path.join(folder, 'link'))
    symlinkSync('loop', path.join(folder, 'loop'))
    for (const name of ['a folder', 'link', 'loop']) {
      expect(await refusalOf(() => readCapped(path.join(folder, name), 10))).toBe('file/not-regular')
    }
    expect(await refusalOf(() => readCapped('/dev/zero', 10))).toBe('file/not-regular')
  })

  it('is refused: a pipe that nobody writes to, without waiting for it', { timeout: 5_000 }, async () => {
    execFileSync('mkfifo', [file])
    expect(await refusalOf(() => readCapped(file, 10))).toBe('file/not-regular')
  })
})
