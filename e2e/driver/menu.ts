/** The application menu: what it says, and choosing from it. */
import { parseAccelerator, playwrightKey, sameChord } from '../stand-in/keys.ts'
import type { Driven } from './start.ts'

export interface MenuEntry {
  id: string | null
  /** Labels from the menu bar down, without mnemonic marks. */
  path: string[]
  label: string
  accelerator: string | null
  role: string | null
  type: string
  enabled: boolean
  visible: boolean
  checked: boolean
  /** Enabled and visible, and so are the menus it is in. */
  reachable: boolean
}

const mac = process.platform === 'darwin'
const EDITING = new Set(['undo', 'redo', 'cut', 'copy', 'paste', 'delete', 'selectall', 'pasteandmatchstyle'])

export async function menuEntries(app: Driven): Promise<MenuEntry[]> {
  return app.evaluate(({ Menu }) => {
    // Electron's types promise more than its items hold.
    function given(text: string | null | undefined): string | null {
      return text ?? null
    }

    function flat(items: Electron.MenuItem[], above: string[], open: boolean): MenuEntry[] {
      return items.flatMap((item) => {
        const label = item.label.replace(/&(?!&)/, '')
        const path = [...above, label]
        const reachable = open && item.enabled && item.visible
        const entry: MenuEntry = {
          ...{ id: given(item.id), path, label, reachable },
          accelerator: given(item.accelerator),
          role: given(item.role),
          ...{ type: item.type, enabled: item.enabled, visible: item.visible, checked: item.checked },
        }
        return [entry, ...(item.submenu ? flat(item.submenu.items, path, reachable) : [])]
      })
    }
    return flat(Menu.getApplicationMenu()?.items ?? [], [], true)
  })
}

/** By id, or by labels such as `File > Export…`. */
export async function menuEntry(app: Driven, name: string): Promise<MenuEntry> {
  const entries = await menuEntries(app)
  const found = entries.find(({ id }) => id === name) ?? entries.find(({ path }) => path.join(' > ') === name)
  if (!found)
    throw new Error(`the menu has no ${name}; it has ${entries.map(({ id, label }) => id ?? label).join(', ')}`)
  return found
}

export async function clickMenu(app: Driven, name: string): Promise<void> {
  const { path, reachable } = await menuEntry(app, name)
  if (!reachable) throw new Error(`the menu item ${name} is disabled or not visible`)
  await app.evaluate(({ Menu }, labels) => {
    let items = Menu.getApplicationMenu()?.items ?? []
    for (const [depth, label] of labels.entries()) {
      const item = items.find((one) => one.label.replace(/&(?!&)/, '') === label)
      if (depth === labels.length - 1) item?.click()
      items = item?.submenu?.items ?? []
    }
  }, path)
}

/**
 * Under the stand-in this is the keyboard, for menu and page alike. Playwright's keys do not reach Electron's native
 * menu: there, an accelerator of the menu becomes a click on its item where that is enabled, and nothing where it is
 * not. So only the stand-in shows what page and menu do about one key.
 */
export async function pressKeys(app: Driven, accelerator: string): Promise<void> {
  const chord = parseAccelerator(accelerator, mac)
  const [page] = app.windows()
  if (app.standIn) await app.standIn.settle()
  else {
    const found = (await menuEntries(app)).find(
      (entry) =>
        entry.accelerator !== null &&
        !EDITING.has(entry.role?.toLowerCase() ?? '') &&
        sameChord(parseAccelerator(entry.accelerator, mac), chord),
    )
    if (found) {
      if (found.enabled && found.visible) await clickMenu(app, found.id ?? found.path.join(' > '))
      return
    }
  }
  // Some widgets act on a key only while it is held.
  await page?.keyboard.press(playwrightKey(chord), { delay: 20 })
  await app.standIn?.settle()
}
