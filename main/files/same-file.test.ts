import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { makeTempFolder } from '../testkit/vaults.ts'
import { isSameFile } from './same-file.ts'

let folder: string
beforeEach(() => {
  folder = makeTempFolder()
})

function at(...names: string[]): string {
  return path.join(folder, ...names)
}

describe('one file', () => {
  beforeEach(() => {
    mkdirSync(at('real'))
    writeFileSync(at('real', 'Ä.json'), 'x')
    writeFileSync(at('real', 'other.json'), 'x')
  })

  it('is the same through a linked folder, a link and a hard link', () => {
    symlinkSync(at('real'), at('linked'))
    symlinkSync(at('real', 'Ä.json'), at('link'))
    linkSync(at('real', 'Ä.json'), at('hard'))
    for (const name of ['linked/Ä.json', 'link', 'hard'])
      expect(isSameFile(at('real', 'Ä.json'), at(name)), name).toBe(true)
  })

  it('is not another one of the same contents', () => {
    expect(isSameFile(at('real', 'Ä.json'), at('real', 'other.json'))).toBe(false)
  })

  it('that is not there is the same only where it is spelled alike', () => {
    expect(isSameFile(at('none'), at('none'))).toBe(true)
    expect(isSameFile(at('none'), at('None'))).toBe(false)
    expect(isSameFile(at('none'), at('real', 'Ä.json'))).toBe(false)
  })
})

/** As a disk that does not tell case and Unicode forms apart answers. */
describe('on a disk that folds names', () => {
  it.each([
    ['case', 'June.json', 'JUNE.JSON'],
    ['Unicode form', 'M\u00e4rz.json', 'Ma\u0308rz.json'],
  ])('another %s is the same file', async (_, one, other) => {
    vi.resetModules()
    vi.doMock('node:fs', async (original) => {
      const real = await original<typeof import('node:fs')>()
      const folded = (file: string): string =>
        path.join(path.dirname(file), path.basename(file).normalize('NFC').toLowerCase())
      return { ...real, statSync: (file: string, options: object) => real.statSync(folded(file), options) }
    })
    const { isSameFile: onFolding } = await import('./same-file.ts')
    writeFileSync(at(one.normalize('NFC').toLowerCase()), 'x')
    expect([onFolding(at(one), at(other)), isSameFile(at(one), at(other))]).toEqual([true, false])
    vi.doUnmock('node:fs')
  })
})
