/** The app in a Chromium window without Electron, with a throw-away vault that holds the sample. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { launch } from '../e2e/stand-in/host.ts'
import { startNodeProcess } from '../main/drill/node-process.ts'
import { EngineThread } from '../main/engine/engine-thread.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
export const DEMO_PASSWORD = 'not a real password'

/** A vault with the sample in it, made the way the app makes one. */
async function makeDemoVault(file: string): Promise<void> {
  const engine = new EngineThread(() => undefined, startNodeProcess)
  await engine.call('create', { path: file, email: 'demo@example.com', masterPassword: DEMO_PASSWORD })
  const { files } = await engine.call('sample', null)
  const options = { repair: false, mapping: null, salvage: false }
  await engine.call('check', { ticket: files[0]?.ticket ?? '', filePassword: null, options })
  await engine.call('runImport', null)
  await engine.end()
}

/** Opens the built app and waits until it is closed; everything it made is removed then. */
export async function demonstrate({ devServer }: { readonly devServer?: string } = {}): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'coffer-demonstration-'))
  try {
    const vault = path.join(folder, 'demonstration.coffer')
    await makeDemoVault(vault)
    const app = await launch({
      app: ROOT,
      args: [vault],
      cwd: ROOT,
      userData: path.join(folder, 'user-data'),
      env: { COFFER_DEMONSTRATION: folder, ...(devServer !== undefined && { COFFER_DEV_SERVER: devServer }) },
      headed: true,
      demoFolder: folder,
      ...(devServer !== undefined && { devServer }),
    })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close())
    await app.exited
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
