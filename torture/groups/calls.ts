/**
 * Calls of a window that somebody else has taken over: what the contract does not name is refused before anything acts on
 * it, and no path that the window names reaches the disk.
 */
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CofferApi, Envelope } from '../../contract/api.ts'
import { makeEngine, type Engine } from '../../main/engine/engine.ts'
import { makeHandlers, type HandlerParts } from '../../main/ipc/handlers.ts'
import { serve, type Ipc } from '../../main/ipc/serve.ts'
import { watchDisk } from '../disk-watch.ts'
import { CANARY, hostileCall, type HostileCall } from '../hostile-calls.ts'
import { randomFrom } from '../random.ts'
import { blind, count, type Effort, type Finding, type GroupReport } from '../report.ts'
import { PASSWORDS, World } from '../world.ts'

type Listener = Parameters<Ipc['handle']>[1]
type Anything = (...args: unknown[]) => unknown
const OURS = {} as Parameters<Listener>[0]
const STRANGER = {} as Parameters<Listener>[0]
const TICKET = '0f8fad5b-d9cb-469f-a165-70867728950e'
/** Half a minute of derivation each, and nothing else. */
const DERIVING = /^coffer:(?:keys\.measureKdf|files\.openingTime|keys\.changeKdf|vault\.create)$/

/** An object that answers every method with `call`. */
function anything(call: (method: string, args: readonly unknown[]) => unknown): object {
  return new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...args: unknown[]) =>
          call(String(name), args),
    },
  )
}

/** The channels with `api` behind them; `dropped` is asked to take files. */
function channelsOf(api: CofferApi): Map<string, Listener> {
  const listeners = new Map<string, Listener>()
  const offers = { drop: () => Promise.resolve() }
  const handle: Ipc['handle'] = (channel, listener) => void listeners.set(channel, listener)
  serve({ handle }, { api, offers, isTrusted: (event) => event === OURS })
  return listeners
}

/** Handlers with nothing behind them; `done` is what they would have had done. */
function handlersOver(call: (method: string, order: unknown) => unknown, folder: string, done: string[]): CofferApi {
  const note = (what: string) => (method: string, args: readonly unknown[]) => {
    done.push(`${what} ${method} ${args.map((arg) => String(arg)).join(' ')}`)
    return Promise.resolve(path.join(folder, `${method}.json`))
  }
  const session = anything((method, args) =>
    method === 'call' ? call(String(args[0]), args[1]) : call(method, args[0]),
  )
  const parts = {
    session,
    dialogs: anything(note('dialog')),
    clipboard: anything(note('clipboard')),
    menu: { shortcuts: [] },
    offers: { listening: () => undefined },
    shell: anything(note('shell')),
    settings: { change: () => Promise.resolve() },
    recents: { list: () => [], pathOf: () => path.join(folder, 'recent.coffer'), forget: () => 'recent' },
    keychain: { forget: () => Promise.resolve() },
  }
  return makeHandlers(parts as unknown as HandlerParts)
}

/** Calls it, and what is wrong with the answer; null where nothing is. */
async function faultOf(
  listeners: ReadonlyMap<string, Listener>,
  call: HostileCall,
  event = OURS,
): Promise<string | null> {
  const listener = listeners.get(call.channel)
  if (!listener) return 'nobody listens'
  let answer: Envelope<unknown>
  try {
    answer = await listener(event, ...call.args)
  } catch (error) {
    return `rejected: ${String(error)}`
  }
  if (!answer.ok && answer.error.code === 'internal') return 'internal'
  if (answer.ok && (call.bent !== null || event === STRANGER))
    return `answered, with ${call.bent ?? 'a stranger asking'}`
  return null
}

/** Paths that an order for the engine names, wherever they stand in it. */
function pathsIn(order: unknown): string[] {
  if (typeof order !== 'object' || order === null) return []
  return Object.entries(order).flatMap(([key, value]) =>
    /^paths?$/.test(key) ? [JSON.stringify(value)] : pathsIn(value),
  )
}

/** Against handlers with nothing behind them: hundreds of thousands. */
async function schemaCalls({ full, seed, part, parts }: Effort, tried: Record<string, number>): Promise<Finding[]> {
  const [findings, orders, done]: [Finding[], string[], string[]] = [[], [], []]
  const api = handlersOver(
    (_, order) => {
      orders.push(...pathsIn(order))
      return Promise.resolve(null)
    },
    '/chosen',
    done,
  )
  const listeners = channelsOf(api)
  const random = randomFrom(seed * parts + part)
  for (let made = 0; made < Math.ceil((full ? 210_000 : 6_000) / parts); made += 1) {
    const call = hostileCall(random)
    const event = random.below(20) === 0 ? STRANGER : OURS
    const what = await faultOf(listeners, call, event)
    count(tried, 'calls')
    count(tried, event === STRANGER ? 'of strangers' : (call.bent ?? 'perhaps good'))
    if (what !== null) findings.push({ rule: 'call', where: call.channel, what: `${what}: ${shown(call.args)}` })
  }
  for (const named of [...orders, ...done].filter((text) => text.includes(CANARY) && !text.startsWith('clipboard'))) {
    findings.push({ rule: 'path', where: 'an order', what: named })
  }
  if (orders.length === 0) findings.push(blind('paths', 'no order named a path, not even one from a dialog'))
  return findings
}

function shown(args: readonly unknown[]): string {
  return JSON.stringify(args, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)).slice(0, 300)
}

/** Against a real engine with a vault open: nothing that it asks of the disk has a path of the window's in it. */
async function engineCalls({ full, seed, part, parts }: Effort, tried: Record<string, number>): Promise<Finding[]> {
  const findings: Finding[] = []
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'coffer-torture-')))
  const world = new World(root)
  await world.build()
  const touched = watchDisk(CANARY)
  existsSync(`${CANARY}/planted`)
  if (touched.length !== 1) findings.push(blind('planted', 'a look at a path of the window was not seen'))
  const engine = makeEngine({
    publish: () => undefined,
    stopAsked: () => false,
    restoreElsewhere: () => Promise.reject(new Error('no drill here')),
  })
  try {
    const listeners = channelsOf(handlersOver((method, order) => engineAnswer(engine, world, method, order), root, []))
    const random = randomFrom(seed * parts + part)
    for (let made = 0; made < Math.ceil((full ? 10_000 : 300) / parts); made += 1) {
      const call = hostileCall(random)
      if (DERIVING.test(call.channel)) continue
      const what = await faultOf(listeners, call)
      count(tried, 'calls to an engine')
      if (what !== null && what !== 'internal') findings.push({ rule: 'call', where: call.channel, what })
    }
  } finally {
    engine.close()
    rmSync(root, { recursive: true, force: true })
  }
  return [...findings, ...touched.slice(1).map((what) => ({ rule: 'path', where: 'the disk', what }))]
}

/** As the session does it, which opens its vault again whenever it is closed. */
async function engineAnswer(engine: Engine, world: World, method: string, order: unknown): Promise<unknown> {
  if (engine.status().vault.state !== 'unlocked') {
    await engine.open({ path: world.vault })
    await engine.unlock({ masterPassword: PASSWORDS.old })
  }
  const answer = (engine as unknown as Record<string, Anything | undefined>)[method]
  return await answer?.(order)
}

/** A channel without a schema: whatever does not see that it answers is blind. */
async function findsPlanted(): Promise<Finding[]> {
  const open: Listener = () => Promise.resolve({ ok: true, value: null })
  const call = { channel: 'coffer:vault.openRecent', args: [{ id: TICKET, path: CANARY }], bent: 'a member more' }
  const found = await faultOf(new Map([[call.channel, open]]), call)
  const named = pathsIn({ order: { path: CANARY } })
  return found !== null && named.length === 1 ? [] : [blind('planted', 'a channel without a schema was not found')]
}

export async function callsGroup(effort: Effort): Promise<GroupReport> {
  const tried: Record<string, number> = {}
  const findings = await findsPlanted()
  findings.push(...(await schemaCalls(effort, tried)))
  findings.push(...(await engineCalls(effort, tried)))
  return { tried, findings }
}
