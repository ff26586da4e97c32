/** `electron.session` and `electron.protocol`. A session is a BrowserContext of its own in the host. */
import type { PageAnswer, PageRequest } from '../border.ts'
import { makeEvent, needReady, record, serve, windows } from './link.ts'
import { isReady } from './link.ts'
import { strict, strictEmitter, StrictEmitter } from './strict.ts'
import { addScheme, hasScheme, schemeOf, toAppUrl } from './urls.ts'

type ProtocolHandler = (request: Request) => Response | Promise<Response>
type Listener = (details: object, respond: (answer: Record<string, unknown>) => void) => void
interface Filter {
  urls: string[]
}

/** Electron's URL patterns, as far as `<all_urls>` and `*`. */
function matches(filter: Filter | null, url: string): boolean {
  return (filter?.urls ?? ['<all_urls>']).some((pattern) => {
    if (pattern === '<all_urls>') return true
    const escaped = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${escaped.join('.*')}$`).test(url)
  })
}

type Hook = 'onBeforeRequest' | 'onBeforeSendHeaders' | 'onHeadersReceived'

class WebRequest {
  private hooks = new Map<Hook, { filter: Filter | null; listener: Listener }>()

  private set(hook: Hook, args: [Filter, Listener | null] | [Listener | null]): void {
    const listener = args.at(-1) as Listener | null
    const filter = args.length === 2 ? args[0] : null
    if (listener) this.hooks.set(hook, { filter, listener })
    else this.hooks.delete(hook)
  }

  onBeforeRequest(...args: [Filter, Listener | null] | [Listener | null]): void {
    this.set('onBeforeRequest', args)
  }

  onBeforeSendHeaders(...args: [Filter, Listener | null] | [Listener | null]): void {
    this.set('onBeforeSendHeaders', args)
  }

  onHeadersReceived(...args: [Filter, Listener | null] | [Listener | null]): void {
    this.set('onHeadersReceived', args)
  }

  async ask(hook: Hook, details: { url: string; [name: string]: unknown }): Promise<Record<string, unknown>> {
    const found = this.hooks.get(hook)
    if (!found || !matches(found.filter, details.url)) return {}
    return new Promise((resolve) => {
      found.listener(details, resolve)
    })
  }
}

class Protocol {
  private handlers = new Map<string, ProtocolHandler>()

  handle(scheme: string, handler: ProtocolHandler): void {
    if (this.handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    if (!hasScheme(scheme)) throw new Error(`stand-in: ${scheme} must be registered with registerSchemesAsPrivileged`)
    this.handlers.set(scheme, handler)
  }

  unhandle(scheme: string): void {
    if (!this.handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`)
  }

  isProtocolHandled(scheme: string): boolean {
    return this.handlers.has(scheme)
  }

  handlerOf(url: string): ProtocolHandler | undefined {
    return this.handlers.get(schemeOf(url))
  }
}

type Verdict = (...args: never[]) => unknown

export class Session extends StrictEmitter {
  readonly protocol = strictOver('protocol', new Protocol())
  readonly webRequest = strictOver('webRequest', new WebRequest())
  readonly verdicts: Partial<Record<'request' | 'check' | 'device' | 'display', Verdict | null>> = {}
  readonly key: string

  constructor(key: string) {
    super()
    this.key = key
  }

  setPermissionRequestHandler(handler: Verdict | null): void {
    this.verdicts.request = handler
  }

  setPermissionCheckHandler(handler: Verdict | null): void {
    this.verdicts.check = handler
  }

  setDevicePermissionHandler(handler: Verdict | null): void {
    this.verdicts.device = handler
  }

  setDisplayMediaRequestHandler(handler: Verdict | null): void {
    this.verdicts.display = handler
  }

  setSpellCheckerEnabled(enabled: boolean): void {
    record('session.setSpellCheckerEnabled', [enabled])
  }

  setSpellCheckerLanguages(languages: string[]): void {
    record('session.setSpellCheckerLanguages', [languages])
  }

  async clearStorageData(options?: object): Promise<void> {
    record('session.clearStorageData', [options])
    return Promise.resolve()
  }

  async clearCache(): Promise<void> {
    record('session.clearCache', [])
    return Promise.resolve()
  }

  async setProxy(config: object): Promise<void> {
    record('session.setProxy', [config])
    return Promise.resolve()
  }

  isPersistent(): boolean {
    return this.key === '' || this.key.startsWith('persist:')
  }
}

function strictOver<T extends object>(name: string, object: T): T {
  const { prototype } = object.constructor as unknown as { prototype: object }
  strict(name, prototype)
  return object
}

const sessions = new Map<string, Session>()

export function sessionNamed(key: string): Session {
  needReady('Session can only be received when app is ready')
  let found = sessions.get(key)
  if (!found) {
    found = new Session(key)
    sessions.set(key, found)
  }
  return found
}

export const session = strictEmitter('session', {
  get defaultSession() {
    return sessionNamed('')
  },
  fromPartition: (partition: string, options?: object) => {
    if (options) record('session.fromPartition', [partition, options])
    return sessionNamed(partition)
  },
})

interface CustomScheme {
  scheme: string
  privileges?: { standard?: boolean }
}

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: (list: CustomScheme[]) => {
    if (isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    record('protocol.registerSchemesAsPrivileged', [list])
    for (const { scheme, privileges } of list) {
      if (privileges?.standard !== true) throw new Error(`stand-in: only standard schemes are served, not ${scheme}`)
      addScheme(scheme)
    }
  },
  handle: (scheme: string, handler: ProtocolHandler) => {
    sessionNamed('').protocol.handle(scheme, handler)
  },
  unhandle: (scheme: string) => {
    sessionNamed('').protocol.unhandle(scheme)
  },
  isProtocolHandled: (scheme: string) => sessionNamed('').protocol.isProtocolHandled(scheme),
})

function listsOf(headers: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]))
}

function joined(headers: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]))
}

async function fetched(own: Session, asked: PageRequest, url: string): Promise<PageAnswer> {
  const details = { url, method: asked.method, resourceType: asked.resourceType }
  const before = await own.webRequest.ask('onBeforeRequest', details)
  if (before.cancel === true) return { kind: 'refused' }
  const handler = own.protocol.handlerOf(url)
  if (!handler) return { kind: 'outside' }
  const sent = await own.webRequest.ask('onBeforeSendHeaders', { ...details, requestHeaders: asked.headers })
  if (sent.cancel === true) return { kind: 'refused' }
  const requestHeaders = (sent.requestHeaders ?? asked.headers) as Record<string, string>
  const headers = Object.entries(requestHeaders).filter(([name]) => !name.startsWith(':'))
  const body = asked.body && asked.method !== 'GET' && asked.method !== 'HEAD' ? Buffer.from(asked.body) : null
  const response = await handler(new Request(url, { method: asked.method, headers, body }))
  const received = await own.webRequest.ask('onHeadersReceived', {
    ...details,
    statusCode: response.status,
    responseHeaders: listsOf(Object.fromEntries(response.headers)),
  })
  if (received.cancel === true) return { kind: 'refused' }
  const lists = (received.responseHeaders ?? Object.fromEntries(response.headers)) as Record<string, string | string[]>
  const bytes = new Uint8Array(await response.arrayBuffer())
  return { kind: 'response', status: response.status, headers: joined(lists), body: bytes }
}

serve.request = async (id, asked) => {
  const window = windows.get(id)
  if (!window) return { kind: 'refused' }
  return fetched(window.contents.session, asked, toAppUrl(asked.url))
}

serve.permission = async (id, name) => {
  const contents = windows.get(id)?.contents
  const { request, check, device } = contents?.session.verdicts ?? {}
  const asked = { isMainFrame: true, requestingUrl: contents?.getURL() ?? '' }
  return {
    // Without handlers Electron approves everything.
    request: request
      ? await new Promise<boolean>((resolve) => {
          ;(request as (...args: unknown[]) => void)(contents, name, resolve, asked)
        })
      : true,
    check: check
      ? Boolean((check as (...args: unknown[]) => unknown)(contents, name, asked.requestingUrl, asked))
      : true,
    device: device
      ? Boolean((device as (...args: unknown[]) => unknown)({ deviceType: 'hid', origin: asked.requestingUrl }))
      : false,
  }
}

serve.download = (id, url, filename) => {
  const contents = windows.get(id)?.contents
  const item = strictEmitter('DownloadItem', {
    getURL: () => toAppUrl(url),
    getFilename: () => filename,
    cancel: () => undefined,
  })
  contents?.session.emit('will-download', makeEvent({}), item, contents)
}
