/** One BrowserWindow's page in Chromium: the two worlds, messages, loading. */
import { randomUUID } from 'node:crypto'
import type { CDPSession, Page } from 'playwright'
import type { AcceleratorEntry, FromPage, MainCalls, ToPage, WindowRequest } from '../border.ts'
import { GONE, type Call } from '../rpc.ts'
import { mainWorldScript, preloadWorldScript } from '../source.ts'
import { routeTraffic, type OutsideRequest } from './traffic.ts'

const WORLD = 'electron-preload'
const BINDING = '__standInPost'

export interface Surroundings {
  main: Call<MainCalls>
  note: (request: OutsideRequest) => void
  accelerators: () => { table: AcceleratorEntry[]; watched: boolean }
  preloadProcess: Record<string, unknown>
  devServer: string | null
  /** The page is gone without the app having closed it. */
  onGone: (id: number) => void
}

export class WindowPage {
  readonly id: number
  readonly page: Page
  readonly request: WindowRequest
  private around: Surroundings
  private cdp: CDPSession
  private world = 0
  private expected: string | null = null
  private closing = false
  crashed = false

  private constructor(id: number, page: Page, cdp: CDPSession, request: WindowRequest, around: Surroundings) {
    this.id = id
    this.page = page
    this.cdp = cdp
    this.request = request
    this.around = around
  }

  static async open(id: number, page: Page, request: WindowRequest, around: Surroundings): Promise<WindowPage> {
    const cdp = await page.context().newCDPSession(page)
    const made = new WindowPage(id, page, cdp, request, around)
    await made.connect()
    return made
  }

  private async connect(): Promise<void> {
    const { cdp, page } = this
    const tree = cdp.send('Page.getFrameTree')
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      void tree.then(({ frameTree }) => {
        const { frameId } = context.auxData as { frameId?: string }
        if (context.name === WORLD && frameId === frameTree.frame.id) this.enterWorld(context.id)
      })
    })
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === BINDING) void this.received(payload, executionContextId)
    })
    cdp.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
      const details = { url, frameName: windowName, features: windowFeatures.join(',') }
      void this.around.main('windowOpen', this.id, details).catch(() => undefined)
    })
    const names: [string, string] = [randomUUID(), randomUUID()]
    await Promise.all([
      tree,
      cdp.send('Page.enable'),
      cdp.send('Runtime.enable'),
      cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
      cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(names) }),
      cdp.send('Page.addScriptToEvaluateOnNewDocument', {
        worldName: WORLD,
        source: preloadWorldScript(
          { names, binding: BINDING, process: this.around.preloadProcess },
          this.request.preload,
          this.request.preloadPath,
        ),
      }),
      routeTraffic(page, {
        ask: (request) => this.around.main('request', this.id, request),
        mayNavigate: (url, isMainFrame) =>
          this.around.main('mayNavigate', this.id, { url, isMainFrame, redirect: false }),
        isExpected: (url) => url === this.expected || url === this.page.url(),
        note: this.around.note,
        devServer: this.around.devServer,
      }),
    ])
    this.listen()
  }

  private listen(): void {
    const { page } = this
    const tell = (name: string, detail: Record<string, unknown> = {}): void => {
      void this.around.main('pageEvent', this.id, name, detail).catch(() => undefined)
    }
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) tell('did-navigate', { url: frame.url() })
    })
    page.on('domcontentloaded', () => {
      tell('dom-ready')
    })
    page.on('load', () => {
      tell('did-finish-load')
    })
    page.on('crash', () => {
      this.crashed = true
      tell('render-process-gone', { reason: 'crashed', exitCode: 139 })
    })
    // Electron's setWindowOpenHandler says deny; a page that is already there is closed.
    page.on('popup', (popup) => void popup.close().catch(() => undefined))
    page.on('download', (download) => {
      void this.around.main('download', this.id, download.url(), download.suggestedFilename()).catch(() => undefined)
      void download.cancel()
    })
    page.on('close', () => {
      if (!this.closing) this.around.onGone(this.id)
    })
  }

  private enterWorld(context: number): void {
    this.world = context
    void this.tellAccelerators()
  }

  async tellAccelerators(): Promise<void> {
    const message: ToPage = { kind: 'accelerators', ...this.around.accelerators() }
    await this.send(JSON.stringify(message))
  }

  /** False when no page is there to hear it. */
  async send(message: string): Promise<boolean> {
    if (this.world === 0) return false
    return this.deliver(this.world, message).then(
      () => true,
      () => false,
    )
  }

  private async deliver(context: number, message: string): Promise<void> {
    await this.cdp.send('Runtime.callFunctionOn', {
      functionDeclaration: 'function (message) { globalThis.__standInReceive?.(message) }',
      arguments: [{ value: message }],
      executionContextId: context,
    })
  }

  private async received(payload: string, context: number): Promise<void> {
    const { from, ...message } = JSON.parse(payload) as FromPage & { from: string }
    const reply = async (answer: ToPage): Promise<void> =>
      this.deliver(context, JSON.stringify(answer)).catch(() => undefined)
    if (message.kind !== 'invoke' && message.kind !== 'path') {
      await this.around.main('fromPage', this.id, message as FromPage, from).catch((error: unknown) => {
        if (!String(error).includes(GONE)) process.stderr.write(`stand-in: ${message.kind}: ${String(error)}\n`)
      })
      return
    }
    const { id } = message
    try {
      const value =
        message.kind === 'path'
          ? await this.pathOf(message.file, context)
          : await this.around.main('fromPage', this.id, message, from)
      await reply({ kind: 'reply', id, value })
    } catch (error) {
      await reply({ kind: 'failure', id, message: String(error) })
    }
  }

  private async pathOf(file: number, context: number): Promise<string> {
    const { result } = await this.cdp.send('Runtime.evaluate', {
      expression: `globalThis.__standInFile(${file})`,
      contextId: context,
    })
    const { path } = await this.cdp.send('DOM.getFileInfo', { objectId: result.objectId ?? '' })
    return path
  }

  async load(url: string): Promise<void> {
    this.expected = url
    await this.page.goto(url, { waitUntil: 'load' })
  }

  async reload(): Promise<void> {
    await this.page.reload({ waitUntil: 'commit' }).catch(() => undefined)
  }

  async crash(): Promise<void> {
    // Never answered: the process that would is gone.
    void this.cdp.send('Page.crash').catch(() => undefined)
    if (!this.crashed) await this.page.waitForEvent('crash')
  }

  async resize(width: number, height: number): Promise<void> {
    if (this.page.viewportSize()) await this.page.setViewportSize({ width, height })
  }

  /** In the page's own world, as executeJavaScript does. */
  async evaluate(code: string, userGesture: boolean): Promise<unknown> {
    const { result, exceptionDetails } = await this.cdp.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  /** An object of the preload's world, with the rights of a person's click. */
  async askInWorld(expression: string): Promise<{ value: unknown; objectId?: string }> {
    const { result } = await this.cdp.send('Runtime.evaluate', {
      expression,
      contextId: this.world,
      awaitPromise: true,
      userGesture: true,
    })
    return { value: result.value as unknown, ...(result.objectId === undefined ? {} : { objectId: result.objectId }) }
  }

  /** The paths of the files in a list that lives in the preload's world. */
  async filePaths(listId: string): Promise<string[]> {
    const { result } = await this.cdp.send('Runtime.getProperties', { objectId: listId, ownProperties: true })
    const files = result.filter(({ name }) => /^\d+$/.test(name)).map(({ value }) => value?.objectId ?? '')
    const infos = await Promise.all(files.map(async (objectId) => this.cdp.send('DOM.getFileInfo', { objectId })))
    return infos.map(({ path }) => path)
  }

  async edit(command: string): Promise<void> {
    const [, text] = /^insertText:(.*)$/s.exec(command) ?? []
    if (text !== undefined) {
      await this.cdp.send('Input.insertText', { text })
      return
    }
    // An unnamed key that carries nothing but the editing command.
    const key = { key: 'Unidentified', code: '', windowsVirtualKeyCode: 0 }
    await this.cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', commands: [command], ...key })
    await this.cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key })
  }

  async close(): Promise<void> {
    this.closing = true
    await this.page.close()
  }
}
