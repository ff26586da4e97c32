/** Where a vault is kept when none is named. */
import { homedir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defaultVaultPath } from './data-folder.ts'

const { platform } = process

function onSystem(name: string): void {
  Object.defineProperty(process, 'platform', { value: name })
}

afterEach(() => {
  onSystem(platform)
  vi.unstubAllEnvs()
})

describe('the vault of no name', () => {
  it.each([
    ['linux', { XDG_CONFIG_HOME: '/config' }, '/config/Coffer'],
    ['linux', { XDG_CONFIG_HOME: undefined }, path.join(homedir(), '.config', 'Coffer')],
    ['darwin', { XDG_CONFIG_HOME: '/config' }, path.join(homedir(), 'Library', 'Application Support', 'Coffer')],
    ['win32', { APPDATA: '/roaming' }, '/roaming/Coffer'],
    ['win32', { APPDATA: undefined }, path.join(homedir(), 'AppData', 'Roaming', 'Coffer')],
  ])('is where Electron keeps user data (%s, %j)', (system, variables, folder) => {
    onSystem(system)
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
    expect(defaultVaultPath()).toBe(path.join(folder, 'vault.coffer'))
  })
})
