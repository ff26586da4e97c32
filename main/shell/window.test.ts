/** The window: what its page may do, and what the taskbar shows. */
import type { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Progress } from '../../contract/progress.ts'
import { APP_PAGE } from './protocol.ts'
import type { WindowFacts as KeptFacts, WindowState } from './window-state.ts'
import { AppWindow, taskbarShare, windowOptions } from './window.ts'

interface Made extends EventEmitter {
  readonly done: unknown[]
  readonly options: Record<string, unknown>
}

const { made } = vi.hoisted(() => ({ made: [] as unknown[] }))

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events')
  class BrowserWindow extends Emitter {
    readonly done: unknown[] = []
    readonly options: unknown
    readonly webContents = Object.assign(new Emitter(), {
      setZoomFactor: (factor: number) => this.done.push(`zoom ${factor}`),
      reload: () => this.done.push('reload'),
    })
    gone = false
    minimised = false
    constructor(options: unknown) {
      super()
      this.options = options
      made.push(this)
    }
    loadURL(url: string): Promise<void> {
      this.done.push(`load ${url}`)
      return Promise.reject(new Error('ERR_ABORTED'))
    }
    isDestroyed = (): boolean => this.gone
    isMaximized = (): boolean => true
    isMinimized = (): boolean => this.minimised
    getNormalBounds = (): object => ({ x: 1, y: 2, width: 3, height: 4 })
    maximize = (): unknown => this.done.push('maximize')
    restore = (): unknown => this.done.push('restore')
    show = (): unknown => this.done.push('show')
    focus = (): unknown => this.done.push('focus')
    setProgressBar = (share: number): unknown => this.done.push(`bar ${share}`)
  }
  return { BrowserWindow }
})

const FACTS = { preload: '/app/out/preload/index.cjs', icon: null, packaged: true, dark: false, bounds: null }

describe('the options', () => {
  it('are these, to the letter', () => {
    expect(windowOptions(FACTS)).toEqual({
      width: 1120,
      height: 760,
      minWidth: 800,
      minHeight: 560,
      title: 'Coffer',
      show: false,
      backgroundColor: '#f4f5f3',
      webPreferences: {
        preload: '/app/out/preload/index.cjs',
        partition: 'coffer',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        plugins: false,
        webgl: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        disableDialogs: true,
        devTools: false,
      },
    })
  })

  it('have developer tools only unpackaged, and nothing else different', () => {
    const { webPreferences, ...rest } = windowOptions({ ...FACTS, packaged: false })
    const packaged = windowOptions(FACTS)
    expect({ ...rest, webPreferences: { ...webPreferences, devTools: false } }).toEqual(packaged)
    expect(webPreferences?.devTools).toBe(true)
  })

  it('have a picture where the system has none', () => {
    expect(windowOptions({ ...FACTS, icon: '/app/icon.png' }).icon).toBe('/app/icon.png')
    expect(windowOptions(FACTS)).not.toHaveProperty('icon')
  })

  it('keep the page’s session in memory', () => {
    expect(windowOptions(FACTS).webPreferences?.partition).not.toMatch(/^persist:/)
  })

  it('take the place it had, and the ground of the theme', () => {
    const bounds = { x: 5, y: 6, width: 900, height: 600 }
    expect(windowOptions({ ...FACTS, dark: true, bounds })).toMatchObject({ ...bounds, backgroundColor: '#15181a' })
  })
})

describe('the window', () => {
  let updated: unknown[]
  let closing: unknown[]
  let deaf: number
  let window: AppWindow
  let own: Made

  function open(facts: Partial<KeptFacts> = {}): void {
    const state = {
      facts: { bounds: null, maximised: false, zoom: 1.25, ...facts },
      update: (change: unknown) => updated.push(change),
    }
    window.open({
      ...{ preload: FACTS.preload, icon: null, packaged: true, dark: false, page: APP_PAGE },
      state: state as unknown as WindowState,
      workAreas: [{ x: 0, y: 0, width: 1280, height: 800 }],
      offers: { deaf: () => void (deaf += 1) },
      quitting: { onClose: (event) => void closing.push(event), now: () => void closing.push('now') },
    })
    own = made.at(-1) as Made
  }

  beforeEach(() => {
    updated = []
    closing = []
    deaf = 0
    window = new AppWindow()
  })

  it('is not there before it is opened', () => {
    expect(window.contents).toBeNull()
    expect(() => window.window).toThrow()
    window.reload()
    window.bringToFront()
    window.showProgress(null)
  })

  it('loads the page, and shows itself when there is something to see', () => {
    open({ bounds: { x: 100, y: 100, width: 900, height: 600 }, maximised: true })
    expect(own.options).toMatchObject({ x: 100, width: 900, show: false })
    expect(own.done).toEqual(['load coffer://app/index.html'])
    own.emit('ready-to-show')
    expect(own.done.slice(1)).toEqual(['maximize', 'show'])
  })

  it('is not put where nobody sees it', () => {
    open({ bounds: { x: 9000, y: 100, width: 900, height: 600 } })
    expect(own.options).not.toHaveProperty('x')
  })

  it('keeps its place and asks whether it may close', () => {
    open()
    const event = { preventDefault: vi.fn() }
    own.emit('close', event)
    own.emit('session-end', {})
    expect(updated).toEqual([{ bounds: { x: 1, y: 2, width: 3, height: 4 }, maximised: true }])
    expect(closing).toEqual([event, 'now'])
  })

  it('keeps its zoom over every load, and hears nothing until the new page listens', () => {
    open()
    window.reload()
    expect(own.done.at(-1)).toBe('reload')
    expect(deaf).toBe(1)
    window.contents?.emit('did-finish-load')
    expect(own.done.at(-1)).toBe('zoom 1.25')
  })

  it('loads the page anew where it crashed, but not again and again', () => {
    const now = vi.spyOn(performance, 'now')
    open()
    for (const at of [0, 9_999, 25_000]) {
      now.mockReturnValue(at)
      window.contents?.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
    }
    expect(own.done.filter((step) => step === 'reload')).toHaveLength(2)
  })

  it('comes to the front', () => {
    open()
    Object.assign(own, { minimised: true })
    window.bringToFront()
    expect(own.done.slice(1)).toEqual(['restore', 'show', 'focus'])
  })

  it('shows progress once for each change, and takes it away', () => {
    open()
    const half: Progress = { task: 'export', stage: 'seal', done: 1, total: 2, stoppable: true }
    for (const progress of [null, half, half, { ...half, done: null, total: null }, null, null])
      window.showProgress(progress)
    expect(own.done.slice(1)).toEqual(['bar 0.5', 'bar 2', 'bar -1'])
  })

  it('that is gone is left in peace', () => {
    open()
    Object.assign(own, { gone: true })
    const before = own.done.length
    window.reload()
    window.bringToFront()
    window.showProgress({ task: 'export', stage: 'seal', done: 1, total: 2, stoppable: true })
    expect(window.contents).toBeNull()
    expect(own.done).toHaveLength(before)
  })
})

it('an empty vault’s progress has no share', () => {
  expect(taskbarShare({ task: 'export', stage: 'seal', done: 0, total: 0, stoppable: true })).toBe(2)
})
