/** What a menu item's role stands for: label, accelerator and act on Linux and Windows. */
import { app } from './app.ts'
import { record } from './link.ts'
import type { ItemOptions } from './menu.ts'
import type { BrowserWindow } from './window.ts'

export interface Role {
  label: string
  accelerator?: string
  registerAccelerator?: boolean
  submenu?: ItemOptions[]
  /** False when Electron leaves the click to the item's own handler. */
  act: (window: BrowserWindow | undefined) => boolean
}

type Edit = 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'delete' | 'selectAll'

/** Editing keys are the page's own, so the menu only shows them. */
function edit(label: string, command: Edit, accelerator?: string): Role {
  const act: Role['act'] = (window) => {
    window?.webContents[command]()
    return true
  }
  return { label, act, ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }) }
}

function does(label: string, accelerator: string | null, act: (window: BrowserWindow) => void): Role {
  return {
    label,
    ...(accelerator === null ? {} : { accelerator }),
    act: (window) => {
      if (window) act(window)
      return true
    },
  }
}

function zoom(label: string, accelerator: string, next: (level: number) => number): Role {
  return does(label, accelerator, ({ webContents }) => {
    webContents.setZoomLevel(next(webContents.getZoomLevel()))
  })
}

function menuOf(label: string, ...roles: string[]): Role {
  return { label, submenu: roles.map((role) => (role === '-' ? { type: 'separator' } : { role })), act: () => false }
}

const ROLES: Record<string, Role> = {
  undo: edit('Undo', 'undo', 'CommandOrControl+Z'),
  redo: edit('Redo', 'redo', process.platform === 'win32' ? 'Control+Y' : 'Shift+CommandOrControl+Z'),
  cut: edit('Cut', 'cut', 'CommandOrControl+X'),
  copy: edit('Copy', 'copy', 'CommandOrControl+C'),
  paste: edit('Paste', 'paste', 'CommandOrControl+V'),
  delete: edit('Delete', 'delete'),
  selectall: edit('Select All', 'selectAll', 'CommandOrControl+A'),
  reload: does('Reload', 'CmdOrCtrl+R', ({ webContents }) => {
    webContents.reload()
  }),
  forcereload: does('Force Reload', 'Shift+CmdOrCtrl+R', ({ webContents }) => {
    webContents.reload()
  }),
  toggledevtools: does('Toggle Developer Tools', 'Ctrl+Shift+I', ({ webContents }) => {
    webContents.toggleDevTools()
  }),
  resetzoom: zoom('Actual Size', 'CommandOrControl+0', () => 0),
  zoomin: zoom('Zoom In', 'CommandOrControl+Plus', (level) => level + 0.5),
  zoomout: zoom('Zoom Out', 'CommandOrControl+-', (level) => level - 0.5),
  togglefullscreen: does('Toggle Full Screen', 'F11', (window) => {
    window.setFullScreen(!window.isFullScreen())
  }),
  minimize: does('Minimize', 'CommandOrControl+M', (window) => {
    window.minimize()
  }),
  close: does('Close Window', 'CommandOrControl+W', (window) => {
    window.close()
  }),
  quit: {
    label: process.platform === 'win32' ? 'Exit' : 'Quit',
    ...(process.platform === 'win32' ? {} : { accelerator: 'CommandOrControl+Q' }),
    act: () => {
      app.quit()
      return true
    },
  },
  about: {
    label: `About ${app.name}`,
    act: () => {
      app.showAboutPanel()
      return true
    },
  },
  help: { label: 'Help', act: () => false },
  filemenu: menuOf('File', process.platform === 'darwin' ? 'close' : 'quit'),
  editmenu: menuOf('Edit', 'undo', 'redo', '-', 'cut', 'copy', 'paste', 'delete', '-', 'selectAll'),
  viewmenu: menuOf('View', 'reload', 'toggleDevTools', '-', 'resetZoom', 'zoomIn', 'zoomOut', '-', 'togglefullscreen'),
  windowmenu: menuOf('Window', 'minimize', 'close'),
  appmenu: menuOf(app.name, 'about', '-', 'quit'),
}

/** Roles without an entry are recorded: those of macOS, above all. */
export function roleNamed(name: string): Role {
  const found = ROLES[name.toLowerCase()]
  if (found) return found
  return {
    label: name,
    act: () => {
      record('menu.role', [name])
      return true
    },
  }
}
