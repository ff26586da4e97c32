/** The k-th thing that is asked of the disk fails, for every k: what was there stays, or what is new is there whole. */
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { makeTempFolder, refusalOf } from '../testkit/vaults.ts'
import { readCapped } from './read-capped.ts'
import { canOthersRead, writeAtomic } from './write-atomic.ts'

const disk = vi.hoisted(() => {
  const state = { failAt: 0, code: 'EIO', asked: [] as string[], corrupt: false, refused: '', doneAndFailed: '' }
  /** Counts what is asked; throws where it is the one to fail. */
  function ask(what: string): void {
    state.asked.push(what)
    if (state.refused === what) throw Object.assign(new Error('EIO'), { code: 'EIO' })
    if (state.asked.length === state.failAt) throw Object.assign(new Error(state.code), { code: state.code })
  }
  return { state, ask }
})

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>()
  const guard = <A extends unknown[], R>(what: string, task: (...args: A) => Promise<R>) =>
    async function guarded(...args: A): Promise<R> {
      disk.ask(what)
      const done = await task(...args)
      if (disk.state.doneAndFailed === what) throw Object.assign(new Error('EIO'), { code: 'EIO' })
      return done
    }
  function guardHandle(handle: FileHandle): FileHandle {
    return new Proxy(handle, {
      get(file, name: Exclude<keyof FileHandle, symbol>) {
        if (name === 'close') {
          return async () => {
            await file.close()
            disk.ask('close')
          }
        }
        const member = Reflect.get(file, name) as unknown
        if (typeof member !== 'function') return member
        return guard(name, async (...args: unknown[]) => {
          const written = name === 'writeFile' && disk.state.corrupt ? ['other bytes'] : args
          return await (member as (...all: unknown[]) => Promise<unknown>).apply(file, written)
        })
      },
    })
  }
  const names = ['link', 'lstat', 'readdir', 'realpath', 'rename', 'stat', 'unlink'] as const
  return {
    ...original,
    ...Object.fromEntries(
      names.map((name) => [name, guard(name, original[name] as (...args: unknown[]) => Promise<unknown>)]),
    ),
    open: guard('open', async (...args: Parameters<typeof original.open>) => guardHandle(await original.open(...args))),
  }
})

const OLD = 'old contents'
const BYTES = Buffer.from('new contents')
let folder: string
let target: string

beforeEach(() => {
  folder = makeTempFolder()
  target = path.join(folder, 'target')
  Object.assign(disk.state, { failAt: 0, asked: [], corrupt: false, refused: '', doneAndFailed: '' })
})

/** What is asked of the disk by a write that succeeds. */
async function asked(overwrite: boolean): Promise<string[]> {
  const file = path.join(makeTempFolder(), 'target')
  if (overwrite) writeFileSync(file, OLD)
  disk.state.asked = []
  await writeAtomic(file, BYTES, { overwrite })
  return disk.state.asked.splice(0)
}

describe.each(['EIO', 'ENOSPC'])('a disk that fails once with %s', (code) => {
  it.each([false, true])('gives the old or the new, whole, whatever fails (overwrite: %s)', async (overwrite) => {
    const steps = await asked(overwrite)
    const naming = steps.indexOf(overwrite ? 'rename' : 'link')
    expect(steps).toContain('sync')
    for (const [at, step] of steps.entries()) {
      const inside = makeTempFolder()
      const file = path.join(inside, 'target')
      if (overwrite) writeFileSync(file, OLD)
      Object.assign(disk.state, { failAt: at + 1, code, asked: [] })
      const refusal = await refusalOf(() => writeAtomic(file, BYTES, { overwrite }))
      disk.state.failAt = 0

      const found = readdirSync(inside).includes('target') ? readFileSync(file, 'utf8') : null
      const before = overwrite ? OLD : null
      const context = `step ${at + 1}, ${step}`
      const failed = code === 'EIO' ? 'file/write-failed' : 'file/no-space'
      // Once it has its name, the new file is there; only whether it stays is open.
      if (refusal === 'done' || at > naming) expect(found, context).toBe(BYTES.toString())
      if (refusal !== 'done') expect(refusal, context).toBe(at > naming ? 'file/unconfirmed' : failed)
      if (refusal !== 'done' && at <= naming) expect(found, context).toBe(before)
      expect([before, BYTES.toString()], context).toContain(found)
      const temps = readdirSync(inside).filter((name) => name !== 'target')
      expect(temps, context).toHaveLength(step === 'unlink' && !overwrite ? 1 : 0)
    }
  })
})

describe('a disk', () => {
  it('that does not write what it was given is found out, and the old file stays', async () => {
    writeFileSync(target, OLD)
    disk.state.corrupt = true
    expect(await refusalOf(() => writeAtomic(target, BYTES, { overwrite: true }))).toBe('file/verify-failed')
    expect(readFileSync(target, 'utf8')).toBe(OLD)
    expect(readdirSync(folder)).toEqual(['target'])
  })

  it('has the bytes before the file has its name, and the name before the write is done', async () => {
    const steps = await asked(true)
    expect(steps.indexOf('sync')).toBeGreaterThan(steps.indexOf('writeFile'))
    expect(steps.indexOf('rename')).toBeGreaterThan(steps.indexOf('sync'))
    expect(steps.indexOf('readFile')).toBeLessThan(steps.indexOf('rename'))
    expect(steps.lastIndexOf('sync')).toBeGreaterThan(steps.indexOf('rename'))
  })

  it.each(['EPERM', 'ENOTSUP', 'EMLINK', 'EISDIR', 'EACCES', 'EINVAL', 'EXDEV', 'ENOSYS'])(
    'without links (%s) is written on all the same, once',
    async (code) => {
      const naming = (await asked(false)).indexOf('link') + 1
      Object.assign(disk.state, { failAt: naming, code, asked: [] })
      await writeAtomic(target, BYTES, { overwrite: false })
      expect(readFileSync(target, 'utf8')).toBe(BYTES.toString())
      expect(readdirSync(folder)).toEqual(['target'])

      const late = path.join(folder, 'late')
      const prove = (): Promise<void> => {
        writeFileSync(late, OLD)
        return Promise.resolve()
      }
      Object.assign(disk.state, { failAt: naming, code, asked: [] })
      expect(await refusalOf(() => writeAtomic(late, BYTES, { overwrite: false, prove }))).toBe('file/exists')
      expect(readFileSync(late, 'utf8')).toBe(OLD)
    },
  )

  it.each(['EPERM', 'ENOTSUP', 'ENOSYS'])('without modes (%s) is written on all the same', async (code) => {
    const steps = await asked(false)
    Object.assign(disk.state, { failAt: steps.indexOf('chmod') + 1, code, asked: [] })
    await writeAtomic(target, BYTES, { overwrite: false })
    expect(readFileSync(target, 'utf8')).toBe(BYTES.toString())
    expect(await canOthersRead(target)).toBe(false)
    chmodSync(target, 0o755)
    expect(await canOthersRead(target)).toBe(true)
  })

  it.each([false, true])(
    'that names a file and then fails in saying so is asked again (overwrite: %s)',
    async (overwrite) => {
      disk.state.doneAndFailed = overwrite ? 'rename' : 'link'
      expect(await refusalOf(() => writeAtomic(target, BYTES, { overwrite }))).toBe('file/unconfirmed')
      expect(readFileSync(target, 'utf8')).toBe(BYTES.toString())
    },
  )

  it('without links, on which the renaming fails, has no empty file after it', async () => {
    const steps = await asked(false)
    Object.assign(disk.state, { failAt: steps.indexOf('link') + 1, code: 'EISDIR', asked: [], refused: 'rename' })
    expect(await refusalOf(() => writeAtomic(target, BYTES, { overwrite: false }))).toBe('file/write-failed')
    expect(readdirSync(folder)).toEqual([])
  })

  it('that fails while a file is read gives no part of it', async () => {
    writeFileSync(target, OLD)
    for (const failAt of [1, 2, 3, 4, 5]) {
      Object.assign(disk.state, { failAt, code: 'EIO', asked: [] })
      expect(await refusalOf(() => readCapped(target, 100))).toBe('file/read-failed')
    }
  })
})
