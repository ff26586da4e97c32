/** The export wizard. */
import type { Locator } from '@playwright/test'
import { Wizard } from './wizard.ts'

/** As a person thinks of them: two kinds of `.json (Encrypted)`, and two that anyone can read. */
export type ExportKind = 'file password' | 'account key' | 'json' | 'csv'

export const EXPORT_KINDS: readonly ExportKind[] = ['file password', 'account key', 'json', 'csv']

export class ExportWizard extends Wizard {
  readonly encrypted = this.radio('.json (Encrypted)')
  readonly json = this.radio('.json')
  readonly csv = this.radio('.csv')
  readonly withFilePassword = this.radio('A file password of its own (recommended)')
  readonly withAccountKey = this.radio('This account’s key')
  readonly fidelity = this.page.locator('summary', { hasText: 'What such a file keeps of your vault' })
  readonly bin = this.tick(/^Include \d+ items? from the bin$/)
  readonly filePassword = this.field('File password')
  readonly filePasswordAgain = this.field('File password again')
  readonly masterPassword = this.field('Master password of this vault')
  readonly understood = this.tick('I understand that anyone who opens this file can read my passwords.')
  /** Names how many items. */
  readonly export = this.button(/^Export [\d,]+ items?…$/)

  /** The cells of one line of the fidelity table. */
  kept(what: string): Locator {
    return this.page.getByRole('row', { name: what }).getByRole('cell')
  }

  async choose(kind: ExportKind): Promise<void> {
    if (kind === 'json' || kind === 'csv') {
      await this[kind].check()
      return
    }
    await this.encrypted.check()
    await (kind === 'account key' ? this.withAccountKey : this.withFilePassword).check()
  }

  /** From the first page to the one that asks for the master password. */
  async toConfirm(kind: ExportKind, filePassword = ''): Promise<void> {
    await this.isAt('Export your vault')
    await this.choose(kind)
    await this.continue.click()
    if (kind === 'file password') {
      await this.isAt('Choose a password for the file')
      await this.filePassword.fill(filePassword)
      await this.filePasswordAgain.fill(filePassword)
      await this.continue.click()
    }
    await this.isAt('Confirm it’s you')
  }

  /** Everything that the page before the save dialog asks. */
  async confirm(kind: ExportKind, masterPassword: string): Promise<void> {
    await this.masterPassword.fill(masterPassword)
    if (kind === 'json' || kind === 'csv') await this.understood.check()
    await this.export.click()
  }

  async isSaved(): Promise<void> {
    await this.isAt('Export saved and checked')
  }

  /** One line of the result's facts, by what it is called. */
  fact(label: string): Locator {
    const term = this.page.getByRole('term').filter({ hasText: new RegExp(`^${label}$`) })
    return this.page.getByRole('main').locator('div').filter({ has: term }).last()
  }
}
