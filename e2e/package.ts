/** Makes a package of the built app as `npm run package` does, and finds its parts. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { ROOT } from './driver/start.ts'

export interface Packaged {
  /** The program that has the fuses. */
  readonly program: string
  /** The archive. */
  readonly asar: string
  /** What is inside it, with slashes and without folders. */
  readonly files: readonly string[]
  /** What lies beside it because it cannot be loaded from inside. */
  readonly unpacked: readonly string[]
  /** The archive's files, and the unpacked ones among them, in a folder. */
  readonly extracted: string
}

/** Where electron-builder puts things, by system. */
const PLACES: Readonly<Record<string, readonly [folder: RegExp, program: string, resources: string]>> = {
  linux: [/^linux.*-unpacked$/, 'coffer', 'resources'],
  win32: [/^win.*-unpacked$/, 'Coffer.exe', 'resources'],
  darwin: [/^mac/, 'Coffer.app', 'Coffer.app/Contents/Resources'],
}

function filesIn(folder: string): string[] {
  if (!fs.existsSync(folder)) return []
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
}

/** Packages what is in out/ of `project` into a new folder `to`. */
export function makePackage(to: string, project = ROOT): Packaged {
  const [unpackedFolder, program, resources] = PLACES[process.platform] ?? []
  if (!unpackedFolder || program === undefined || resources === undefined) throw new Error('no package for this system')
  const made = path.join(to, 'made')
  execFileSync(process.execPath, [path.join(project, 'scripts/package.ts'), '--built', '--to', made], {
    cwd: project,
    stdio: 'pipe',
  })
  const name = fs.readdirSync(made).find((entry) => unpackedFolder.test(entry))
  if (name === undefined) throw new Error(`no package in ${made}`)
  const asar = path.join(made, name, resources, 'app.asar')
  const extracted = path.join(to, 'extracted')
  extractAll(asar, extracted)
  const folders = new Set(listPackage(asar, { isPack: false }).map((file) => path.dirname(file)))
  const files = listPackage(asar, { isPack: false }).filter((file) => !folders.has(file))
  return {
    program: path.join(made, name, program),
    asar,
    files: files.map((file) => file.replaceAll('\\', '/').slice(1)),
    unpacked: filesIn(`${asar}.unpacked`),
    extracted,
  }
}

/** What packaging needs of the project, without keytar among the modules: as where it could not be built. */
export function projectWithoutKeytar(to: string): string {
  for (const part of ['package.json', 'electron-builder.yml', 'packaging', 'scripts', 'e2e', 'main', 'contract', 'out'])
    fs.cpSync(path.join(ROOT, part), path.join(to, part), { recursive: true, filter: (file) => !isReport(file) })
  fs.mkdirSync(path.join(to, 'node_modules'))
  for (const module of fs.readdirSync(path.join(ROOT, 'node_modules')))
    if (module !== 'keytar' && !module.startsWith('.'))
      fs.symlinkSync(path.join(ROOT, 'node_modules', module), path.join(to, 'node_modules', module), 'junction')
  return to
}

function isReport(file: string): boolean {
  return /[\\/]out[\\/](?:e2e|tour|package|package-parts)$/.test(file)
}
