/**
 * npm start: Coffer in Electron. Where Electron's binary cannot be had, a demonstration in a Chromium window with a
 * throw-away vault; where there is no display either, the tour with its pictures.
 */
import path from 'node:path'
import { DEMO_PASSWORD, demonstrate } from './demonstration.ts'
import { findElectron, run } from './electron.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const QUIET = '--disable-warning=ExperimentalWarning'

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function hasDisplay(): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return true
  return Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY)
}

async function start(): Promise<number> {
  const built = await run(process.execPath, [path.join(ROOT, 'scripts/build.ts')])
  if (built !== 0) return built
  const electron = findElectron()
  if (electron !== null) return await run(electron, [ROOT, ...process.argv.slice(2)])
  if (!hasDisplay()) {
    say(
      'Electron’s binary cannot be had here and there is no display, so this is the tour: its pictures show each step.',
    )
    return await run(process.execPath, [QUIET, path.join(ROOT, 'scripts/tour.ts')])
  }
  say('Electron’s binary cannot be had here, so this is a demonstration in Chromium, without Electron’s sandbox.')
  say(`Its vault is thrown away at the end. The master password is: ${DEMO_PASSWORD}`)
  await demonstrate()
  return 0
}

process.exitCode = await start()
