/** npm run dev: the app with the window served by Vite, so that it changes as you type. Main and preload are built once. */
import path from 'node:path'
import { build, createServer } from 'vite'
import { demonstrate } from './demonstration.ts'
import { findElectron, run } from './electron.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const DEV_SERVER = 'http://localhost:5173'

for (const mode of ['main', 'preload', 'renderer']) await build({ mode, logLevel: 'warn' })
const server = await createServer({ mode: 'renderer', configFile: path.join(ROOT, 'vite.config.ts') })
await server.listen()
try {
  const electron = findElectron()
  if (electron === null) await demonstrate({ devServer: DEV_SERVER })
  else process.exitCode = await run(electron, [ROOT, ...process.argv.slice(2)], { COFFER_DEV_SERVER: DEV_SERVER })
} finally {
  await server.close()
}
