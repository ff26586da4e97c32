/** Types alone: what the stand-in offers has the names and shapes of Electron's, but for what is listed here. */
import type { app } from './app.ts'
import type { clipboard } from './clipboard.ts'
import type * as desktop from './desktop.ts'
import type { dialog } from './dialog.ts'
import type { Menu, MenuItem } from './menu.ts'
import type { screen } from './screen.ts'
import type { protocol, Session } from './session.ts'
import type { WebContents } from './web-contents.ts'
import type { BrowserWindow } from './window.ts'

/** Members that Electron lacks or shapes otherwise; `own` are the stand-in's, `other` made of its own classes. */
type Odd<Ours, Theirs, Own, Other> =
  | Exclude<keyof Ours, keyof Theirs | keyof NodeJS.EventEmitter | Own>
  | {
      [K in Exclude<keyof Ours & keyof Theirs, keyof NodeJS.EventEmitter | Other>]: Ours[K] extends Theirs[K]
        ? never
        : K
    }[Exclude<keyof Ours & keyof Theirs, keyof NodeJS.EventEmitter | Other>]

type None<T extends never> = T

export type AppConforms = None<
  Odd<typeof app, Electron.App, 'quitting' | 'becomeReady' | 'stopQuitting' | 'allWindowsClosed', never>
>
export type WindowConforms = None<
  Odd<
    BrowserWindow,
    Electron.BrowserWindow,
    'contents' | 'options' | 'gone' | 'wentAway' | 'firstLoaded' | 'layOut',
    'webContents'
  >
>
export type ContentsConform = None<
  Odd<
    WebContents,
    Electron.WebContents,
    'pageUrl' | 'openHandler' | 'dead' | 'crashed' | 'destroyed' | 'titleChanged' | 'getLastWebPreferences',
    'session' | 'mainFrame' | 'setWindowOpenHandler'
  >
>
export type SessionConforms = None<Odd<Session, Electron.Session, 'key' | 'verdicts', 'protocol' | 'webRequest'>>
type DialogOther = 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox'
type ScreenOther = 'getPrimaryDisplay' | 'getAllDisplays' | 'getDisplayMatching' | 'getDisplayNearestPoint'
type ItemOther = 'id' | 'accelerator' | 'submenu' | 'role' | 'menu' | 'click' | 'icon'
export type OthersConform = [
  None<Odd<typeof dialog, Electron.Dialog, never, DialogOther>>,
  None<Odd<typeof screen, Electron.Screen, never, ScreenOther>>,
  None<Odd<Menu, Electron.Menu, 'all' | 'radioGroupOf', 'items' | 'append' | 'insert' | 'getMenuItemById'>>,
  None<Odd<MenuItem, Electron.MenuItem, never, ItemOther>>,
  None<Odd<typeof protocol, Electron.Protocol, never, never>>,
  None<Odd<typeof clipboard, Electron.Clipboard, never, never>>,
  None<Odd<typeof desktop.shell, Electron.Shell, never, never>>,
  None<Odd<typeof desktop.powerMonitor, Electron.PowerMonitor, never, never>>,
  None<Odd<typeof desktop.powerSaveBlocker, Electron.PowerSaveBlocker, never, never>>,
  None<Odd<typeof desktop.nativeTheme, Electron.NativeTheme, never, never>>,
  None<Odd<typeof desktop.safeStorage, Electron.SafeStorage, never, never>>,
  None<Odd<typeof desktop.net, Electron.Net, never, never>>,
  None<Odd<desktop.Notification, Electron.Notification, never, never>>,
]
