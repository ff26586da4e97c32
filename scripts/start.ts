/**
 * npm start: Coffer in Electron. Where Electron's binary cannot be had, a demonstration in a Chromium window with a
 * throw-away vault; where there is no display either, the tour with its pictures.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { electronBinary } from '../e2e/driver/binaries.ts'
import { launch } from '../e2e/stand-in/host.ts'
import { EngineThread } from '../main/engine/engine-thread.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const DEMO_PASSWORD = 'not a real password'

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Asks the package for its binary once; quietly, for what comes next says what it means. */
function installElectron(): void {
  try {
    const script = path.join(ROOT, 'node_modules/electron/install.js')
    execFileSync(process.execPath, [script], { stdio: 'ignore', timeout: 300_000 })
  } catch {
    // There is no way to it from here.
  }
}

function hasDisplay(): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return true
  return Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY)
}

/** Runs a program in the foreground; its exit status is ours. */
function run(program: string, args: readonly string[]): void {
  const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit' })
  child.once('exit', (status) => {
    process.exitCode = status ?? 1
  })
}

/** A vault with the sample in it, made the way the app makes one. */
async function makeDemoVault(file: string): Promise<void> {
  const engine = new EngineThread(() => undefined)
  await engine.call('create', { path: file, email: 'demo@example.com', masterPassword: DEMO_PASSWORD })
  const { files } = await engine.call('sample', null)
  await engine.call('check', { ticket: files[0]?.ticket ?? '', filePassword: null })
  await engine.call('runImport', null)
  await engine.end()
}

async function demonstrate(): Promise<void> {
  say('Electron’s binary cannot be had here, so this is a demonstration in Chromium: not Electron’s sandbox.')
  say(`Its vault is thrown away at the end. Master password: ${DEMO_PASSWORD}`)
  const folder = mkdtempSync(path.join(tmpdir(), 'coffer-demonstration-'))
  try {
    const vault = path.join(folder, 'demonstration.coffer')
    await makeDemoVault(vault)
    const app = await launch({
      app: ROOT,
      args: [vault],
      cwd: ROOT,
      userData: path.join(folder, 'user-data'),
      env: { COFFER_DEMONSTRATION: folder },
      headed: true,
      demoFolder: folder,
    })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close())
    await app.exited
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

execFileSync(process.execPath, [path.join(ROOT, 'scripts/build.ts')], { cwd: ROOT, stdio: 'inherit' })
if (electronBinary() === null) installElectron()
const electron = electronBinary()
if (electron !== null) run(electron, [ROOT, ...process.argv.slice(2)])
else if (hasDisplay()) await demonstrate()
else {
  say('Electron’s binary cannot be had here and there is no display, so this is the tour: its pictures show each step.')
  run(process.execPath, ['--disable-warning=ExperimentalWarning', path.join(ROOT, 'scripts/tour.ts')])
}
