/** The native menu as data: every command, its key, and when it applies. The window's shortcut list is made of it. */
import type { MenuItemConstructorOptions } from 'electron'
import type { AppStatus } from '../../contract/api.ts'
import type { MenuCommand, Shortcut } from '../../contract/menu.ts'
import { THEMES, type Theme } from './window-state.ts'

export interface MenuState {
  readonly vault: AppStatus['vault']['state']
  /** A backup is open to read. */
  readonly backup: boolean
  readonly working: boolean
  readonly mac: boolean
  readonly theme: Theme
}

export interface MenuActions {
  /** What the window carries out. */
  readonly command: (command: MenuCommand) => void
  readonly openVault: () => void
  readonly lock: () => void
  /** One step up, one down, or back to normal. */
  readonly zoom: (step: 1 | -1 | 0) => void
  readonly setTheme: (theme: Theme) => void
}

type Item = MenuItemConstructorOptions
type Role = NonNullable<Item['role']>

const SEPARATOR: Item = { type: 'separator' }
const THEME_LABELS: Readonly<Record<Theme, string>> = { system: '&System', light: '&Light', dark: '&Dark' }

/** Ids stay the same in every state: tests and screen readers find an item by them. */
export function menuTemplate(state: MenuState, actions: MenuActions): Item[] {
  const unlocked = state.vault === 'unlocked'
  const readable = unlocked || state.backup
  const idle = !state.working

  function item(id: string, label: string, enabled: boolean, click: () => void, accelerator?: string): Item {
    return { id, label, enabled, click, ...(accelerator === undefined ? {} : { accelerator }) }
  }
  function command(id: MenuCommand, label: string, enabled: boolean, accelerator?: string): Item {
    const click = (): void => {
      actions.command(id)
    }
    return item(id, label, enabled, click, accelerator)
  }
  function zoom(id: string, label: string, step: 1 | -1 | 0, accelerator: string): Item {
    const click = (): void => {
      actions.zoom(step)
    }
    return item(id, label, true, click, accelerator)
  }
  function theme(name: Theme): Item {
    const click = (): void => {
      actions.setTheme(name)
    }
    const checked = state.theme === name
    return { ...item(`theme-${name}`, THEME_LABELS[name], true, click), type: 'radio', checked }
  }

  const about = roleItem('about', 'about', '&About Coffer')
  const quit = { ...roleItem('quit', 'quit', state.mac ? 'Quit Coffer' : '&Quit'), accelerator: 'CmdOrCtrl+Q' }
  const template: Item[] = [
    ...(state.mac ? [macAppMenu(about, quit)] : []),
    menu('file', '&File', [
      command('new-vault', '&New Vault…', idle, 'CmdOrCtrl+Shift+N'),
      command('use-account', 'New Vault from &Account…', idle),
      item('open-vault', '&Open Vault…', idle, actions.openVault, 'CmdOrCtrl+O'),
      SEPARATOR,
      command('import', '&Import…', idle, 'CmdOrCtrl+Shift+O'),
      command('export', '&Export…', unlocked && idle, 'CmdOrCtrl+Shift+E'),
      SEPARATOR,
      item('lock', '&Lock', readable, actions.lock, 'CmdOrCtrl+L'),
      ...(state.mac ? [] : [SEPARATOR, quit]),
    ]),
    menu('edit', '&Edit', [
      roleItem('undo', 'undo', '&Undo'),
      roleItem('redo', 'redo', '&Redo'),
      SEPARATOR,
      roleItem('cut', 'cut', 'Cu&t'),
      roleItem('copy', 'copy', '&Copy'),
      roleItem('paste', 'paste', '&Paste'),
      roleItem('select-all', 'selectAll', 'Select &All'),
      SEPARATOR,
      command('find', '&Find', readable, 'CmdOrCtrl+F'),
    ]),
    menu('vault', 'V&ault', [
      command('all-items', '&All Items', readable, 'CmdOrCtrl+1'),
      command('favorites', '&Favourites', readable, 'CmdOrCtrl+2'),
      command('bin', '&Bin', readable, 'CmdOrCtrl+3'),
      SEPARATOR,
      command('copy-username', 'Copy &User Name', readable, 'CmdOrCtrl+Shift+U'),
      command('copy-password', '&Copy Password', readable, 'CmdOrCtrl+Shift+C'),
      command('show-password', '&Show or Hide Password', readable, 'CmdOrCtrl+Shift+R'),
      SEPARATOR,
      command('change-keys', 'Change &Keys…', unlocked && idle),
      command('change-password', 'Change &Master Password…', unlocked && idle),
    ]),
    menu('view', '&View', [
      zoom('zoom-in', 'Zoom &In', 1, 'CmdOrCtrl+Plus'),
      // The same key without Shift, as browsers take it.
      { ...zoom('zoom-in-unshifted', 'Zoom In', 1, 'CmdOrCtrl+='), visible: false },
      zoom('zoom-out', 'Zoom &Out', -1, 'CmdOrCtrl+-'),
      zoom('zoom-reset', '&Actual Size', 0, 'CmdOrCtrl+0'),
      SEPARATOR,
      menu('appearance', 'A&ppearance', THEMES.map(theme)),
      SEPARATOR,
      command('next-pane', '&Next Pane', true, 'F6'),
      command('previous-pane', 'Previous Pan&e', true, 'Shift+F6'),
    ]),
    ...(state.mac ? [macWindowMenu()] : []),
    menu('help', '&Help', [
      command('shortcuts', '&Keyboard Shortcuts', true, 'CmdOrCtrl+/'),
      ...(state.mac ? [] : [SEPARATOR, about]),
    ]),
  ]
  return state.mac ? template.map(withoutMnemonics) : template
}

function menu(id: string, label: string, submenu: Item[]): Item {
  return { id, label, submenu }
}

function roleItem(id: string, role: Role, label: string): Item {
  return { id, role, label }
}

function macAppMenu(about: Item, quit: Item): Item {
  return menu('coffer', 'Coffer', [
    about,
    SEPARATOR,
    roleItem('hide', 'hide', 'Hide Coffer'),
    roleItem('hide-others', 'hideOthers', 'Hide Others'),
    roleItem('unhide', 'unhide', 'Show All'),
    SEPARATOR,
    quit,
  ])
}

function macWindowMenu(): Item {
  return menu('window', 'Window', [roleItem('minimize', 'minimize', 'Minimize'), roleItem('zoom', 'zoom', 'Zoom')])
}

function submenuOf({ submenu }: Item): Item[] {
  return Array.isArray(submenu) ? submenu : []
}

function plainLabel({ label }: Item): string {
  return label?.replaceAll('&', '') ?? ''
}

/** macOS has no mnemonics. */
function withoutMnemonics(entry: Item): Item {
  if (entry.label === undefined) return entry
  const plain = { ...entry, label: plainLabel(entry) }
  return entry.submenu ? { ...plain, submenu: submenuOf(entry).map(withoutMnemonics) } : plain
}

/** Every command with a key, in the order of the menu. */
export function shortcutsOf(template: readonly Item[]): Shortcut[] {
  return template.flatMap((entry) => {
    const own =
      entry.accelerator === undefined || entry.visible === false
        ? []
        : [{ label: plainLabel(entry).replace(/…$/, ''), accelerator: entry.accelerator }]
    return [...own, ...shortcutsOf(submenuOf(entry))]
  })
}
