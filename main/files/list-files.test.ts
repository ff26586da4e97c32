/** What is meant by the files and folders that a person drops. */
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeTempFolder } from '../testkit/vaults.ts'
import { listFiles } from './list-files.ts'

let folder: string
beforeEach(() => {
  folder = makeTempFolder()
})

/** Makes empty files, with the folders that they are in. */
function make(...names: string[]): void {
  for (const name of names) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), '')
  }
}

/** What a folder of the test stands for, by names below it. */
async function listed(...given: string[]): Promise<{ names: string[]; omitted: number }> {
  const { paths, omitted } = await listFiles(given.map((name) => path.join(folder, name)))
  return { names: paths.map((found) => path.relative(folder, found)), omitted }
}

function numbered(count: number, below = ''): string[] {
  return Array.from({ length: count }, (_, index) => path.join(below, `file-${index + 1}`))
}

describe('a path', () => {
  it('of a file comes back as it is, in the order it was given, and once', async () => {
    make('b', 'a')
    expect(await listed('b', 'a', 'b')).toEqual({ names: ['b', 'a'], omitted: 0 })
  })

  it.each(['none', 'none/none', '.hidden', 'a/below a file'])('of nothing comes back as it is: %s', async (name) => {
    make('a')
    expect(await listed(name)).toEqual({ names: [name], omitted: 0 })
  })

  it('of a hidden file or a link comes back as it is: it was meant', async () => {
    make('.hidden', 'a')
    symlinkSync(path.join(folder, 'a'), path.join(folder, 'link'))
    symlinkSync(path.join(folder, 'gone'), path.join(folder, 'dangling'))
    const names = ['.hidden', 'link', 'dangling']
    expect(await listed(...names)).toEqual({ names, omitted: 0 })
  })
})

describe('a folder', () => {
  it('stands for its files, numbers by their worth, and those below where their folder comes', async () => {
    make('in/b 10', 'in/b 9', 'in/c/two', 'in/c/deep/one', 'in/a', 'in/d')
    const names = ['in/a', 'in/b 9', 'in/b 10', 'in/c/deep/one', 'in/c/two', 'in/d']
    expect(await listed('in')).toEqual({ names, omitted: 0 })
  })

  it('that is empty stands for nothing', async () => {
    mkdirSync(path.join(folder, 'in/empty'), { recursive: true })
    expect(await listed('in')).toEqual({ names: [], omitted: 0 })
  })

  it('passes over what is hidden, links and what is no file', async () => {
    make('in/a', 'in/.hidden', 'in/.folder/inside', 'outside/file')
    symlinkSync(path.join(folder, 'outside/file'), path.join(folder, 'in/link'))
    symlinkSync(path.join(folder, 'outside'), path.join(folder, 'in/link to a folder'))
    symlinkSync(folder, path.join(folder, 'in/circle'))
    symlinkSync('gone', path.join(folder, 'in/dangling'))
    expect(await listed('in')).toEqual({ names: ['in/a'], omitted: 0 })
  })

  it('that is hidden or behind a link is looked into where it is given itself', async () => {
    make('.in/a')
    symlinkSync(path.join(folder, '.in'), path.join(folder, 'link'))
    expect(await listed('.in', 'link')).toEqual({ names: ['.in/a', 'link/a'], omitted: 0 })
  })

  it.runIf(process.platform === 'linux')(
    'names what has a name that is no text, so that its refusal is told',
    async () => {
      make('in/a')
      const odd = Buffer.concat([Buffer.from(path.join(folder, 'in/b')), Buffer.of(0xff)])
      mkdirSync(odd)
      writeFileSync(Buffer.concat([odd, Buffer.from('c')]), '')
      expect(await listed('in')).toEqual({ names: ['in/a', 'in/b\ufffd', 'in/b\ufffdc'], omitted: 0 })
    },
  )

  it('given beside a file of its own names that file once', async () => {
    make('in/a', 'in/b')
    expect(await listed('in/b', 'in')).toEqual({ names: ['in/b', 'in/a'], omitted: 0 })
  })

  it.skipIf(process.getuid?.() === 0)('that cannot be read is passed over', async () => {
    make('in/a', 'in/closed/b')
    chmodSync(path.join(folder, 'in/closed'), 0)
    expect(await listed('in')).toEqual({ names: ['in/a'], omitted: 0 })
    chmodSync(path.join(folder, 'in/closed'), 0o700)
  })
})

describe('too much at once', () => {
  it('is cut after 500 files, and the others are counted', async () => {
    make(...numbered(503, 'in'))
    const { names, omitted } = await listed('in')
    expect(names).toEqual(numbered(500, 'in'))
    expect(omitted).toBe(3)
    rmSync(path.join(folder, 'in/file-1'))
    expect(await listed('in', 'other')).toMatchObject({ omitted: 3 })
  })

  it('is 500 files whether of folders or given one by one, and no file counts twice', async () => {
    make(...numbered(350, 'in'), ...numbered(150, 'more'))
    expect(await listed('in', 'in', 'more', 'in/file-1')).toMatchObject({ omitted: 0 })
    const names = numbered(501)
    expect(await listed(...names)).toEqual({ names: names.slice(0, 500), omitted: 1 })
  })

  it('is deeper than four folders: those files are counted, not looked at', async () => {
    make('1/2/3/4/in', '1/2/3/4/5/out', '1/2/3/4/5/.hidden', '1/2/3/4/5/6/out', '1/last')
    expect(await listed('1')).toEqual({ names: ['1/2/3/4/in', '1/last'], omitted: 2 })
    expect(await listed('1', '1/2/3/4/5')).toMatchObject({ omitted: 0 })
    expect(await listed('1/2/3/4/5', '1')).toMatchObject({ omitted: 0 })
  })

  it('is not counted on and on', { timeout: 60_000 }, async () => {
    make(...numbered(10_020, 'in'))
    const { names, omitted } = await listed('in')
    expect(names).toHaveLength(500)
    expect(omitted).toBe(9_500)
  })
})
