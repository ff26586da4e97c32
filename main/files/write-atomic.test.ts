/** Files are written whole or not at all, and nothing that was there is lost by it. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { run, withSmallDisk } from '../testkit/processes.ts'
import { makeTempFolder, refusalOf } from '../testkit/vaults.ts'
import { lifeOf } from './process-life.ts'
import { nameFile, removeActiveTemps, resolveTarget, sweepStaleTemps, tempBeside, writeAtomic } from './write-atomic.ts'

const BYTES = Buffer.from('new contents')
const NEW = { overwrite: false }
const OVER = { overwrite: true }

let folder: string
let target: string
beforeEach(() => {
  folder = makeTempFolder()
  target = path.join(folder, 'target')
})

function refuse(): Promise<never> {
  return Promise.reject(new Error('not proved'))
}

describe('a new file', () => {
  it('holds the bytes, stands alone and is named in the answer', async () => {
    expect(await writeAtomic(target, BYTES, NEW)).toBe(target)
    expect(readFileSync(target).equals(BYTES)).toBe(true)
    expect(readdirSync(folder)).toEqual(['target'])
  })

  it('has mode 0600 whatever the umask', () => {
    expect(run('write', { file: target, bytes: 10 })).toEqual({ mode: '600' })
  })

  it('may be empty', async () => {
    await writeAtomic(target, Buffer.alloc(0), NEW)
    expect(statSync(target).size).toBe(0)
  })

  it('is not made in a folder that is not there', async () => {
    expect(await refusalOf(() => writeAtomic(path.join(folder, 'none', 'x'), BYTES, NEW))).toBe('file/not-found')
    expect(readdirSync(folder)).toEqual([])
  })

  it('is not made below a file', async () => {
    writeFileSync(target, 'a file')
    expect(await refusalOf(() => writeAtomic(path.join(target, 'x'), BYTES, OVER))).toBe('file/not-found')
    expect(readFileSync(target, 'utf8')).toBe('a file')
  })

  it('is not made where even root may not write', async () => {
    expect(await refusalOf(() => writeAtomic('/proc/self/coffer-test', BYTES, NEW))).toMatch(/^file\//)
  })
})

describe('a file that is there', () => {
  beforeEach(() => {
    writeFileSync(target, 'old contents', { mode: 0o644 })
  })

  it('is not touched without overwrite', async () => {
    const before = lstatSync(target)
    expect(await refusalOf(() => writeAtomic(target, BYTES, NEW))).toBe('file/exists')
    expect(readFileSync(target, 'utf8')).toBe('old contents')
    expect(lstatSync(target)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs })
    expect(readdirSync(folder)).toEqual(['target'])
  })

  it('is not touched either where it appears only after the check', async () => {
    const late = path.join(folder, 'late')
    const prove = (): Promise<void> => {
      writeFileSync(late, 'came between')
      return Promise.resolve()
    }
    expect(await refusalOf(() => writeAtomic(late, BYTES, { ...NEW, prove }))).toBe('file/exists')
    expect(readFileSync(late, 'utf8')).toBe('came between')
    expect(readdirSync(folder).sort()).toEqual(['late', 'target'])
  })

  it('is replaced with overwrite, and is private then', async () => {
    expect(await writeAtomic(target, BYTES, OVER)).toBe(target)
    expect(readFileSync(target).equals(BYTES)).toBe(true)
    expect(statSync(target).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['target'])
  })

  it('stays where the new bytes are not proved', async () => {
    expect(await refusalOf(() => writeAtomic(target, BYTES, { ...OVER, prove: refuse }))).toBe('file/write-failed')
    expect(readFileSync(target, 'utf8')).toBe('old contents')
    expect(readdirSync(folder)).toEqual(['target'])
  })

  it('stays as the other name of a file that is replaced by one name', async () => {
    linkSync(target, path.join(folder, 'other name'))
    await writeAtomic(target, BYTES, OVER)
    expect(readFileSync(path.join(folder, 'other name'), 'utf8')).toBe('old contents')
  })

  it('behind a link is the one that is replaced; the link stays', async () => {
    const link = path.join(makeTempFolder(), 'link')
    symlinkSync(target, link)
    expect(await refusalOf(() => writeAtomic(link, BYTES, NEW))).toBe('file/exists')
    expect(await writeAtomic(link, BYTES, OVER)).toBe(target)
    expect(readFileSync(target).equals(BYTES)).toBe(true)
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(readdirSync(path.dirname(link))).toEqual(['link'])
  })
})

describe('what is no ordinary file', () => {
  it.each([NEW, OVER])('is refused: a folder, a link to one, a pipe (%j)', async (options) => {
    mkdirSync(path.join(folder, 'a folder'))
    symlinkSync('a folder', path.join(folder, 'link'))
    execFileSync('mkfifo', [path.join(folder, 'pipe')])
    for (const name of ['a folder', 'link', 'pipe']) {
      expect(await refusalOf(() => writeAtomic(path.join(folder, name), BYTES, options))).toBe('file/not-regular')
    }
    expect(readdirSync(folder).sort()).toEqual(['a folder', 'link', 'pipe'])
    expect(readdirSync(path.join(folder, 'a folder'))).toEqual([])
  })

  it.each([NEW, OVER])('is refused: a link that leads nowhere or to itself (%j)', async (options) => {
    symlinkSync('nowhere', path.join(folder, 'nowhere link'))
    symlinkSync('loop', path.join(folder, 'loop'))
    expect(await refusalOf(() => writeAtomic(path.join(folder, 'nowhere link'), BYTES, options))).toBe('file/not-found')
    expect(await refusalOf(() => writeAtomic(path.join(folder, 'loop'), BYTES, options))).toBe('file/not-regular')
    expect(readdirSync(folder).sort()).toEqual(['loop', 'nowhere link'])
  })
})

describe('a name', () => {
  it('may be as long as the system allows: the temp is no longer for it', async () => {
    const longest = path.join(folder, 'n'.repeat(255))
    await writeAtomic(longest, BYTES, NEW)
    await writeAtomic(longest, BYTES, OVER)
    expect(readdirSync(folder)).toEqual(['n'.repeat(255)])
  })

  it('that is too long is refused by name, before any work', async () => {
    const long = path.join(folder, 'ü'.repeat(128))
    expect(await refusalOf(() => resolveTarget(long, false))).toBe('file/bad-name')
    expect(await refusalOf(() => writeAtomic(long, BYTES, OVER))).toBe('file/bad-name')
    expect(readdirSync(folder)).toEqual([])
  })

  it('of bytes that are no text is refused: it would be another name', async () => {
    expect(await refusalOf(() => writeAtomic(`${target}\ufffd`, BYTES, NEW))).toBe('file/bad-name')
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('the proof', () => {
  it('sees the bytes as they are on disk, before the file has its name', async () => {
    let seen: Uint8Array = new Uint8Array()
    const prove = (written: Uint8Array): Promise<void> => {
      const names = readdirSync(folder)
      expect(names).toHaveLength(1)
      expect(names[0]).toMatch(/\.coffer-tmp$/)
      expect(readFileSync(path.join(folder, names[0] ?? '')).equals(written)).toBe(true)
      expect(statSync(path.join(folder, names[0] ?? '')).mode & 0o777).toBe(0o600)
      seen = written
      return Promise.resolve()
    }
    await writeAtomic(target, BYTES, { ...NEW, prove })
    expect(BYTES.equals(seen)).toBe(true)
    expect(seen).not.toBe(BYTES)
  })

  it('that fails leaves no file and no temp', async () => {
    expect(await refusalOf(() => writeAtomic(target, BYTES, { ...NEW, prove: refuse }))).toBe('file/write-failed')
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('the path that will be written', () => {
  it('is made absolute, and free to be asked for beforehand', async () => {
    expect(await resolveTarget(path.relative(process.cwd(), target), false)).toBe(target)
    expect(existsSync(target)).toBe(false)
    writeFileSync(target, '')
    expect(await refusalOf(() => resolveTarget(target, false))).toBe('file/exists')
    expect(await resolveTarget(target, true)).toBe(target)
  })

  it('is not given to a name that is taken', async () => {
    const temp = tempBeside(target)
    writeFileSync(temp, 'new')
    writeFileSync(target, 'old')
    expect(await refusalOf(() => nameFile(temp, target, false))).toMatch(/EEXIST/)
    expect(readFileSync(target, 'utf8')).toBe('old')
    await nameFile(temp, target, true)
    expect(readFileSync(target, 'utf8')).toBe('new')
  })
})

describe('temps that a killed process left', () => {
  const gone = spawnSync('true').pid
  const tempOf = (pid: number): string => tempBeside(target).replace(`-${process.pid}-`, `-${pid}-`)

  function leave(...files: string[]): void {
    for (const file of files) writeFileSync(file, 'left')
  }

  it('are removed at the next write in that folder, with their side files', async () => {
    leave(tempOf(gone), `${tempOf(gone)}-journal`, `${tempOf(gone)}-wal`, tempBeside(target))
    await writeAtomic(target, BYTES, NEW)
    expect(readdirSync(folder)).toEqual(['target'])
  })

  it('stay where their process lives, or another computer made them', async () => {
    const theirs = tempOf(gone)
    const elsewhere = path.join(
      folder,
      path.basename(theirs).replace(/^\.[0-9a-f]/, (at) => (at === '.0' ? '.1' : '.0')),
    )
    const living = tempOf(process.ppid).replace(lifeOf(process.pid), lifeOf(process.ppid))
    const kept = [living, elsewhere]
    leave(...kept)
    expect(await sweepStaleTemps(folder)).toBe(0)
    expect(readdirSync(folder).sort()).toEqual(kept.map((file) => path.basename(file)).sort())
  })

  it('are told from all that only looks like them', async () => {
    const name = path.basename(tempOf(gone))
    const lookalikes = [name.slice(1), `${name}.json`, `x${name}`, name.replace('.coffer-tmp', '.tmp'), 'coffer-tmp']
    leave(...lookalikes.map((file) => path.join(folder, file)))
    mkdirSync(path.join(folder, name))
    expect(await sweepStaleTemps(folder)).toBe(0)
    expect(readdirSync(folder)).toHaveLength(lookalikes.length + 1)
  })

  it('do not count a file that this process is writing now', async () => {
    const second = path.join(folder, 'second')
    const prove = async (): Promise<void> => {
      await writeAtomic(second, BYTES, NEW)
      expect(readdirSync(folder)).toHaveLength(2)
    }
    await writeAtomic(target, BYTES, { ...NEW, prove })
    expect(readdirSync(folder).sort()).toEqual(['second', 'target'])
  })

  it('are looked for without a fault where there is no folder', async () => {
    expect(await sweepStaleTemps(path.join(folder, 'none'))).toBe(0)
  })

  it('are not left by a process that is told to end', async () => {
    let left: string[] = ['not looked']
    const prove = (): Promise<void> => {
      removeActiveTemps()
      left = readdirSync(folder)
      return Promise.resolve()
    }
    expect(await refusalOf(() => writeAtomic(target, BYTES, { ...NEW, prove }))).toMatch(/^file\//)
    expect(left).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('many at once', () => {
  it('give one file to one of them, and keep it whole', async () => {
    const writes = Array.from({ length: 20 }, (_, index) => writeAtomic(target, Buffer.alloc(10_000, index), NEW))
    const results = await Promise.allSettled(writes)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const winner = results.findIndex(({ status }) => status === 'fulfilled')
    expect(readFileSync(target).equals(Buffer.alloc(10_000, winner))).toBe(true)
    expect(readdirSync(folder)).toEqual(['target'])
  })
})

const disk = makeTempFolder()
const onSmallDisk = withSmallDisk(disk)
if (onSmallDisk) {
  describe('a disk that is full', () => {
    it('keeps the old file whole and no temp', () => {
      const result = run('overfill', { file: path.join(disk, 'target') }, onSmallDisk)
      expect(result).toEqual({ code: 'file/no-space', names: ['target'], kept: true })
    })

    it('keeps every item of a vault that was saved, in memory and on disk, and no other', () => {
      const task = { file: path.join(disk, 'vault'), password: 'password' }
      const result = run('overfillVault', task, onSmallDisk) as Record<string, unknown>
      expect(result).toMatchObject({ code: 'file/no-space', seen: result.saved, found: result.saved })
      expect(result.saved).not.toEqual([])
    })
  })
}
