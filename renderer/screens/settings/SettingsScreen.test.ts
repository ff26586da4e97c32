// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import type { AppStatus } from '../../../contract/api.ts'
import { CofferError } from '../../../contract/errors.ts'
import { DEFAULT_SETTINGS } from '../../../contract/settings.ts'
import { FAKE_PASSWORD, LOCKED, UNLOCKED } from '../../testkit/fake-bridge.ts'
import { openWizard, type FakeWindow } from '../../testkit/fake-window.ts'
import { settle } from '../../testkit/settle.ts'
import SettingsScreen from './SettingsScreen.vue'

let window: FakeWindow

async function open(status: Partial<AppStatus> = { vault: UNLOCKED }): Promise<void> {
  window = await openWizard(SettingsScreen, { status }, ({ session }) => {
    session.show('settings')
  })
}
afterEach(() => {
  window.end()
})

async function choose(label: string, value: string): Promise<void> {
  const found = [...document.querySelectorAll('select')].find(
    (select) => document.querySelector(`label[for="${select.id}"]`)?.textContent === label,
  )
  if (!found) throw new Error(`No choice “${label}”`)
  found.value = value
  found.dispatchEvent(new Event('change', { bubbles: true }))
  await settle()
}

/** In a dialog, which stands outside of the page. */
async function confirm(primary: string, password = FAKE_PASSWORD): Promise<void> {
  const dialog = document.querySelector('[role=dialog]')
  const field = dialog?.querySelector('input')
  if (!dialog || !field) throw new Error('No dialog')
  field.value = password
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await settle()
  const button = [...dialog.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === primary)
  button?.click()
  await settle()
}

function dialogText(): string | undefined {
  return document.querySelector('[role=dialog]')?.textContent
}

async function pressNamed(name: string): Promise<void> {
  document.querySelector<HTMLElement>(`[aria-label="${name}"]`)?.click()
  await settle()
}

describe('the settings of the app', () => {
  it.each([
    ['Lock when nobody uses the computer', '5', { idleMinutes: 5 }],
    ['Lock when nobody uses the computer', 'never', { idleMinutes: null }],
    ['Clear copied secrets from the clipboard', '120', { clipboardSeconds: 120 }],
  ])('%s: %s', async (label, value, order) => {
    await open({})
    await choose(label, value)
    expect(window.orders('settings.change')).toEqual([order])
    expect(window.session.status?.settings).toEqual({ ...DEFAULT_SETTINGS, ...order })
  })

  it('warns where the vault never locks by itself', async () => {
    await open({})
    expect(window.text()).not.toContain('An open vault then stays open')
    await choose('Lock when nobody uses the computer', 'never')
    expect(window.text()).toContain('An open vault then stays open')
  })

  it('follow the menu: the theme', async () => {
    await open({})
    expect(window.field('As the system').checked).toBe(true)
    window.session.accept({ ...window.fake.state.status, settings: { ...DEFAULT_SETTINGS, theme: 'dark' } })
    await settle()
    expect(window.field('Dark').checked).toBe(true)
    await window.mark('Light')
    expect(window.orders('settings.change')).toEqual([{ theme: 'light' }])
  })

  it('are all there is while no vault is open', async () => {
    await open({ vault: LOCKED })
    expect(window.text()).not.toContain('This vault')
    expect(window.text()).toContain('Recent vaults')
    await window.press('Done')
    expect(window.closed()).toBe(1)
  })

  it('tell a refusal in the page', async () => {
    await open()
    window.fake.answer('settings.change', () => {
      throw new CofferError('usage/bad-request')
    })
    await window.mark('Dark')
    expect(window.text()).toContain('The window asked for something')
  })
})

describe('the vault', () => {
  it.each([
    ['Change: Key derivation', 'change-kdf'],
    ['Change: Master password', 'change-password'],
    ['Change: Account encryption key', 'change-keys'],
  ])('%s leads to %s', async (name, screen) => {
    await open()
    await pressNamed(name)
    expect(window.session.screen).toBe(screen)
  })

  it('says which key derivation it has', async () => {
    await open()
    expect(window.text()).toContain('Argon2id, 6 rounds, 32 MiB, parallelism 4')
  })

  it('gets an account key file, and says where it is', async () => {
    await open({ vault: { ...UNLOCKED, keyFile: null } })
    expect(window.text()).toContain('None is known for the current key and password.')
    await window.press('Make one…')
    await confirm('Choose where to save…')
    expect(window.orders('keys.writeKeyFile')).toEqual([{ masterPassword: FAKE_PASSWORD }])
    expect(dialogText()).toBeUndefined()
    expect(window.text()).toContain('Saved as coffer-account-key-2026-11-22.json in /home/robin/Backups.')
    expect(window.kept()).not.toContain(FAKE_PASSWORD)
  })

  it('says where it could not take note of the file', async () => {
    await open()
    window.fake.answer('keys.writeKeyFile', () => ({ name: 'x.json', place: '/x', recorded: false }))
    await window.press('Make another…')
    await confirm('Choose where to save…')
    expect(window.text()).toContain('The file is good, but the vault could not take note of it.')
  })

  it('is set up for the keychain with the password, and not any more', async () => {
    await open()
    await window.press('Turn on…')
    expect(dialogText()).toContain('Whoever can use this computer as you')
    await confirm('Turn on', 'wrong')
    expect(dialogText()).toContain('That is not the master password of this vault.')
    await confirm('Turn on')
    expect(dialogText()).toBeUndefined()
    expect(window.text()).toContain('On: it unlocks this vault here')
    await window.press('Turn off')
    expect(window.text()).toContain('Off: this vault opens with its master password alone.')
  })

  it('tells in full where there is no keychain', async () => {
    await open()
    window.fake.answer('keychain.turnOn', () => {
      throw new CofferError('keychain/absent')
    })
    await window.press('Turn on…')
    await confirm('Turn on')
    expect(dialogText()).toContain('Coffer cannot use a keychain on this computer.')
    expect(window.text()).toContain('Off: this vault opens')
  })
})

describe('recent vaults', () => {
  it('say which is open, which is gone, and where each is', async () => {
    await open()
    expect(window.text()).toContain('/home/robin/Documents. Open now.')
    expect(window.text()).toContain('/media/stick. No file is there now.')
    expect(document.querySelector('[aria-label="Open: Amber"]')).toBeNull()
    expect(document.querySelector('[aria-label="Open: Cedar"]')).toBeNull()
  })

  it('are opened and forgotten by their id', async () => {
    await open()
    await pressNamed('Forget: Cedar')
    expect(window.orders('settings.forgetRecent')).toEqual([{ id: 'cedar' }])
    expect(window.text()).not.toContain('Cedar')
    await pressNamed('Open: Birch')
    expect(window.orders('vault.openRecent')).toEqual([{ id: 'birch' }])
    expect(window.session.screen).toBe('unlock')
  })
})
