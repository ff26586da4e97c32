/** Which vaults the keychain unlocks: both halves or neither, and what ends it. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeTempFolder, refusalOf } from '../testkit/vaults.ts'
import { KeychainUnlock } from './keychain-unlock.ts'
import { FakeStore } from './testkit/fake-store.ts'

const A = 'a'.repeat(64)
const B = 'b'.repeat(64)
const VAULT = '/vaults/mine.coffer'
const WRAPPED = '2.wrapped'

let file: string
let store: FakeStore
let keychain: KeychainUnlock

function reopen(): KeychainUnlock {
  return new KeychainUnlock(file, store)
}

async function turnOn(id = A, vault = VAULT): Promise<void> {
  await keychain.turnOn({ id, vault, wrapped: WRAPPED, deviceKey: new Uint8Array(64).fill(7) })
}

/** Breaks the file's folder, so that nothing can be written there. */
function fillDisk(): void {
  mkdirSync(`${file}.new`)
}

beforeEach(() => {
  file = path.join(makeTempFolder(), 'keychain.json')
  store = new FakeStore()
  keychain = reopen()
})

describe('turning it on', () => {
  it('puts the two halves in two places, and finds them at the next start', async () => {
    await turnOn()
    const text = readFileSync(file, 'utf8')
    const [value = ''] = store.held.values()
    expect([...store.held.keys()]).toEqual([A])
    expect(Buffer.from(value, 'base64')).toEqual(Buffer.alloc(64, 7))
    expect(text).toContain(WRAPPED)
    expect(text).not.toContain(value)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(reopen().has(A)).toBe(true)
    expect(await reopen().read(A)).toEqual({ deviceKey: new Uint8Array(64).fill(7), wrapped: WRAPPED })
    expect([keychain.has(B), keychain.has(null)]).toEqual([false, false])
  })

  it.each(['keychain/absent', 'keychain/refused'] as const)('is nothing where the keychain says %s', async (code) => {
    store.fails = { set: code }
    expect(await refusalOf(() => turnOn())).toBe(code)
    expect([keychain.has(A), reopen().has(A), store.held.size]).toEqual([false, false, 0])
  })

  it('is nothing where the keychain does not keep what it took', async () => {
    store.held.set = () => store.held
    expect(await refusalOf(() => turnOn())).toBe('keychain/refused')
    expect(reopen().has(A)).toBe(false)
  })

  it('is nothing where the file cannot be written', async () => {
    fillDisk()
    expect(await refusalOf(() => turnOn())).toBe('file/write-failed')
    expect([keychain.has(A), store.held.size]).toEqual([false, 0])
  })
})

describe('what unlocks', () => {
  it.each(['keychain/absent', 'keychain/refused'] as const)('is told apart: %s, and stays set up', async (code) => {
    await turnOn()
    store.fails = { get: code }
    expect(await refusalOf(() => keychain.read(A))).toBe(code)
    expect(reopen().has(A)).toBe(true)
  })

  it('stays set up where the keychain gives nothing: it may be locked', async () => {
    await turnOn()
    store.held.clear()
    expect(await refusalOf(() => keychain.read(A))).toBe('keychain/refused')
    expect(reopen().has(A)).toBe(true)
  })

  it('is stale where nothing was set up', async () => {
    await turnOn()
    expect(await refusalOf(() => keychain.read(B))).toBe('keychain/stale')
    expect(await refusalOf(() => keychain.read(null))).toBe('keychain/stale')
  })
})

describe('the end', () => {
  it('takes both halves away', async () => {
    await turnOn()
    await turnOn(B, '/vaults/other.coffer')
    await keychain.turnOff(A)
    expect([keychain.has(A), keychain.has(B), [...store.held.keys()]]).toEqual([false, true, [B]])
    expect(readFileSync(file, 'utf8')).not.toContain(A)
  })

  it('comes with another state of the vault, and with no other vault’s', async () => {
    await turnOn()
    await keychain.keepOnly(VAULT, A)
    await keychain.keepOnly('/vaults/other.coffer', B)
    expect(keychain.has(A)).toBe(true)
    await keychain.keepOnly(VAULT, B)
    expect([keychain.has(A), reopen().has(A), store.held.size]).toEqual([false, false, 0])
  })

  it('comes when the vault is forgotten', async () => {
    await turnOn()
    await keychain.forget(VAULT)
    expect([reopen().has(A), store.held.size]).toEqual([false, 0])
  })

  it('comes at once, and the keychain follows when it can', async () => {
    await turnOn()
    store.fails = { delete: 'keychain/refused' }
    await keychain.turnOff(A)
    expect([keychain.has(A), reopen().has(A), store.held.size]).toEqual([false, false, 1])
    expect(readFileSync(file, 'utf8')).not.toContain(WRAPPED)
    store.fails = {}
    await reopen().sweep()
    expect(store.held.size).toBe(0)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([])
  })

  it('is told where neither half could be removed', async () => {
    await turnOn()
    store.fails = { delete: 'keychain/refused' }
    fillDisk()
    expect(await refusalOf(() => keychain.turnOff(A))).toBe('keychain/refused')
  })

  it.each([
    ['off and on', [false, true], 1],
    ['on and off', [true, false], 0],
  ])('is what was asked for last: %s at once', async (_, wishes, kept) => {
    await turnOn()
    await Promise.all(wishes.map((wish) => (wish ? turnOn() : keychain.turnOff(A))))
    const isOn = kept === 1
    expect([keychain.has(A), reopen().has(A), store.held.size]).toEqual([isOn, isOn, kept])
  })
})

it.each([
  ['nothing', ''],
  ['no list', '{"id":"x"}'],
  ['a name that is none', JSON.stringify([{ id: '../../x', vault: VAULT, wrapped: WRAPPED }])],
  ['no place', JSON.stringify([{ id: A, vault: 'mine.coffer', wrapped: WRAPPED }])],
  ['no wrapped key', JSON.stringify([{ id: A, vault: VAULT, wrapped: 5 }])],
  ['rubbish', JSON.stringify([null, 5, [], 'x'])],
])('sets up nothing from a file with %s', (_, text) => {
  writeFileSync(file, text)
  expect([reopen().has(A), reopen().has('../../x')]).toEqual([false, false])
})
