/** The settings, the change of the key derivation, and the reminder of an account key file. */
import { en } from '../../contract/text/en.ts'
import type { Locator } from '@playwright/test'
import { Wizard } from './wizard.ts'

export class SettingsScreen extends Wizard {
  readonly idle = this.page.getByLabel('Lock when nobody uses the computer', { exact: true })
  readonly clipboard = this.page.getByLabel('Clear copied secrets from the clipboard', { exact: true })
  readonly changeKdf = this.button('Change: Key derivation')
  readonly turnOn = this.button('Turn on…')
  readonly turnOff = this.button('Turn off')
  /** Above the list of items. */
  readonly reminder = this.page.getByText(en.settings.keyFile.reminder)
  readonly makeOne = this.button('Make one')
  readonly later = this.button('Later')
  /** Of the dialog that asks for the master password. */
  readonly password = this.dialog.getByLabel('Master password', { exact: true })
  readonly chooseWhere = this.dialog.getByRole('button', { name: 'Choose where to save…' })
  readonly confirmTurnOn = this.dialog.getByRole('button', { name: 'Turn on', exact: true })

  theme(name: 'As the system' | 'Light' | 'Dark'): Locator {
    return this.radio(name)
  }

  open(vault: string): Locator {
    return this.button(`Open: ${vault}`)
  }

  forget(vault: string): Locator {
    return this.button(`Forget: ${vault}`)
  }
}

export class KdfWizard extends Wizard {
  readonly rounds = this.field('Rounds')
  readonly memory = this.field('Memory in MiB')
  readonly password = this.field('Master password')
  readonly measure = this.button('Measure on this computer')
  readonly change = this.button('Change the key derivation')
}
