/** Starts an app's real, built main process under the stand-in, with Debian's Chromium for its windows. */
import { fork, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright'
import { StandInApplication } from './host/application.ts'
import { openChromium, type Chromium, type ChromiumOptions } from './host/chromium.ts'

export { launchBrowser } from './host/chromium.ts'
export { StandInApplication, type Exit } from './host/application.ts'
export type { OutsideRequest } from './host/traffic.ts'
export type { PretendedSender, RecordedCall } from './border.ts'

export interface LaunchOptions extends ChromiumOptions {
  /** The app: a folder with a package.json that names `main`, or the entry file itself. */
  app: string
  /** Arguments after the app's. */
  args?: string[]
  /** The app takes itself for a packaged one: `app.isPackaged`, and a command line without the app's place. */
  packaged?: boolean
  env?: Record<string, string>
  cwd?: string
  /** The default of app.getPath('userData'). */
  userData?: string
  /** Dialogs ask a person in the page, and files are saved here. The user data folder where headed. */
  demoFolder?: string
  /** For development: the origin of a server on this computer that pages may load from. */
  devServer?: string
  /** Awaited for each page before it loads anything. */
  prepare?: (page: Page) => Promise<void>
  readyTimeoutMs?: number
}

interface Described {
  entry: string
  folder: string
  name: string
  version: string
}

function describe(app: string): Described {
  const isFolder = fs.statSync(app).isDirectory()
  let folder = isFolder ? app : path.dirname(app)
  while (!fs.existsSync(path.join(folder, 'package.json')) && path.dirname(folder) !== folder) {
    folder = path.dirname(folder)
  }
  const file = path.join(folder, 'package.json')
  const named = (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {}) as Record<string, string>
  const { main = 'index.js', productName, name = 'Electron', version = '0.0.0' } = named
  return { entry: isFolder ? path.join(app, main) : app, folder, name: productName ?? name, version }
}

function startMain(options: LaunchOptions, version: string, userData: string): ChildProcess {
  const app = path.resolve(options.cwd ?? '.', options.app)
  const described = describe(app)
  const here = import.meta.dirname
  const guard = path.resolve(here, '../../scripts/electron-crypto.mjs')
  return fork(path.join(here, 'boot.ts'), [options.app, described.entry, ...(options.args ?? [])], {
    cwd: options.cwd ?? process.cwd(),
    execArgv: [
      '--disable-warning=ExperimentalWarning',
      ...['--import', guard],
      ...['--import', path.join(here, 'register.ts')],
    ],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      ...options.env,
      STAND_IN_USER_DATA: userData,
      STAND_IN_ELECTRON: 'stand-in',
      STAND_IN_CHROME: version,
      STAND_IN_APP_PATH: described.folder,
      STAND_IN_NAME: described.name,
      STAND_IN_VERSION: described.version,
      STAND_IN_PACKAGED: options.packaged ? '1' : '',
      STAND_IN_ASKS: options.headed || options.demoFolder !== undefined ? '1' : '',
      STAND_IN_SYSTEM_DARK: options.systemDark ? '1' : '',
    },
  })
}

const LATE =
  'stand-in: "ready" was never reached: the entry module awaits at top level. Electron emits it only after the entry ' +
  'module has finished evaluating, so there the app would hang.'

async function untilReady(application: StandInApplication, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${LATE}\n${application.output()}`))
    }, timeoutMs)
  })
  const ended = application.exited.then(({ code }) => {
    // It chose to quit, as an app does that finds another instance of itself.
    if (code === 0) return
    throw new Error(`stand-in: the main process ended (${String(code)}) before "ready"\n${application.output()}`)
  })
  try {
    await Promise.race([application.becameReady, late, ended])
  } catch (error) {
    application.process().kill('SIGKILL')
    await application.exited
    throw error
  } finally {
    clearTimeout(timer)
    ended.catch(() => undefined)
  }
}

export async function launch(options: LaunchOptions): Promise<StandInApplication> {
  if (Number.parseInt(process.versions.node, 10) < 24) throw new Error('stand-in: run it with Node 24 (npm run …)')
  const userData = options.userData ?? fs.mkdtempSync(path.join(os.tmpdir(), 'stand-in-'))
  const chromium: Chromium = openChromium(options)
  const child = startMain(options, chromium.version, userData)
  const application = new StandInApplication({
    child,
    ...chromium,
    prepare: options.prepare ?? (async () => Promise.resolve()),
    demoFolder: options.demoFolder ?? (options.headed ? userData : null),
    devServer: options.devServer ?? null,
  })
  if (options.userData === undefined) {
    void application.exited.then(() => {
      fs.rmSync(userData, { recursive: true, force: true })
    })
  }
  await untilReady(application, options.readyTimeoutMs ?? 15_000)
  return application
}
