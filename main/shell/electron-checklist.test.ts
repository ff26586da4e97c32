/**
 * Electron's own list of what makes an app secure (its documentation, "Security", of August 2026), item by item and by
 * its numbers. What needs a page in a browser is in e2e/electron-checklist.spec.ts, under the same numbers.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { WebPreferences } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { FUSES } from '../../scripts/fuses.ts'
import {
  ELSEWHERE,
  eventOf,
  guardedContents,
  guardedSession,
  PERMISSIONS,
  ServedCalls,
  STRANGERS,
} from '../testkit/electron-fakes.ts'
import { prepare } from './before-ready.ts'
import { APP_PAGE, makeProtocolHandler, PRIVILEGED_SCHEMES } from './protocol.ts'
import { isOwnPage } from './security.ts'
import { windowOptions } from './window.ts'

vi.mock('electron', () => ({ BrowserWindow: vi.fn() }))

const ROOT = path.resolve(import.meta.dirname, '../..')

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8')
}

/** The code of `folders` without its tests, by file. */
function sources(...folders: string[]): [file: string, source: string][] {
  return folders
    .flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
    )
    .filter((file) => /\.(?:ts|vue|html)$/.test(file) && !/\.test\.ts$|testkit|testdata/.test(file))
    .map((file) => [file.replaceAll('\\', '/'), read(file)])
}

/** The files of `folders` in which `pattern` occurs. */
function filesWith(pattern: RegExp, ...folders: string[]): string[] {
  const all = sources(...folders)
  expect(all.length).toBeGreaterThan(0)
  return all.filter(([, source]) => pattern.test(source)).map(([file]) => file)
}

function preferences(packaged = true): WebPreferences {
  const facts = { preload: '/app/out/preload/index.cjs', icon: null, packaged, dark: false, bounds: null }
  return windowOptions(facts).webPreferences ?? {}
}

/** What is done before the app is ready, by name. */
function beforeReady(): string[] {
  const done: string[] = []
  const note = (name: string) => (): boolean => done.push(name) > 0
  prepare({
    app: {
      isPackaged: true,
      setPath: note('setPath'),
      enableSandbox: note('enableSandbox'),
      requestSingleInstanceLock: note('requestSingleInstanceLock'),
      quit: note('quit'),
      exit: note('exit'),
      commandLine: { hasSwitch: () => false },
    },
    protocol: { registerSchemesAsPrivileged: note('registerSchemesAsPrivileged') },
    argv: ['/opt/Coffer/coffer'],
    userData: undefined,
    complain: note('complain'),
  })
  return done
}

it.each(ELSEWHERE)('1. Only load secure content: nothing from %o', (url) => {
  expect(guardedSession().cancels(url)).toBe(true)
})

it('2. Do not enable Node.js integration', () => {
  const none = { nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false }
  expect(preferences()).toMatchObject(none)
  expect(preferences(false)).toMatchObject(none)
})

it('3. Enable context isolation', () => {
  expect(preferences().contextIsolation).toBe(true)
  expect(preferences(false).contextIsolation).toBe(true)
})

it('4. Enable process sandboxing, for every page and before there is one', () => {
  expect(beforeReady()).toEqual(['enableSandbox', 'registerSchemesAsPrivileged', 'requestSingleInstanceLock'])
  expect(preferences().sandbox).toBe(true)
})

describe('5. Handle permission requests', () => {
  it.each(PERMISSIONS)('denies %s, asked for and looked up', (permission) => {
    const session = guardedSession()
    expect(session.askBack('request', {}, permission)).toEqual([false])
    expect(session.ask('check', {}, permission, 'coffer://app', {})).toBe(false)
    expect(session.ask('check', null, permission, '', {})).toBe(false)
  })

  it('denies devices and the screen', () => {
    const session = guardedSession()
    expect(session.ask('device', { deviceType: 'hid', origin: 'coffer://app' })).toBe(false)
    expect(session.askBack('display', {})).toEqual([null])
  })
})

it('6. Do not disable webSecurity', () => {
  expect(preferences().webSecurity).toBe(true)
  expect(preferences(false).webSecurity).toBe(true)
  expect(filesWith(/appendSwitch|appendArgument/, 'main')).toEqual([])
})

it('8. Do not enable allowRunningInsecureContent', () => {
  expect(preferences().allowRunningInsecureContent).toBe(false)
})

it('9. Do not enable experimental features', () => {
  expect(preferences().experimentalFeatures).toBe(false)
})

it('10. Do not use enableBlinkFeatures', () => {
  expect(preferences()).not.toHaveProperty('enableBlinkFeatures')
  expect(filesWith(/enableBlinkFeatures/, 'main')).toEqual([])
})

it('11. Do not use allowpopups: there is no webview at all', () => {
  expect(preferences().webviewTag).toBe(false)
  expect(filesWith(/<webview|allowpopups/, 'renderer')).toEqual([])
})

it('12. Verify webview options before creation: none is created', () => {
  expect(guardedContents().prevents('will-attach-webview')).toBe(true)
})

describe('13. Limit navigation', () => {
  it.each([...ELSEWHERE, 'coffer://app/index.html'])('not to %o', (url) => {
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'])
      expect(guardedContents().prevents(event, url), event).toBe(true)
  })

  it('not to a file that is dropped on the window', () => {
    expect(preferences().navigateOnDragDrop).toBe(false)
  })
})

it.each([...ELSEWHERE, 'coffer://app/index.html'])('14. Limit creation of new windows: none for %o', (url) => {
  expect(guardedContents().open?.({ url })).toEqual({ action: 'deny' })
})

it('15. Do not use shell.openExternal with untrusted content: it is not used', () => {
  expect(filesWith(/openExternal|openPath/, 'main', 'preload', 'renderer')).toEqual([])
})

it('16. Use a current version of Electron: an exact one, not older than the one that was looked at', () => {
  const wanted = (JSON.parse(read('package.json')) as { devDependencies: Record<string, string> }).devDependencies
  const locked = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version: string } | undefined> }
  expect(wanted.electron).toMatch(/^\d+\.\d+\.\d+$/)
  expect(locked.packages['node_modules/electron']?.version).toBe(wanted.electron)
  // Electron mends its latest three majors. 45 was the latest in November 2026.
  expect(Number.parseInt(wanted.electron ?? '', 10)).toBeGreaterThanOrEqual(45)
})

describe('17. Validate the sender of all IPC messages', () => {
  it.each(STRANGERS)('%s is not heard, on any channel', async (_who, event) => {
    const served = new ServedCalls()
    expect(served.channels.length).toBeGreaterThan(0)
    for (const channel of served.channels) {
      const refused = { ok: false, error: { code: 'usage/untrusted-sender', details: {} } }
      expect(await served.call(channel, [{ masterPassword: 'x' }], event)).toEqual(refused)
      expect(served.handlerOf(channel) ?? served.drop).not.toHaveBeenCalled()
    }
  })

  it('nobody is, while there is no window', () => {
    expect(isOwnPage(eventOf(), null, APP_PAGE)).toBe(false)
    expect(isOwnPage(eventOf(undefined, null), null, APP_PAGE)).toBe(false)
  })

  it('and there is one place alone where calls come in', () => {
    expect(filesWith(/\bipcMain\b/, 'main').sort()).toEqual(['main/index.ts', 'main/ipc/serve.ts'])
    expect(filesWith(/ipcMain\.|\.handleOnce\(|\bipcMain\[/, 'main')).toEqual(['main/ipc/serve.ts'])
    expect(read('main/ipc/serve.ts').match(/\bipc\.\w+/g)).toEqual(['ipc.handle'])
  })
})

describe('18. Avoid the file:// protocol', () => {
  it('the page has a scheme of its own, without any privilege that lowers a wall', () => {
    expect(APP_PAGE.url).toBe('coffer://app/index.html')
    const privileges = { standard: true, secure: true, supportFetchAPI: true }
    expect(PRIVILEGED_SCHEMES).toEqual([{ scheme: 'coffer', privileges }])
    expect(filesWith(/file:\/\/|loadFile\(/, 'main')).toEqual([])
  })

  it('which leads to the files of the page alone', () => {
    const serve = makeProtocolHandler(new Map())
    for (const url of ['coffer://app/../main/index.js', 'coffer://app/%2e%2e/main/index.js', 'file:///etc/passwd'])
      expect(serve({ method: 'GET', url }).status, url).toBe(404)
  })
})

it('19. Check which fuses you can change: all nine are decided', () => {
  expect(FUSES).toEqual({
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    GrantFileProtocolExtraPrivileges: false,
    WasmTrapHandlers: true,
  })
})

it('all twenty items have a test', () => {
  const tests = ['main/shell/electron-checklist.test.ts', 'e2e/electron-checklist.spec.ts'].map(read).join('\n')
  const numbers = [...tests.matchAll(/(?:^|[^\w])(?:it|test|describe)(?:\.each\([^\n]*\))?\('(\d+)\. /g)].map(
    ([, number]) => Number(number),
  )
  expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
})
