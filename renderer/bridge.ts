/**
 * The window's end of the contract: `window.coffer` with its envelopes opened and its errors rebuilt. Orders are made
 * plain on the way, because a reactive proxy cannot cross the border.
 */
import { CHANNELS, type CofferApi, type CofferBridge, type CofferEvents, type Envelope } from '../contract/api.ts'
import { CofferError } from '../contract/errors.ts'

declare global {
  interface Window {
    coffer?: CofferBridge
  }
}

type Call = (...args: unknown[]) => Promise<Envelope<unknown>>

let standIn: CofferBridge | null = null

/** For tests: every call and event goes to `bridge` instead of `window.coffer`; null ends that. */
export function setBridge(bridge: CofferBridge | null): void {
  standIn = bridge
}

function bridge(): CofferBridge {
  const found = standIn ?? window.coffer
  if (!found) throw new CofferError('internal', { bridge: false })
  return found
}

function unwrap<T>(envelope: Envelope<T>): T {
  if (envelope.ok) return envelope.value
  throw new CofferError(envelope.error.code, envelope.error.details)
}

/** Orders hold texts, numbers, booleans and null only: JSON is their whole form. */
function plain(order: unknown): unknown {
  return order === undefined ? undefined : JSON.parse(JSON.stringify(order))
}

function method(group: keyof CofferApi, name: string): (...args: unknown[]) => Promise<unknown> {
  return async (...args) => {
    const calls = bridge()[group] as unknown as Readonly<Record<string, Call>>
    const call = calls[name]
    if (!call) throw new CofferError('internal', { method: `${group}.${name}` })
    return unwrap(await call(...args.map(plain)))
  }
}

function groupOf(group: keyof CofferApi): [string, Record<string, unknown>] {
  return [group, Object.fromEntries(CHANNELS[group].map((name) => [name, method(group, name)]))]
}

/** Every call of the contract. Throws CofferError; null means that the person cancelled. */
export const api = Object.fromEntries(
  (Object.keys(CHANNELS) as (keyof CofferApi)[]).map(groupOf),
) as unknown as CofferApi

/** Listens to an event of the main process; the answer ends it. */
export function onEvent<Event extends keyof CofferEvents>(
  event: Event,
  listener: (value: CofferEvents[Event]) => void,
): () => void {
  return bridge().on(event, listener)
}

/** Hands dropped files over. What they are comes back as the event `offered`. */
export async function dropFiles(files: readonly File[]): Promise<void> {
  unwrap(await bridge().dropFiles([...files]))
}
