// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CofferError } from '../../../contract/errors.ts'
import type { FieldRequest, ItemSource } from '../../../contract/item-view.ts'
import { setBridge } from '../../bridge.ts'
import { useToasts } from '../../composables/use-toasts.ts'
import { FAKE_PASSWORD, makeFakeBridge, UNLOCKED, type FakeBridge } from '../../testkit/fake-bridge.ts'
import { FAKE_ITEMS } from '../../testkit/fake-items.ts'
import { settle } from '../../testkit/settle.ts'
import ItemPane from './ItemPane.vue'

let fake: FakeBridge
let pane: VueWrapper

async function open(id: string | null, source: ItemSource = 'vault'): Promise<void> {
  pane = mount(ItemPane, { props: { source, id }, attachTo: document.body })
  await settle()
}

/** Buttons of dialogs are not inside the pane. */
async function press(label: string): Promise<void> {
  const button = [...document.querySelectorAll('button')].find(
    (found) => found.getAttribute('aria-label') === label || found.textContent.trim() === label,
  )
  if (!button) throw new Error(`No button “${label}”`)
  button.click()
  await settle()
}

async function answerWith(password: string): Promise<void> {
  const field = document.querySelector<HTMLInputElement>('[role=dialog] input')
  if (!field) throw new Error('No question for the password')
  field.value = password
  field.dispatchEvent(new Event('input'))
  document.querySelector('[role=dialog] form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await settle()
}

function requests(method: string): FieldRequest[] {
  return fake.calls.filter((call) => call.method === method).map(({ order }) => order as FieldRequest)
}

function pressed(label: string): string | undefined {
  return pane.find(`[aria-label="Show: ${label}"]`).attributes('aria-pressed')
}

function toasts(): string[] {
  return useToasts().toasts.value.map(({ text }) => text)
}

beforeEach(() => {
  setActivePinia(createPinia())
  fake = makeFakeBridge({ status: { vault: UNLOCKED } })
  fake.state.backupItems = FAKE_ITEMS
  setBridge(fake.bridge)
})
afterEach(() => {
  pane.unmount()
  setBridge(null)
  for (const { id } of useToasts().toasts.value) useToasts().dismiss(id)
})

describe('an item', () => {
  it('is shown with its fields by name, and without its secrets', async () => {
    await open('mail')
    expect(pane.get('h2').text()).toBe('Evergreen Mail')
    const text = pane.text()
    for (const shown of [
      'Login, in Personal',
      'Username',
      'Website 2',
      'https://evergreen.test/login',
      'Two steps',
      'Yes',
    ])
      expect(text).toContain(shown)
    for (const hidden of ['vT9#kq-2Lm0Il1O', 'JBSWY3DPEHPK3PXP', '1234-5678-9012', 'older-secret-1'])
      expect(text).not.toContain(hidden)
  })

  it('that cannot be had is told', async () => {
    await open('gone')
    expect(pane.get('[role=alert]').text()).toContain('No item or folder')
  })
})

describe('a secret', () => {
  it('is shown alone: showing another hides the first', async () => {
    await open('mail')
    await press('Show: Password')
    expect(pane.text()).toContain('vT9#kq-2Lm0Il1O')
    expect(pressed('Password')).toBe('true')
    await press('Show: Recovery code')
    expect(pane.text()).toContain('1234-5678-9012')
    expect(pane.text()).not.toContain('vT9#kq-2Lm0Il1O')
    expect([pressed('Password'), pressed('Recovery code')]).toEqual(['false', 'true'])
    await press('Show: Recovery code')
    expect(pane.text()).not.toContain('1234-5678-9012')
  })

  it('is hidden when the item is left, and stays so on return', async () => {
    await open('mail')
    await press('Show: Password')
    await pane.setProps({ id: 'router' })
    expect(pane.text()).not.toContain('vT9#kq-2Lm0Il1O')
    await settle()
    await pane.setProps({ id: 'mail' })
    await settle()
    expect(pane.text()).not.toContain('vT9#kq-2Lm0Il1O')
  })

  it('that comes late is not shown under another item', async () => {
    await open('mail')
    let tell = (): void => undefined
    fake.answer('items.reveal', async () => {
      await new Promise<void>((done) => (tell = done))
      return 'late-secret'
    })
    await press('Show: Password')
    await pane.setProps({ id: 'router' })
    tell()
    await settle()
    expect(pane.get('h2').text()).toBe('Home router')
    expect(pane.text()).not.toContain('late-secret')
  })

  it('that was asked of the item before is not shown under the next one', async () => {
    await open('mail')
    fake.answer('items.view', async () => {
      await new Promise((done) => setTimeout(done, 30))
      return FAKE_ITEMS.find(({ view }) => view.id === 'router')?.view
    })
    await pane.setProps({ id: 'router' })
    await press('Show: Password')
    await new Promise((done) => setTimeout(done, 60))
    expect(pane.get('h2').text()).toBe('Home router')
    expect(pane.text()).not.toContain('vT9#kq-2Lm0Il1O')
  })

  it('is copied in the main process, with a message', async () => {
    await open('mail')
    await press('Copy: Password')
    expect(requests('items.copy')).toEqual([
      { source: 'vault', id: 'mail', address: 'login.password', masterPassword: null },
    ])
    expect(toasts()).toEqual(['Copied. The clipboard is cleared in 30 seconds.'])
  })

  it('that is refused is told in the page', async () => {
    await open('mail')
    fake.answer('items.reveal', () => {
      throw new CofferError('vault/locked')
    })
    await press('Show: Password')
    expect(pane.get('[role=alert]').text()).toContain('The vault is locked.')
  })
})

describe('an item that asks for the master password', () => {
  it('shows a secret only after it, each time', async () => {
    await open('bank-login')
    await press('Show: Password')
    expect(requests('items.reveal')).toEqual([])
    await answerWith('wrong')
    expect(document.querySelector<HTMLInputElement>('[role=dialog] input')?.value).toBe('')
    expect(document.querySelector('[role=dialog]')?.textContent).toContain('not the master password of this vault')
    expect(pane.text()).not.toContain('reprompt-secret')
    await answerWith(FAKE_PASSWORD)
    expect(document.querySelector('[role=dialog]')).toBeNull()
    expect(pane.text()).toContain('reprompt-secret')
    await press('Show: Password')
    await press('Show: Password')
    expect(document.querySelector('[role=dialog]')).not.toBeNull()
  })

  it('wants a password to be typed', async () => {
    await open('bank-login')
    await press('Copy: Password')
    await answerWith('')
    expect(document.querySelector('[role=dialog]')?.textContent).toContain('Type the master password')
    expect(requests('items.copy')).toEqual([])
    await answerWith(FAKE_PASSWORD)
    expect(requests('items.copy')).toMatchObject([{ address: 'login.password', masterPassword: FAKE_PASSWORD }])
  })

  it('protects its notes as well', async () => {
    await open('bank-login')
    expect(pane.text()).not.toContain('harbour')
    await press('Show: Notes')
    await answerWith(FAKE_PASSWORD)
    expect(pane.text()).toContain('harbour')
  })

  it('shows nothing once the question was cancelled, even when the answer was on its way', async () => {
    await open('bank-login')
    let tell = (): void => undefined
    fake.answer('items.reveal', async () => {
      await new Promise<void>((done) => (tell = done))
      return 'reprompt-secret'
    })
    await press('Show: Password')
    await answerWith(FAKE_PASSWORD)
    await press('Cancel')
    tell()
    await settle()
    expect(pane.text()).not.toContain('reprompt-secret')
  })

  it('lets what is no secret be copied without it', async () => {
    await open('bank-login')
    await press('Copy: Username')
    expect(fake.calls.find(({ method }) => method === 'app.copySecret')?.order).toBe('robin')
    expect(toasts()).toEqual(['Copied. The clipboard is cleared in 30 seconds.'])
  })

  it('does not ask in a backup, where there is no master password', async () => {
    await open('bank-login', 'backup')
    await press('Show: Password')
    expect(pane.text()).toContain('reprompt-secret')
  })
})

describe('the menu', () => {
  it('copies and shows of the open item', async () => {
    await open('mail')
    fake.emit('command', 'copy-username')
    await settle()
    fake.emit('command', 'copy-password')
    await settle()
    expect(requests('items.copy').map(({ address }) => address)).toEqual(['login.username', 'login.password'])
    fake.emit('command', 'show-password')
    await settle()
    expect(pane.text()).toContain('vT9#kq-2Lm0Il1O')
  })

  it('says where there is nothing to copy', async () => {
    await open('alarm')
    fake.emit('command', 'copy-password')
    await pane.setProps({ id: null })
    await settle()
    fake.emit('command', 'copy-username')
    expect(toasts()).toEqual(['This item has no password.', 'Choose an item first.'])
  })
})
