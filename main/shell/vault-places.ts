/**
 * Where vaults may be. A demonstration without Electron's sandbox keeps to the vaults of one folder, so that nobody's
 * own vault is ever unlocked in it.
 */
import { realpathSync } from 'node:fs'
import path from 'node:path'
import { CofferError } from '../../contract/errors.ts'

export interface VaultPlaces {
  readonly demonstration: boolean
  /** Where a new vault is offered to go; null for the person's own documents. */
  readonly folder: string | null
  allows(vaultPath: string): boolean
  /** @throws CofferError usage/demonstration */
  require(vaultPath: string): void
}

/** What a vault is called: the name of its file, without its ending. */
export function vaultName(vaultPath: string): string {
  return path.basename(vaultPath).replace(/\.coffer$/, '')
}

/** `folder` as the environment gives it; whatever it holds but nothing makes a demonstration. */
export function vaultPlaces(folder: string | undefined): VaultPlaces {
  const demonstration = folder !== undefined && folder !== ''
  const allows = (vaultPath: string): boolean => !demonstration || isInside(vaultPath, folder)
  return {
    demonstration,
    folder: demonstration ? folder : null,
    allows,
    require(vaultPath) {
      if (!allows(vaultPath)) throw new CofferError('usage/demonstration')
    },
  }
}

/** By where links lead. What is not there, or not to be found out, is not inside. */
function isInside(file: string, folder: string): boolean {
  try {
    const inside = path.relative(realpathSync(folder), realpathOf(file))
    return path.isAbsolute(folder) && inside !== '' && !/^\.\.(?:[\\/]|$)/.test(inside) && !path.isAbsolute(inside)
  } catch {
    return false
  }
}

/** Of a file that is to be made, its folder is there already. */
function realpathOf(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    return path.join(realpathSync(path.dirname(file)), path.basename(file))
  }
}
