/** The walls around the page, beside those of Electron's own list (electron-checklist.test.ts). */
import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { ELSEWHERE, FakeContents, guardedContents, guardedSession } from '../testkit/electron-fakes.ts'
import { devPage } from './dev-server.ts'
import { APP_PAGE } from './protocol.ts'
import { guardAllContents } from './security.ts'

describe('a session', () => {
  it('looks nothing up for spelling', () => {
    expect(guardedSession().spelling).toEqual([false])
  })

  it('downloads nothing', () => {
    const preventDefault = vi.fn()
    guardedSession().emit('will-download', { preventDefault })
    expect(preventDefault).toHaveBeenCalledOnce()
  })

  it('loads what is the page’s own', () => {
    expect(guardedSession().cancels('coffer://app/index.html')).toBe(false)
    expect(guardedSession().cancels('coffer://app/assets/a.js')).toBe(false)
  })

  it('has no developer tools to load where it is packaged', () => {
    expect(guardedSession().cancels('devtools://devtools/bundled/x.js')).toBe(true)
  })

  it('lets the developer tools load themselves where there are any', () => {
    expect(guardedSession(APP_PAGE, false).cancels('devtools://devtools/bundled/x.js')).toBe(false)
    for (const url of ELSEWHERE) expect(guardedSession(APP_PAGE, false).cancels(url)).toBe(true)
  })

  it('puts the development server’s policy on its page, and leaves its own page’s to the protocol', () => {
    expect(guardedSession().handlers.has('headers')).toBe(false)
    const page = devPage(false, 'http://localhost:5173')
    if (!page) throw new Error('no page')
    const answers = guardedSession(page, false).askBack('headers', { responseHeaders: { a: ['b'] } })
    expect(answers).toEqual([{ responseHeaders: { a: ['b'], 'Content-Security-Policy': [page.policy] } }])
    expect(guardedSession(page, false).cancels('http://localhost:5173/main.ts')).toBe(false)
    expect(guardedSession(page, false).cancels('http://localhost:5174/main.ts')).toBe(true)
  })
})

describe('a page', () => {
  it('cannot hold up being unloaded', () => {
    expect(guardedContents().prevents('will-prevent-unload')).toBe(true)
  })

  it('of the development server may load itself anew, and nothing else', () => {
    const page = devPage(false, 'http://localhost:5173')
    if (!page) throw new Error('no page')
    const contents = guardedContents(page)
    expect(contents.prevents('will-navigate', 'http://localhost:5173/index.html')).toBe(false)
    expect(contents.prevents('will-navigate', 'https://example.com/')).toBe(true)
    expect(contents.prevents('will-navigate', 'coffer://app/index.html')).toBe(true)
  })

  it('is guarded whoever made it', () => {
    const app = new EventEmitter()
    guardAllContents(app as unknown as Pick<App, 'on'>, APP_PAGE)
    const contents = new FakeContents()
    app.emit('web-contents-created', {}, contents)
    expect(contents.prevents('will-navigate', 'https://example.com/')).toBe(true)
    expect(contents.open?.({ url: 'https://example.com' })).toEqual({ action: 'deny' })
  })
})
