/**
 * The one place where the window's calls come in: who asks, what with, then the handler. Every answer is an envelope;
 * nothing rejects, because `ipcMain.handle` would send an error's text across.
 */
import type { IpcMainInvokeEvent } from 'electron'
import * as v from 'valibot'
import { CHANNELS, channelOf, DROP_CHANNEL, type CofferApi, type Envelope } from '../../contract/api.ts'
import { CofferError } from '../../contract/errors.ts'
import type { FileOffers } from '../shell/file-offers.ts'
import { wireError } from './publish.ts'
import { DROPPED, SCHEMAS } from './schemas.ts'

/** Of `ipcMain`, what serving needs. */
export interface Ipc {
  handle(channel: string, listener: (event: IpcMainInvokeEvent, ...args: unknown[]) => Promise<Envelope<unknown>>): void
}

export interface Served {
  readonly api: CofferApi
  /** Takes the files that are dropped on the window. */
  readonly offers: Pick<FileOffers, 'drop'>
  /** Whether the sender is Coffer's own page. */
  readonly isTrusted: (event: IpcMainInvokeEvent) => boolean
}

/** Serves every channel of the contract, and the drop channel. */
export function serve(ipc: Ipc, { api, offers, isTrusted }: Served): void {
  function register<Args>(channel: string, schema: v.GenericSchema<unknown, Args>, run: (args: Args) => unknown): void {
    ipc.handle(channel, async (event, ...args) => {
      try {
        requireTrusted(event, isTrusted)
        const read = v.safeParse(schema, args)
        if (!read.success || !isPlain(args)) throw new CofferError('usage/bad-request')
        return { ok: true, value: await run(read.output) }
      } catch (error) {
        return { ok: false, error: wireError(error) }
      }
    })
  }

  for (const [group, methods] of Object.entries(CHANNELS)) {
    const schemas = SCHEMAS[group as keyof CofferApi] as Readonly<Record<string, v.GenericSchema<unknown, unknown[]>>>
    const calls = api[group as keyof CofferApi] as unknown as Readonly<Record<string, (...args: unknown[]) => unknown>>
    for (const method of methods) {
      const [schema, call] = [schemas[method], calls[method]]
      if (!schema || !call) throw new Error(`not served: ${group}.${method}`)
      register(channelOf(group, method), schema, (args) => call(...args))
    }
  }
  register(DROP_CHANNEL, DROPPED, async ([paths]) => {
    await offers.drop(paths)
    return null
  })
}

/** Deeper than any call goes. */
const MAX_DEPTH = 10

/**
 * Whether it is made of plain objects and lists alone. Structured cloning brings more, which a schema takes for an object
 * of whatever members it inherits: an Error has a name.
 */
function isPlain(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true
  const kind = Object.prototype.toString.call(value)
  const isKnown = Array.isArray(value) || kind === '[object Object]'
  return isKnown && depth < MAX_DEPTH && Object.values(value).every((member) => isPlain(member, depth + 1))
}

/** A frame that is gone throws on every look at it: nobody to trust. */
function requireTrusted(event: IpcMainInvokeEvent, isTrusted: Served['isTrusted']): void {
  try {
    if (isTrusted(event)) return
  } catch (error) {
    throw new CofferError('usage/untrusted-sender', {}, error)
  }
  throw new CofferError('usage/untrusted-sender')
}
