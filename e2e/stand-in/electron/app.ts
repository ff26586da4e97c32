/** `electron.app`: life from ready to quit. */
import { once } from 'node:events'
import os from 'node:os'
import path from 'node:path'
import { holdsInstance, lockInstance, unlockInstance } from './instance-lock.ts'
import { isReady, makeEvent, record, recorder, serve, setReady, windows } from './link.ts'
import { strict, StrictEmitter } from './strict.ts'

const home = os.homedir()
const switches = new Map<string, string>()

class App extends StrictEmitter {
  readonly isPackaged: boolean = process.env.STAND_IN_PACKAGED === '1'
  name = process.env.STAND_IN_NAME ?? 'Electron'
  quitting = false
  private paths: Record<string, string> = {
    home,
    temp: os.tmpdir(),
    appData: process.env.XDG_CONFIG_HOME ?? path.join(home, '.config'),
    userData: process.env.STAND_IN_USER_DATA ?? os.tmpdir(),
    sessionData: process.env.STAND_IN_USER_DATA ?? os.tmpdir(),
    documents: path.join(home, 'Documents'),
    downloads: path.join(home, 'Downloads'),
    desktop: path.join(home, 'Desktop'),
    exe: process.execPath,
    module: process.execPath,
  }

  readonly commandLine = strict('commandLine', {
    appendSwitch: (name: string, value = '') => {
      needsNotReady(`commandLine.appendSwitch('${name}')`)
      switches.set(name, value)
    },
    appendArgument: recorder('commandLine.appendArgument'),
    hasSwitch: (name: string) => switches.has(name) || switchGiven(name) !== null,
    getSwitchValue: (name: string) => switches.get(name) ?? switchGiven(name) ?? '',
    removeSwitch: (name: string) => switches.delete(name),
  })

  setAboutPanelOptions = recorder('app.setAboutPanelOptions')
  showAboutPanel = recorder('app.showAboutPanel')
  setAppUserModelId = recorder('app.setAppUserModelId')
  addRecentDocument = recorder('app.addRecentDocument')
  clearRecentDocuments = recorder('app.clearRecentDocuments')
  focus = recorder('app.focus')
  releaseSingleInstanceLock = unlockInstance
  hasSingleInstanceLock = holdsInstance
  isReady = isReady

  whenReady(): Promise<void> {
    return isReady() ? Promise.resolve() : once(this, 'ready').then(() => undefined)
  }

  becomeReady(): void {
    setReady()
    this.emit('ready', makeEvent({}), {})
  }

  enableSandbox(): void {
    needsNotReady('app.enableSandbox()')
    record('app.enableSandbox', [])
  }

  disableHardwareAcceleration(): void {
    needsNotReady('app.disableHardwareAcceleration()')
    record('app.disableHardwareAcceleration', [])
  }

  requestSingleInstanceLock(additionalData?: unknown): boolean {
    return lockInstance(this.getPath('userData'), additionalData, (second) => {
      this.emit('second-instance', makeEvent({}), second.argv, second.workingDirectory, second.additionalData)
    })
  }

  getName(): string {
    return this.name
  }

  setName(name: string): void {
    this.name = name
  }

  getVersion(): string {
    return process.env.STAND_IN_VERSION ?? '0.0.0'
  }

  getAppPath(): string {
    return process.env.STAND_IN_APP_PATH ?? process.cwd()
  }

  getLocale(): string {
    return 'en-US'
  }

  getSystemLocale(): string {
    return 'en-US'
  }

  getPreferredSystemLanguages(): string[] {
    return ['en-US']
  }

  getPath(name: string): string {
    if (name === 'logs') return path.join(this.getPath('userData'), 'logs')
    const found = Object.hasOwn(this.paths, name) ? this.paths[name] : undefined
    if (found === undefined) throw new Error(`Failed to get '${name}' path`)
    return found
  }

  setPath(name: string, value: string): void {
    if (!Object.hasOwn(this.paths, name)) throw new Error(`Failed to set path`)
    if (!path.isAbsolute(value)) throw new Error('Path must be absolute')
    this.paths[name] = value
    if (name === 'userData') this.paths.sessionData = value
  }

  quit(): void {
    if (this.quitting) return
    const event = makeEvent({})
    this.emit('before-quit', event)
    if (event.defaultPrevented) return
    this.quitting = true
    if (windows.size === 0) this.finishQuitting()
    // Up to the first window that refuses.
    for (const window of [...windows.values()]) if (!window.close()) break
  }

  /** A window refused to close. */
  stopQuitting(): void {
    this.quitting = false
  }

  allWindowsClosed(): void {
    if (this.quitting) this.finishQuitting()
    else if (!this.emit('window-all-closed')) this.quit()
  }

  exit(code = 0): void {
    this.quitting = true
    this.emit('quit', makeEvent({}), code)
    // Lets what was already sent to the host leave first.
    setImmediate(() => process.exit(code))
  }

  private finishQuitting(): void {
    const event = makeEvent({})
    this.emit('will-quit', event)
    if (event.defaultPrevented) this.quitting = false
    else this.exit(0)
  }
}

function switchGiven(name: string): string | null {
  const given = process.argv.find((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`))
  return given === undefined ? null : given.slice(name.length + 3)
}

function needsNotReady(what: string): void {
  if (isReady()) throw new Error(`${what} should be called before app is ready`)
}

export const app = new App()

serve.quit = () => {
  app.quit()
}
