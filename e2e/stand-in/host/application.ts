/** The app under the stand-in, with the surface of Playwright's ElectronApplication and what only the stand-in can do. */
import type { ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import type { BrowserContext, Page } from 'playwright'
import type { AcceleratorEntry, HostCalls, MainCalls, PretendedSender, RecordedCall, WindowRequest } from '../border.ts'
import { makeRpc, type Call } from '../rpc.ts'
import { askPerson } from './ask-person.ts'
import type { OutsideRequest } from './traffic.ts'
import { WindowPage, type Surroundings } from './window-page.ts'

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface ApplicationParts {
  child: ChildProcess
  /** A context for the session that this window is the first to want. */
  openContext: (request: WindowRequest) => Promise<BrowserContext>
  openPage: (context: BrowserContext, request: WindowRequest) => Promise<Page>
  /** Awaited for each page before it loads anything. */
  prepare: (page: Page) => Promise<void>
  /** Where files are saved that a person names; null where nobody is at the screen. */
  demoFolder: string | null
  devServer: string | null
  closeBrowser: () => Promise<void>
  version: string
}

type Electron = typeof import('electron')

export class StandInApplication extends EventEmitter {
  readonly exited: Promise<Exit>
  readonly becameReady: Promise<void>
  private parts: ApplicationParts
  private main: Call<MainCalls>
  private pages = new Map<number, WindowPage>()
  private contexts = new Map<string, Promise<BrowserContext>>()
  private outside: OutsideRequest[] = []
  private table: AcceleratorEntry[] = []
  private watched = false
  private scheme: 'dark' | 'light' | null = null
  private written = ''

  constructor(parts: ApplicationParts) {
    super()
    this.parts = parts
    const { child } = parts
    let ready: () => void = () => undefined
    this.becameReady = new Promise((resolve) => {
      ready = resolve
    })
    this.main = makeRpc<MainCalls>(
      {
        get connected() {
          return child.connected
        },
        send: (message) => child.send(message as object, () => undefined),
        onMessage: (listener) => child.on('message', listener),
        onGone: (listener) => child.on('disconnect', listener),
      },
      this.served(ready),
    )
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text: Buffer) => {
        this.written += text.toString()
        // A person at the screen has nothing else that shows it.
        if (parts.demoFolder !== null) process.stderr.write(text)
      })
    }
    this.exited = once(child, 'exit').then(async ([code, signal]) => {
      await parts.closeBrowser().catch(() => undefined)
      this.emit('close')
      return { code: code as number | null, signal: signal as NodeJS.Signals | null }
    })
  }

  private served(ready: () => void): HostCalls {
    return {
      ready,
      openWindow: (id, request) => this.openWindow(id, request),
      closeWindow: async (id) => {
        const own = this.pages.get(id)
        this.pages.delete(id)
        await own?.close()
      },
      load: (id, url) => this.pageOf(id).load(url),
      reload: (id) => this.reload(id),
      crash: (id) => this.pageOf(id).crash(),
      resize: (id, width, height) => this.pageOf(id).resize(width, height),
      evaluate: (id, code, userGesture) => this.pageOf(id).evaluate(code, userGesture),
      edit: (id, command) => this.pageOf(id).edit(command),
      toPage: async (id, message) => this.pages.get(id)?.send(message) ?? false,
      accelerators: async (table, watched) => {
        this.table = table
        this.watched = watched
        await Promise.all([...this.pages.values()].map((own) => own.tellAccelerators()))
      },
      colorScheme: async (scheme) => {
        this.scheme = scheme
        await Promise.all([...this.pages.values()].map(({ page }) => page.emulateMedia({ colorScheme: scheme })))
      },
      writeClipboard: (text) => this.writeClipboard(text),
      ask: async (id, request) => {
        const own = id === null ? [...this.pages.values()][0] : this.pages.get(id)
        if (!own || this.parts.demoFolder === null) throw new Error('stand-in: nobody is there to answer a dialog')
        return askPerson(own, request, this.parts.demoFolder)
      },
    }
  }

  private pageOf(id: number): WindowPage {
    const own = this.pages.get(id)
    if (!own) throw new Error('stand-in: the window is closed')
    return own
  }

  private async openWindow(id: number, request: WindowRequest): Promise<void> {
    const { session } = request
    const known = this.contexts.get(session) ?? this.parts.openContext(request)
    this.contexts.set(session, known)
    const page = await this.parts.openPage(await known, request)
    const around: Surroundings = {
      main: this.main,
      note: (outside) => this.outside.push(outside),
      accelerators: () => ({ table: this.table, watched: this.watched }),
      preloadProcess: {
        ...{ type: 'renderer', sandboxed: true, contextIsolated: true, platform: process.platform, arch: process.arch },
        versions: { chrome: this.parts.version, electron: 'stand-in', node: process.versions.node },
        env: {},
      },
      devServer: this.parts.devServer,
      onGone: (gone) => {
        if (this.pages.delete(gone)) void this.main('windowGone', gone).catch(() => undefined)
      },
    }
    const [own] = await Promise.all([
      WindowPage.open(id, page, request, around),
      this.parts.prepare(page),
      this.scheme === null ? undefined : page.emulateMedia({ colorScheme: this.scheme }),
    ])
    this.pages.set(id, own)
    this.emit('window', page)
  }

  /** A crashed page cannot come back: another takes its place. */
  private async reload(id: number): Promise<void> {
    const own = this.pageOf(id)
    if (!own.crashed) {
      await own.reload()
      return
    }
    const url = own.page.url()
    this.pages.delete(id)
    await this.openWindow(id, own.request)
    void own.close().catch(() => undefined)
    await this.pageOf(id).load(url)
  }

  private async writeClipboard(text: string): Promise<void> {
    const own = [...this.pages.values()][0]
    const code = `navigator.clipboard.writeText(${JSON.stringify(text)})`
    await own?.askInWorld(code).catch(() => undefined)
  }

  windows(): Page[] {
    return [...this.pages.values()].map(({ page }) => page)
  }

  async firstWindow(): Promise<Page> {
    const died = this.exited.then(({ code }) => {
      throw new Error(`stand-in: the app ended (${String(code)}) before it opened a window\n${this.written}`)
    })
    const page = this.windows()[0] ?? (await Promise.race([once(this, 'window') as Promise<[Page]>, died]))[0]
    // Not the empty page that Chromium opens with.
    const loaded = page.waitForURL(({ protocol }) => !/^(about|data):$/.test(protocol), {
      waitUntil: 'domcontentloaded',
    })
    await Promise.race([loaded, died])
    return page
  }

  async waitForEvent(name: 'window' | 'close'): Promise<unknown> {
    return (await once(this, name))[0]
  }

  /** `fn` runs in the main process and closes over nothing; its argument and result are structured clones. */
  async evaluate<R, A = undefined>(fn: (electron: Electron, arg: A) => R | Promise<R>, arg?: A): Promise<R> {
    return (await this.main('evaluate', fn.toString(), arg)) as R
  }

  process(): ChildProcess {
    return this.parts.child
  }

  /** Requests to anywhere but the app's own address. All were refused. */
  requests(): OutsideRequest[] {
    return [...this.outside]
  }

  /** Calls of APIs that the stand-in only records, in order. */
  async calls(): Promise<RecordedCall[]> {
    return this.main('recorded')
  }

  /** Calls an ipcMain.handle channel as from another frame or address, to prove the check of the sender. */
  async invokeAs(sender: PretendedSender, channel: string, ...args: unknown[]): Promise<unknown> {
    return this.main('invokeAs', sender, channel, args)
  }

  /** What the session's permission handlers answer. */
  async askPermission(name: string): Promise<{ request: boolean; check: boolean; device: boolean }> {
    return this.main('permission', [...this.pages.keys()][0] ?? 0, name)
  }

  /** Until pages know the accelerators as the menu has them now. */
  async settle(): Promise<void> {
    await this.main('settle')
  }

  /** What the main process has written so far. */
  output(): string {
    return this.written
  }

  /** Asks the app to quit; ends it where it does not within `patienceMs`. */
  async close(patienceMs = 15_000): Promise<Exit> {
    const { child } = this.parts
    void this.main('quit').catch(() => undefined)
    const impatient = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    const exit = await this.exited
    clearTimeout(impatient)
    return exit
  }
}
