/** Whose temps are whose, and what is said of those that nobody removes. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeTempFolder } from '../testkit/vaults.ts'
import { hostMark, installationMark, keptMark } from './installation.ts'
import { isAlive, lifeOf } from './process-life.ts'
import { leftPlainTemps, removeLeftTemps, sweepStaleTemps, tempBeside } from './temps.ts'

const DEAD = spawnSync('true').pid
const LIFE = lifeOf(process.pid)
const OTHERS = '0123456789abcdef'

let folder: string
beforeEach(() => {
  folder = makeTempFolder()
})

interface Name {
  readonly mark?: string
  readonly pid?: number
  readonly life?: string
  readonly plain?: boolean
}

/** Leaves a temp behind, and gives its name. */
function leave({ mark = installationMark(), pid = DEAD, life = LIFE, plain = false }: Name): string {
  const name = `.${mark}-${pid}-${life}-89abcdef.coffer-${plain ? 'plain-' : ''}tmp`
  writeFileSync(path.join(folder, name), 'left')
  return name
}

/** As versions before the mark of an installation named them. */
function leaveOld(mark: string, pid = DEAD): string {
  const name = `.${mark}-${pid}-89abcdef.coffer-tmp`
  writeFileSync(path.join(folder, name), 'left')
  return name
}

async function swept(): Promise<string[]> {
  await sweepStaleTemps(folder)
  return readdirSync(folder)
}

describe('the mark of an installation', () => {
  it('is random, kept, private, and the same for all that ask', () => {
    const file = path.join(folder, 'data', 'installation')
    const mark = keptMark(file)
    expect(mark).toMatch(/^[0-9a-f]{16}$/)
    expect([keptMark(file), readFileSync(file, 'utf8')]).toEqual([mark, mark])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(keptMark(path.join(folder, 'other'))).not.toBe(mark)
    expect(readdirSync(path.dirname(file))).toEqual(['installation'])
  })

  it('is made anew where a crash left half of one, and is none where it cannot be kept', () => {
    writeFileSync(path.join(folder, 'half'), '0123')
    expect(keptMark(path.join(folder, 'half'))).toMatch(/^[0-9a-f]{16}$/)
    expect(keptMark(path.join(folder, 'half', 'below'))).toBeNull()
    expect(hostMark()).toMatch(/^[0-9a-f]{8}$/)
  })
})

describe.runIf(process.platform === 'linux')('a process id', () => {
  it('that was given again does not keep a temp', async () => {
    leave({ pid: process.ppid, life: `${LIFE}0` })
    leave({ pid: process.pid, life: `${LIFE}0` })
    expect(await swept()).toEqual([])
  })

  it('with its start keeps one', async () => {
    const kept = leave({ pid: process.ppid, life: lifeOf(process.ppid) })
    expect(await swept()).toEqual([kept])
    expect(isAlive(process.ppid, lifeOf(process.ppid))).toBe(true)
    expect(isAlive(process.ppid, '0')).toBe(true)
    expect(isAlive(DEAD, '0')).toBe(false)
  })

  it('of an earlier start of the system is dead, where the temp is older than this one', async () => {
    const name = leave({ pid: process.ppid, life: '00000000ff' })
    // Else it may be of another computer with the same data folder.
    expect(await swept()).toEqual([name])
    utimesSync(path.join(folder, name), 0, 0)
    expect(await swept()).toEqual([])
  })
})

describe('temps of earlier versions', () => {
  it('are removed where this computer has the name that they were made under', async () => {
    leaveOld(hostMark())
    const kept = [leaveOld(hostMark(), process.ppid), leaveOld('01234567')].sort()
    expect((await swept()).sort()).toEqual(kept)
  })
})

describe('a plain temp', () => {
  it('tells so by its name', () => {
    expect(tempBeside(path.join(folder, 'x'), true)).toMatch(/\.coffer-plain-tmp$/)
    expect(tempBeside(path.join(folder, 'x'))).toMatch(/\.coffer-tmp$/)
    expect(path.basename(tempBeside(path.join(folder, 'x'.repeat(255)), true)).length).toBeLessThan(100)
  })

  it('that is left behind goes with the others', async () => {
    leave({ plain: true })
    expect(await swept()).toEqual([])
  })

  it('that is not ours to remove is told, and removed on demand', async () => {
    const told = [leave({ mark: OTHERS, plain: true }), leaveOld('01234567')].map((name) => path.join(folder, name))
    const sealed = leave({ mark: OTHERS })
    const written = leave({ pid: process.ppid, life: lifeOf(process.ppid), plain: true })
    expect((await swept()).length).toBe(4)
    expect((await leftPlainTemps(folder)).sort()).toEqual(told.sort())
    expect(await removeLeftTemps(told)).toEqual([])
    expect(readdirSync(folder).sort()).toEqual([sealed, written].sort())
  })

  it('that cannot be removed is told', async () => {
    const name = `.${OTHERS}-${DEAD}-${LIFE}-89abcdef.coffer-plain-tmp`
    mkdirSync(path.join(folder, name))
    const file = path.join(folder, name)
    expect(await leftPlainTemps(folder)).toEqual([file])
    expect(await removeLeftTemps([file])).toEqual([file])
  })

  it('is the only thing that is removed', async () => {
    writeFileSync(path.join(folder, 'a.json'), '')
    expect(await removeLeftTemps([path.join(folder, 'a.json')])).toEqual([])
    expect(readdirSync(folder)).toEqual(['a.json'])
    expect(await leftPlainTemps(path.join(folder, 'none'))).toEqual([])
  })
})
