/** Whether the tests drive the real Electron or the stand-in. */
import fs from 'node:fs'
import path from 'node:path'
import { chromiumVersion, findChromium } from '../stand-in/host/chromium.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const NAMES: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
}

/** The binary, or null. Never asks the package `electron`: that one answers by downloading. */
export function electronBinary(): string | null {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(ROOT, 'node_modules/electron/dist')
  const file = path.join(folder, NAMES[process.platform] ?? 'electron')
  return fs.existsSync(file) ? file : null
}

export const real = electronBinary() !== null

function electronVersion(): string {
  const file = path.join(ROOT, 'node_modules/electron/package.json')
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string }).version
}

export function drivenBy(): string {
  if (real) return `real Electron ${electronVersion()}`
  return `stand-in for Electron on Chromium ${chromiumVersion(findChromium())} (not Electron itself)`
}
