/** First code of the stand-in's main process: arguments are the app as given on the command line, its entry, the rest. */
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from './electron/app.ts'
import './electron/index.ts'
import { host } from './electron/link.ts'

const [given = '', entry = '', ...rest] = process.argv.slice(2)
process.argv = [process.execPath, ...(app.isPackaged ? [] : [given]), ...rest]

const own: Record<string, unknown> = {
  type: 'browser',
  ...(!app.isPackaged && { defaultApp: true }),
  resourcesPath: path.join(path.dirname(process.execPath), 'resources'),
  versions: Object.freeze({
    ...process.versions,
    electron: process.env.STAND_IN_ELECTRON ?? '',
    chrome: process.env.STAND_IN_CHROME ?? '',
  }),
}
for (const [name, value] of Object.entries(own)) Object.defineProperty(process, name, { value, configurable: true })

process.on('disconnect', () => process.exit(0))

try {
  if (entry.endsWith('.cjs')) createRequire(import.meta.url)(entry)
  else await import(pathToFileURL(entry).href)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`)
  process.exit(1)
}

// Electron emits `ready` after the entry has been evaluated, never during it.
setImmediate(() => {
  void host('ready')
  app.becomeReady()
})
