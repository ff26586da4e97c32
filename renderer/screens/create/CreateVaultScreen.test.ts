// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CofferError } from '../../../contract/errors.ts'
import { openWizard, type FakeWindow } from '../../testkit/fake-window.ts'
import CreateVaultScreen from './CreateVaultScreen.vue'

const STRONG = 'four random words in a row'
const SAVE = 'Choose where to save…'
let window: FakeWindow

async function fill(password: string, again = password): Promise<void> {
  await window.type('Master password', password)
  await window.type('Master password again', again)
}

beforeEach(async () => {
  // Then the length alone decides whether a password is strong enough.
  vi.stubGlobal('Worker', undefined)
  window = await openWizard(CreateVaultScreen, {}, ({ session }) => {
    session.show('create')
  })
})
afterEach(() => {
  window.end()
  vi.unstubAllGlobals()
})

it('tells the rule and that nobody can recover the password before anything is typed', () => {
  expect(window.text()).toContain('At least 12 characters')
  expect(window.text()).toContain('Coffer cannot recover this password.')
})

it('makes no vault of faulty entries, and lists them', async () => {
  await fill('short', 'other')
  await window.type('E-mail', 'no address')
  await window.press(SAVE)
  expect(window.text()).toContain('3 things need a change')
  expect(window.orders('vault.create')).toEqual([])
})

it('asks where to save and goes to the new vault', async () => {
  await fill(STRONG)
  await window.type('E-mail', ' robin@evergreen.test ')
  await window.press(SAVE)
  expect(window.orders('vault.create')).toEqual([{ email: 'robin@evergreen.test', masterPassword: STRONG }])
  expect(window.session.screen).toBe('vault')
})

it('needs no address, and stays with its entries when the dialog is cancelled', async () => {
  window.fake.answer('vault.create', () => null)
  await fill(STRONG)
  await window.press(SAVE)
  expect(window.orders('vault.create')).toEqual([{ email: null, masterPassword: STRONG }])
  expect([window.session.screen, window.field('Master password').value]).toEqual(['create', STRONG])
})

it('tells why there is no vault', async () => {
  window.fake.answer('vault.create', () => {
    throw new CofferError('file/no-space')
  })
  await fill(STRONG)
  await window.press(SAVE)
  expect(window.text()).toContain('The disk is full.')
})

it('asks before entries are lost, and leaves at once without any', async () => {
  await window.type('Master password', 'x')
  await window.key('Escape')
  expect([window.session.asking, window.session.screen]).toEqual([true, 'create'])
  window.session.answer(false)
  await window.type('Master password', '')
  await window.press('Cancel')
  expect(window.session.screen).toBe('start')
})
