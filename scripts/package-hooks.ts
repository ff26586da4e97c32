/** What electron-builder calls while it packages (electron-builder.yml names this file). */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import type { AfterPackContext } from 'electron-builder'
import type { NativeModule } from '../main/shell/native-modules.ts'
import { FUSES } from './fuses.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
/** From here the file goes into the asar, beside the main bundle. */
const MANIFEST = path.join(ROOT, 'out/package-parts/native-modules.json')
const KEYTAR = 'node_modules/keytar/build/Release/keytar.node'

/** Writes down what the native modules are; where keytar could not be built the package goes without it. */
export function beforePack({ packager }: Pick<AfterPackContext, 'packager'>): void {
  const file = path.join(packager.projectDir, KEYTAR)
  const modules: NativeModule[] = []
  if (fs.existsSync(file)) {
    const sha256 = createHash('sha256').update(fs.readFileSync(file)).digest('hex')
    modules.push({ name: 'keytar', file: KEYTAR, sha256 })
  }
  fs.mkdirSync(path.dirname(MANIFEST), { recursive: true })
  fs.writeFileSync(MANIFEST, `${JSON.stringify(modules, null, 2)}\n`)
}

/**
 * Sets the fuse that electron-builder's schema does not know and its own @electron/fuses is too old for. It sets its
 * eight after this and leaves the ninth as it is.
 */
export async function afterPack({ appOutDir, electronPlatformName, packager }: AfterPackContext): Promise<void> {
  const { productFilename } = packager.appInfo
  const programs: Readonly<Record<string, string | null | undefined>> = {
    linux: packager.config.linux?.executableName,
    darwin: `${productFilename}.app`,
    win32: `${productFilename}.exe`,
  }
  const program = programs[electronPlatformName]
  if (typeof program !== 'string') throw new Error(`no fuses for ${electronPlatformName}`)
  await flipFuses(path.join(appOutDir, program), {
    version: FuseVersion.V1,
    [FuseV1Options.WasmTrapHandlers]: FUSES.WasmTrapHandlers,
  })
}
