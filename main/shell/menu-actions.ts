/** What the menu's commands do. */
import type { Publish } from '../ipc/publish.ts'
import type { AppSession } from './app-session.ts'
import type { Appearance } from './appearance.ts'
import type { Dialogs } from './dialogs.ts'
import type { FileOffers } from './file-offers.ts'
import type { MenuActions } from './menu.ts'

export interface MenuActionParts {
  readonly publish: Publish
  readonly session: Pick<AppSession, 'lock'>
  readonly dialogs: Pick<Dialogs, 'openVault'>
  readonly offers: Pick<FileOffers, 'openVault'>
  readonly appearance: Pick<Appearance, 'zoom' | 'setTheme'>
}

export function makeMenuActions({ publish, session, dialogs, offers, appearance }: MenuActionParts): MenuActions {
  async function openVault(): Promise<void> {
    // Refused while another dialog is open, which is in plain sight.
    const chosen = await dialogs.openVault().catch(() => null)
    if (chosen !== null) await offers.openVault(chosen)
  }

  return {
    command: (command) => {
      publish('command', command)
    },
    openVault: () => void openVault(),
    lock: () => void session.lock('person'),
    zoom: (step) => {
      appearance.zoom(step)
    },
    setTheme: (theme) => {
      appearance.setTheme(theme)
    },
  }
}
