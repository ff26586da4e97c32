/** `electron.BrowserWindow`: a page in Chromium; what a desktop would do to the window is kept as state. */
import fs from 'node:fs'
import { app } from './app.ts'
import { host, makeEvent, needReady, record, recorder, serve, windows } from './link.ts'
import { type Rectangle, workArea } from './screen.ts'
import { mortal, StrictEmitter } from './strict.ts'
import { WebContents, type WebPreferences } from './web-contents.ts'

interface WindowOptions {
  x?: number
  y?: number
  width?: number
  height?: number
  title?: string
  show?: boolean
  webPreferences?: WebPreferences
  [name: string]: unknown
}

let lastId = 0
let focused: BrowserWindow | null = null

function setFocused(window: BrowserWindow | null): void {
  focused = window
}

export class BrowserWindow extends StrictEmitter {
  readonly id: number
  readonly options: WindowOptions
  /** The same as webContents, also after the window is gone. */
  readonly contents: WebContents
  gone = false
  private opened: Promise<void>
  private bounds: Rectangle
  private normalBounds: Rectangle
  private state: 'normal' | 'minimized' | 'maximized' | 'fullscreen' = 'normal'
  private visible: boolean
  private title: string
  private menuBar = true
  private contentProtection = false
  private closing = false
  private loadedOnce = false

  setProgressBar = recorder('window.setProgressBar')
  setBackgroundColor = recorder('window.setBackgroundColor')
  setMinimumSize = recorder('window.setMinimumSize')
  setResizable = recorder('window.setResizable')
  setIcon = recorder('window.setIcon')
  setMenu = recorder('window.setMenu')
  removeMenu = recorder('window.removeMenu')
  setAutoHideMenuBar = recorder('window.setAutoHideMenuBar')
  setAlwaysOnTop = recorder('window.setAlwaysOnTop')
  setDocumentEdited = recorder('window.setDocumentEdited')
  setRepresentedFilename = recorder('window.setRepresentedFilename')
  setTitleBarOverlay = recorder('window.setTitleBarOverlay')
  flashFrame = recorder('window.flashFrame')
  moveTop = recorder('window.moveTop')

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()]
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focused
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return windows.get(contents.id) ?? null
  }

  static fromId(id: number): BrowserWindow | null {
    return windows.get(id) ?? null
  }

  constructor(options: WindowOptions = {}) {
    needReady('Cannot create BrowserWindow before app is ready')
    super()
    lastId += 1
    this.id = lastId
    this.options = options
    const { width = 800, height = 600 } = options
    this.bounds = { ...centred(width, height), ...(options.x === undefined ? {} : { x: options.x }) }
    if (options.y !== undefined) this.bounds.y = options.y
    this.normalBounds = this.bounds
    this.visible = options.show !== false
    this.title = options.title ?? app.name
    this.contents = new WebContents(this.id, options.webPreferences ?? {})
    windows.set(this.id, this)
    if (this.visible) setFocused(this)
    const preloadPath = options.webPreferences?.preload ?? ''
    const preload = preloadPath === '' ? '' : fs.readFileSync(preloadPath, 'utf8')
    this.opened = host('openWindow', this.id, {
      session: this.contents.session.key,
      width,
      height,
      preload,
      preloadPath,
    })
    this.opened.catch(() => undefined)
    app.emit('web-contents-created', makeEvent({}), this.contents)
    app.emit('browser-window-created', makeEvent({}), this)
  }

  get webContents(): WebContents {
    return this.contents
  }

  async loadURL(url: string): Promise<void> {
    await this.opened
    await this.contents.loadURL(url)
  }

  /** After the first load, as Electron does after the first paint. */
  firstLoaded(): void {
    if (this.loadedOnce) return
    this.loadedOnce = true
    this.emit('ready-to-show')
  }

  show(): void {
    this.showInactive()
    this.focus()
  }

  showInactive(): void {
    if (this.visible) return
    this.visible = true
    this.emit('show')
  }

  hide(): void {
    this.blur()
    if (!this.visible) return
    this.visible = false
    this.emit('hide')
  }

  focus(): void {
    if (focused === this) return
    focused?.blur()
    setFocused(this)
    this.emit('focus')
    app.emit('browser-window-focus', makeEvent({}), this)
  }

  blur(): void {
    if (focused !== this) return
    focused = null
    this.emit('blur')
    app.emit('browser-window-blur', makeEvent({}), this)
  }

  isFocused(): boolean {
    return focused === this
  }

  isVisible(): boolean {
    return this.visible && this.state !== 'minimized'
  }

  isDestroyed(): boolean {
    return this.gone
  }

  isMinimized(): boolean {
    return this.state === 'minimized'
  }

  isMaximized(): boolean {
    return this.state === 'maximized'
  }

  isFullScreen(): boolean {
    return this.state === 'fullscreen'
  }

  minimize(): void {
    this.become('minimized', 'minimize')
    this.blur()
  }

  maximize(): void {
    this.visible = true
    if (this.state !== 'maximized') this.normalBounds = this.bounds
    this.become('maximized', 'maximize')
    this.move({ ...workArea })
  }

  unmaximize(): void {
    if (this.state !== 'maximized') return
    this.become('normal', 'unmaximize')
    this.move(this.normalBounds)
  }

  setFullScreen(on: boolean): void {
    if (on === this.isFullScreen()) return
    this.become(on ? 'fullscreen' : 'normal', on ? 'enter-full-screen' : 'leave-full-screen')
    this.move(on ? { ...workArea } : this.normalBounds)
  }

  restore(): void {
    if (this.state === 'maximized') this.unmaximize()
    else if (this.state === 'minimized') this.become('normal', 'restore')
  }

  private become(state: BrowserWindow['state'], event: string): void {
    if (this.state === state) return
    this.state = state
    this.emit(event)
  }

  getBounds(): Rectangle {
    return { ...this.bounds }
  }

  getNormalBounds(): Rectangle {
    return { ...(this.state === 'normal' ? this.bounds : this.normalBounds) }
  }

  getContentBounds(): Rectangle {
    return this.getBounds()
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.move({ ...this.bounds, ...bounds })
    if (this.state === 'normal') this.normalBounds = this.bounds
  }

  getSize(): [number, number] {
    return [this.bounds.width, this.bounds.height]
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  getPosition(): [number, number] {
    return [this.bounds.x, this.bounds.y]
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y })
  }

  center(): void {
    this.setBounds(centred(this.bounds.width, this.bounds.height))
  }

  private move(bounds: Rectangle): void {
    const before = this.bounds
    this.bounds = bounds
    if (before.width !== bounds.width || before.height !== bounds.height) {
      this.layOut()
      this.emit('resize')
    }
    if (before.x !== bounds.x || before.y !== bounds.y) this.emit('move')
  }

  /** Zoom is a smaller page in the same window: layout follows, the size of the pixels does not. */
  layOut(): void {
    const factor = this.contents.getZoomFactor()
    const [width, height] = [this.bounds.width / factor, this.bounds.height / factor].map(Math.round) as [
      number,
      number,
    ]
    void host('resize', this.id, width, height).catch(() => undefined)
  }

  getTitle(): string {
    return this.title
  }

  setTitle(title: string): void {
    this.title = title
  }

  setMenuBarVisibility(visible: boolean): void {
    this.menuBar = visible
  }

  isMenuBarVisible(): boolean {
    return this.menuBar
  }

  setContentProtection(on: boolean): void {
    record('window.setContentProtection', [on])
    this.contentProtection = on
  }

  isContentProtected(): boolean {
    return this.contentProtection
  }

  /** False when the app refused. */
  close(): boolean {
    if (this.closing) return true
    const event = makeEvent({})
    this.emit('close', event)
    if (event.defaultPrevented) app.stopQuitting()
    else this.destroy()
    return !event.defaultPrevented
  }

  destroy(): void {
    if (this.closing || this.gone) return
    this.closing = true
    void host('closeWindow', this.id)
      .catch(() => undefined)
      .then(() => {
        this.wentAway()
      })
  }

  wentAway(): void {
    if (this.gone) return
    if (focused === this) focused = null
    windows.delete(this.id)
    this.contents.destroyed()
    this.gone = true
    this.emit('closed')
    if (windows.size === 0) app.allWindowsClosed()
  }
}

mortal(BrowserWindow, (window) => window.gone, ['isDestroyed', 'wentAway', 'destroy'])

function centred(width: number, height: number): Rectangle {
  const x = workArea.x + Math.round((workArea.width - width) / 2)
  const y = workArea.y + Math.round((workArea.height - height) / 2)
  return { x, y, width, height }
}

// The person closed the window, so its page is gone already: a refusal comes too late.
serve.windowGone = (id) => {
  const window = windows.get(id)
  if (!window || window.gone) return
  window.emit('close', makeEvent({}))
  window.wentAway()
}
