/** The import wizard. */
import type { Locator } from '@playwright/test'
import { expect } from '../fixtures.ts'
import { PATIENT } from './app.ts'
import { Wizard } from './wizard.ts'

export class ImportWizard extends Wizard {
  readonly json = this.radio('Bitwarden (json)')
  readonly csv = this.radio('Bitwarden (csv) or another program')
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
  /** Adds every row, whatever the vault has. */
  readonly asNew = this.tick(/^Import everything as new \(Bitwarden’s behaviour\)/)
  readonly rows = this.page.getByRole('listbox', { name: 'What the file holds' })
  readonly chosen = this.page.getByRole('region', { name: 'Chosen row' })
  readonly action = this.field('What happens to it')
  readonly difference = this.button('Show the difference')
  readonly undo = this.button('Undo import')
  readonly saveReport = this.button('Save report…')
  readonly history = this.button('Import history')
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

  /** One row of the plan, by the name of its item. */
  row(name: string): Locator {
    return this.rows.getByRole('option').filter({ hasText: name })
  }

  /** A total, which shows its rows alone when it is pressed. */
  filter(label: string): Locator {
    return this.main.getByRole('listitem').getByRole('button', { name: label })
  }

  /** What a column of an unknown table holds. */
  column(name: string): Locator {
    return this.field(`What “${name}” holds`)
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
