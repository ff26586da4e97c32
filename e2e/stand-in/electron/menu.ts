/** `electron.Menu` and `electron.MenuItem`. Accelerators work through the pages, which are told of every change. */
import type { AcceleratorEntry } from '../border.ts'
import { parseAccelerator } from '../keys.ts'
import { app } from './app.ts'
import { host, keysChanged, record, serve, setAnnounceKeys, windows } from './link.ts'
import { roleNamed } from './roles.ts'
import { StrictEmitter } from './strict.ts'
import { BrowserWindow } from './window.ts'

type ItemType = 'normal' | 'separator' | 'submenu' | 'checkbox' | 'radio'

export interface ItemOptions {
  id?: string
  label?: string
  sublabel?: string
  toolTip?: string
  role?: string
  type?: ItemType
  accelerator?: string
  registerAccelerator?: boolean
  acceleratorWorksWhenHidden?: boolean
  enabled?: boolean
  visible?: boolean
  checked?: boolean
  icon?: unknown
  submenu?: ItemOptions[] | Menu
  click?: (item: MenuItem, window: BrowserWindow | undefined, event: object) => void
}

const DEFAULTS = {
  label: '',
  sublabel: '',
  toolTip: '',
  enabled: true,
  visible: true,
  checked: false,
  registerAccelerator: true,
}

/** Without members that are there but undefined, which would hide a default. */
function defined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T
}

const POSITIONS = ['before', 'after', 'beforeGroupContaining', 'afterGroupContaining']
const mac = process.platform === 'darwin'
let lastCommand = 0
let pending: Promise<void> | null = null

export class MenuItem extends StrictEmitter {
  readonly commandId: number
  readonly id: string | undefined
  readonly label: string
  readonly sublabel: string
  readonly toolTip: string
  readonly icon: unknown
  readonly role: string | undefined
  readonly type: ItemType
  readonly accelerator: string | undefined
  readonly registerAccelerator: boolean
  readonly submenu: Menu | undefined
  menu: Menu | undefined
  private state: { enabled: boolean; visible: boolean; checked: boolean }
  private act: ItemOptions['click']

  constructor(options: ItemOptions) {
    super()
    const unknown = POSITIONS.find((name) => name in options)
    if (unknown !== undefined) throw new Error(`stand-in: MenuItem's option ${unknown} is not there`)
    const role = options.role === undefined ? {} : roleNamed(options.role)
    const given = { ...DEFAULTS, ...defined(role), ...defined(options) }
    const { enabled, visible, checked, submenu } = given
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : submenu
    this.type = given.type ?? (this.submenu ? 'submenu' : 'normal')
    if (this.type === 'submenu' && !this.submenu) throw new Error('Invalid submenu')
    lastCommand += 1
    this.commandId = lastCommand
    this.id = given.id
    this.label = given.label
    this.sublabel = given.sublabel
    this.toolTip = given.toolTip
    this.icon = given.icon
    this.role = given.role?.toLowerCase()
    this.accelerator = given.accelerator
    this.registerAccelerator = given.registerAccelerator
    if (this.accelerator !== undefined) parseAccelerator(this.accelerator, mac)
    this.act = given.click
    this.state = { enabled, visible, checked }
  }

  get enabled(): boolean {
    return this.state.enabled
  }

  set enabled(enabled: boolean) {
    this.state.enabled = enabled
    keysChanged()
  }

  get visible(): boolean {
    return this.state.visible
  }

  set visible(visible: boolean) {
    this.state.visible = visible
    keysChanged()
  }

  get checked(): boolean {
    return this.state.checked
  }

  set checked(checked: boolean) {
    if (this.type === 'radio' && checked) {
      for (const other of this.menu?.radioGroupOf(this) ?? []) other.state.checked = false
    }
    this.state.checked = checked
  }

  /** Does not ask whether the item is enabled; neither does Electron's. */
  readonly click = (event: object = {}): void => {
    if (this.type === 'checkbox') this.checked = !this.checked
    if (this.type === 'radio') this.checked = true
    const window = BrowserWindow.getFocusedWindow() ?? windows.values().next().value
    if (this.role !== undefined && roleNamed(this.role).act(window)) return
    this.act?.(this, window, event)
  }
}

export class Menu extends StrictEmitter {
  readonly items: MenuItem[] = []

  private static application: Menu | null = null

  static buildFromTemplate(template: (ItemOptions | MenuItem)[]): Menu {
    if (!Array.isArray(template)) throw new TypeError('Invalid template for Menu: Menu template must be an array')
    const menu = new Menu()
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.application = menu
    keysChanged()
  }

  static getApplicationMenu(): Menu | null {
    return Menu.application
  }

  static sendActionToFirstResponder(action: string): void {
    record('Menu.sendActionToFirstResponder', [action])
  }

  append(item: MenuItem): void {
    this.insert(this.items.length, item)
  }

  insert(position: number, item: MenuItem): void {
    item.menu = this
    this.items.splice(position, 0, item)
    keysChanged()
  }

  getMenuItemById(id: string): MenuItem | null {
    return this.all().find((item) => item.id === id) ?? null
  }

  popup(options: object = {}): void {
    record('menu.popup', [this.items.map(({ id, label }) => id ?? label), Object.keys(options)])
    this.emit('menu-will-show', {})
  }

  closePopup(): void {
    this.emit('menu-will-close', {})
  }

  all(): MenuItem[] {
    return this.items.flatMap((item) => [item, ...(item.submenu?.all() ?? [])])
  }

  /** The radio items around `item`, up to the next separator on either side. */
  radioGroupOf(item: MenuItem): MenuItem[] {
    const at = this.items.indexOf(item)
    const isBorder = ({ type }: MenuItem): boolean => type === 'separator'
    const first = this.items.slice(0, at).findLastIndex(isBorder) + 1
    const after = this.items.slice(at).findIndex(isBorder)
    return this.items.slice(first, after === -1 ? undefined : at + after).filter(({ type }) => type === 'radio')
  }
}

function acceleratorTable(): AcceleratorEntry[] {
  return (Menu.getApplicationMenu()?.all() ?? []).flatMap((item) => {
    if (item.accelerator === undefined || !item.registerAccelerator) return []
    const chord = parseAccelerator(item.accelerator, mac)
    return [{ command: item.commandId, chord, enabled: item.enabled && item.visible }]
  })
}

setAnnounceKeys(() => {
  pending ??= new Promise((resolve) => setImmediate(resolve)).then(async () => {
    pending = null
    const watched = [...windows.values()].some(({ contents }) => contents.listenerCount('before-input-event') > 0)
    await host('accelerators', acceleratorTable(), watched).catch(() => undefined)
  })
})

app.on('browser-window-created', keysChanged)

serve.settle = async () => {
  keysChanged()
  await pending
}

/** A page saw the accelerator of this item; its state now decides, whatever the page was told. */
export function pressed(command: number): void {
  const item = Menu.getApplicationMenu()
    ?.all()
    .find(({ commandId }) => commandId === command)
  if (item?.enabled && item.visible) item.click({ triggeredByAccelerator: true })
}
