/** Settings: at once, and kept. */
import path from 'node:path'
import { expect, it } from 'vitest'
import type { NativeTheme } from 'electron'
import { makeTempFolder } from '../testkit/vaults.ts'
import { Settings } from './app-settings.ts'
import { WindowState } from './window-state.ts'

it('take effect at once, are told, and are the same at the next start', async () => {
  const file = path.join(makeTempFolder(), 'window.json')
  let told = 0
  const changed = (): Promise<void> => {
    told += 1
    return Promise.resolve()
  }
  function start(): { settings: Settings; nativeTheme: Pick<NativeTheme, 'themeSource'> } {
    const nativeTheme: Pick<NativeTheme, 'themeSource'> = { themeSource: 'system' }
    const settings = new Settings({ state: new WindowState(file), nativeTheme, changed })
    return { settings, nativeTheme }
  }
  const first = start()
  expect(first.settings.current).toEqual({ theme: 'system', language: 'system', idleMinutes: 10, clipboardSeconds: 30 })
  await first.settings.change({ theme: 'dark', idleMinutes: null })
  expect([first.nativeTheme.themeSource, told]).toEqual(['dark', 1])
  await first.settings.change({ clipboardSeconds: 60 })
  const second = start()
  expect(second.settings.current).toEqual({
    theme: 'dark',
    language: 'system',
    idleMinutes: null,
    clipboardSeconds: 60,
  })
  expect(second.nativeTheme.themeSource).toBe('dark')
})
