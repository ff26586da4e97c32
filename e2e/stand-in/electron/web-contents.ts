/** WebContents: the page of a window, as the main process sees it. */
import type { ToPage } from '../border.ts'
import { mainFrameOf, type Frame } from './frames.ts'
import { codec, host, keysChanged, makeEvent, record, recorder, serve, windows } from './link.ts'
import type { MessagePortMain } from './message-channel.ts'
import { sessionNamed, type Session } from './session.ts'
import { mortal, StrictEmitter } from './strict.ts'
import { toAppUrl, toPageUrl } from './urls.ts'

export interface WebPreferences {
  preload?: string
  partition?: string
  session?: Session
  [name: string]: unknown
}

type OpenHandler = (details: object) => { action: string }

const DEFAULTS = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
  devTools: true,
}

export class WebContents extends StrictEmitter {
  readonly id: number
  readonly session: Session
  readonly mainFrame: Frame
  readonly hostWebContents = null
  /** In the app's own scheme. */
  pageUrl = ''
  openHandler: OpenHandler | null = null
  dead = false
  crashed = false
  private title = ''
  private zoomLevel = 0
  private toolsOpen = false
  private preferences: WebPreferences

  setVisualZoomLevelLimits = async (...limits: [number, number]): Promise<void> => {
    record('webContents.setVisualZoomLevelLimits', limits)
    return Promise.resolve()
  }
  setBackgroundThrottling = recorder('webContents.setBackgroundThrottling')
  setIgnoreMenuShortcuts = recorder('webContents.setIgnoreMenuShortcuts')
  setUserAgent = recorder('webContents.setUserAgent')

  constructor(id: number, preferences: WebPreferences) {
    super()
    this.id = id
    this.preferences = { ...DEFAULTS, ...preferences }
    this.session = preferences.session ?? sessionNamed(preferences.partition ?? '')
    this.mainFrame = mainFrameOf(this)
    this.on('newListener', (name) => {
      if (name === 'before-input-event') keysChanged()
    })
  }

  getURL(): string {
    return this.pageUrl
  }

  getTitle(): string {
    return this.title
  }

  isDestroyed(): boolean {
    return this.dead
  }

  isCrashed(): boolean {
    return this.crashed
  }

  isLoading(): boolean {
    return false
  }

  isFocused(): boolean {
    return windows.get(this.id)?.isFocused() ?? false
  }

  getLastWebPreferences(): WebPreferences {
    const plain = { ...this.preferences }
    delete plain.session
    return plain
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }

  send(channel: string, ...args: unknown[]): void {
    this.post({ kind: 'message', channel, args: codec.encode(args), ports: [] })
  }

  postMessage(channel: string, message: unknown, ports: MessagePortMain[] = []): void {
    const names = ports.map((port) => port.giveTo(this.id))
    this.post({ kind: 'message', channel, args: codec.encode([message]), ports: names })
  }

  private post(message: ToPage): void {
    void host('toPage', this.id, JSON.stringify(message)).catch(() => undefined)
  }

  async loadURL(url: string): Promise<void> {
    this.pageUrl = url
    try {
      await host('load', this.id, toPageUrl(url))
    } catch (error) {
      const reason = /net::(ERR_\w+)/.exec(String(error))?.[1] ?? 'ERR_FAILED'
      this.emit('did-fail-load', makeEvent({}), -2, reason, url, true, 1, 1)
      throw Object.assign(new Error(`${reason} (-2) loading '${url}'`), { code: reason, errno: -2, url })
    }
  }

  reload(): void {
    void host('reload', this.id).catch(() => undefined)
  }

  reloadIgnoringCache(): void {
    this.reload()
  }

  forcefullyCrashRenderer(): void {
    void host('crash', this.id).catch(() => undefined)
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    return host('evaluate', this.id, code, userGesture)
  }

  async insertText(text: string): Promise<void> {
    await host('edit', this.id, `insertText:${text}`)
  }

  undo(): void {
    this.edit('undo')
  }

  redo(): void {
    this.edit('redo')
  }

  cut(): void {
    this.edit('cut')
  }

  copy(): void {
    this.edit('copy')
  }

  paste(): void {
    this.edit('paste')
  }

  delete(): void {
    this.edit('delete')
  }

  selectAll(): void {
    this.edit('selectAll')
  }

  private edit(command: string): void {
    void host('edit', this.id, command).catch(() => undefined)
  }

  setZoomLevel(level: number): void {
    this.zoomLevel = level
    windows.get(this.id)?.layOut()
  }

  getZoomLevel(): number {
    return this.zoomLevel
  }

  setZoomFactor(factor: number): void {
    if (!(factor > 0)) throw new Error("'zoomFactor' must be a double greater than 0.0")
    this.setZoomLevel(Math.log(factor) / Math.log(1.2))
  }

  getZoomFactor(): number {
    return 1.2 ** this.zoomLevel
  }

  openDevTools(): void {
    if (this.preferences.devTools === false) return
    record('webContents.openDevTools', [])
    this.toolsOpen = true
  }

  closeDevTools(): void {
    this.toolsOpen = false
  }

  toggleDevTools(): void {
    if (this.toolsOpen) this.closeDevTools()
    else this.openDevTools()
  }

  isDevToolsOpened(): boolean {
    return this.toolsOpen
  }

  focus(): void {
    windows.get(this.id)?.focus()
  }

  close(): void {
    windows.get(this.id)?.close()
  }

  titleChanged(title: string): void {
    if (title === this.title) return
    this.title = title
    const event = makeEvent({})
    windows.get(this.id)?.emit('page-title-updated', event, title, true)
    this.emit('page-title-updated', makeEvent({}), title, true)
    if (!event.defaultPrevented) windows.get(this.id)?.setTitle(title)
  }

  destroyed(): void {
    this.dead = true
    this.emit('destroyed')
  }
}

mortal(WebContents, (contents) => contents.dead, ['isDestroyed', 'destroyed', 'titleChanged'])

serve.mayNavigate = (id, { url, isMainFrame, redirect }) => {
  const contents = windows.get(id)?.contents
  if (!contents) return false
  const target = toAppUrl(url)
  const frame = isMainFrame ? contents.mainFrame : null
  const names = redirect ? ['will-redirect'] : ['will-frame-navigate', ...(isMainFrame ? ['will-navigate'] : [])]
  return names.every((name) => {
    const details = { url: target, isMainFrame, isSameDocument: false, frame, initiator: contents.mainFrame }
    const event = makeEvent(details)
    if (name === 'will-frame-navigate') contents.emit(name, event)
    else contents.emit(name, event, target, false, isMainFrame, 1, 1)
    return !event.defaultPrevented
  })
}

serve.windowOpen = (id, { url, frameName, features }) => {
  const details = {
    url: toAppUrl(url),
    frameName,
    features,
    disposition: 'new-window',
    referrer: { url: '', policy: '' },
  }
  const action = windows.get(id)?.contents.openHandler?.(details).action ?? 'allow'
  // Whatever is answered, the host closes what opened: this tells what Electron would have done.
  record('window.open', [details.url, action])
  return action
}

serve.pageEvent = (id, name, detail) => {
  const window = windows.get(id)
  if (!window) return
  const { contents } = window
  if (typeof detail.url === 'string') contents.pageUrl = toAppUrl(detail.url)
  if (name === 'render-process-gone') contents.crashed = true
  if (name === 'did-navigate') {
    contents.crashed = false
    contents.emit(name, makeEvent({}), contents.pageUrl, 200, 'OK')
  } else {
    contents.emit(name, makeEvent({}), detail)
  }
  if (name === 'did-finish-load') window.firstLoaded()
}
