/** The import wizard. */
import type { Locator } from '@playwright/test'
import { expect } from '../fixtures.ts'
import { PATIENT } from './app.ts'
import { Wizard } from './wizard.ts'

export class ImportWizard extends Wizard {
  readonly json = this.radio('Bitwarden (json)')
  readonly csv = this.radio('Bitwarden (csv)')
  readonly browse = this.button('Browse…')
  readonly another = this.button('Choose another file')
  readonly facts = this.page.getByRole('region', { name: 'What Coffer sees' })
  readonly unlockAndImport = this.button('Unlock and import')
  readonly createVault = this.button('Create a vault')
  readonly lookInside = this.button('Look inside without a vault')
  readonly openAVault = this.button('Open a vault')
  readonly unlock = this.button('Unlock')
  readonly filePassword = this.field('Password of this file, chosen when it was exported')
  readonly openFile = this.button('Open the file')
  readonly twice = this.tick('Add them a second time')
  readonly import = this.button(/^Import [\d,]+ (items?|folders?)$/)
  readonly showItems = this.button('Show items')

  /** Every field for a password that is on the page, whatever it is called. */
  get passwords(): Locator {
    return this.page.locator('input[type="password"]')
  }

  masterPasswordOf(vault: string): Locator {
    return this.field(`Master password of ${vault}`)
  }

  /** One line of what Coffer sees in the file. */
  fact(label: string): Locator {
    const term = this.page.getByRole('term').filter({ hasText: new RegExp(`^${label}$`) })
    return this.facts.locator('dl > div').filter({ has: term })
  }

  async hasCount(label: string, count: number): Promise<void> {
    const tile = this.main.getByRole('listitem').filter({ hasText: label })
    await expect(tile).toHaveText(new RegExp(`^\\s*${count}\\s*${label}\\s*$`), PATIENT)
  }

  /** On the first page, with that file in sight. */
  async holds(file: string): Promise<void> {
    await this.isAt('Import a file')
    await expect(this.fact('File')).toContainText(file, PATIENT)
  }

  /** From the page of the file to the report. */
  async run(): Promise<void> {
    await this.continue.click()
    await this.isAt('Check before importing')
    await this.import.click()
    await this.isAt(/ added$/)
  }
}
