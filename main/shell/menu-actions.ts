/** What the menu's commands do. */
import type { Publish } from '../ipc/publish.ts'
import type { AppSession } from './app-session.ts'
import type { Settings } from './app-settings.ts'
import type { Dialogs } from './dialogs.ts'
import type { FileOffers } from './file-offers.ts'
import type { MenuActions } from './menu.ts'
import type { Zoom } from './zoom.ts'

export interface MenuActionParts {
  readonly publish: Publish
  readonly session: Pick<AppSession, 'lock'>
  readonly dialogs: Pick<Dialogs, 'openVault'>
  readonly offers: Pick<FileOffers, 'openVault'>
  readonly zoom: Pick<Zoom, 'step'>
  readonly settings: Pick<Settings, 'change'>
}

export function makeMenuActions(parts: MenuActionParts): MenuActions {
  const { publish, session, dialogs, offers, zoom, settings } = parts

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
      zoom.step(step)
    },
    setTheme: (theme) => {
      void settings.change({ theme })
    },
    setLanguage: (language) => {
      void settings.change({ language })
    },
  }
}
