/** The isolated world of the preload: `require('electron')` there. Injected as text: no imports but of types. */
import type { AcceleratorEntry, FromPage, ToPage } from '../border.ts'
import type { Codec } from '../codec.ts'
import type { Bridge } from './bridge.ts'

type Listener = (event: object, ...args: unknown[]) => void
type Require = (name: string) => unknown

export interface PreloadParts {
  makeBridge: (mine: string, theirs: string) => Bridge
  makeCodec: () => Codec
  watchKeys: (post: (message: FromPage) => void) => (table: AcceleratorEntry[], watched: boolean) => void
  watchPage: (post: (message: FromPage) => void) => void
}

export interface PreloadSetting {
  names: [string, string]
  binding: string
  process: Record<string, unknown>
}

export function inPreloadWorld(
  parts: PreloadParts,
  setting: PreloadSetting,
  preload: (require: Require, module: { exports: object }, exports: object, process: object) => void,
): void {
  // The blank page before the first load is not the app's.
  if (window.top !== window || location.href === 'about:blank') return
  const own = globalThis as unknown as Record<string, unknown>
  const bridge = parts.makeBridge(setting.names[0], setting.names[1])
  const codec = parts.makeCodec()
  const binding = own[setting.binding] as (text: string) => void
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  const listeners = new Map<string, Set<Listener>>()
  const files = new Map<number, File>()
  const ports = new Map<number, MessagePort>()
  let lastId = 0

  function post(message: FromPage): void {
    binding(JSON.stringify({ ...message, from: location.href }))
  }

  function ask(make: (id: number) => FromPage): Promise<unknown> {
    lastId += 1
    const id = lastId
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      post(make(id))
    })
  }

  function settle(
    id: number,
    how: (call: { resolve: (value: unknown) => void; reject: (error: Error) => void }) => void,
  ): void {
    const call = waiting.get(id)
    waiting.delete(id)
    if (call) how(call)
  }

  function openPort(port: number): MessagePort {
    const channel = new MessageChannel()
    ports.set(port, channel.port1)
    channel.port1.onmessage = ({ data }) => {
      post({ kind: 'port', port, data: codec.encode(data) })
    }
    return channel.port2
  }

  const setAccelerators = parts.watchKeys(post)
  parts.watchPage(post)

  own.__standInReceive = (text: string) => {
    const message = JSON.parse(text) as ToPage
    switch (message.kind) {
      case 'reply':
        settle(message.id, ({ resolve }) => {
          resolve(codec.decode(message.value))
        })
        break
      case 'failure':
        settle(message.id, ({ reject }) => {
          reject(new Error(message.message))
        })
        break
      case 'port':
        ports.get(message.port)?.postMessage(codec.decode(message.data))
        break
      case 'accelerators':
        setAccelerators(message.table, message.watched)
        break
      case 'message': {
        const event = { sender: ipcRenderer, ports: message.ports.map(openPort) }
        const args = codec.decode(message.args) as unknown[]
        for (const listener of [...(listeners.get(message.channel) ?? [])]) listener(event, ...args)
      }
    }
  }
  own.__standInFile = (id: number) => files.get(id)

  function strict<T extends object>(name: string, members: T): T {
    return new Proxy(members, {
      get(target, key): unknown {
        if (typeof key === 'symbol' || key in target || key === 'then') return Reflect.get(target, key)
        throw new Error(`stand-in: ${name}.${key} is not there; add it in e2e/stand-in/in-page/preload-world.ts`)
      },
    })
  }

  const ipcRenderer = strict('ipcRenderer', {
    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      const coded = codec.encode(args)
      try {
        return await ask((id) => ({ kind: 'invoke', id, channel, args: coded }))
      } catch (error) {
        throw new Error(`Error invoking remote method '${channel}': ${(error as Error).message}`, { cause: error })
      }
    },
    send(channel: string, ...args: unknown[]) {
      post({ kind: 'send', id: 0, channel, args: codec.encode(args) })
    },
    sendSync(): never {
      throw new Error('stand-in: ipcRenderer.sendSync is not there')
    },
    on(channel: string, listener: Listener) {
      const set = listeners.get(channel) ?? new Set()
      listeners.set(channel, set.add(listener))
      return ipcRenderer
    },
    once(channel: string, listener: Listener) {
      function first(event: object, ...args: unknown[]): void {
        ipcRenderer.off(channel, first)
        listener(event, ...args)
      }
      return ipcRenderer.on(channel, first)
    },
    off(channel: string, listener: Listener) {
      listeners.get(channel)?.delete(listener)
      return ipcRenderer
    },
    addListener: (channel: string, listener: Listener): unknown => ipcRenderer.on(channel, listener),
    removeListener: (channel: string, listener: Listener): unknown => ipcRenderer.off(channel, listener),
    removeAllListeners(channel: string) {
      listeners.delete(channel)
      return ipcRenderer
    },
    listenerCount: (channel: string) => listeners.get(channel)?.size ?? 0,
  })

  const electron = strict('electron', {
    ipcRenderer,
    contextBridge: strict('contextBridge', {
      exposeInMainWorld(key: string, api: unknown) {
        bridge.call('expose', 0, [key, api])
      },
    }),
    webUtils: strict('webUtils', {
      // A promise here, a text in Electron: the path is known to Chromium's browser process only.
      async getPathForFile(file: unknown) {
        if (!(file instanceof File)) throw new TypeError('getPathForFile expects a File')
        lastId += 1
        const name = lastId
        files.set(name, file)
        return ask((id) => ({ kind: 'path', id, file: name })).finally(() => files.delete(name))
      },
    }),
  })

  function require(name: string): unknown {
    if (name === 'electron' || name === 'electron/renderer') return electron
    throw new Error(`module not found: ${name}`)
  }

  const module = { exports: {} }
  try {
    preload(require, module, module.exports, Object.freeze(setting.process))
  } catch (error) {
    post({ kind: 'preload-error', message: error instanceof Error ? error.message : String(error) })
    throw error
  }
}
