/** The window's calls: what is let in, and what is told back. Who is heard: electron-checklist.test.ts, 17. */
import { beforeEach, describe, expect, it } from 'vitest'
import { CHANNELS, channelOf, DROP_CHANNEL } from '../../contract/api.ts'
import { CofferError } from '../../contract/errors.ts'
import { ServedCalls } from '../testkit/electron-fakes.ts'

const BAD = { ok: false, error: { code: 'usage/bad-request', details: {} } }

let served: ServedCalls

beforeEach(() => {
  served = new ServedCalls()
})

const STATUS = channelOf('app', 'status')
const UNLOCK = channelOf('vault', 'unlock')
const CHECK = channelOf('imports', 'check')
const TICKET = '0f8fad5b-d9cb-469f-a165-70867728950e'

it('serves every channel of the contract and the drop channel, and no other', () => {
  const named = Object.entries(CHANNELS).flatMap(([group, methods]) =>
    methods.map((method) => channelOf(group, method)),
  )
  expect(served.channels.sort()).toEqual([...named, DROP_CHANNEL].sort())
})

it('gives what the handler gives', async () => {
  served.handlerOf(STATUS)?.mockResolvedValue({ mac: false })
  expect(await served.call(STATUS)).toEqual({ ok: true, value: { mac: false } })
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
    ['an Error, which inherits a name, for an order', channelOf('folders', 'add'), [new Error('x')]],
    ['an order that is deeper than any', UNLOCK, [nested(5_000)]],
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
    expect(await served.call(channel, args)).toEqual(BAD)
    expect(served.handlerOf(channel) ?? served.drop).not.toHaveBeenCalled()
  })
})

function nested(depth: number): unknown {
  return Array.from({ length: depth }).reduce((inner) => [inner], 'x')
}

function exportOrder(): object {
  return { choice: 'json', filePassword: null, masterPassword: 'x', withTrash: false, replaces: null }
}

it('lets in what is as it should be, and hands it on unchanged', async () => {
  const order = { ticket: TICKET, filePassword: 'p', options: { repair: false, mapping: null, salvage: false } }
  await served.call(CHECK, [order])
  expect(served.handlerOf(CHECK)).toHaveBeenCalledExactlyOnceWith(order)
  expect(await served.call(DROP_CHANNEL, [['/tmp/a', 'C:\\b', '\\\\server\\c']])).toEqual({ ok: true, value: null })
  expect(served.drop).toHaveBeenCalledExactlyOnceWith(['/tmp/a', 'C:\\b', '\\\\server\\c'])
})

describe('what is told of a refusal', () => {
  it('the code and its details', async () => {
    served.handlerOf(UNLOCK)?.mockRejectedValue(new CofferError('format/kdf-out-of-range', { min: 1, max: 2 }))
    const error = { code: 'format/kdf-out-of-range', details: { min: 1, max: 2 } }
    expect(await served.call(UNLOCK, [{ masterPassword: 'x' }])).toEqual({ ok: false, error })
  })

  it.each([
    ['an error of Node', new Error('ENOENT: no such file, open /home/ann/secret')],
    ['a code of Coffer’s own fault, with details', new CofferError('internal', { path: '/home/ann' })],
    ['no error at all', 'a text'],
  ])('nothing more than that it was a fault: %s', async (_name, thrown) => {
    served.handlerOf(UNLOCK)?.mockRejectedValue(thrown)
    expect(await served.call(UNLOCK, [{ masterPassword: 'x' }])).toEqual({
      ok: false,
      error: { code: 'internal', details: {} },
    })
  })

  it('the same where the handler throws at once', async () => {
    served.handlerOf(STATUS)?.mockImplementation(() => {
      throw new Error('at once')
    })
    expect(await served.call(STATUS)).toEqual({ ok: false, error: { code: 'internal', details: {} } })
  })
})
