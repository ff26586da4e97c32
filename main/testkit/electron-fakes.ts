/** Parts of Electron that tests put questions to, and the questions. */
import { EventEmitter } from 'node:events'
import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { vi, type Mock } from 'vitest'
import { CHANNELS, type CofferApi, type Envelope } from '../../contract/api.ts'
import { serve, type Ipc } from '../ipc/serve.ts'
import { APP_PAGE, type Page } from '../shell/protocol.ts'
import { guardContents, guardSession, isOwnPage, type GuardedContents, type GuardedSession } from '../shell/security.ts'

/** By the names that Electron asks with. */
export const PERMISSIONS = [
  ...['accessibility-events', 'background-sync', 'clipboard-read', 'clipboard-sanitized-write', 'display-capture'],
  ...['fileSystem', 'fullscreen', 'geolocation', 'hid', 'idle-detection', 'keyboardLock', 'local-fonts', 'media'],
  ...['mediaKeySystem', 'midi', 'midiSysex', 'notifications', 'openExternal', 'payment-handler', 'pointerLock'],
  ...['persistent-storage', 'sensors', 'serial', 'speaker-selection', 'storage-access', 'unknown', 'usb'],
  ...['top-level-storage-access', 'window-management', 'deprecated-sync-clipboard-read', 'a-permission-of-tomorrow'],
]

/** Addresses that are not the page's own. */
export const ELSEWHERE = [
  ...['https://example.com/', 'http://example.com/', 'file:///etc/passwd', 'data:text/html,x', 'javascript:alert(1)'],
  ...['about:blank', 'blob:coffer://app/1', 'ftp://example.com', 'ws://example.com', 'coffer://other/index.html'],
  ...['coffer:app', 'chrome://settings', 'chrome-extension://x/', 'view-source:coffer://app/index.html', 'mailto:a@b'],
  ...['coffer://app.example.com/', 'coffer://appx/', 'filesystem:coffer://app/x', 'ms-settings:', '\\\\server\\share'],
  ...['http://localhost:5173/', 'https://app.coffer.invalid/', ''],
]

type Handler = (...args: never[]) => unknown

export class FakeSession extends EventEmitter {
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

  /** What a handler that is handed a callback says to it. */
  askBack(name: string, ...args: unknown[]): unknown[] {
    const answers: unknown[] = []
    this.ask(name, ...args, (answer: unknown) => answers.push(answer))
    return answers
  }

  cancels(url: string): boolean | undefined {
    return (this.askBack('before', { url })[0] as { cancel: boolean } | undefined)?.cancel
  }
}

export function guardedSession(page: Page = APP_PAGE, packaged = true): FakeSession {
  const session = new FakeSession()
  guardSession(session as unknown as GuardedSession, page, packaged)
  return session
}

export class FakeContents extends EventEmitter {
  open: ((details: { url: string }) => { action: string }) | null = null

  setWindowOpenHandler(handler: FakeContents['open']): void {
    this.open = handler
  }

  /** Whether what Electron announces with `event` is prevented. */
  prevents(event: string, url = ''): boolean {
    const preventDefault = vi.fn()
    this.emit(event, { url, isMainFrame: true, preventDefault }, url)
    return preventDefault.mock.calls.length > 0
  }
}

export function guardedContents(page: Page = APP_PAGE): FakeContents {
  const contents = new FakeContents()
  guardContents(contents as unknown as GuardedContents, page)
  return contents
}

const MAIN_FRAME = { origin: 'coffer://app', parent: null, frameTreeNodeId: 7 }
const OURS = { mainFrame: MAIN_FRAME } as unknown as WebContents

/** A call's event; it comes from our own page unless told otherwise. */
export function eventOf(senderFrame: unknown = MAIN_FRAME, sender: unknown = OURS): IpcMainInvokeEvent {
  return { sender, senderFrame } as IpcMainInvokeEvent
}

/** By who they are. */
export const STRANGERS: readonly (readonly [who: string, event: IpcMainInvokeEvent])[] = [
  ['another origin', eventOf({ ...MAIN_FRAME, origin: 'https://example.com' })],
  ['another host of the scheme', eventOf({ ...MAIN_FRAME, origin: 'coffer://other' })],
  ['an origin that begins like ours', eventOf({ ...MAIN_FRAME, origin: 'coffer://app.example.com' })],
  ['no origin', eventOf({ ...MAIN_FRAME, origin: 'null' })],
  ['about:blank', eventOf({ ...MAIN_FRAME, origin: 'about:blank' })],
  ['a subframe of our own page', eventOf({ ...MAIN_FRAME, parent: MAIN_FRAME, frameTreeNodeId: 8 })],
  ['a subframe that hides its parent', eventOf({ ...MAIN_FRAME, frameTreeNodeId: 8 })],
  ['a frame that is gone', eventOf(null)],
  ['a frame that is being taken down', eventOf(frameTakenDown())],
  ['another window', eventOf(MAIN_FRAME, { mainFrame: MAIN_FRAME })],
]

function frameTakenDown(): object {
  return {
    get origin(): string {
      throw new Error('Render frame was disposed before WebFrameMain could be accessed')
    },
    parent: null,
    frameTreeNodeId: 7,
  }
}

type Call = (...args: unknown[]) => Promise<unknown>

/** Every channel as it is served, with handlers that only note that they were called. */
export class ServedCalls {
  readonly drop: Mock<(paths: readonly string[]) => Promise<void>> = vi.fn()
  readonly #listeners = new Map<string, Parameters<Ipc['handle']>[1]>()
  readonly #handlers: Record<string, Record<string, Mock<Call>>>

  constructor() {
    const groups = Object.entries(CHANNELS).map(([group, methods]) => [
      group,
      Object.fromEntries(methods.map((method) => [method, vi.fn<Call>()])),
    ])
    this.#handlers = Object.fromEntries(groups) as Record<string, Record<string, Mock<Call>>>
    const handle: Ipc['handle'] = (channel, listener) => void this.#listeners.set(channel, listener)
    serve(
      { handle },
      {
        api: this.#handlers as unknown as CofferApi,
        offers: { drop: this.drop },
        isTrusted: (event) => isOwnPage(event, OURS, APP_PAGE),
      },
    )
  }

  get channels(): string[] {
    return [...this.#listeners.keys()]
  }

  /** Null for the drop channel. */
  handlerOf(channel: string): Mock<Call> | undefined {
    const [group = '', method = ''] = channel.replace('coffer:', '').split('.')
    return this.#handlers[group]?.[method]
  }

  async call(channel: string, args: unknown[] = [], event = eventOf()): Promise<Envelope<unknown>> {
    const listener = this.#listeners.get(channel)
    if (!listener) throw new Error(`nobody listens on ${channel}`)
    return await listener(event, ...args)
  }
}
