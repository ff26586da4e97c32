/** The menu that is shown: built anew when its state is another one, and only then, for that closes an open menu. */
import { Menu } from 'electron'
import type { Shortcut } from '../../contract/menu.ts'
import { menuTemplate, shortcutsOf, type MenuActions, type MenuState } from './menu.ts'

export class MenuBar {
  readonly #actions: MenuActions
  #shown = ''
  #shortcuts: readonly Shortcut[] = []

  constructor(actions: MenuActions) {
    this.#actions = actions
  }

  get shortcuts(): readonly Shortcut[] {
    return this.#shortcuts
  }

  show(state: MenuState): void {
    const wanted = JSON.stringify(state)
    if (wanted === this.#shown) return
    this.#shown = wanted
    const template = menuTemplate(state, this.#actions)
    this.#shortcuts = shortcutsOf(template)
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
}
