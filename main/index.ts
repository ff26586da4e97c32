/**
 * The app: everything is made here and joined; nothing is decided. No top-level await: Electron is ready only after
 * this module has been evaluated.
 */
import path from 'node:path'
import { app, clipboard, dialog, ipcMain, nativeTheme, powerMonitor, protocol, screen } from 'electron'
import { session as sessions, shell } from 'electron'
import type { Progress } from '../contract/progress.ts'
import { EngineThread } from './engine/engine-thread.ts'
import { makeHandlers } from './ipc/handlers.ts'
import { publisherTo } from './ipc/publish.ts'
import { serve } from './ipc/serve.ts'
import { AppSession } from './shell/app-session.ts'
import { AppLanguage } from './shell/app-language.ts'
import { Settings } from './shell/app-settings.ts'
import { startAutoLock } from './shell/auto-lock.ts'
import { prepare } from './shell/before-ready.ts'
import { devPage } from './shell/dev-server.ts'
import { makeDialogs } from './shell/dialogs.ts'
import { FileOffers } from './shell/file-offers.ts'
import { KeychainUnlock } from './shell/keychain-unlock.ts'
import { makeMenuActions } from './shell/menu-actions.ts'
import { MenuBar } from './shell/menu-bar.ts'
import { verifiedNativeModule } from './shell/native-modules.ts'
import { osKeychain } from './shell/os-keychain.ts'
import { firstVault, OutsideFiles } from './shell/outside-files.ts'
import { APP_PAGE, makeProtocolHandler, readServedFiles, SCHEME } from './shell/protocol.ts'
import { RecentVaults } from './shell/recent-vaults.ts'
import { Quitting } from './shell/quitting.ts'
import { SecretClipboard } from './shell/secret-clipboard.ts'
import { guardAllContents, guardSession, isOwnPage, PARTITION } from './shell/security.ts'
import { startUtilityProcess } from './shell/utility-process.ts'
import { vaultPlaces } from './shell/vault-places.ts'
import { WindowState } from './shell/window-state.ts'
import { AppWindow } from './shell/window.ts'
import { Zoom } from './shell/zoom.ts'

const { argv, env, platform } = process
const packaged = app.isPackaged
const mac = platform === 'darwin'
const page = devPage(packaged, env.COFFER_DEV_SERVER) ?? APP_PAGE
const outside = new OutsideFiles(app, { packaged, argv, folder: process.cwd() })

/** Beside the folder of the main bundle. */
function built(file: string): string {
  return path.join(import.meta.dirname, '..', file)
}

function guardPages(): void {
  guardAllContents(app, page)
  const session = sessions.fromPartition(PARTITION)
  guardSession(session, page, packaged)
  session.protocol.handle(SCHEME, makeProtocolHandler(readServedFiles(built('renderer'))))
}

async function start(): Promise<void> {
  guardPages()
  const state = new WindowState(path.join(app.getPath('userData'), 'window.json'))
  const language = new AppLanguage({ app, state })
  await language.load()
  const places = vaultPlaces(env.COFFER_DEMONSTRATION)
  const window = new AppWindow()
  const publish = publisherTo(() => window.contents)
  const settings = new Settings({ state, nativeTheme, changed })
  const recents = new RecentVaults(state)
  const keytar = verifiedNativeModule('keytar', { packaged, root: app.getAppPath() })
  const keychain = new KeychainUnlock(path.join(app.getPath('userData'), 'keychain.json'), osKeychain(keytar))
  const cleared = (): void => {
    publish('clipboardCleared', null)
  }
  const copied = new SecretClipboard({ clipboard, settings, cleared })
  const documents = app.getPath('documents')
  const dialogs = makeDialogs({
    ...{ dialog, window: () => window.window, documents, vaultFolder: places.folder, state },
    words: () => language.words,
  })
  const makeEngine = (onProgress: (progress: Progress) => void): EngineThread =>
    new EngineThread(onProgress, startUtilityProcess)
  const kept = { recents, settings, keychain }
  const session = new AppSession({
    makeEngine,
    changed: refresh,
    publish,
    window,
    copied,
    ...kept,
    places,
    mac,
    language,
  })
  const offers = new FileOffers({ session, dialogs, publish })
  const zoom = new Zoom({ state, window })
  const menu = new MenuBar(makeMenuActions({ publish, session, dialogs, offers, zoom, settings }))
  const quitting = new Quitting({ session, dialogs, app })

  /** The language first: what the window is told of it must be true. */
  async function changed(): Promise<void> {
    await language.load()
    session.announce()
  }

  function refresh(): void {
    const { vault, backup } = session.status
    const { working } = session
    const { theme, language: choice } = settings.current
    const chosen = { theme, language: choice, words: language.words.menu }
    menu.show({ vault: vault.state, backup: backup !== null, working, mac, ...chosen })
  }

  const api = makeHandlers({ session, dialogs, clipboard: copied, menu, offers, shell, ...kept })
  const isTrusted = (event: Electron.IpcMainInvokeEvent): boolean => isOwnPage(event, window.contents, page)
  serve(ipcMain, { api, offers, isTrusted })
  startAutoLock({ power: powerMonitor, session, settings })
  powerMonitor.on('shutdown', quitting.now)
  // Electron sees to the other signals; this one would end in a dump of the memory.
  process.on('SIGQUIT', quitting.now)
  app.on('before-quit', quitting.onClose)

  refresh()
  void keychain.sweep()
  const vault = firstVault(outside.files, state.facts.lastVault, places)
  if (vault !== null) void session.start(vault)
  const dark = nativeTheme.shouldUseDarkColors
  const icon = platform === 'linux' ? path.join(app.getAppPath(), 'packaging/icons/256x256.png') : null
  const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea)
  window.open({ preload: built('preload/index.cjs'), icon, packaged, dark, workAreas, state, page, offers, quitting })
  outside.begin({ offers, window })
}

const complain = (sentence: string): void => void process.stderr.write(sentence)
if (prepare({ app, protocol, argv, userData: env.COFFER_USER_DATA, complain })) void app.whenReady().then(start)
