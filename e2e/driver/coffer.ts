/** The running app as a spec sees it. */
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from '@playwright/test'
import type { RecordedCall } from '../stand-in/border.ts'
import type { Exit } from '../stand-in/host.ts'
import { real } from './binaries.ts'
import { askedDialogs, queueAnswer, takeOverDialogs, unexpectedDialogs, type AskedDialog } from './dialogs.ts'
import { dragFilesAway, dragFilesOver, dropFiles, type Point } from './drag.ts'
import { clickMenu, menuEntries, menuEntry, pressKeys, type MenuEntry } from './menu.ts'
import { start, type Driven, type Electron } from './start.ts'
import { makeSeen, watch, watchRequests, type Seen } from './watch.ts'

export interface Launch {
  app?: string
  args?: string[]
  packaged?: boolean
  env?: Record<string, string>
  userData?: string
}

/** What a spec may expect to happen, which otherwise fails it. */
export type Allowed = 'violations' | 'page-errors' | 'requests' | 'dialogs' | 'unclean-exit'

interface Heard {
  asked: AskedDialog[]
  /** Kinds of dialogs with an answer queued that never came. */
  unused: string[]
  unexpected: string[]
  unclean: string[]
}

export class Coffer {
  /** An empty folder for the test's own files; removed after the test. */
  readonly folder: string
  readonly userData: string
  readonly seen: Seen = makeSeen()
  private launched: Launch
  private browser: Browser | null
  private current: Driven | null = null
  private others: Driven[] = []
  private allowed = new Set<Allowed>()
  private ended = new Set<Driven>()
  private heard: Heard = { asked: [], unused: [], unexpected: [], unclean: [] }

  constructor(base: string, launched: Launch, browser: Browser | null) {
    this.folder = path.join(base, 'files')
    this.userData = path.join(base, 'user-data')
    for (const folder of [this.folder, this.userData]) fs.mkdirSync(folder, { mode: 0o700 })
    this.launched = launched
    this.browser = browser
  }

  get app(): Driven {
    if (!this.current) throw new Error('the app is not running')
    return this.current
  }

  /** The first window's page as it is now: after a crash of its process it is another one. */
  get page(): Page {
    const [page] = this.app.windows()
    if (!page) throw new Error('the app has no window')
    return page
  }

  readonly menu = {
    /** By id, or by labels such as `File > Export…`; throws where there is none. */
    item: (name: string): Promise<MenuEntry> => menuEntry(this.app, name),
    all: (): Promise<MenuEntry[]> => menuEntries(this.app),
    /** Throws where the item or a menu it is in is disabled or not visible. */
    click: (name: string): Promise<void> => clickMenu(this.app, name),
  }

  private async begin(options: Launch): Promise<Driven> {
    const { userData = this.userData } = options
    const app = await start({
      ...options,
      userData,
      browser: this.browser,
      prepare: async (page) => {
        await watch(page, this.seen)
        if (real) watchRequests(page, this.seen)
      },
    })
    await takeOverDialogs(app).catch(async (error: unknown) => {
      // An app that found another instance quits at once.
      const ended = await Promise.race([app.exited, setTimeout(5000, null)])
      if (ended === null) throw error
    })
    return app
  }

  /** Called by the fixture. */
  async open(): Promise<void> {
    this.current = await this.begin(this.launched)
    const page = await this.current.firstWindow()
    // The page's scripts have run: it listens.
    await page.waitForLoadState('load')
  }

  /** Starts the app once more beside the first, over the same user data unless told otherwise. */
  async launch(options: Launch = {}): Promise<Driven> {
    const app = await this.begin({ ...this.launched, ...options })
    this.others.push(app)
    return app
  }

  /** Quits, and starts again over the same user data. */
  async relaunch(options: Launch = {}): Promise<void> {
    await this.quit()
    this.launched = { ...this.launched, ...options }
    await this.open()
  }

  /** Asks the app to quit and waits until it is gone. */
  async quit(): Promise<Exit> {
    const { app } = this
    await this.hear(app)
    const exit = await app.close()
    this.note(app, exit)
    return exit
  }

  /** As a person closes the window: the app may refuse. */
  async closeWindow(): Promise<void> {
    await this.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.close()
    })
  }

  /** Presses a key or combination, written as an accelerator: `CmdOrCtrl+Shift+E`, `F6`, `Esc`. */
  async press(accelerator: string): Promise<void> {
    await pressKeys(this.app, accelerator)
  }

  /** Answers the next save dialog; null cancels it. */
  async answerSave(file: string | null): Promise<void> {
    await queueAnswer(this.app, 'save', file)
  }

  /** Answers the next open dialog; null cancels it. */
  async answerOpen(files: string[] | null): Promise<void> {
    await queueAnswer(this.app, 'open', files)
  }

  /** Presses a button of the next message box, by position or by its text. */
  async answerMessage(button: number | string): Promise<void> {
    await queueAnswer(this.app, 'message', button)
  }

  /** Lets the next error box pass. */
  async expectErrorBox(): Promise<void> {
    await queueAnswer(this.app, 'error', true)
  }

  /** The dialogs so far, with the options that the app gave. */
  async dialogs(): Promise<AskedDialog[]> {
    return [...this.heard.asked, ...(await askedDialogs(this.app)).asked]
  }

  /** Drops files from the desktop, on the middle of the page unless told where. */
  async drop(files: string[], { at }: { at?: Point } = {}): Promise<void> {
    await dropFiles(this.page, files, at)
  }

  /** Holds files over the page; end with drop or dragAway. */
  async dragOver(files: string[], { at }: { at?: Point } = {}): Promise<void> {
    await dragFilesOver(this.page, files, at)
  }

  async dragAway(files: string[]): Promise<void> {
    await dragFilesAway(this.page, files)
  }

  async clipboardText(): Promise<string> {
    return this.app.evaluate(({ clipboard }) => clipboard.readText())
  }

  async setClipboardText(text: string): Promise<void> {
    await this.app.evaluate(({ clipboard }, given) => clipboard.writeText(given), text)
  }

  /**
   * Emits what the system would, on a member of `electron` or on the first window, its contents or its session. All but
   * powerMonitor and nativeTheme get an event first. True when a listener prevented it.
   */
  async emit(
    target: keyof Electron | 'window' | 'webContents' | 'session',
    name: string,
    ...args: unknown[]
  ): Promise<boolean> {
    return this.app.evaluate(
      (electron, given) => {
        const window = electron.BrowserWindow.getAllWindows()[0]
        const { webContents } = window ?? {}
        const own: Record<string, unknown> = { window, webContents, session: webContents?.session }
        const emitter = (own[given.target] ?? electron[given.target as 'app']) as { emit: (...all: unknown[]) => void }
        const event = {
          defaultPrevented: false,
          preventDefault: () => {
            event.defaultPrevented = true
          },
        }
        const bare = given.target === 'powerMonitor' || given.target === 'nativeTheme'
        emitter.emit(given.name, ...(bare ? [] : [event]), ...given.args)
        return event.defaultPrevented
      },
      { target, name, args },
    )
  }

  /** As if nobody had touched the computer for so long. */
  async idle(seconds: number): Promise<void> {
    await this.app.evaluate(({ powerMonitor }, idleFor) => {
      powerMonitor.getSystemIdleTime = () => idleFor
      powerMonitor.getSystemIdleState = (threshold) => (idleFor >= threshold ? 'idle' : 'active')
    }, seconds)
  }

  /** Calls that the stand-in records instead of acting on them, by name such as `shell.openExternal`. Stand-in only. */
  async calls(name?: string): Promise<RecordedCall[]> {
    const calls = (await this.app.standIn?.calls()) ?? []
    return name === undefined ? calls : calls.filter((call) => call.name === name)
  }

  /** Does not fail the test for these. */
  allow(...what: Allowed[]): void {
    for (const one of what) this.allowed.add(one)
  }

  /** What the main process keeps, while it lives. */
  private async hear(app: Driven): Promise<void> {
    const { asked, unused } = await askedDialogs(app).catch(() => ({ asked: [], unused: [] }))
    this.heard.asked.push(...asked)
    this.heard.unused.push(...unused)
  }

  private note(app: Driven, { code, signal }: Exit): void {
    if (this.ended.has(app)) return
    this.ended.add(app)
    this.heard.unexpected.push(...unexpectedDialogs(app))
    if (app.standIn) this.seen.requests.push(...app.standIn.requests().map(({ url }) => url))
    if (code !== 0) this.heard.unclean.push(`the app ended with ${String(code ?? signal)}: ${app.output()}`)
  }

  /** Called by the fixture: ends every app and says what was wrong. */
  async finish(): Promise<string[]> {
    for (const app of [...this.others, ...(this.current ? [this.current] : [])]) {
      if (this.ended.has(app)) continue
      await this.hear(app)
      this.note(app, await app.close())
    }
    const { violations, pageErrors, requests } = this.seen
    const { unexpected, unused, unclean } = this.heard
    const found: [Allowed, string, string[]][] = [
      ['violations', 'content security policy: ', violations],
      ['page-errors', 'error in the page: ', pageErrors],
      ['requests', 'request to the outside: ', requests],
      ['dialogs', 'unexpected dialog: ', unexpected],
      ['dialogs', 'dialog that was answered but never shown: ', unused],
      ['unclean-exit', '', unclean],
    ]
    return found.flatMap(([kind, text, lines]) => (this.allowed.has(kind) ? [] : lines.map((line) => text + line)))
  }

  output(): string {
    return this.current?.output() ?? ''
  }
}
