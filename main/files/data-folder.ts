/** Where the app keeps a vault when none is named: the folder that Electron calls userData. */
import { homedir } from 'node:os'
import path from 'node:path'

const NAME = 'Coffer'

export function dataFolder(): string {
  const { APPDATA, XDG_CONFIG_HOME } = process.env
  if (process.platform === 'win32') return path.join(APPDATA ?? path.join(homedir(), 'AppData', 'Roaming'), NAME)
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support', NAME)
  return path.join(XDG_CONFIG_HOME ?? path.join(homedir(), '.config'), NAME)
}

export function defaultVaultPath(): string {
  return path.join(dataFolder(), 'vault.coffer')
}
