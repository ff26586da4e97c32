// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import type { UnlockedVault } from '../../../contract/api.ts'
import { CofferError } from '../../../contract/errors.ts'
import { DEFAULT_PBKDF2 } from '../../../contract/kdf-config.ts'
import { FAKE_PASSWORD, UNLOCKED } from '../../testkit/fake-bridge.ts'
import { openWizard, type FakeWindow } from '../../testkit/fake-window.ts'
import ChangeKdf from './ChangeKdf.vue'

const CHANGE = 'Change the key derivation'
const STRONGER = { type: 'argon2id', iterations: 6, memoryMiB: 64, parallelism: 4 }

let window: FakeWindow

async function open(vault: Partial<UnlockedVault> = {}, keychain = false): Promise<void> {
  window = await openWizard(ChangeKdf, { status: { vault: { ...UNLOCKED, ...vault }, keychain } }, ({ session }) => {
    session.show('change-kdf')
  })
}
afterEach(() => {
  window.end()
})

it('begins with the settings of now, and says what stays', async () => {
  await open()
  expect(['Rounds', 'Memory in MiB', 'Parallelism'].map((label) => window.field(label).value)).toEqual(['6', '32', '4'])
  expect(window.text()).toContain('every export keeps opening')
  expect(window.text()).not.toContain('Your Bitwarden account keeps its own settings.')
})

it('says what an adopted account and the keychain have of it', async () => {
  await open({ adopted: true }, true)
  expect(window.text()).toContain('Your Bitwarden account keeps its own settings.')
  expect(window.text()).toContain('Unlocking with the keychain of this computer ends.')
})

it('measures both, and shows seconds', async () => {
  await open()
  await window.mark('PBKDF2-SHA-256')
  await window.press('Measure on this computer')
  expect(window.orders('keys.measureKdf')).toEqual([{ kdf: UNLOCKED.kdf }, { kdf: DEFAULT_PBKDF2 }])
  expect(window.text()).toContain('Now: about 1.8 s at each unlock.')
  expect(window.text()).toContain('With these settings: about 0.3 s at each unlock.')
  await window.type('Rounds', '700000')
  expect(window.text()).not.toContain('With these settings')
})

describe('refuses before anything is sent', () => {
  it.each([
    ['1025', 'Give a whole number from 16 to 1,024.'],
    ['15', 'Give a whole number from 16 to 1,024.'],
    ['64.5', 'Give a whole number'],
    ['6e1', 'Give a whole number'],
    ['', 'Give a whole number'],
    ['-64', 'Give a whole number'],
  ])('%o MiB', async (typed, told) => {
    await open()
    await window.type('Memory in MiB', typed)
    await window.type('Master password', FAKE_PASSWORD)
    await window.press(CHANGE)
    expect(window.text()).toContain(told)
    await window.press('Measure on this computer')
    expect([window.orders('keys.changeKdf'), window.orders('keys.measureKdf')]).toEqual([[], []])
  })

  it('the settings of now, and no password', async () => {
    await open()
    await window.press(CHANGE)
    expect(window.text()).toContain('These are the current settings. Choose others.')
    expect(window.text()).toContain('Type the master password of this vault.')
    expect(window.orders('keys.changeKdf')).toEqual([])
  })
})

it('changes, keeps no password, and leads back to the settings', async () => {
  await open()
  await window.type('Memory in MiB', '64')
  await window.type('Master password', FAKE_PASSWORD)
  await window.press(CHANGE)
  expect(window.orders('keys.changeKdf')).toEqual([{ masterPassword: FAKE_PASSWORD, kdf: STRONGER }])
  expect(window.heading()).toBe('The key derivation is changed')
  expect(window.kept()).not.toContain(FAKE_PASSWORD)
  await window.press('Done')
  expect(window.session.screen).toBe('settings')
})

it.each([
  ['a wrong password', () => Promise.reject(new CofferError('vault/wrong-password')), 'That is not the master'],
  ['a stop', () => null, 'Stopped. The key derivation is the same as before.'],
])('clears the password after %s', async (_, answer, told) => {
  await open()
  window.fake.answer('keys.changeKdf', answer)
  await window.type('Memory in MiB', '64')
  await window.type('Master password', 'not the one')
  await window.press(CHANGE)
  expect(window.text()).toContain(told)
  expect([window.field('Master password').value, window.field('Memory in MiB').value]).toEqual(['', '64'])
})
