/** The stand-in for the module `electron` in the main process. A name missing here fails the import that wants it. */
import { app } from './app.ts'
import { clipboard } from './clipboard.ts'
import {
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  shell,
  webContents,
} from './desktop.ts'
import { dialog } from './dialog.ts'
import { ipcMain } from './ipc.ts'
import { serve } from './link.ts'
import { Menu, MenuItem } from './menu.ts'
import { MessageChannelMain } from './message-channel.ts'
import { screen } from './screen.ts'
import { protocol, session } from './session.ts'
import { strict } from './strict.ts'
import { utilityProcess } from './utility-process.ts'
import { BrowserWindow } from './window.ts'

const electron = strict('electron', {
  ...{ app, BrowserWindow, clipboard, dialog, ipcMain, Menu, MenuItem, MessageChannelMain, nativeTheme, net },
  ...{ Notification, powerMonitor, powerSaveBlocker, protocol, safeStorage, screen, session, shell },
  ...{ utilityProcess, webContents },
})

serve.evaluate = async (source, arg) => {
  const call = (0, eval)(`(${source})`) as (modules: typeof electron, arg: unknown) => unknown
  return await call(electron, arg)
}

export { app, BrowserWindow, clipboard, dialog, ipcMain, Menu, MenuItem, MessageChannelMain, nativeTheme, net }
export { Notification, powerMonitor, powerSaveBlocker, protocol, safeStorage, screen, session, shell }
export { utilityProcess, webContents }
export default electron
// What `require('electron')` gives.
export { electron as 'module.exports' }
