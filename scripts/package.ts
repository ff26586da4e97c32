/**
 * npm run package: builds the app and packages it, unpacked, into out/package. Options, after `--`:
 *   --installers   the installers of this system instead (electron-builder.yml); their tools come from the network
 *   --built        takes out/main, out/preload and out/renderer as they are
 *   --to FOLDER    puts the package there
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { findElectron, run } from './electron.ts'
import { FUSES } from './fuses.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
/** What scripts/package-hooks.ts makes for the package on the way. */
const PARTS = path.join(ROOT, 'out/package-parts')

/** What @electron/fuses looks for in Electron's binary. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/**
 * Makes what stands for Electron where it cannot be had: enough to be packaged, not to run. Its fuses are all the wrong
 * way round, so that the ones that are right afterwards have been set.
 */
function makeHollowElectron(folder: string): void {
  const manifest = fs.readFileSync(path.join(ROOT, 'node_modules/electron/package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  const fuses = Object.values(FUSES).map((on) => (on ? '0' : '1'))
  const wire = `${SENTINEL}\x01${String.fromCharCode(fuses.length)}${fuses.join('')}`
  fs.mkdirSync(path.join(folder, 'resources'), { recursive: true })
  const says = "echo 'There is no Electron in this package.' >&2; exit 1"
  fs.writeFileSync(path.join(folder, 'electron'), `#!/bin/sh\n${says}\n# ${wire}\n`, { mode: 0o755 })
  fs.writeFileSync(path.join(folder, 'version'), version)
  for (const file of ['LICENSE', 'LICENSES.chromium.html']) fs.writeFileSync(path.join(folder, file), '')
}

/** Where Electron was unpacked. */
function folderOf(binary: string): string {
  return /^(.*)[\\/]Electron\.app[\\/]/.exec(binary)?.[1] ?? path.dirname(binary)
}

async function packageApp(): Promise<number> {
  const { values } = parseArgs({
    options: { installers: { type: 'boolean' }, built: { type: 'boolean' }, to: { type: 'string' } },
  })
  const { installers = false, built = false, to } = values
  if (!built) {
    const status = await run(process.execPath, [path.join(ROOT, 'scripts/build.ts')])
    if (status !== 0) return status
  }
  const binary = findElectron()
  if (binary === null && (installers || process.platform !== 'linux')) {
    console.error('Electron’s binary cannot be had here, so nothing was packaged.')
    return 1
  }
  const hollow = fs.mkdtempSync(path.join(os.tmpdir(), 'coffer-electron-'))
  try {
    if (binary === null) makeHollowElectron(hollow)
    const electron = binary === null ? hollow : folderOf(binary)
    const options = [...(installers ? [] : ['--dir']), '--publish', 'never', `-c.electronDist=${electron}`]
    if (to !== undefined) options.push(`-c.directories.output=${path.resolve(to)}`)
    const status = await run(process.execPath, [path.join(ROOT, 'node_modules/electron-builder/cli.js'), ...options])
    if (binary === null)
      console.log('Electron’s binary cannot be had here: this package has no Electron in it and cannot run.')
    return status
  } finally {
    for (const folder of [hollow, PARTS]) fs.rmSync(folder, { recursive: true, force: true })
  }
}

process.exitCode = await packageApp()
