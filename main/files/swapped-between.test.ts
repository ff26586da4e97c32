/** A file that is put in another's place between the look at its name and the opening. */
import { execFileSync } from 'node:child_process'
import { linkSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { makeTempFolder, refusalOf } from '../testkit/vaults.ts'
import { holdFile, isDatabaseFile } from './held-files.ts'
import { readCapped } from './read-capped.ts'

const between = vi.hoisted(() => ({ swap: (): void => undefined }))

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>()
  return {
    ...original,
    open: async (...args: Parameters<typeof original.open>) => {
      between.swap()
      return await original.open(...args)
    },
  }
})

let folder: string
let file: string
beforeEach(() => {
  folder = makeTempFolder()
  file = path.join(folder, 'file')
  writeFileSync(file, 'contents')
  between.swap = () => undefined
})

/** How many times this process has a file open. */
function timesOpen(found: string): number {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === found
    } catch {
      return false
    }
  }).length
}

describe('a file that is looked at and then', () => {
  it.each([false, true])('is a pipe that nobody writes to keeps nobody waiting (pipes: %s)', async (pipes) => {
    between.swap = () => {
      rmSync(file)
      execFileSync('mkfifo', [file])
    }
    expect(await refusalOf(() => readCapped(file, 100, { pipes }))).toBe('file/not-regular')
  })

  it('is a folder or a device is refused', async () => {
    for (const other of [folder, '/dev/zero']) {
      between.swap = () => {
        rmSync(file, { force: true })
        symlinkSync(other, file)
      }
      expect(await refusalOf(() => readCapped(file, 100))).toBe('file/not-regular')
      rmSync(file)
      writeFileSync(file, 'contents')
    }
  })

  it.runIf(process.platform === 'linux')('is a held vault is neither read nor closed', async () => {
    const vault = path.join(folder, 'vault')
    writeFileSync(vault, 'vault')
    const release = holdFile(vault)
    between.swap = () => {
      rmSync(file)
      linkSync(vault, file)
    }
    expect(await refusalOf(() => readCapped(file, 100))).toBe('file/open-vault')
    release()
    expect(timesOpen(file)).toBe(1)
  })
})

describe('a name that is a pipe', () => {
  it('is no database, and keeps nobody waiting', () => {
    rmSync(file)
    execFileSync('mkfifo', [file])
    expect(isDatabaseFile(file)).toBe(false)
  })
})
