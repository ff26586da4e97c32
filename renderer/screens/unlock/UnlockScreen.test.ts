// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest'
import type { AppStatus } from '../../../contract/api.ts'
import { CofferError } from '../../../contract/errors.ts'
import { en } from '../../../contract/text/en.ts'
import { FAKE_PASSWORD, LOCKED } from '../../testkit/fake-bridge.ts'
import { openWizard, type FakeWindow } from '../../testkit/fake-window.ts'
import UnlockScreen from './UnlockScreen.vue'

const KEYCHAIN = 'Unlock with this computer’s keychain'

let window: FakeWindow

async function open(status: Partial<AppStatus> = {}): Promise<void> {
  window = await openWizard(UnlockScreen, { status: { vault: LOCKED, ...status } })
}
afterEach(() => {
  window.end()
})

it('names the vault and its address, and begins in the field', async () => {
  await open()
  expect([window.heading(), window.text().includes('robin@evergreen.test')]).toEqual(['Unlock Amber', true])
  expect(document.activeElement).toBe(window.field('Master password'))
})

it.each([
  ['idle', 'nobody used Coffer'],
  ['suspend', 'went to sleep'],
  ['screen', 'the screen was locked'],
  ['person', 'Locked.'],
] as const)('tells that %s locked it', async (lockedBy, words) => {
  await open({ lockedBy })
  expect(window.text()).toContain(words)
})

it('goes to the vault with the right password', async () => {
  await open()
  await window.type('Master password', FAKE_PASSWORD)
  await window.press('Unlock')
  expect(window.session.screen).toBe('vault')
  expect(window.field('Master password').value).toBe('')
})

it('clears a wrong password, tells in three parts, and is ready for the next', async () => {
  await open()
  await window.type('Master password', 'wrong')
  await window.press('Unlock')
  const field = window.field('Master password')
  expect([field.value, document.activeElement]).toEqual(['', field])
  const { happened, unchanged, next } = en.errors['vault/wrong-password']
  for (const sentence of [happened, unchanged, next]) expect(window.text()).toContain(sentence)
  await window.type('Master password', FAKE_PASSWORD)
  await window.press('Unlock')
  expect(window.session.screen).toBe('vault')
})

it('offers the keychain only where it is set up, and goes to the vault with it', async () => {
  await open()
  expect(window.button(KEYCHAIN)).toBeUndefined()
  window.end()
  await open({ keychain: true })
  await window.press(KEYCHAIN)
  expect([window.orders('keychain.unlock').length, window.session.screen]).toEqual([1, 'vault'])
})

it.each(['keychain/absent', 'keychain/refused', 'keychain/stale'] as const)(
  'falls back to the password where the keychain says %s',
  async (code) => {
    await open({ keychain: true })
    window.fake.answer('keychain.unlock', () => {
      throw new CofferError(code)
    })
    await window.press(KEYCHAIN)
    expect(window.text()).toContain(en.errors[code].happened)
    expect(document.activeElement).toBe(window.field('Master password'))
    await window.type('Master password', FAKE_PASSWORD)
    await window.press('Unlock')
    expect(window.session.screen).toBe('vault')
  },
)

it('wants a password to be typed', async () => {
  await open()
  await window.press('Unlock')
  expect(window.text()).toContain('Type the master password')
  expect(window.orders('vault.unlock')).toEqual([])
})

it('tells other errors in full, and a problem from before', async () => {
  await open({ problem: { code: 'vault/not-found', details: {} } })
  expect(window.text()).toContain('There is no vault file there.')
  window.fake.answer('vault.unlock', () => {
    throw new CofferError('vault/in-use')
  })
  await window.type('Master password', FAKE_PASSWORD)
  await window.press('Unlock')
  expect(window.text()).toContain('Another process has this vault open.')
})

it('leads to another vault, to a file, and to a new vault', async () => {
  await open()
  window.fake.answer('vault.open', () => ({ ...window.fake.state.status, vault: { ...LOCKED, name: 'Birch' } }))
  await window.type('Master password', 'for Amber')
  await window.press('Open another vault…')
  expect([window.heading(), window.field('Master password').value]).toEqual(['Unlock Birch', ''])
  await window.press('Check a file without unlocking')
  expect(window.session.screen).toBe('import')
  window.session.show('unlock')
  await window.press('Create a vault')
  expect(window.session.screen).toBe('create')
})
