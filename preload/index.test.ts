/** What the page gets, all of it, and nothing of Electron with it. */
import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CHANNELS, channelOf, DROP_CHANNEL, EVENTS, eventChannelOf, type CofferBridge } from '../contract/api.ts'

const { electron, exposed } = vi.hoisted(() => ({
  electron: {
    contextBridge: { exposeInMainWorld: vi.fn<(name: string, api: unknown) => void>() },
    ipcRenderer: { invoke: vi.fn(), on: vi.fn(), removeListener: vi.fn() },
    webUtils: { getPathForFile: vi.fn<(file: unknown) => unknown>() },
  },
  exposed: [] as [string, unknown][],
}))
vi.mock('electron', () => electron)

let bridge: CofferBridge
let ipc: EventEmitter

beforeEach(async () => {
  ipc = new EventEmitter()
  exposed.length = 0
  electron.contextBridge.exposeInMainWorld.mockImplementation((name, api) => void exposed.push([name, api]))
  electron.ipcRenderer.invoke.mockReset().mockResolvedValue({ ok: true, value: 'answer' })
  electron.ipcRenderer.on.mockImplementation((channel: string, listener: () => void) => ipc.on(channel, listener))
  electron.ipcRenderer.removeListener.mockImplementation((channel: string, listener: () => void) =>
    ipc.removeListener(channel, listener),
  )
  electron.webUtils.getPathForFile.mockReset().mockImplementation((file) => (file as { path: string }).path)
  vi.resetModules()
  await import('./index.ts')
  bridge = exposed[0]?.[1] as CofferBridge
})

describe('the surface', () => {
  it('is `window.coffer` and nothing else', () => {
    expect(exposed.map(([name]) => name)).toEqual(['coffer'])
  })

  it('has the calls of the contract, on, dropFiles, and nothing else', () => {
    expect(Object.keys(bridge).sort()).toEqual([...Object.keys(CHANNELS), 'dropFiles', 'on'].sort())
    for (const [group, methods] of Object.entries(CHANNELS)) {
      const calls = bridge[group as keyof typeof CHANNELS]
      expect(Object.keys(calls)).toEqual(methods)
      for (const call of Object.values(calls)) expect(call).toBeTypeOf('function')
    }
  })

  it('does nothing by itself', () => {
    expect(electron.ipcRenderer.invoke).not.toHaveBeenCalled()
    expect(electron.ipcRenderer.on).not.toHaveBeenCalled()
  })
})

it('each call goes to its own channel with its own order, and its answer comes back', async () => {
  for (const [group, methods] of Object.entries(CHANNELS))
    for (const method of methods) {
      const calls = bridge[group as keyof typeof CHANNELS] as unknown as Record<string, (order: unknown) => unknown>
      expect(await calls[method]?.({ a: 1 })).toEqual({ ok: true, value: 'answer' })
      expect(electron.ipcRenderer.invoke).toHaveBeenLastCalledWith(channelOf(group, method), { a: 1 })
    }
})

describe('events', () => {
  it.each(EVENTS)('%s is heard as its value alone', (event) => {
    const heard: unknown[][] = []
    bridge.on(event, (...args: unknown[]) => void heard.push(args))
    ipc.emit(eventChannelOf(event), { sender: 'Electron’s own', ports: [] }, 'value', 'more')
    expect(heard).toEqual([['value']])
  })

  it('are heard until the listener ends it, and only by that one', () => {
    const heard: string[] = []
    const end = bridge.on('command', () => void heard.push('first'))
    bridge.on('command', () => void heard.push('second'))
    end()
    end()
    ipc.emit(eventChannelOf('command'), {}, 'find')
    expect(heard).toEqual(['second'])
  })

  it.each(['coffer:dropped', 'coffer:app.status', 'ELECTRON_BROWSER_REQUIRE', '', 'constructor', '__proto__'])(
    'there is none called %o',
    (event) => {
      expect(() => bridge.on(event as 'command', () => undefined)).toThrow(TypeError)
      expect(electron.ipcRenderer.on).not.toHaveBeenCalled()
    },
  )
})

describe('dropped files', () => {
  it('go as paths to the channel of their own, and no path comes back', async () => {
    electron.ipcRenderer.invoke.mockResolvedValue({ ok: true, value: null })
    expect(await bridge.dropFiles([{ path: '/a' }, { path: '/b' }])).toEqual({ ok: true, value: null })
    expect(electron.ipcRenderer.invoke).toHaveBeenCalledExactlyOnceWith(DROP_CHANNEL, ['/a', '/b'])
  })

  it('may have paths that are promised', async () => {
    electron.webUtils.getPathForFile.mockImplementation((file) => Promise.resolve((file as { path: string }).path))
    await bridge.dropFiles([{ path: '/a' }])
    expect(electron.ipcRenderer.invoke).toHaveBeenCalledExactlyOnceWith(DROP_CHANNEL, ['/a'])
  })

  it('that are none of this computer are left out', async () => {
    electron.webUtils.getPathForFile.mockImplementation((file) => {
      if (!(file as { path?: string }).path) throw new TypeError('not a File')
      return (file as { path: string }).path === 'made up' ? '' : (file as { path: string }).path
    })
    await bridge.dropFiles([{ path: '/a' }, { path: 'made up' }, {}, { path: '/b' }])
    expect(electron.ipcRenderer.invoke).toHaveBeenCalledExactlyOnceWith(DROP_CHANNEL, ['/a', '/b'])
  })

  it('are never more than the main process takes', async () => {
    await bridge.dropFiles(Array.from({ length: 600 }, (_, n) => ({ path: `/${n}` })))
    expect(electron.ipcRenderer.invoke.mock.calls[0]?.[1]).toHaveLength(500)
  })
})
