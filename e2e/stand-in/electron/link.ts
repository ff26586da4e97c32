/** The main process's end of the channel to the host, and what its modules share. */
import type { HostCalls, MainCalls, RecordedCall } from '../border.ts'
import { makeCodec } from '../codec.ts'
import { makeRpc } from '../rpc.ts'
import type { BrowserWindow } from './window.ts'

export const codec = makeCodec()
export const windows = new Map<number, BrowserWindow>()

/** Each module adds what it serves. */
export const serve: Partial<MainCalls> = {}

export const host = makeRpc<HostCalls>(
  {
    get connected() {
      return process.connected
    },
    send: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
    onGone: (listener) => process.on('disconnect', listener),
  },
  serve,
)

const calls: RecordedCall[] = []

function recordable(value: unknown): unknown {
  if (typeof value === 'function') return '[function]'
  const { name = '' } = (value as { constructor?: { name?: string } } | null)?.constructor ?? {}
  if (typeof value === 'object' && value !== null && !['Object', 'Array', 'Date', ''].includes(name)) return `[${name}]`
  try {
    return structuredClone(value)
  } catch {
    return String(value)
  }
}

/** Keeps that an API was called, for tests; the stand-in does not act on it. */
export function record(name: string, args: unknown[]): void {
  calls.push({ name, args: args.map(recordable) })
}

export function recorder(name: string): (...args: unknown[]) => void {
  return (...args) => {
    record(name, args)
  }
}

serve.recorded = () => calls

export interface PreventableEvent {
  defaultPrevented: boolean
  preventDefault: () => void
}

export function makeEvent<T extends object>(members: T): T & PreventableEvent {
  const event = {
    ...members,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}

let announceKeys = (): void => undefined

/** Pages are told of accelerators, and whether anyone listens to keys: by the menu, at each change. */
export function setAnnounceKeys(announce: () => void): void {
  announceKeys = announce
}

export function keysChanged(): void {
  announceKeys()
}

let ready = false

export function isReady(): boolean {
  return ready
}

export function setReady(): void {
  ready = true
}

export function needReady(message: string): void {
  if (!ready) throw new Error(message)
}
