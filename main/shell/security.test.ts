/** Everything that Electron would say yes to, and Coffer does not. */
import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { devPage } from './dev-server.ts'
import { APP_PAGE, type Page } from './protocol.ts'
import { guardAllContents, guardContents, guardSession, type GuardedContents, type GuardedSession } from './security.ts'

const PERMISSIONS = [
  ...['accessibility-events', 'background-sync', 'clipboard-read', 'clipboard-sanitized-write', 'display-capture'],
  ...['fileSystem', 'fullscreen', 'geolocation', 'hid', 'idle-detection', 'keyboardLock', 'local-fonts', 'media'],
  ...['mediaKeySystem', 'midi', 'midiSysex', 'notifications', 'openExternal', 'payment-handler', 'pointerLock'],
  ...['persistent-storage', 'sensors', 'serial', 'speaker-selection', 'storage-access', 'unknown', 'usb'],
  ...['top-level-storage-access', 'window-management', 'deprecated-sync-clipboard-read', 'a-permission-of-tomorrow'],
]

const ELSEWHERE = [
  ...['https://example.com/', 'http://example.com/', 'file:///etc/passwd', 'data:text/html,x', 'javascript:alert(1)'],
  ...['about:blank', 'blob:coffer://app/1', 'ftp://example.com', 'ws://example.com', 'coffer://other/index.html'],
  ...['coffer:app', 'chrome://settings', 'chrome-extension://x/', 'view-source:coffer://app/index.html', 'mailto:a@b'],
  ...['coffer://app.example.com/', 'coffer://appx/', 'filesystem:coffer://app/x', 'ms-settings:', '\\\\server\\share'],
  ...['http://localhost:5173/', 'https://app.coffer.invalid/', ''],
]

type Handler = (...args: never[]) => unknown

class FakeSession extends EventEmitter {
  readonly handlers = new Map<string, Handler>()
  readonly spelling: boolean[] = []
  readonly webRequest = { onBeforeRequest: this.#keep('before'), onHeadersReceived: this.#keep('headers') }
  setPermissionRequestHandler = this.#keep('request')
  setPermissionCheckHandler = this.#keep('check')
  setDevicePermissionHandler = this.#keep('device')
  setDisplayMediaRequestHandler = this.#keep('display')

  #keep(name: string) {
    return (handler: Handler): void => void this.handlers.set(name, handler)
  }

  setSpellCheckerEnabled(on: boolean): void {
    this.spelling.push(on)
  }

  ask(name: string, ...args: unknown[]): unknown {
    return (this.handlers.get(name) as ((...args: unknown[]) => unknown) | undefined)?.(...args)
  }

  cancels(url: string): boolean | undefined {
    let cancelled: boolean | undefined
    this.ask('before', { url }, (answer: { cancel: boolean }) => {
      cancelled = answer.cancel
    })
    return cancelled
  }
}

function guarded(page: Page = APP_PAGE, packaged = true): FakeSession {
  const session = new FakeSession()
  guardSession(session as unknown as GuardedSession, page, packaged)
  return session
}

describe('a session', () => {
  it.each(PERMISSIONS)('denies %s, asked for and looked up', (permission) => {
    const session = guarded()
    const answer = vi.fn()
    session.ask('request', {}, permission, answer, {})
    expect(answer).toHaveBeenCalledExactlyOnceWith(false)
    expect(session.ask('check', {}, permission, 'coffer://app', {})).toBe(false)
    expect(session.ask('check', null, permission, '', {})).toBe(false)
  })

  it('denies devices and the screen', () => {
    const session = guarded()
    expect(session.ask('device', { deviceType: 'hid', origin: 'coffer://app' })).toBe(false)
    const answer = vi.fn()
    session.ask('display', {}, answer)
    expect(answer).toHaveBeenCalledExactlyOnceWith(null)
  })

  it('looks nothing up for spelling', () => {
    expect(guarded().spelling).toEqual([false])
  })

  it('downloads nothing', () => {
    const preventDefault = vi.fn()
    guarded().emit('will-download', { preventDefault })
    expect(preventDefault).toHaveBeenCalledOnce()
  })

  it('loads what is the page’s own', () => {
    expect(guarded().cancels('coffer://app/index.html')).toBe(false)
    expect(guarded().cancels('coffer://app/assets/a.js')).toBe(false)
  })

  it.each([...ELSEWHERE, 'devtools://devtools/bundled/x.js'])('loads nothing from %s', (url) => {
    expect(guarded().cancels(url)).toBe(true)
  })

  it('lets the developer tools load themselves where there are any', () => {
    expect(guarded(APP_PAGE, false).cancels('devtools://devtools/bundled/x.js')).toBe(false)
    for (const url of ELSEWHERE) expect(guarded(APP_PAGE, false).cancels(url)).toBe(true)
  })

  it('puts the development server’s policy on its page, and leaves its own page’s to the protocol', () => {
    expect(guarded().handlers.has('headers')).toBe(false)
    const page = devPage(false, 'http://localhost:5173')
    if (!page) throw new Error('no page')
    const answer = vi.fn()
    guarded(page, false).ask('headers', { responseHeaders: { a: ['b'] } }, answer)
    expect(answer).toHaveBeenCalledExactlyOnceWith({
      responseHeaders: { a: ['b'], 'Content-Security-Policy': [page.policy] },
    })
    expect(guarded(page, false).cancels('http://localhost:5173/main.ts')).toBe(false)
    expect(guarded(page, false).cancels('http://localhost:5174/main.ts')).toBe(true)
  })
})

describe('a page', () => {
  class FakeContents extends EventEmitter {
    open: ((details: { url: string }) => { action: string }) | null = null
    setWindowOpenHandler(handler: FakeContents['open']): void {
      this.open = handler
    }
  }

  let contents: FakeContents
  beforeEach(() => {
    contents = new FakeContents()
    guardContents(contents as unknown as GuardedContents, APP_PAGE)
  })

  function prevented(event: string, url: string): boolean {
    const preventDefault = vi.fn()
    contents.emit(event, { url, isMainFrame: true, preventDefault }, url)
    return preventDefault.mock.calls.length > 0
  }

  it.each([...ELSEWHERE, 'coffer://app/index.html'])('does not go to %s', (url) => {
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'])
      expect(prevented(event, url), event).toBe(true)
    expect(contents.open?.({ url })).toEqual({ action: 'deny' })
  })

  it('takes in no webview', () => {
    expect(prevented('will-attach-webview', '')).toBe(true)
  })

  it('cannot hold up being unloaded', () => {
    expect(prevented('will-prevent-unload', '')).toBe(true)
  })

  it('of the development server may load itself anew, and nothing else', () => {
    const page = devPage(false, 'http://localhost:5173')
    if (!page) throw new Error('no page')
    contents = new FakeContents()
    guardContents(contents as unknown as GuardedContents, page)
    expect(prevented('will-navigate', 'http://localhost:5173/index.html')).toBe(false)
    expect(prevented('will-navigate', 'https://example.com/')).toBe(true)
    expect(prevented('will-navigate', 'coffer://app/index.html')).toBe(true)
  })

  it('is guarded whoever made it', () => {
    const app = new EventEmitter()
    guardAllContents(app as unknown as Pick<App, 'on'>, APP_PAGE)
    contents = new FakeContents()
    app.emit('web-contents-created', {}, contents)
    expect(prevented('will-navigate', 'https://example.com/')).toBe(true)
    expect(contents.open?.({ url: 'https://example.com' })).toEqual({ action: 'deny' })
  })
})
