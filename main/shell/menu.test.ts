/** The menu in every state: what it offers, by which keys, and what it does not. */
import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { en } from '../../contract/text/en.ts'
import { LANGUAGE_CHOICES, LANGUAGE_CODES, LANGUAGES } from '../../contract/text/languages.ts'
import { menuTemplate, shortcutsOf, type MenuActions, type MenuState } from './menu.ts'

type Item = MenuItemConstructorOptions

const STATE: MenuState = {
  vault: 'unlocked',
  backup: false,
  working: false,
  mac: false,
  theme: 'system',
  language: 'system',
  words: en.menu,
}

function makeActions() {
  return {
    command: vi.fn<MenuActions['command']>(),
    openVault: vi.fn<MenuActions['openVault']>(),
    lock: vi.fn<MenuActions['lock']>(),
    zoom: vi.fn<MenuActions['zoom']>(),
    setTheme: vi.fn<MenuActions['setTheme']>(),
    setLanguage: vi.fn<MenuActions['setLanguage']>(),
  }
}

function template(state: Partial<MenuState> = {}, actions: MenuActions = makeActions()): Item[] {
  return menuTemplate({ ...STATE, ...state }, actions)
}

function submenu({ submenu: below }: Item): Item[] {
  return Array.isArray(below) ? below : []
}

function flat(items: readonly Item[]): Item[] {
  return items.flatMap((item) => [item, ...flat(submenu(item))])
}

function ids(items: readonly Item[]): (string | undefined)[] {
  return flat(items)
    .filter(({ type }) => type !== 'separator')
    .map(({ id }) => id)
}

function enabledIds(state: Partial<MenuState>): string[] {
  return flat(template(state))
    .filter(({ click, enabled }) => click && enabled !== false)
    .map(({ id }) => id ?? '')
    .sort()
}

/** The letters that choose an item by the keyboard. */
function lettersOf(menu: readonly Item[]): string[] {
  return menu.flatMap(({ label }) => /&(\p{L})/u.exec(label ?? '')?.[1]?.toLowerCase() ?? [])
}

/** Languages stand under their own names, without a letter. */
function hasLetter({ id, type, visible }: Item): boolean {
  return type !== 'separator' && visible !== false && !LANGUAGE_CODES.some((code) => id === `language-${code}`)
}

const ALL_STATES: MenuState[] = (['none', 'locked', 'unlocked'] as const).flatMap((vault) =>
  [false, true].flatMap((backup) =>
    [false, true].flatMap((working) => [false, true].map((mac) => ({ ...STATE, vault, backup, working, mac }))),
  ),
)

const ALWAYS = [
  ...LANGUAGE_CHOICES.map((choice) => `language-${choice}`),
  ...['next-pane', 'previous-pane', 'settings', 'shortcuts', 'theme-dark', 'theme-light', 'theme-system'],
  ...['zoom-in', 'zoom-in-unshifted', 'zoom-out', 'zoom-reset'],
]
const STARTS = ['import', 'new-vault', 'open-vault', 'use-account']
const READS = ['all-items', 'bin', 'copy-password', 'copy-username', 'favorites', 'find', 'lock', 'show-password']
const CHANGES = [
  ...['backups', 'change-keys', 'change-password', 'duplicate-item', 'edit-item', 'export', 'import-history'],
  ...['generate-password', 'new-folder', 'new-item', 'save-item', 'trash-item'],
]

describe('what can be chosen', () => {
  it.each<[string, Partial<MenuState>, string[][]]>([
    ['no vault', { vault: 'none' }, [ALWAYS, STARTS]],
    ['a locked vault', { vault: 'locked' }, [ALWAYS, STARTS]],
    ['an unlocked vault', { vault: 'unlocked' }, [ALWAYS, STARTS, READS, CHANGES]],
    ['a backup and no vault', { vault: 'none', backup: true }, [ALWAYS, STARTS, READS]],
    ['a backup and a locked vault', { vault: 'locked', backup: true }, [ALWAYS, STARTS, READS]],
    ['a backup and an unlocked vault', { vault: 'unlocked', backup: true }, [ALWAYS, STARTS, READS, CHANGES]],
    ['work and no vault', { vault: 'none', working: true }, [ALWAYS]],
    ['work and a locked vault', { vault: 'locked', working: true }, [ALWAYS]],
    ['work and an unlocked vault', { vault: 'unlocked', working: true }, [ALWAYS, READS]],
    ['work and a backup', { vault: 'none', backup: true, working: true }, [ALWAYS, READS]],
    ['work, a backup, a locked vault', { vault: 'locked', backup: true, working: true }, [ALWAYS, READS]],
    ['work, a backup, an unlocked vault', { vault: 'unlocked', backup: true, working: true }, [ALWAYS, READS]],
  ])('%s', (_name, state, expected) => {
    const wanted = expected.flat().sort()
    expect(enabledIds({ ...state, mac: false })).toEqual(wanted)
    expect(enabledIds({ ...state, mac: true })).toEqual(wanted)
  })
})

describe.each(ALL_STATES)('$vault, backup $backup, working $working, mac $mac', (state) => {
  const items = template(state)

  it('has the same ids as in every other state, each once', () => {
    expect(ids(items)).toEqual(ids(template({ mac: state.mac })))
    expect(ids(items)).not.toContain(undefined)
    expect(new Set(ids(items)).size).toBe(ids(items).length)
  })

  it('has no key twice, none with Ctrl+Alt, and the same ones as in every other state', () => {
    const keys = flat(items).flatMap(({ accelerator }) => accelerator ?? [])
    // What Electron gives the roles by itself.
    const roles = ['CmdOrCtrl+Z', 'CmdOrCtrl+Shift+Z', 'CmdOrCtrl+X', 'CmdOrCtrl+C', 'CmdOrCtrl+V', 'CmdOrCtrl+A']
    const others = state.mac ? ['CmdOrCtrl+H', 'CmdOrCtrl+Alt+H', 'CmdOrCtrl+M'] : ['CmdOrCtrl+Y']
    const all = [...keys, ...roles, ...others]
    expect(new Set(all).size).toBe(all.length)
    expect(keys.filter((key) => /alt|option/i.test(key))).toEqual([])
    expect(shortcutsOf(items)).toEqual(shortcutsOf(template({ mac: state.mac })))
  })

  it('does not reload the page, and opens no developer tools', () => {
    const roles = flat(items).map(({ role }) => role)
    for (const role of ['reload', 'forceReload', 'toggleDevTools', 'viewMenu', 'fileMenu', 'editMenu', 'windowMenu'])
      expect(roles).not.toContain(role)
    const keys = flat(items).map(({ accelerator }) => accelerator)
    for (const key of ['CmdOrCtrl+R', 'F5', 'F12', 'CmdOrCtrl+Shift+I']) expect(keys).not.toContain(key)
  })

  it('has mnemonics where there are any, each once in its menu', () => {
    const labels = flat(items).flatMap(({ label }) => label ?? [])
    if (state.mac) expect(labels.filter((label) => label.includes('&'))).toEqual([])
    const menus = [items, ...flat(items).map(submenu)]
    for (const menu of state.mac ? [] : menus) {
      const letters = lettersOf(menu)
      expect(new Set(letters).size).toBe(letters.length)
      expect(letters).toHaveLength(menu.filter(hasLetter).length)
    }
  })

  it('says each label in title case', () => {
    const own = Object.values(LANGUAGES).map(({ name }) => name as string)
    for (const { label } of flat(items))
      if (label !== undefined && !own.includes(label)) expect(label).toMatch(/^&?[A-Z][\w& ]*…?$/)
  })
})

it('has these keys', () => {
  expect(shortcutsOf(template())).toEqual([
    { label: 'New Vault', accelerator: 'CmdOrCtrl+Shift+N' },
    { label: 'Open Vault', accelerator: 'CmdOrCtrl+O' },
    { label: 'Import', accelerator: 'CmdOrCtrl+Shift+O' },
    { label: 'Export', accelerator: 'CmdOrCtrl+Shift+E' },
    { label: 'Backups', accelerator: 'CmdOrCtrl+Shift+B' },
    { label: 'Lock', accelerator: 'CmdOrCtrl+L' },
    { label: 'Quit', accelerator: 'CmdOrCtrl+Q' },
    { label: 'Find', accelerator: 'CmdOrCtrl+F' },
    { label: 'Settings', accelerator: 'CmdOrCtrl+,' },
    { label: 'New Item', accelerator: 'CmdOrCtrl+N' },
    { label: 'Edit Item', accelerator: 'CmdOrCtrl+E' },
    { label: 'Save Item', accelerator: 'CmdOrCtrl+S' },
    { label: 'All Items', accelerator: 'CmdOrCtrl+1' },
    { label: 'Favourites', accelerator: 'CmdOrCtrl+2' },
    { label: 'Bin', accelerator: 'CmdOrCtrl+3' },
    { label: 'Copy User Name', accelerator: 'CmdOrCtrl+Shift+U' },
    { label: 'Copy Password', accelerator: 'CmdOrCtrl+Shift+C' },
    { label: 'Show or Hide Password', accelerator: 'CmdOrCtrl+Shift+R' },
    { label: 'Zoom In', accelerator: 'CmdOrCtrl+Plus' },
    { label: 'Zoom Out', accelerator: 'CmdOrCtrl+-' },
    { label: 'Actual Size', accelerator: 'CmdOrCtrl+0' },
    { label: 'Next Pane', accelerator: 'F6' },
    { label: 'Previous Pane', accelerator: 'Shift+F6' },
    { label: 'Keyboard Shortcuts', accelerator: 'CmdOrCtrl+/' },
  ])
})

it('has the menus of the platform', () => {
  expect(template().map(({ id }) => id)).toEqual(['file', 'edit', 'vault', 'view', 'help'])
  expect(template({ mac: true }).map(({ id }) => id)).toEqual([
    'coffer',
    'file',
    'edit',
    'vault',
    'view',
    'window',
    'help',
  ])
  for (const mac of [false, true]) expect(flat(template({ mac })).find(({ id }) => id === 'quit')?.role).toBe('quit')
})

it('ticks the appearance and the language that are chosen', () => {
  const ticked = flat(template({ theme: 'dark', language: 'de' })).filter(({ checked }) => checked)
  expect(ticked.map(({ id, type }) => [id, type])).toEqual([
    ['theme-dark', 'radio'],
    ['language-de', 'radio'],
  ])
})

it.each(LANGUAGE_CODES)('is in %s, with letters of that language, each once in its menu', async (code) => {
  const { menu: words } = await LANGUAGES[code].load()
  const items = template({ words })
  const labels = flat(items).flatMap(({ label }) => label ?? [])
  expect(labels).toContain(words['change-password'])
  for (const menu of [items, ...flat(items).map(submenu)]) {
    const letters = lettersOf(menu)
    expect(new Set(letters).size, letters.join()).toBe(letters.length)
    expect(letters).toHaveLength(menu.filter(hasLetter).length)
  }
  const mac = flat(template({ words, mac: true })).flatMap(({ label }) => label ?? [])
  expect(mac.filter((label) => label.includes('&'))).toEqual([])
  for (const { label } of shortcutsOf(items)) expect(label).not.toMatch(/[&…]/)
  for (const { name } of Object.values(LANGUAGES)) expect(labels).toContain(name)
})

it('does what it says', () => {
  const actions = makeActions()
  const items = flat(template({}, actions))
  for (const item of items) (item.click as (() => void) | undefined)?.()
  expect(actions.openVault).toHaveBeenCalledOnce()
  expect(actions.lock).toHaveBeenCalledOnce()
  expect(actions.zoom.mock.calls.flat()).toEqual([1, 1, -1, 0])
  expect(actions.setTheme.mock.calls.flat()).toEqual(['system', 'light', 'dark'])
  expect(actions.setLanguage.mock.calls.flat()).toEqual(LANGUAGE_CHOICES)
  const commands = actions.command.mock.calls.flat()
  expect(new Set(commands).size).toBe(commands.length)
  for (const command of commands) expect(items.some(({ id }) => id === command)).toBe(true)
  expect(commands).toHaveLength(26)
})
