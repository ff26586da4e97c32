/** Changing the account encryption key, and changing the master password. */
import type { Locator } from '@playwright/test'
import { expect } from '../fixtures.ts'
import { Wizard } from './wizard.ts'

export class KeysWizard extends Wizard {
  /** The exports on record that end with the key, and those that do not. */
  readonly dying = this.page.getByRole('table', { name: /export(s stop| stops) opening for good$/ })
  readonly living = this.page.getByRole('table', { name: /export(s keep| keeps) opening$/ })
  /** After the change. */
  readonly dead = this.page.getByRole('table', { name: /no longer opens?$/ })
  readonly detach = this.tick('Detach this vault from the Bitwarden account')
  readonly masterPassword = this.field('Master password of this vault')
  readonly understood = this.tick(/^I understand that (this export stops|these \d+ exports stop) opening for good$/)
  readonly try = this.button('Try the change')
  readonly replace = this.tick('Write replacements first')
  readonly change = this.button(/^Change the key of [\d,]+ items?$/)
  /** Exports whose files are away, and that end too. */
  readonly unseen = this.page.getByRole('table', { name: /not there to try: (it stops|they stop) opening too$/ })
  /** Exports that did not open before the change either. */
  readonly gone = this.page.getByRole('table', { name: /do(es)? not open now either$/ })
  readonly replacements = this.page.getByRole('table', { name: /opened from disk and found equal$/ })
  readonly checkReplacements = this.button('Check the replacements')
  readonly makeKeyFile = this.button('Save a new account key file…')
  readonly freshExport = this.button('Make a fresh export')
  readonly passwordInstead = this.button('Change the password instead')

  /** A table lists these files and no others, each with the folder that it was saved in. */
  async lists(table: Locator, folder: string, ...names: string[]): Promise<void> {
    const cells = table.locator('tbody').getByRole('row').locator('td:first-child')
    await expect(cells).toHaveText(names.map((name) => `${name}${folder}`))
  }

  /** From the first page to the one that shows what would come of it. */
  async rehearse(masterPassword: string): Promise<void> {
    await this.isAt('Change the account encryption key')
    await this.continue.click()
    await this.isAt('Confirm it’s you')
    await this.masterPassword.fill(masterPassword)
    await this.try.click()
    await this.isAt('What the change would do')
  }

  /** From the first page on, with nothing in the way. */
  async run(masterPassword: string, { replace = false } = {}): Promise<void> {
    await this.rehearse(masterPassword)
    if (await this.understood.isVisible()) {
      await this.replace.setChecked(replace)
      await this.understood.check()
    }
    await this.change.click()
    await this.isAt('The key is changed')
  }
}

export class PasswordWizard extends Wizard {
  readonly current = this.field('Current master password')
  readonly fresh = this.field('New master password')
  readonly again = this.field('New master password again')
  readonly change = this.button('Change the master password')

  async fill(current: string, fresh: string, again = fresh): Promise<void> {
    await this.current.fill(current)
    await this.fresh.fill(fresh)
    await this.again.fill(again)
  }
}
