/** A session and the keychain of its computer: turned on, unlocking, falling back, and ending by itself. */
import path from 'node:path'
import { beforeEach, expect, it, vi } from 'vitest'
import type { AppStatus } from '../../contract/api.ts'
import { CofferError } from '../../contract/errors.ts'
import { DEFAULT_SETTINGS } from '../../contract/settings.ts'
import { makeTempFolder, refusalOf } from '../testkit/vaults.ts'
import { AppSession } from './app-session.ts'
import { KeychainUnlock } from './keychain-unlock.ts'
import { FakeEngine } from './testkit/fake-engine.ts'
import { FakeStore } from './testkit/fake-store.ts'
import { vaultPlaces } from './vault-places.ts'

const PASSWORD = { masterPassword: 'x' }
const WRAPPED = '2.wrapped'
const FIRST = 'a'.repeat(64)
const OTHER = 'b'.repeat(64)

/** The device id of the vault, as each engine finds it. */
let deviceId: string
let engines: FakeEngine[]
let told: AppStatus[]
let store: FakeStore
let session: AppSession

beforeEach(async () => {
  deviceId = FIRST
  engines = []
  told = []
  store = new FakeStore()
  session = new AppSession({
    makeEngine(onProgress) {
      const engine = new FakeEngine(onProgress)
      engine.deviceId = deviceId
      engine.answers.wrapForDevice = () => ({ deviceId: engine.deviceId, wrapped: WRAPPED })
      engines.push(engine)
      return engine
    },
    changed: vi.fn(),
    publish(event, value) {
      if (event === 'status') told.push(value as AppStatus)
    },
    window: { reload: vi.fn(), showProgress: vi.fn() },
    copied: { clear: () => Promise.resolve() },
    recents: { opened: vi.fn() },
    settings: { current: DEFAULT_SETTINGS },
    keychain: new KeychainUnlock(path.join(makeTempFolder(), 'keychain.json'), store),
    places: vaultPlaces(undefined),
    mac: false,
    language: { code: 'en' },
  })
  await session.open('/a.coffer')
  await session.unlock(PASSWORD)
})

function engine(): FakeEngine {
  const last = engines.at(-1)
  if (!last) throw new Error('no engine')
  return last
}

function keyGivenTo(method: string): Uint8Array | undefined {
  const order = engine().calls.find(([called]) => called === method)?.[1]
  return (order as { deviceKey: Uint8Array } | undefined)?.deviceKey
}

async function turnedOnAndLocked(): Promise<void> {
  await session.turnOnKeychain(PASSWORD)
  await session.lock('person')
}

it('is turned on with a random key that stays nowhere but in the keychain', async () => {
  await session.turnOnKeychain(PASSWORD)
  expect(Buffer.from([...store.held.values()][0] ?? '', 'base64')).toHaveLength(64)
  expect(keyGivenTo('wrapForDevice')).toEqual(new Uint8Array(64))
  expect([session.status.keychain, told.at(-1)?.keychain]).toEqual([true, true])
})

it('is not turned on with a wrong password, nor by a keychain that refuses', async () => {
  engine().fails.wrapForDevice = new CofferError('vault/wrong-password')
  expect(await refusalOf(() => session.turnOnKeychain(PASSWORD))).toBe('vault/wrong-password')
  expect(store.held.size).toBe(0)
  engine().fails = {}
  store.fails = { set: 'keychain/absent' }
  expect(await refusalOf(() => session.turnOnKeychain(PASSWORD))).toBe('keychain/absent')
  expect(session.status.keychain).toBe(false)
})

it('unlocks the vault after a lock', async () => {
  await turnedOnAndLocked()
  expect(session.status).toMatchObject({ vault: { state: 'locked' }, keychain: true })
  const status = await session.unlockWithKeychain()
  expect(status).toMatchObject({ vault: { state: 'unlocked' }, lockedBy: null })
  expect(engine().calls.at(-1)).toMatchObject(['unlockWithDevice', { wrapped: WRAPPED }])
  expect(keyGivenTo('unlockWithDevice')).toEqual(new Uint8Array(64))
})

it.each(['keychain/absent', 'keychain/refused'] as const)('that says %s leaves it locked and set up', async (code) => {
  await turnedOnAndLocked()
  store.fails = { get: code }
  expect(await refusalOf(() => session.unlockWithKeychain())).toBe(code)
  expect(session.status).toMatchObject({ vault: { state: 'locked' }, keychain: true })
})

it('that no longer opens the vault is turned off, and told', async () => {
  await turnedOnAndLocked()
  engine().fails.unlockWithDevice = new CofferError('keychain/stale')
  expect(await refusalOf(() => session.unlockWithKeychain())).toBe('keychain/stale')
  expect([session.status.keychain, told.at(-1)?.keychain, store.held.size]).toEqual([false, false, 0])
})

it('that answers after a lock unlocks nothing', async () => {
  await turnedOnAndLocked()
  let answer = (): void => undefined
  store.asking = new Promise((resolve) => {
    answer = resolve
  })
  const unlocking = refusalOf(() => session.unlockWithKeychain())
  await session.lock('screen')
  answer()
  expect(await unlocking).toBe('vault/locked')
  expect(session.status.vault.state).toBe('locked')
})

it.each([
  ['changePassword', () => session.changePassword({ ...PASSWORD, newPassword: 'y' })],
  ['changeKdf', () => session.changeKdf({ ...PASSWORD, kdf: { type: 'pbkdf2', iterations: 700_000 } })],
  ['changeKeys', () => session.changeKeys({ ...PASSWORD, detach: false, replace: false })],
] as const)('ends with %s', async (method, change) => {
  await session.turnOnKeychain(PASSWORD)
  engine().answers[method] = () => {
    engine().deviceId = OTHER
    return { scrubbed: true }
  }
  await change()
  await vi.waitFor(() => {
    expect(store.held.size).toBe(0)
  })
  expect([session.status.keychain, told.at(-1)?.keychain]).toEqual([false, false])
})

it('ends where the vault was changed elsewhere, or is an older copy', async () => {
  await session.turnOnKeychain(PASSWORD)
  deviceId = OTHER
  await session.lock('person')
  await session.unlock(PASSWORD)
  await vi.waitFor(() => {
    expect(store.held.size).toBe(0)
  })
  expect(session.status.keychain).toBe(false)
})

it('is turned off', async () => {
  await session.turnOnKeychain(PASSWORD)
  expect((await session.turnOffKeychain()).keychain).toBe(false)
  expect(store.held.size).toBe(0)
})
