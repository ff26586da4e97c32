// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia, type Pinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import App from '../App.vue'
import { setBridge } from '../bridge.ts'
import { FAKE_PASSWORD, LOCKED, makeFakeBridge, type FakeBridge } from '../testkit/fake-bridge.ts'
import { FAKE_ITEMS } from '../testkit/fake-items.ts'
import { settle } from '../testkit/settle.ts'

/** Everything that must never be in a store: the master password, and every secret of every item. */
const SECRETS = [
  FAKE_PASSWORD,
  ...FAKE_ITEMS.flatMap(({ view }) => [
    ...view.sections.flatMap(({ fields }) => fields),
    ...(view.notes ? [view.notes] : []),
  ])
    .filter(({ kind }) => kind === 'secret')
    .map(({ value }) => value ?? ''),
]

let fake: FakeBridge
let pinia: Pinia
let app: VueWrapper

function valuesOf(storage: Storage): (string | null)[] {
  return Array.from({ length: storage.length }, (_, at) => storage.getItem(storage.key(at) ?? ''))
}

function expectNoSecret(): void {
  const kept = JSON.stringify([pinia.state.value, valuesOf(sessionStorage), valuesOf(localStorage), document.title])
  for (const secret of SECRETS) expect(kept.includes(JSON.stringify(secret).slice(1, -1)), secret).toBe(false)
}

async function press(label: string): Promise<void> {
  const button = [...document.querySelectorAll('button')].find((found) =>
    [found.getAttribute('aria-label'), found.title, found.textContent.trim()].includes(label),
  )
  if (!button) throw new Error(`No button “${label}”`)
  button.click()
  await settle()
}

async function type(value: string): Promise<void> {
  const field = [...document.querySelectorAll<HTMLInputElement>('input[type=password]')].at(-1)
  if (!field) throw new Error('No password field')
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await settle()
  expectNoSecret()
}

async function openItem(name: string): Promise<void> {
  const row = app.findAll('[role=option]').find((found) => found.text().includes(name))
  await row?.trigger('click')
  await settle()
}

function statesOf(): unknown {
  return JSON.parse(JSON.stringify(pinia.state.value))
}

beforeEach(async () => {
  // No layout here: every element is ten rows high.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(1000)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(1000)
  sessionStorage.clear()
  fake = makeFakeBridge({ status: { vault: LOCKED } })
  setBridge(fake.bridge)
  pinia = createPinia()
  setActivePinia(pinia)
  app = mount(App, { attachTo: document.body, global: { plugins: [pinia] } })
  await settle()
})
afterEach(() => {
  app.unmount()
  setBridge(null)
})

it('no store ever holds a secret, and a lock empties all of them', async () => {
  const before = statesOf()

  await type('wrong')
  await press('Unlock')
  await type(FAKE_PASSWORD)
  await press('Unlock')
  expectNoSecret()

  await openItem('Evergreen Mail')
  for (const label of ['Password', 'Authenticator key (TOTP)', 'Recovery code']) {
    await press(`Show: ${label}`)
    expectNoSecret()
    await press(`Copy: ${label}`)
    expectNoSecret()
  }
  expect(document.body.textContent).toContain('1234-5678-9012')

  await openItem('Aurora Bank')
  expect(document.body.textContent).not.toContain('1234-5678-9012')
  await press('Show: Password')
  await type(FAKE_PASSWORD)
  await press('Show “Password”')
  expect(document.body.textContent).toContain('reprompt-secret')
  expectNoSecret()

  await press('Lock now')
  expectNoSecret()
  for (const secret of SECRETS) expect(document.body.innerHTML).not.toContain(secret)
  expect(document.body.textContent).toContain('Unlock Amber')
  expect(statesOf()).toEqual({
    ...(before as object),
    session: { ...(before as { session: object }).session, status: fake.state.status },
  })
})
