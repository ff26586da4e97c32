/** The native menu as data: every command, its key, and when it applies. The window's shortcut list is made of it. */
import type { MenuItemConstructorOptions } from 'electron'
import type { AppStatus } from '../../contract/api.ts'
import type { MenuCommand, Shortcut } from '../../contract/menu.ts'
import { THEMES, type Theme } from '../../contract/settings.ts'
import { LANGUAGE_CHOICES, LANGUAGES, type LanguageChoice } from '../../contract/text/languages.ts'
import type { Translation } from '../../contract/text/translation.ts'

export interface MenuState {
  readonly vault: AppStatus['vault']['state']
  /** A backup is open to read. */
  readonly backup: boolean
  readonly working: boolean
  readonly mac: boolean
  readonly theme: Theme
  readonly language: LanguageChoice
  readonly words: MenuWords
}

export type MenuWords = Translation['menu']

export interface MenuActions {
  /** What the window carries out. */
  readonly command: (command: MenuCommand) => void
  readonly openVault: () => void
  readonly lock: () => void
  /** One step up, one down, or back to normal. */
  readonly zoom: (step: 1 | -1 | 0) => void
  readonly setTheme: (theme: Theme) => void
  readonly setLanguage: (choice: LanguageChoice) => void
}

type Item = MenuItemConstructorOptions
type Role = NonNullable<Item['role']>
type LabelId = Exclude<keyof MenuWords, 'mac'>

const SEPARATOR: Item = { type: 'separator' }

/** Ids stay the same in every state and language: tests and screen readers find an item by them. */
export function menuTemplate(state: MenuState, actions: MenuActions): Item[] {
  const { words, mac } = state
  const unlocked = state.vault === 'unlocked'
  const readable = unlocked || state.backup
  const idle = !state.working
  const changeable = unlocked && idle

  function menu(id: LabelId, submenu: Item[]): Item {
    return { id, label: words[id], submenu }
  }
  function role(id: LabelId, name: Role): Item {
    return { id, role: name, label: words[id] }
  }
  function item(id: LabelId, enabled: boolean, click: () => void, accelerator?: string): Item {
    return { id, label: words[id], enabled, click, ...(accelerator === undefined ? {} : { accelerator }) }
  }
  function command(id: LabelId & MenuCommand, enabled: boolean, accelerator?: string): Item {
    const click = (): void => {
      actions.command(id)
    }
    return item(id, enabled, click, accelerator)
  }
  function zoom(id: LabelId, step: 1 | -1 | 0, accelerator: string): Item {
    const click = (): void => {
      actions.zoom(step)
    }
    return item(id, true, click, accelerator)
  }
  function theme(name: Theme): Item {
    const click = (): void => {
      actions.setTheme(name)
    }
    return { ...item(`theme-${name}`, true, click), type: 'radio', checked: state.theme === name }
  }

  function language(choice: LanguageChoice): Item {
    const click = (): void => {
      actions.setLanguage(choice)
    }
    // Who cannot read the language that is shown finds the own one by its own name.
    const label = choice === 'system' ? words['language-system'] : LANGUAGES[choice].name
    return { id: `language-${choice}`, label, click, type: 'radio', checked: state.language === choice }
  }

  const about = role('about', 'about')
  const quit: Item = { ...role('quit', 'quit'), accelerator: 'CmdOrCtrl+Q' }
  const settings = command('settings', true, 'CmdOrCtrl+,')
  const template: Item[] = [
    ...(mac ? [macAppMenu(words, about, settings, { ...quit, label: words.mac.quit })] : []),
    menu('file', [
      command('new-vault', idle, 'CmdOrCtrl+Shift+N'),
      command('use-account', idle),
      item('open-vault', idle, actions.openVault, 'CmdOrCtrl+O'),
      SEPARATOR,
      command('import', idle, 'CmdOrCtrl+Shift+O'),
      command('import-history', changeable),
      command('export', changeable, 'CmdOrCtrl+Shift+E'),
      command('backups', changeable, 'CmdOrCtrl+Shift+B'),
      SEPARATOR,
      item('lock', readable, actions.lock, 'CmdOrCtrl+L'),
      ...(mac ? [] : [SEPARATOR, quit]),
    ]),
    menu('edit', [
      role('undo', 'undo'),
      role('redo', 'redo'),
      SEPARATOR,
      role('cut', 'cut'),
      role('copy', 'copy'),
      role('paste', 'paste'),
      role('select-all', 'selectAll'),
      SEPARATOR,
      command('find', readable, 'CmdOrCtrl+F'),
      ...(mac ? [] : [SEPARATOR, settings]),
    ]),
    menu('vault', [
      command('new-item', changeable, 'CmdOrCtrl+N'),
      command('edit-item', changeable, 'CmdOrCtrl+E'),
      command('save-item', changeable, 'CmdOrCtrl+S'),
      command('duplicate-item', changeable),
      command('trash-item', changeable),
      SEPARATOR,
      command('new-folder', changeable),
      command('generate-password', changeable),
      SEPARATOR,
      command('all-items', readable, 'CmdOrCtrl+1'),
      command('favorites', readable, 'CmdOrCtrl+2'),
      command('bin', readable, 'CmdOrCtrl+3'),
      SEPARATOR,
      command('copy-username', readable, 'CmdOrCtrl+Shift+U'),
      command('copy-password', readable, 'CmdOrCtrl+Shift+C'),
      command('show-password', readable, 'CmdOrCtrl+Shift+R'),
      SEPARATOR,
      command('change-keys', changeable),
      command('change-password', changeable),
    ]),
    menu('view', [
      zoom('zoom-in', 1, 'CmdOrCtrl+Plus'),
      // The same key without Shift, as browsers take it.
      { ...withoutMnemonics(zoom('zoom-in', 1, 'CmdOrCtrl+=')), id: 'zoom-in-unshifted', visible: false },
      zoom('zoom-out', -1, 'CmdOrCtrl+-'),
      zoom('zoom-reset', 0, 'CmdOrCtrl+0'),
      SEPARATOR,
      menu('appearance', THEMES.map(theme)),
      menu('language', LANGUAGE_CHOICES.map(language)),
      SEPARATOR,
      command('next-pane', true, 'F6'),
      command('previous-pane', true, 'Shift+F6'),
    ]),
    ...(mac ? [macWindowMenu(words)] : []),
    menu('help', [command('shortcuts', true, 'CmdOrCtrl+/'), ...(mac ? [] : [SEPARATOR, about])]),
  ]
  return mac ? template.map(withoutMnemonics) : template
}

function macAppMenu({ mac: words }: MenuWords, about: Item, settings: Item, quit: Item): Item {
  const submenu: Item[] = [
    about,
    SEPARATOR,
    settings,
    SEPARATOR,
    { id: 'hide', role: 'hide', label: words.hide },
    { id: 'hide-others', role: 'hideOthers', label: words['hide-others'] },
    { id: 'unhide', role: 'unhide', label: words.unhide },
    SEPARATOR,
    quit,
  ]
  return { id: 'coffer', label: 'Coffer', submenu }
}

function macWindowMenu({ mac: words }: MenuWords): Item {
  const submenu: Item[] = [
    { id: 'minimize', role: 'minimize', label: words.minimize },
    { id: 'zoom', role: 'zoom', label: words.zoom },
  ]
  return { id: 'window', label: words.window, submenu }
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
