/** Settings: at once, and kept. */
import path from 'node:path'
import { expect, it } from 'vitest'
import type { NativeTheme } from 'electron'
import { makeTempFolder } from '../testkit/vaults.ts'
import { Settings } from './app-settings.ts'
import { WindowState } from './window-state.ts'

it('take effect at once, are told, and are the same at the next start', () => {
  const file = path.join(makeTempFolder(), 'window.json')
  let changed = 0
  function start(): { settings: Settings; nativeTheme: Pick<NativeTheme, 'themeSource'> } {
    const nativeTheme: Pick<NativeTheme, 'themeSource'> = { themeSource: 'system' }
    const settings = new Settings({ state: new WindowState(file), nativeTheme, changed: () => void (changed += 1) })
    return { settings, nativeTheme }
  }
  const first = start()
  expect(first.settings.current).toEqual({ theme: 'system', language: 'system', idleMinutes: 10, clipboardSeconds: 30 })
  first.settings.change({ theme: 'dark', idleMinutes: null })
  expect([first.nativeTheme.themeSource, changed]).toEqual(['dark', 1])
  first.settings.change({ clipboardSeconds: 60 })
  const second = start()
  expect(second.settings.current).toEqual({
    theme: 'dark',
    language: 'system',
    idleMinutes: null,
    clipboardSeconds: 60,
  })
  expect(second.nativeTheme.themeSource).toBe('dark')
})
