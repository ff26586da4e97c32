// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CofferError } from '../../../contract/errors.ts'
import { FAKE_PASSWORD, UNLOCKED } from '../../testkit/fake-bridge.ts'
import { openWizard, type FakeWindow } from '../../testkit/fake-window.ts'
import ChangePassword from './ChangePassword.vue'

const CHANGE = 'Change the master password'
const FRESH = 'a new master password of tests'

let window: FakeWindow

async function open(answer: () => unknown = () => ({ scrubbed: true })): Promise<void> {
  window = await openWizard(ChangePassword, { status: { vault: UNLOCKED } }, ({ fake, session }) => {
    session.show('change-password')
    fake.answer('keys.changePassword', answer)
  })
}

async function fill(current: string, fresh: string, again = fresh): Promise<void> {
  await window.type('Current master password', current)
  await window.type('New master password', fresh)
  await window.type('New master password again', again)
  await window.press(CHANGE)
}

function values(): string[] {
  return [...document.querySelectorAll('input')].map(({ value }) => value)
}

beforeEach(() => {
  // Then the length alone decides whether a password is strong enough.
  vi.stubGlobal('Worker', undefined)
})
afterEach(() => {
  window.end()
  vi.unstubAllGlobals()
})

it('says what it changes and what it does not', async () => {
  await open()
  expect(window.text()).toContain('Every export keeps opening')
  expect(window.text()).toContain('An account key file made before opens with the older password.')
})

it.each([
  ['nothing', '', '', '', ['Type the current master password.', 'Choose a new master password.']],
  ['a weak one', FAKE_PASSWORD, 'short', 'short', ['Choose a stronger master password.']],
  ['two that differ', FAKE_PASSWORD, FRESH, `${FRESH}.`, ['The two new passwords are not the same.']],
  ['the same again', FAKE_PASSWORD, FAKE_PASSWORD, FAKE_PASSWORD, ['This is the current master password.']],
])('refuses %s before anything is sent', async (_, current, fresh, again, told) => {
  await open()
  await fill(current, fresh, again)
  for (const words of told) expect(window.text()).toContain(words)
  expect(window.orders('keys.changePassword')).toEqual([])
})

it('sends both passwords once, and keeps neither', async () => {
  await open(() => ({ scrubbed: false }))
  await fill(FAKE_PASSWORD, FRESH)
  expect(window.orders('keys.changePassword')).toEqual([{ masterPassword: FAKE_PASSWORD, newPassword: FRESH }])
  expect(window.heading()).toBe('The master password is changed')
  expect(window.text()).toContain('The older wrapping of the key is still in the vault file.')
  const kept = window.kept()
  expect(kept).not.toContain(FRESH)
  expect(kept).not.toContain(FAKE_PASSWORD)
  await window.press('Done')
  expect(window.closed()).toBe(1)
})

it.each([
  ['a wrong current password', () => Promise.reject(new CofferError('vault/wrong-password')), 'That is not the master'],
  ['a stop', () => null, 'Stopped. The master password is the same as before.'],
])('clears every field after %s', async (_, answer, told) => {
  await open(answer)
  await fill('not the one', FRESH)
  expect(window.text()).toContain(told)
  expect(values()).toEqual(['', '', ''])
})
