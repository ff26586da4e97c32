/** When the menu is built anew, and what its commands lead to. */
import { beforeEach, expect, it, vi } from 'vitest'
import { en } from '../../contract/text/en.ts'
import { MenuBar } from './menu-bar.ts'
import { makeMenuActions, type MenuActionParts } from './menu-actions.ts'
import type { MenuActions, MenuState } from './menu.ts'

const { shown } = vi.hoisted(() => ({ shown: [] as unknown[] }))
vi.mock('electron', () => ({
  Menu: {
    buildFromTemplate: (template: unknown) => template,
    setApplicationMenu: (menu: unknown) => void shown.push(menu),
  },
}))

const STATE: MenuState = {
  vault: 'none',
  backup: false,
  working: false,
  mac: false,
  theme: 'system',
  language: 'system',
  words: en.menu,
}
let done: string[]
let actions: MenuActions
let refused: boolean

beforeEach(() => {
  shown.length = 0
  done = []
  refused = false
  const note =
    (name: string, answer?: unknown) =>
    (...args: unknown[]): Promise<unknown> => {
      done.push([name, ...args.map(String)].join(' '))
      return refused ? Promise.reject(new Error('busy')) : Promise.resolve(answer)
    }
  actions = makeMenuActions({
    publish: note('publish'),
    session: { lock: note('lock') },
    dialogs: { openVault: note('ask', '/v.coffer') },
    offers: { openVault: note('open') },
    zoom: { step: note('zoom') },
    settings: { change: ({ theme }: { theme: string }) => note('theme')(theme) },
  } as unknown as MenuActionParts)
})

it('is built once for each state that is another one', () => {
  const bar = new MenuBar(actions)
  bar.show(STATE)
  bar.show({ ...STATE })
  expect(shown).toHaveLength(1)
  bar.show({ ...STATE, vault: 'locked' })
  expect(shown).toHaveLength(2)
  expect(bar.shortcuts).toContainEqual({ label: 'Lock', accelerator: 'CmdOrCtrl+L' })
})

it('hands the window’s commands to the window, and does the rest itself', async () => {
  actions.command('export')
  actions.lock()
  actions.zoom(1)
  actions.setTheme('dark')
  actions.openVault()
  await vi.waitFor(() => {
    expect(done).toContain('open /v.coffer')
  })
  expect(done).toEqual(['publish command export', 'lock person', 'zoom 1', 'theme dark', 'ask', 'open /v.coffer'])
})

it('opens nothing while another dialog is open', async () => {
  refused = true
  actions.openVault()
  await new Promise((resolve) => {
    setImmediate(resolve)
  })
  expect(done).toEqual(['ask'])
})
