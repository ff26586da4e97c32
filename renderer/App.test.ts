// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppStatus } from '../contract/api.ts'
import { CofferError } from '../contract/errors.ts'
import { en } from '../contract/text/en.ts'
import type { MenuCommand } from '../contract/menu.ts'
import App from './App.vue'
import { setBridge } from './bridge.ts'
import { useToasts } from './composables/use-toasts.ts'
import { useFiles } from './stores/files.ts'
import { useSession } from './stores/session.ts'
import { useVault } from './stores/vault.ts'
import {
  fakeFile,
  LOCKED,
  makeFakeBridge,
  SAMPLE_INSPECTION,
  UNLOCKED,
  type FakeBridge,
} from './testkit/fake-bridge.ts'
import { settle } from './testkit/settle.ts'

let fake: FakeBridge
let app: VueWrapper

async function open(status: Partial<AppStatus>): Promise<void> {
  const pinia = createPinia()
  setActivePinia(pinia)
  fake = makeFakeBridge({ status })
  setBridge(fake.bridge)
  app = mount(App, { attachTo: document.body, global: { plugins: [pinia] } })
  await settle()
}

async function command(name: MenuCommand): Promise<void> {
  fake.emit('command', name)
  await settle()
}

async function press(label: string): Promise<void> {
  const button = [...document.querySelectorAll('button')].find((found) =>
    [found.title, found.textContent.trim()].includes(label),
  )
  if (!button) throw new Error(`No button “${label}”`)
  button.click()
  await settle()
}

function toasts(): string[] {
  return useToasts().toasts.value.map(({ text }) => text)
}

function drag(type: string, types: string[], files: File[] = []): Event {
  const event = new Event(type, { bubbles: true, cancelable: true })
  Object.assign(event, { dataTransfer: { types, files, dropEffect: 'none' } })
  window.dispatchEvent(event)
  return event
}

beforeEach(() => {
  // No layout here: every element is ten rows high.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(540)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(540)
  sessionStorage.clear()
})
afterEach(() => {
  app.unmount()
  setBridge(null)
  for (const { id } of useToasts().toasts.value) useToasts().dismiss(id)
})

describe('the frame', () => {
  it('shows nothing but the page before a vault is open', async () => {
    await open({})
    expect(app.get('h1').text()).toBe('Drop your backups here.')
    expect(app.find('nav').exists()).toBe(false)
    expect(app.get('button').text()).toBe('Browse…')
    expect(document.title).toBe('Start, Coffer')
  })

  it('shows what there is in an open vault', async () => {
    await open({ vault: UNLOCKED })
    const nav = app.get('nav').text()
    for (const words of ['All items11', 'Bin1', 'Logins4', 'Passports1', 'Work1', 'No folder7', 'Change keys', 'Amber'])
      expect(nav).toContain(words)
  })

  it('shows it where a tool comes first, too', async () => {
    await open({ vault: LOCKED })
    useSession().show('import')
    fake.emit('status', { ...fake.state.status, vault: UNLOCKED })
    await settle()
    expect([useSession().screen, app.get('nav').text().includes('All items11')]).toEqual(['import', true])
  })

  it('warns all the time in a demonstration', async () => {
    await open({ demonstration: true })
    expect(app.text()).toContain('Demonstration: not Electron’s sandbox, do not enter real passwords.')
  })

  it('tells why the vault that was open last is not', async () => {
    await open({ problem: { code: 'vault/not-found', details: {} } })
    expect(app.get('[role=alert]').text()).toContain('There is no vault file there.')
  })

  it('covers everything while work keeps the vault from locking', async () => {
    await open({ vault: UNLOCKED })
    fake.emit('locking', null)
    await settle()
    expect(app.text()).toContain('Coffer is about to lock')
    expect(app.get('.shell').attributes()).toMatchObject({ inert: '', style: 'display: none;' })
    fake.emit('status', { ...fake.state.status, vault: LOCKED })
    await settle()
    expect(app.find('.shell').attributes('inert')).toBeUndefined()
  })

  it('locks, and tells where that is refused', async () => {
    await open({ vault: UNLOCKED })
    fake.answer('vault.lock', () => {
      throw new CofferError('vault/busy')
    })
    await press('Lock now')
    expect(app.get('[role=alert]').text()).toContain('still at work')
    await press('Close')
    expect(app.find('[role=alert]').exists()).toBe(false)
  })

  it('says that the clipboard was cleared', async () => {
    await open({})
    fake.emit('clipboardCleared', null)
    expect(toasts()).toEqual(['The clipboard was cleared.'])
  })
})

describe('the reminder of an account key file', () => {
  const WITHOUT = { ...UNLOCKED, keyFile: null }
  const reminds = (): boolean => app.text().includes(en.settings.keyFile.reminder)

  it('stands over the vault until there is one for the current key', async () => {
    await open({ vault: UNLOCKED })
    expect(reminds()).toBe(false)
    fake.emit('status', { ...fake.state.status, vault: WITHOUT })
    await settle()
    expect(reminds()).toBe(true)
    await press('Settings')
    expect(reminds()).toBe(false)
    await press('All items')
    expect(reminds()).toBe(true)
    fake.emit('status', { ...fake.state.status, vault: UNLOCKED })
    await settle()
    expect(reminds()).toBe(false)
  })

  it('leads to one, and waits where it is put off', async () => {
    await open({ vault: WITHOUT })
    await press('Make one')
    expect(document.querySelector('[role=dialog]')?.textContent).toContain('Make an account key file')
    await press('Cancel')
    await press('Later')
    await press('Settings')
    await press('All items')
    expect(reminds()).toBe(false)
  })
})

describe('the navigation', () => {
  it('filters the list', async () => {
    await open({ vault: UNLOCKED })
    await press('Cards')
    expect(app.findAll('[role=option]').map((row) => row.get('b').text())).toEqual(['Visa'])
    expect(app.get('nav [aria-current]').text()).toContain('Cards')
  })

  it('opens one tool at a time, and asks before entries are lost', async () => {
    await open({ vault: UNLOCKED })
    await press('Change password')
    useSession().setGuard(() => 'ask')
    await press('Export')
    expect(document.querySelector('[role=alertdialog]')?.textContent).toContain('Leave the password change?')
    await press('Stay here')
    expect(useSession().screen).toBe('change-password')
    await press('Export')
    await press('Leave')
    expect(useSession().screen).toBe('export')
  })

  it('stays at work with a notice', async () => {
    await open({ vault: UNLOCKED })
    await press('Change password')
    useSession().setGuard(() => 'working')
    await press('All items')
    expect([useSession().screen, toasts()]).toEqual([
      'change-password',
      ['Coffer is still at work here. Wait until it is done, or stop it first.'],
    ])
  })
})

describe('the menu', () => {
  it.each([
    ['new-vault', 'create'],
    ['use-account', 'use-account'],
    ['import', 'import'],
    ['export', 'export'],
    ['change-keys', 'change-keys'],
    ['change-password', 'change-password'],
    ['settings', 'settings'],
  ] as const)('%s opens %s', async (name, screen) => {
    await open({ vault: UNLOCKED })
    await command(name)
    expect(useSession().screen).toBe(screen)
  })

  it.each([
    ['all-items', 'all'],
    ['favorites', 'favorites'],
    ['bin', 'trash'],
  ] as const)('%s shows the list of it, from elsewhere too', async (name, view) => {
    await open({ vault: UNLOCKED })
    useSession().show('census')
    await command(name)
    expect([useSession().screen, useVault().filter.view]).toEqual(['vault', view])
  })

  it('finds: the field has the focus, from elsewhere too', async () => {
    await open({ vault: UNLOCKED })
    useSession().show('census')
    await command('find')
    expect(document.activeElement?.getAttribute('type')).toBe('search')
  })

  it('shows no items of a vault that is locked', async () => {
    await open({ vault: LOCKED })
    await command('all-items')
    expect(useSession().screen).toBe('unlock')
  })

  it('lists the shortcuts as the keyboard writes them', async () => {
    await open({ vault: UNLOCKED })
    await command('shortcuts')
    expect(document.querySelector('[role=dialog]')?.textContent).toContain('Ctrl+Shift+E')
    await press('Close')
    expect(document.querySelector('[role=dialog]')).toBeNull()
  })
})

describe('files', () => {
  it('can be dropped on every screen', async () => {
    await open({ vault: UNLOCKED })
    const file = new File(['x'], 'backup.json')
    const dropped = vi.spyOn(fake.bridge, 'dropFiles')
    drag('dragenter', ['Files'])
    await settle()
    expect(app.text()).toContain('Drop files or a folder to see what they are.')
    expect(drag('dragover', ['Files']).defaultPrevented).toBe(true)
    drag('drop', ['Files'], [file])
    await settle()
    expect(app.text()).not.toContain('Drop files or a folder to see what they are.')
    expect(dropped).toHaveBeenCalledWith([file])
  })

  it('are all that is taken: text is refused', async () => {
    await open({})
    drag('dragenter', ['text/plain'])
    await settle()
    expect(app.text()).not.toContain('Drop files or a folder to see what they are.')
    expect(drag('drop', ['text/plain']).defaultPrevented).toBe(true)
    expect(fake.calls.filter(({ method }) => method === 'dropFiles')).toEqual([])
  })

  it('that are offered by the system lead to the import or the census', async () => {
    await open({ vault: LOCKED })
    const file = fakeFile('a.json', { inspection: SAMPLE_INSPECTION })
    fake.emit('offered', { files: [file, { ...file, ticket: 'b' }], omitted: 0 })
    await settle()
    expect(app.get('h1').text()).toBe('Would these save you?')
    fake.emit('offered', { files: [file], omitted: 0 })
    await settle()
    expect([useSession().screen, useFiles().current?.name]).toEqual(['import', 'a.json'])
  })

  it('of which none is one are told', async () => {
    await open({})
    fake.emit('offered', { files: [], omitted: 0 })
    await settle()
    expect(toasts()).toEqual(['There was no file in what you dropped.'])
  })
})

describe('a backup that is read', () => {
  it('is browsed without any vault, and closed', async () => {
    await open({})
    await fake.bridge.backup.open({ ticket: 't', filePassword: null })
    await settle()
    expect(app.text()).toContain('You are reading sample.json. Nothing is saved.')
    expect(app.get('nav').text()).not.toContain('Export')
    await press('Logins')
    expect(app.findAll('[role=option]')).toHaveLength(4)
    await press('Close')
    expect(app.get('h1').text()).toBe('Drop your backups here.')
    expect(useVault().counts).toBeNull()
  })

  it('can be imported', async () => {
    await open({})
    await fake.bridge.backup.open({ ticket: 't', filePassword: null })
    await settle()
    await press('Import into a vault')
    expect(useSession().screen).toBe('import')
  })
})
