/** Which native modules a package loads: the ones that it was made with. */
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { makeTempFolder } from '../testkit/vaults.ts'
import { MANIFEST, verifiedNativeModule, type NativeModule } from './native-modules.ts'

const FILE = 'node_modules/keytar/build/Release/keytar.node'
const BYTES = 'native code'

let root: string

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
}

beforeEach(() => {
  root = makeTempFolder()
  write(FILE, BYTES)
  const module: NativeModule = { name: 'keytar', file: FILE, sha256: createHash('sha256').update(BYTES).digest('hex') }
  write(MANIFEST, JSON.stringify([module]))
})

function loads(packaged = true): string | null {
  return verifiedNativeModule('keytar', { packaged, root })
}

it('loads the one that was packaged', () => {
  expect(loads()).toBe('keytar')
})

it('does not load one that was changed', () => {
  write(FILE, `${BYTES}.`)
  expect(loads()).toBeNull()
})

it('does not load one that is gone', () => {
  rmSync(path.join(root, FILE))
  expect(loads()).toBeNull()
})

it.each([
  ['without native modules', '[]'],
  ['that lists others', JSON.stringify([{ name: 'other', file: FILE, sha256: '' }])],
  ['with a torn list', '[{'],
])('does not load it in a package %s', (_name, manifest) => {
  write(MANIFEST, manifest)
  expect(loads()).toBeNull()
})

it('does not load it in a package without a list', () => {
  rmSync(path.join(root, MANIFEST))
  expect(loads()).toBeNull()
})

it('loads what is installed while Coffer is developed', () => {
  rmSync(path.join(root, MANIFEST))
  expect(loads(false)).toBe('keytar')
})
