/** What is done before Electron is ready, and when the app does not start. */
import { statSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { makeTempFolder } from '../testkit/vaults.ts'
import { prepare } from './before-ready.ts'

let done: string[]
let packaged: boolean
let alone: boolean

function start(argv: string[] = [], userData?: string): boolean {
  const note =
    (name: string) =>
    (...args: unknown[]): boolean => {
      done.push([name, ...args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg)))].join(' '))
      return alone
    }
  return prepare({
    app: {
      isPackaged: packaged,
      setPath: note('setPath'),
      enableSandbox: note('enableSandbox'),
      requestSingleInstanceLock: note('requestSingleInstanceLock'),
      quit: note('quit'),
      exit: note('exit'),
      commandLine: { hasSwitch: () => false },
    },
    protocol: { registerSchemesAsPrivileged: note('scheme') },
    argv,
    userData,
    complain: note('complain'),
  })
}

beforeEach(() => {
  done = []
  packaged = true
  alone = true
})

const SCHEME = 'scheme [{"scheme":"coffer","privileges":{"standard":true,"secure":true,"supportFetchAPI":true}}]'

it('puts up the sandbox for every page, makes the scheme known, and makes sure of being the only one', () => {
  expect(start()).toBe(true)
  expect(done).toEqual(['enableSandbox', SCHEME, 'requestSingleInstanceLock'])
})

it('leaves to the one that runs already', () => {
  alone = false
  expect(start()).toBe(false)
  expect(done.at(-1)).toBe('quit')
})

it('does not start under a debugger once it is packaged', () => {
  expect(start(['/opt/coffer', '--remote-debugging-port=9222'])).toBe(false)
  expect(done).toEqual(['complain Coffer does not start with --remote-debugging-port.\n', 'exit 2'])
})

it('does not start without the sandbox once it is packaged', () => {
  expect(start(['/opt/coffer', '--no-sandbox'])).toBe(false)
  expect(done).toEqual(['complain Coffer does not start with --no-sandbox.\n', 'exit 2'])
})

it('may be debugged while it is developed', () => {
  packaged = false
  expect(start(['/usr/bin/electron', '--inspect', '.'])).toBe(true)
})

it('keeps its things where it is told to, in a folder of one’s own, before anything asks for them', () => {
  const folder = path.join(makeTempFolder(), 'a', 'b')
  start([], folder)
  expect(done[0]).toBe(`setPath userData ${folder}`)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

it.each([[''], ['relative/folder']])('%o is no folder', (folder) => {
  start([], folder)
  expect(done[0]).toBe('enableSandbox')
})
