/** A disk that fails under the open vault: it is locked, and the unlock page says why. */
import { beforeEach, expect, it, vi } from 'vitest'
import { CofferError } from '../../contract/errors.ts'
import { failNextOpen, makeFakeSession } from '../testkit/app-sessions.ts'
import { refusalOf } from '../testkit/vaults.ts'
import type { AppSession } from './app-session.ts'
import type { FakeEngine } from './testkit/fake-engine.ts'

const PASSWORD = { masterPassword: 'x' }

let engines: FakeEngine[]
let session: AppSession
beforeEach(() => {
  ;({ engines, session } = makeFakeSession())
})

function engine(): FakeEngine {
  const last = engines.at(-1)
  if (!last) throw new Error('no engine')
  return last
}

async function unlockedVault(): Promise<void> {
  await session.open('/a.coffer')
  await session.unlock(PASSWORD)
}

it.each(['vault/change-kept', 'vault/change-undone', 'vault/change-unknown'] as const)(
  'a fault of the disk locks the vault, and the unlock page tells: %s',
  async (code) => {
    await unlockedVault()
    engine().fails = { saveItem: new CofferError(code, { sqlite: 10 }) }
    expect(await refusalOf(() => session.call('saveItem', null as never))).toBe(code)
    await vi.waitFor(() => {
      expect(engines).toHaveLength(2)
    })
    expect(session.status).toMatchObject({ vault: { state: 'locked' }, lockedBy: 'fault', problem: { code } })
    await session.unlock(PASSWORD)
    expect(session.status).toMatchObject({ vault: { state: 'unlocked' }, lockedBy: null, problem: null })
  },
)

it('a fault of the disk at the unlocking begins anew too, and one at opening another vault ends nothing', async () => {
  await session.open('/a.coffer')
  engine().fails = { unlock: new CofferError('vault/change-kept') }
  expect(await refusalOf(() => session.unlock(PASSWORD))).toBe('vault/change-kept')
  await vi.waitFor(() => {
    expect(engines).toHaveLength(2)
  })
  await session.unlock(PASSWORD)
  engine().fails = { open: new CofferError('vault/change-unknown') }
  expect(await refusalOf(() => session.open('/b.coffer'))).toBe('vault/change-unknown')
  expect(session.status.vault).toMatchObject({ state: 'unlocked', name: '/a.coffer' })
})

it('tells that the disk failed, rather than that the vault does not open after it', async () => {
  await unlockedVault()
  engine().fails = { saveItem: new CofferError('vault/change-unknown') }
  failNextOpen(engines, new CofferError('file/disk-gone'))
  expect(await refusalOf(() => session.call('saveItem', null as never))).toBe('vault/change-unknown')
  await vi.waitFor(() => {
    expect(session.status).toMatchObject({ vault: { state: 'none' }, problem: { code: 'vault/change-unknown' } })
  })
})

it('a vault that was ended by a fault in a call that was answered all the same is locked at the next one', async () => {
  await unlockedVault()
  engine().fails = { counts: new CofferError('vault/locked') }
  expect(await refusalOf(() => session.call('counts', { source: 'vault' }))).toBe('vault/locked')
  await vi.waitFor(() => {
    expect(session.status).toMatchObject({ vault: { state: 'locked' }, lockedBy: 'fault', problem: null })
  })
  expect(engines).toHaveLength(2)
})
