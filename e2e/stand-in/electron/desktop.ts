/** What the desktop gives: theme, power, notifications, shell, key store, files over net.fetch. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { app } from './app.ts'
import { host, record, recorder, windows } from './link.ts'
import { strict, strictEmitter, StrictEmitter } from './strict.ts'

type ThemeSource = 'system' | 'dark' | 'light'

class NativeTheme extends StrictEmitter {
  readonly shouldUseHighContrastColors = false
  readonly shouldUseInvertedColorScheme = false
  readonly inForcedColorsMode = false
  readonly prefersReducedTransparency = false
  private source: ThemeSource = 'system'

  get themeSource(): ThemeSource {
    return this.source
  }

  set themeSource(source: ThemeSource) {
    if (!['system', 'dark', 'light'].includes(source)) throw new TypeError(`Error processing argument at index 0`)
    const before = this.shouldUseDarkColors
    this.source = source
    void host('colorScheme', this.shouldUseDarkColors ? 'dark' : 'light').catch(() => undefined)
    if (before !== this.shouldUseDarkColors) setImmediate(() => this.emit('updated'))
  }

  get shouldUseDarkColors(): boolean {
    return this.source === 'system' ? process.env.STAND_IN_SYSTEM_DARK === '1' : this.source === 'dark'
  }
}

export const nativeTheme = new NativeTheme()

/** A test replaces getSystemIdleTime, or emits what the system would. */
export const powerMonitor = strictEmitter('powerMonitor', {
  onBatteryPower: false,
  isOnBatteryPower: () => false,
  getSystemIdleTime: () => 0,
  getSystemIdleState(threshold: number): 'active' | 'idle' {
    return powerMonitor.getSystemIdleTime() >= threshold ? 'idle' : 'active'
  },
  getCurrentThermalState: () => 'unknown',
})

const blockers = new Map<number, string>()
let lastBlocker = 0

export const powerSaveBlocker = strict('powerSaveBlocker', {
  start(type: string): number {
    record('powerSaveBlocker.start', [type])
    lastBlocker += 1
    blockers.set(lastBlocker, type)
    return lastBlocker
  },
  stop(id: number): boolean {
    record('powerSaveBlocker.stop', [id])
    return blockers.delete(id)
  },
  isStarted: (id: number) => blockers.has(id),
})

export class Notification extends StrictEmitter {
  readonly title: string
  readonly body: string
  private options: object

  static isSupported(): boolean {
    return true
  }

  constructor(options: { title?: string; body?: string } = {}) {
    super()
    this.options = options
    this.title = options.title ?? ''
    this.body = options.body ?? ''
  }

  show(): void {
    record('Notification.show', [this.options])
    this.emit('show', {})
  }

  close(): void {
    this.emit('close', {})
  }
}

async function moveToTrash(file: string): Promise<void> {
  const trash = path.join(app.getPath('userData'), 'Trash')
  await fs.mkdir(trash, { recursive: true })
  const target = path.join(trash, `${Date.now()}-${path.basename(file)}`)
  await fs.cp(file, target, { recursive: true, errorOnExist: true })
  await fs.rm(file, { recursive: true })
}

export const shell = strict('shell', {
  beep: recorder('shell.beep'),
  showItemInFolder: recorder('shell.showItemInFolder'),
  async openExternal(url: string, options?: object): Promise<void> {
    record('shell.openExternal', [url, options])
    return Promise.resolve()
  },
  async openPath(target: string): Promise<string> {
    record('shell.openPath', [target])
    return Promise.resolve('')
  },
  async trashItem(file: string): Promise<void> {
    record('shell.trashItem', [file])
    await moveToTrash(file)
  },
})

function unavailable(): never {
  throw new Error('Error while encrypting the text provided to safeStorage.encryptString. Encryption is not available.')
}

/** Never available here; an app must do without. */
export const safeStorage = strict('safeStorage', {
  isEncryptionAvailable: () => false,
  isAsyncEncryptionAvailable: async () => Promise.resolve(false),
  getSelectedStorageBackend: () => 'basic_text',
  encryptString: unavailable,
  decryptString: unavailable,
})

const TYPES: Record<string, string> = {
  ...{ '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' },
  ...{ '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2', '.wasm': 'application/wasm' },
}

export const net = strict('net', {
  online: false,
  isOnline: () => false,
  async fetch(input: string | URL | Request): Promise<Response> {
    const url = input instanceof Request ? input.url : String(input)
    if (!url.startsWith('file:')) throw new Error(`stand-in: net.fetch reads files only, not ${url}`)
    const file = fileURLToPath(url)
    const bytes = await fs.readFile(file).catch(() => {
      throw new Error('net::ERR_FILE_NOT_FOUND')
    })
    const type = TYPES[path.extname(file)]
    return new Response(new Uint8Array(bytes), type === undefined ? {} : { headers: { 'content-type': type } })
  },
})

export const webContents = strict('webContents', {
  getAllWebContents: () => [...windows.values()].map((window) => window.contents),
  getFocusedWebContents: () => [...windows.values()].find((window) => window.isFocused())?.contents ?? null,
  fromId: (id: number) => windows.get(id)?.contents,
})
