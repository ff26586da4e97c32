// @vitest-environment happy-dom
import { nextTick } from 'vue'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CofferError } from '../../../contract/errors.ts'
import { FAKE_PASSWORD } from '../../testkit/fake-bridge.ts'
import { openWizard, type FakeWindow } from '../../testkit/fake-window.ts'
import UseAccountScreen from './UseAccountScreen.vue'

const SAVE = 'Choose where to save…'
const PASSWORD = 'Master password of this account'
let window: FakeWindow

beforeEach(async () => {
  window = await openWizard(UseAccountScreen, {}, ({ session }) => {
    session.openAccount('bitwarden-data')
  })
})
afterEach(() => {
  window.end()
})

it('tells where data.json lies until a file is chosen', async () => {
  for (const place of ['%AppData%', '~/Library/Application Support', '~/.config'])
    expect(window.text()).toContain(place)
  await window.press('Choose the file…')
  expect(window.text()).not.toContain('%AppData%')
})

it('wants a file first, and then its password', async () => {
  await window.press(SAVE)
  expect(window.text()).toContain('Choose the file with the key first.')
  await window.press('Choose the file…')
  expect(window.text()).not.toContain('Choose the file with the key first.')
  await window.press(SAVE)
  expect(window.text()).toContain('The master password is needed')
  expect(window.orders('vault.createAround')).toEqual([])
})

it('makes a vault around the account that is chosen among several', async () => {
  await window.press('Choose the file…')
  const select = document.querySelector('select')
  expect([...(select?.options ?? [])].map(({ value }) => value)).toEqual(['robin@evergreen.test', 'robin@work.test'])
  if (select) {
    select.value = 'robin@work.test'
    select.dispatchEvent(new Event('change'))
  }
  await window.type(PASSWORD, FAKE_PASSWORD)
  await window.press(SAVE)
  expect(window.orders('vault.createAround')).toEqual([
    { ticket: 'account', email: 'robin@work.test', masterPassword: FAKE_PASSWORD },
  ])
  expect(window.session.screen).toBe('vault')
})

it('clears a wrong password and tells', async () => {
  await window.press('Choose the file…')
  await window.type(PASSWORD, 'wrong')
  await window.press(SAVE)
  expect(window.text()).toContain('That is not the master password')
  expect(window.field(PASSWORD).value).toBe('')
})

it('forgets file and password when the kind of file changes', async () => {
  await window.press('Choose the file…')
  await window.type(PASSWORD, 'something')
  await window.mark('An account key file')
  expect(document.querySelector('select')).toBeNull()
  await window.press('Choose the file…')
  expect(window.orders('vault.chooseAccount').at(-1)).toEqual({ kind: 'account-key-file' })
  expect(window.text()).toContain('robin@evergreen.test')
  expect(window.field(PASSWORD).value).toBe('')
})

it('follows the start page to the kind that was chosen there', async () => {
  window.session.openAccount('account-key-file')
  await nextTick()
  await window.press('Choose the file…')
  expect(window.orders('vault.chooseAccount')).toEqual([{ kind: 'account-key-file' }])
})

it('tells why a file does not do', async () => {
  window.fake.answer('vault.chooseAccount', () => {
    throw new CofferError('format/not-bitwarden-data')
  })
  await window.press('Choose the file…')
  expect(window.text()).toContain('No account was found in this file.')
})
