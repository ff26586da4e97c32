/**
 * Native modules cannot be loaded from inside the asar: they lie beside it, where the asar's integrity check does not
 * reach. What they were when the package was made stands inside (scripts/package-hooks.ts writes it), and nothing else
 * is loaded. It finds a file that was changed; it does not stop a program that can change both, nor one that swaps the
 * file between this look and the loading.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Of a package, from its root. */
export const MANIFEST = 'out/main/native-modules.json'

export interface NativeModule {
  /** As it is imported. */
  readonly name: string
  /** From the package's root, with slashes. */
  readonly file: string
  /** Of the file, in lower-case hex. */
  readonly sha256: string
}

export interface PackageFacts {
  readonly packaged: boolean
  /** The folder of package.json: inside a package, the asar. */
  readonly root: string
}

/**
 * What to import for the native module `name`: its name, or null where it must not be loaded, because the package came
 * without it or its file is not the one that was packaged. While Coffer is developed there is nothing to compare with.
 */
export function verifiedNativeModule(name: string, { packaged, root }: PackageFacts): string | null {
  if (!packaged) return name
  try {
    const manifest = JSON.parse(readFileSync(path.join(root, MANIFEST), 'utf8')) as readonly NativeModule[]
    const own = manifest.find((module) => module.name === name)
    if (!own) return null
    const sha256 = createHash('sha256')
      .update(readFileSync(path.join(root, own.file)))
      .digest('hex')
    return sha256 === own.sha256 ? name : null
  } catch {
    return null
  }
}
