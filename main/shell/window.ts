/** The one window. */
import { BrowserWindow, type BrowserWindowConstructorOptions, type Rectangle, type WebContents } from 'electron'
import type { Progress } from '../../contract/progress.ts'
import type { FileOffers } from './file-offers.ts'
import type { Page } from './protocol.ts'
import type { Quitting } from './quitting.ts'
import { PARTITION } from './security.ts'
import { visibleBounds, type WindowState } from './window-state.ts'

/** As --bg in renderer/styles/tokens.css, so that nothing flashes before the page is there. */
const BACKGROUND = { light: '#f4f5f3', dark: '#15181a' }

export interface WindowFacts {
  readonly preload: string
  /** A picture for the window, where the system does not take it from the program. */
  readonly icon: string | null
  readonly packaged: boolean
  readonly dark: boolean
  readonly bounds: Rectangle | null
}

/** Everything that a page could be given and does not need is said no to, also where no is Electron's default. */
export function windowOptions({ preload, icon, packaged, dark, bounds }: WindowFacts): BrowserWindowConstructorOptions {
  return {
    ...(bounds ?? { width: 1120, height: 760 }),
    minWidth: 800,
    minHeight: 560,
    title: 'Coffer',
    ...(icon !== null && { icon }),
    show: false,
    backgroundColor: dark ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload,
      partition: PARTITION,
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
      devTools: !packaged,
    },
  }
}

export interface OpeningFacts extends Omit<WindowFacts, 'bounds'> {
  readonly state: WindowState
  readonly workAreas: readonly Rectangle[]
  readonly page: Page
  readonly offers: Pick<FileOffers, 'deaf'>
  readonly quitting: Pick<Quitting, 'onClose' | 'now'>
}

/** A page that crashes sooner than this after the last time is left alone: it would go on for ever. */
const CRASH_AGAIN_MS = 10_000

export class AppWindow {
  #window: BrowserWindow | null = null
  #share = -1
  #offers: OpeningFacts['offers'] | null = null
  #crashed = -CRASH_AGAIN_MS

  /** Makes the window and loads the page; it shows itself when there is something to see. */
  open({ state, workAreas, page, offers, quitting, ...facts }: OpeningFacts): void {
    this.#offers = offers
    const window = new BrowserWindow(windowOptions({ ...facts, bounds: visibleBounds(state.facts.bounds, workAreas) }))
    this.#window = window
    window.once('ready-to-show', () => {
      if (state.facts.maximised) window.maximize()
      window.show()
    })
    window.on('close', (event) => {
      state.update({ bounds: window.getNormalBounds(), maximised: window.isMaximized() })
      quitting.onClose(event)
    })
    // Windows tells that a session ends, and waits for nobody.
    window.on('session-end', quitting.now)
    window.webContents.on('did-finish-load', () => {
      window.webContents.setZoomFactor(state.facts.zoom)
    })
    window.webContents.on('render-process-gone', () => {
      const [last, now] = [this.#crashed, performance.now()]
      this.#crashed = now
      if (now - last >= CRASH_AGAIN_MS) this.reload()
    })
    // A load that the next one cuts short rejects.
    window.loadURL(page.url).catch(() => undefined)
  }

  /** For what needs a window to stand over. */
  get window(): BrowserWindow {
    if (!this.#window) throw new Error('there is no window yet')
    return this.#window
  }

  /** Null where there is no page to talk to. */
  get contents(): WebContents | null {
    return this.#window === null || this.#window.isDestroyed() ? null : this.#window.webContents
  }

  /** Nothing of the session stays in the page. */
  reload(): void {
    this.#offers?.deaf()
    this.contents?.reload()
  }

  bringToFront(): void {
    if (!this.contents) return
    if (this.window.isMinimized()) this.window.restore()
    this.window.show()
    this.window.focus()
  }

  /** On the taskbar or the dock; null takes it away. */
  showProgress(progress: Progress | null): void {
    const share = taskbarShare(progress)
    if (share === this.#share || !this.contents) return
    this.#share = share
    this.window.setProgressBar(share)
  }
}

/** For `setProgressBar`: a share, or more than 1 where there is none to tell, or less than 0 for no bar. */
export function taskbarShare(progress: Progress | null): number {
  if (!progress) return -1
  const { done, total } = progress
  return done === null || total === null || total === 0 ? 2 : done / total
}
