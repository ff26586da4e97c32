/** Where the app keeps a vault when none is named: the folder that Electron calls userData. */
import { homedir } from 'node:os'
import path from 'node:path'

const NAME = 'Coffer'

/** An environment variable that names a folder; one that is empty or not absolute counts as unset. */
function folderIn(variable: 'APPDATA' | 'XDG_CONFIG_HOME'): string | null {
  const folder = process.env[variable] ?? ''
  return path.isAbsolute(folder) ? folder : null
}

export function dataFolder(): string {
  if (process.platform === 'win32')
    return path.join(folderIn('APPDATA') ?? path.join(homedir(), 'AppData', 'Roaming'), NAME)
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support', NAME)
  return path.join(folderIn('XDG_CONFIG_HOME') ?? path.join(homedir(), '.config'), NAME)
}

export function defaultVaultPath(): string {
  return path.join(dataFolder(), 'vault.coffer')
}
