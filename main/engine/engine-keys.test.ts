/** What is around the user key: its derivation, the account key file, and what this computer keeps to unlock it. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { addItem } from '../commands/items.ts'
import { exportVault } from '../commands/export-vault.ts'
import { takeFile } from '../commands/files.ts'
import { importAsNew } from '../testkit/import-as-new.ts'
import { noteDraft } from '../testkit/drafts.ts'
import { changeKeys, startEngine, startUnlocked, type StartedEngine } from '../testkit/engines.ts'
import { FAST_KDF, makeQuickVault, makeTempFolder, MASTER_PASSWORD, openVault, refusalOf } from '../testkit/vaults.ts'

const masterPassword = MASTER_PASSWORD

let file: string
let folder: string
let started: StartedEngine
beforeEach(async () => {
  file = await makeQuickVault()
  folder = makeTempFolder()
  started = await startUnlocked(file)
})

function keyFile(): string | null {
  const { vault } = started.engine.status()
  return vault.state === 'unlocked' ? vault.keyFile : null
}

describe('the key derivation', () => {
  it('is measured, told with its settings, and changes nothing', async () => {
    const before = started.engine.status()
    const measure = await started.engine.measureKdf({ kdf: FAST_KDF })
    expect(measure?.kdf).toEqual(FAST_KDF)
    expect(measure?.milliseconds).toBeGreaterThan(0)
    expect(started.engine.status()).toEqual(before)
    started.stopAt = 'measure-kdf derive'
    expect(await started.engine.measureKdf({ kdf: FAST_KDF })).toBeNull()
  })

  it('is changed: the same password opens the vault with it, and an older export opens still', async () => {
    started.engine.close()
    const session = await openVault(file)
    addItem(session, noteDraft('x'))
    const backup = path.join(folder, 'backup.json')
    await exportVault(session, { path: backup, choice: 'encrypted_json', masterPassword, overwrite: false })
    session.lock()
    started = await startUnlocked(file)
    const before = started.engine.status().deviceId
    expect(await started.engine.changeKdf({ masterPassword, kdf: FAST_KDF })).toEqual({ scrubbed: true })
    expect(started.engine.status()).toMatchObject({ vault: { kdf: FAST_KDF } })
    expect(started.engine.status().deviceId).not.toBe(before)
    started.engine.close()
    const after = await openVault(file)
    expect(after.account.kdf).toEqual(FAST_KDF)
    expect(await importAsNew(after, await takeFile(backup))).toMatchObject({ sealed: true, items: { new: 1 } })
  })

  it.each([
    ['usage/kdf-out-of-range', { masterPassword, kdf: { ...FAST_KDF, memoryMiB: 1_025 } }],
    ['usage/kdf-out-of-range', { masterPassword, kdf: { type: 'pbkdf2', iterations: 599_999 } }],
    ['vault/wrong-password', { masterPassword: 'wrong', kdf: FAST_KDF }],
  ] as const)('is not changed: %s', async (code, order) => {
    const before = started.engine.status()
    expect(await refusalOf(() => started.engine.changeKdf(order))).toBe(code)
    expect(started.engine.status()).toEqual(before)
  })

  it('that is stopped stays as it was', async () => {
    const before = started.engine.status()
    started.stopAt = 'change-kdf derive'
    expect(await started.engine.changeKdf({ masterPassword, kdf: FAST_KDF })).toBeNull()
    expect(started.engine.status()).toEqual(before)
  })
})

describe('the account key file', () => {
  const target = (): string => path.join(folder, 'key.json')

  async function write(): Promise<void> {
    const done = await started.engine.writeKeyFile({ masterPassword, path: target() })
    expect(done).toEqual({ name: 'key.json', place: folder, recorded: true, openToOthers: false })
  }

  it('is known to the vault from then on, until the password or the key is another one', async () => {
    expect(keyFile()).toBeNull()
    await write()
    const made = (JSON.parse(readFileSync(target(), 'utf8')) as { made: string }).made
    expect(keyFile()).toBe(made)
    started.engine.close()
    started = await startUnlocked(file)
    expect(keyFile()).toBe(made)
    await started.engine.changePassword({ masterPassword, newPassword: 'another one' })
    // It opens with the password of before.
    expect(keyFile()).toBeNull()
    await changeKeys(started.engine, { masterPassword: 'another one' })
    expect(keyFile()).toBeNull()
  })

  it('counts as known in a vault that was restored with it', async () => {
    await write()
    const restored = startEngine()
    const { ticket } = await restored.engine.chooseAccount({ path: target(), kind: 'account-key-file' })
    const order = { path: path.join(folder, 'restored.coffer'), ticket, email: null, masterPassword }
    expect((await restored.engine.createAround(order))?.vault).toMatchObject({ keyFile: keyFile() })
    expect(keyFile()).not.toBeNull()
  })

  it('is not written with a wrong password, nor after a stop', async () => {
    const wrong = { masterPassword: 'wrong', path: target() }
    expect(await refusalOf(() => started.engine.writeKeyFile(wrong))).toBe('vault/wrong-password')
    started.stopAt = 'key-file derive'
    expect(await started.engine.writeKeyFile({ masterPassword, path: target() })).toBeNull()
    expect([existsSync(target()), keyFile()]).toEqual([false, null])
  })
})

describe('a key of this computer', () => {
  /** Turned on for the vault that is unlocked, as the main thread does it. */
  async function wrap(): Promise<{ deviceKey: Uint8Array; wrapped: string; deviceId: string }> {
    const deviceKey = new Uint8Array(randomBytes(64))
    const answer = await started.engine.wrapForDevice({ masterPassword, deviceKey: deviceKey.slice() })
    return { deviceKey, ...answer }
  }

  async function lockedAgain(): Promise<void> {
    started.engine.close()
    started = startEngine()
    await started.engine.open({ path: file })
  }

  it('unlocks the vault without its password, and is wiped', async () => {
    const before = started.engine.status()
    const { deviceKey, wrapped, deviceId } = await wrap()
    await lockedAgain()
    expect(started.engine.status().deviceId).toBe(deviceId)
    expect(await started.engine.unlockWithDevice({ deviceKey, wrapped })).toEqual(before)
    expect(deviceKey).toEqual(new Uint8Array(64))
    // What asks for the password still does.
    expect(await refusalOf(() => started.engine.confirm({ masterPassword: 'wrong' }))).toBe('vault/wrong-password')
    expect(await started.engine.confirm({ masterPassword })).toBeNull()
  })

  it('is given for the right password alone', async () => {
    const order = { masterPassword: 'wrong', deviceKey: new Uint8Array(64) }
    expect(await refusalOf(() => started.engine.wrapForDevice(order))).toBe('vault/wrong-password')
  })

  it.each<[string, (wrapped: string) => { deviceKey?: Uint8Array; wrapped?: string }]>([
    ['another key', () => ({ deviceKey: new Uint8Array(randomBytes(64)) })],
    ['a key that is too short', () => ({ deviceKey: new Uint8Array(63) })],
    ['no key', () => ({ deviceKey: new Uint8Array() })],
    ['an altered text', (wrapped) => ({ wrapped: wrapped.replace(/\|./, (found) => (found === '|A' ? '|B' : '|A')) })],
    ['a text that is none', () => ({ wrapped: '../../etc/passwd' })],
    ['a text of another kind', () => ({ wrapped: '7.AAAA' })],
    ['nothing', () => ({ wrapped: '' })],
  ])('unlocks nothing with %s', async (_, spoil) => {
    const { deviceKey, wrapped } = await wrap()
    await lockedAgain()
    const device = { deviceKey, wrapped, ...spoil(wrapped) }
    expect(await refusalOf(() => started.engine.unlockWithDevice(device))).toBe('keychain/stale')
    expect(started.engine.status().vault.state).toBe('locked')
  })

  it('of another vault unlocks nothing', async () => {
    const { deviceKey, wrapped } = await wrap()
    file = await makeQuickVault()
    await lockedAgain()
    expect(await refusalOf(() => started.engine.unlockWithDevice({ deviceKey, wrapped }))).toBe('keychain/stale')
  })

  it('from before a change of the key unlocks nothing', async () => {
    const { deviceKey, wrapped, deviceId } = await wrap()
    await changeKeys(started.engine)
    await lockedAgain()
    expect(started.engine.status().deviceId).not.toBe(deviceId)
    expect(await refusalOf(() => started.engine.unlockWithDevice({ deviceKey, wrapped }))).toBe('keychain/stale')
  })
})
