/** Files from outside, and when the window hears of them. */
import { beforeEach, expect, it } from 'vitest'
import { CofferError } from '../../contract/errors.ts'
import { refusalOf } from '../testkit/vaults.ts'
import { FileOffers, type OfferParts } from './file-offers.ts'

let done: string[]
let refuse: Error | null
let offers: FileOffers

beforeEach(() => {
  done = []
  refuse = null
  offers = new FileOffers({
    session: {
      call: (_method: string, { paths }: { paths: string[] }) => {
        done.push(`look ${paths.join(' ')}`)
        return refuse ? Promise.reject(refuse) : Promise.resolve({ files: paths, omitted: 0 })
      },
      open: (path: string) => {
        done.push(`open ${path}`)
        return refuse ? Promise.reject(refuse) : Promise.resolve()
      },
    } as unknown as OfferParts['session'],
    dialogs: {
      tell: ({ code }) => {
        done.push(`tell ${code}`)
        return Promise.resolve()
      },
    },
    publish: (event, value) => void done.push(`${event} ${JSON.stringify(value)}`),
  })
})

async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1)
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
}

const HEARD = 'offered {"files":["/a","/b"],"omitted":0}'

it('wait until the window listens', async () => {
  offers.add(['/a'])
  offers.add(['/b'])
  await settled()
  expect(done).toEqual([])
  offers.listening()
  expect(done).toEqual([])
  await settled()
  expect(done).toEqual(['look /a /b', HEARD])
  offers.listening()
  await settled()
  expect(done).toHaveLength(2)
})

it('are offered at once while it listens, and wait again while it is loaded anew', async () => {
  offers.listening()
  await settled()
  offers.add(['/a', '/b'])
  await settled()
  expect(done).toEqual(['look /a /b', HEARD])
  offers.deaf()
  offers.add(['/c'])
  await settled()
  expect(done).toHaveLength(2)
})

it('are offered again where the vault was locked in between', async () => {
  refuse = new CofferError('vault/locked')
  offers.listening()
  offers.add(['/a', '/b'])
  await settled()
  refuse = null
  offers.listening()
  await settled()
  expect(done).toEqual(['look /a /b', 'look /a /b', 'look /a /b', HEARD].slice(-done.length))
  expect(done.at(-1)).toBe(HEARD)
})

it('are let go of where they cannot be looked at', async () => {
  refuse = new CofferError('internal')
  offers.listening()
  offers.add(['/a'])
  await settled()
  offers.listening()
  await settled()
  expect(done).toEqual(['look /a'])
})

it('a vault among them is opened, and the rest offered', async () => {
  offers.listening()
  await settled()
  offers.add(['/a', '/v.coffer', '/b', '/w.coffer'])
  await settled()
  expect(done).toEqual(['open /v.coffer', 'look /a /b', HEARD])
})

it('a vault that does not open is told, over the window', async () => {
  refuse = new CofferError('vault/in-use')
  offers.add(['/v.coffer'])
  await settled()
  expect(done).toEqual(['open /v.coffer', 'tell vault/in-use'])
})

it('what is dropped is answered to whoever dropped it', async () => {
  await offers.drop(['/a', '/b'])
  expect(done).toEqual(['look /a /b', HEARD])
  refuse = new CofferError('vault/locked')
  expect(await refusalOf(() => offers.drop(['/a']))).toBe('vault/locked')
})

it('a dropped vault is looked at like any file', async () => {
  await offers.drop(['/v.coffer'])
  expect(done[0]).toBe('look /v.coffer')
})
