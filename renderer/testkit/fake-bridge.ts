/**
 * A CofferBridge in memory, for unit tests and for looking at screens without Electron. No part of the product: nothing
 * that is built imports it.
 */
import { CHANNELS, type AppStatus, type CofferBridge, type CofferEvents, type Envelope } from '../../contract/api.ts'
import { asCofferError, CofferError } from '../../contract/errors.ts'
import { FAKE_RECENTS, fakeAnswers, fakeStatus, type FakeAnswer, type FakeState } from './fake-answers.ts'
import { FAKE_ITEMS, type FakeItem } from './fake-items.ts'

export { FAKE_PASSWORD, fakeFile, fakeStatus, LOCKED, SAMPLE_INSPECTION, UNLOCKED } from './fake-answers.ts'

export interface FakeOptions {
  readonly status?: Partial<AppStatus>
  readonly items?: readonly FakeItem[]
  /** How long each answer takes. */
  readonly delayMs?: number
}

export interface FakeBridge {
  readonly bridge: CofferBridge
  readonly state: FakeState
  /** Every call so far, with what it was given. */
  readonly calls: readonly { readonly method: string; readonly order: unknown }[]
  /** From now on `method` (`vault.unlock`) answers what `answer` gives or throws. */
  readonly answer: (method: string, answer: FakeAnswer) => void
  readonly emit: <Event extends keyof CofferEvents>(event: Event, value: CofferEvents[Event]) => void
}

export function makeFakeBridge({ status = {}, items = FAKE_ITEMS, delayMs = 0 }: FakeOptions = {}): FakeBridge {
  const state: FakeState = { status: fakeStatus(status), items, backupItems: [], recents: FAKE_RECENTS }
  const calls: { method: string; order: unknown }[] = []
  const listeners = new Map<string, Set<(value: never) => void>>()
  const answers = new Map<string, FakeAnswer>()

  function emit<Event extends keyof CofferEvents>(event: Event, value: CofferEvents[Event]): void {
    for (const listener of listeners.get(event) ?? []) (listener as (value: CofferEvents[Event]) => void)(value)
  }

  for (const [method, answer] of Object.entries(fakeAnswers(state, emit))) answers.set(method, answer)

  /** As the real border: only plain data passes, and errors come back as data. */
  async function call(method: string, given: unknown): Promise<Envelope<unknown>> {
    const order: unknown = structuredClone(given)
    calls.push({ method, order })
    if (delayMs > 0) await new Promise((done) => setTimeout(done, delayMs))
    try {
      const answer = answers.get(method)
      if (!answer) throw new CofferError('internal', { method })
      return { ok: true, value: structuredClone(await answer(order as never)) }
    } catch (thrown) {
      const { code, details } = asCofferError(thrown)
      return { ok: false, error: { code, details } }
    }
  }

  const groups = Object.entries(CHANNELS).map(([group, methods]) => [
    group,
    Object.fromEntries(methods.map((name) => [name, (order: unknown) => call(`${group}.${name}`, order)])),
  ])
  const bridge = {
    ...Object.fromEntries(groups),
    on(event: string, listener: (value: never) => void) {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set.add(listener))
      return () => set.delete(listener)
    },
    dropFiles: (files: readonly File[]) =>
      call(
        'dropFiles',
        files.map(({ name }) => name),
      ),
  } as unknown as CofferBridge

  return { bridge, state, calls, emit, answer: (method, answer) => answers.set(method, answer) }
}
