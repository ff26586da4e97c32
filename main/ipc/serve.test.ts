/** The window's calls: who is heard, what is let in, and what is told back. */
import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { beforeEach, describe, expect, it, vi, type Mock } from 'vitest'
import { CHANNELS, channelOf, DROP_CHANNEL, type CofferApi, type Envelope } from '../../contract/api.ts'
import { CofferError } from '../../contract/errors.ts'
import { APP_PAGE } from '../shell/protocol.ts'
import { isOwnPage } from '../shell/security.ts'
import { serve, type Ipc } from './serve.ts'

type Listener = Parameters<Ipc['handle']>[1]

interface FakeFrame {
  readonly origin: string
  readonly parent: object | null
  readonly frameTreeNodeId: number
}

const MAIN_FRAME: FakeFrame = { origin: 'coffer://app', parent: null, frameTreeNodeId: 7 }
const OURS = { mainFrame: MAIN_FRAME } as unknown as WebContents
const REFUSED = { ok: false, error: { code: 'usage/untrusted-sender', details: {} } }
const BAD = { ok: false, error: { code: 'usage/bad-request', details: {} } }

function eventOf(senderFrame: unknown = MAIN_FRAME, sender: unknown = OURS): IpcMainInvokeEvent {
  return { sender, senderFrame } as IpcMainInvokeEvent
}

type Handler = (...args: unknown[]) => Promise<unknown>

let handlers: Record<string, Record<string, Mock<Handler>>>
let drop: Mock<(paths: readonly string[]) => Promise<void>>
let listeners: Map<string, Listener>

beforeEach(() => {
  const groups = Object.entries(CHANNELS).map(([group, methods]) => [
    group,
    Object.fromEntries(methods.map((method) => [method, vi.fn<Handler>()])),
  ])
  handlers = Object.fromEntries(groups) as typeof handlers
  drop = vi.fn<(paths: readonly string[]) => Promise<void>>()
  listeners = new Map()
  const ipc: Ipc = {
    handle(channel, listener) {
      listeners.set(channel, listener)
    },
  }
  serve(ipc, {
    api: handlers as unknown as CofferApi,
    offers: { drop },
    isTrusted: (event) => isOwnPage(event, OURS, APP_PAGE),
  })
})

function handlerOf(channel: string): Mock<Handler> | undefined {
  const [group = '', method = ''] = channel.replace('coffer:', '').split('.')
  return handlers[group]?.[method]
}

async function call(channel: string, args: unknown[] = [], event = eventOf()): Promise<Envelope<unknown>> {
  const listener = listeners.get(channel)
  if (!listener) throw new Error(`nobody listens on ${channel}`)
  return await listener(event, ...args)
}

const STATUS = channelOf('app', 'status')
const UNLOCK = channelOf('vault', 'unlock')
const CHECK = channelOf('imports', 'check')
const TICKET = '0f8fad5b-d9cb-469f-a165-70867728950e'

it('serves every channel of the contract and the drop channel, and no other', () => {
  const named = Object.entries(CHANNELS).flatMap(([group, methods]) =>
    methods.map((method) => channelOf(group, method)),
  )
  expect([...listeners.keys()].sort()).toEqual([...named, DROP_CHANNEL].sort())
})

it('gives what the handler gives', async () => {
  handlerOf(STATUS)?.mockResolvedValue({ mac: false })
  expect(await call(STATUS)).toEqual({ ok: true, value: { mac: false } })
})

describe('who is not heard, on any channel', () => {
  const gone = {
    get origin(): string {
      throw new Error('Render frame was disposed before WebFrameMain could be accessed')
    },
    parent: null,
    frameTreeNodeId: 7,
  }
  it.each([
    ['another origin', eventOf({ ...MAIN_FRAME, origin: 'https://example.com' })],
    ['another host of the scheme', eventOf({ ...MAIN_FRAME, origin: 'coffer://other' })],
    ['an origin that begins like ours', eventOf({ ...MAIN_FRAME, origin: 'coffer://app.example.com' })],
    ['no origin', eventOf({ ...MAIN_FRAME, origin: 'null' })],
    ['about:blank', eventOf({ ...MAIN_FRAME, origin: 'about:blank' })],
    ['a subframe of our own page', eventOf({ ...MAIN_FRAME, parent: MAIN_FRAME, frameTreeNodeId: 8 })],
    ['a subframe that hides its parent', eventOf({ ...MAIN_FRAME, frameTreeNodeId: 8 })],
    ['a frame that is gone', eventOf(null)],
    ['a frame that is being taken down', eventOf(gone)],
    ['another window', eventOf(MAIN_FRAME, { mainFrame: MAIN_FRAME })],
  ])('%s', async (_name, event) => {
    for (const channel of listeners.keys()) {
      expect(await call(channel, [{ masterPassword: 'x' }], event)).toEqual(REFUSED)
      expect(handlerOf(channel) ?? drop).not.toHaveBeenCalled()
    }
  })

  it('anyone, while there is no window', () => {
    expect(isOwnPage(eventOf(), null, APP_PAGE)).toBe(false)
    expect(isOwnPage(eventOf(MAIN_FRAME, null), null, APP_PAGE)).toBe(false)
  })
})

describe('what is not let in', () => {
  it.each([
    ['an argument where none is asked for', STATUS, [null]],
    ['no argument where one is', UNLOCK, []],
    ['a second argument', UNLOCK, [{ masterPassword: 'x' }, 'more']],
    ['a key that nobody asked for', UNLOCK, [{ masterPassword: 'x', path: '/etc/passwd' }]],
    ['a missing key', UNLOCK, [{}]],
    ['a number for a password', UNLOCK, [{ masterPassword: 5 }]],
    ['a list for an order', UNLOCK, [[]]],
    ['null for an order', UNLOCK, [null]],
    ['a password beyond all measure', UNLOCK, [{ masterPassword: 'x'.repeat(10_001) }]],
    ['a path in place of a ticket', CHECK, [{ ticket: '/home/ann/export.json', filePassword: null }]],
    ['a Windows path in place of a ticket', CHECK, [{ ticket: 'C:\\export.json', filePassword: null }]],
    ['a path as an export to show', channelOf('exports', 'show'), [{ id: '../../etc/passwd' }]],
    ['a path beside an export order', channelOf('exports', 'run'), [{ ...exportOrder(), path: '/tmp/x.json' }]],
    ['dropped files that are no list', DROP_CHANNEL, ['/tmp/x']],
    ['a dropped file that is no text', DROP_CHANNEL, [[5]]],
    ['a relative dropped file', DROP_CHANNEL, [['x.json']]],
    ['a dropped file that climbs', DROP_CHANNEL, [['../x.json']]],
    ['a dropped file that is an address', DROP_CHANNEL, [['file:///etc/passwd']]],
    ['a dropped file with a NUL', DROP_CHANNEL, [['/tmp/x\0.json']]],
    ['a dropped file without a name', DROP_CHANNEL, [['']]],
    ['no dropped files', DROP_CHANNEL, [[]]],
    ['more dropped files than are looked at', DROP_CHANNEL, [Array.from({ length: 501 }, (_, n) => `/tmp/${n}`)]],
    ['a dropped path beyond all measure', DROP_CHANNEL, [[`/${'x'.repeat(40_000)}`]]],
  ])('%s', async (_name, channel, args) => {
    expect(await call(channel, args)).toEqual(BAD)
    expect(handlerOf(channel) ?? drop).not.toHaveBeenCalled()
  })
})

function exportOrder(): object {
  return { choice: 'json', filePassword: null, masterPassword: 'x', withTrash: false }
}

it('lets in what is as it should be, and hands it on unchanged', async () => {
  const order = { ticket: TICKET, filePassword: 'p' }
  await call(CHECK, [order])
  expect(handlerOf(CHECK)).toHaveBeenCalledExactlyOnceWith(order)
  expect(await call(DROP_CHANNEL, [['/tmp/a', 'C:\\b', '\\\\server\\c']])).toEqual({ ok: true, value: null })
  expect(drop).toHaveBeenCalledExactlyOnceWith(['/tmp/a', 'C:\\b', '\\\\server\\c'])
})

describe('what is told of a refusal', () => {
  it('the code and its details', async () => {
    handlerOf(UNLOCK)?.mockRejectedValue(new CofferError('format/kdf-out-of-range', { min: 1, max: 2 }))
    const error = { code: 'format/kdf-out-of-range', details: { min: 1, max: 2 } }
    expect(await call(UNLOCK, [{ masterPassword: 'x' }])).toEqual({ ok: false, error })
  })

  it.each([
    ['an error of Node', new Error('ENOENT: no such file, open /home/ann/secret')],
    ['a code of Coffer’s own fault, with details', new CofferError('internal', { path: '/home/ann' })],
    ['no error at all', 'a text'],
  ])('nothing more than that it was a fault: %s', async (_name, thrown) => {
    handlerOf(UNLOCK)?.mockRejectedValue(thrown)
    expect(await call(UNLOCK, [{ masterPassword: 'x' }])).toEqual({
      ok: false,
      error: { code: 'internal', details: {} },
    })
  })

  it('the same where the handler throws at once', async () => {
    handlerOf(STATUS)?.mockImplementation(() => {
      throw new Error('at once')
    })
    expect(await call(STATUS)).toEqual({ ok: false, error: { code: 'internal', details: {} } })
  })
})
