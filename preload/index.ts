/**
 * The one door between the page and the main process: exactly the calls of the contract, its events, and dropped files.
 * Runs sandboxed; the page gets values, never Electron's own objects.
 */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron'
import {
  CHANNELS,
  channelOf,
  DROP_CHANNEL,
  EVENTS,
  eventChannelOf,
  MAX_DROPPED,
  type CofferBridge,
  type CofferEvents,
  type Envelope,
} from '../contract/api.ts'

type Call = (...args: unknown[]) => Promise<unknown>

function callsOf(group: string, methods: readonly string[]): [string, Readonly<Record<string, Call>>] {
  const calls = methods.map((method): [string, Call] => [
    method,
    (...args) => ipcRenderer.invoke(channelOf(group, method), ...args),
  ])
  return [group, Object.fromEntries(calls)]
}

function on<Event extends keyof CofferEvents>(
  event: Event,
  listener: (value: CofferEvents[Event]) => void,
): () => void {
  if (!EVENTS.includes(event)) throw new TypeError('there is no such event')
  const channel = eventChannelOf(event)
  const hear = (_event: IpcRendererEvent, value: CofferEvents[Event]): void => {
    listener(value)
  }
  ipcRenderer.on(channel, hear)
  return () => {
    ipcRenderer.removeListener(channel, hear)
  }
}

/** Empty where the object is no file of this computer: dragged out of another page, or made by this one. */
async function pathOf(file: object): Promise<string> {
  try {
    return await Promise.resolve(webUtils.getPathForFile(file as File))
  } catch {
    return ''
  }
}

async function dropFiles(files: readonly object[]): Promise<Envelope<null>> {
  const paths = await Promise.all(files.slice(0, MAX_DROPPED).map(pathOf))
  const found = paths.filter((path) => path !== '')
  return (await ipcRenderer.invoke(DROP_CHANNEL, found)) as Envelope<null>
}

const calls = Object.fromEntries(Object.entries(CHANNELS).map(([group, methods]) => callsOf(group, methods)))
const bridge = { ...calls, on, dropFiles } as CofferBridge

contextBridge.exposeInMainWorld('coffer', bridge)
