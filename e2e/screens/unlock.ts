/** The page of a locked vault. */
import type { Locator, Page } from '@playwright/test'

export class UnlockScreen {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  title(vault: string): Locator {
    return this.page.getByRole('heading', { name: `Unlock ${vault}`, level: 1, exact: true })
  }

  get password(): Locator {
    return this.page.getByLabel('Master password', { exact: true })
  }

  /** The toggle that shows what is typed. */
  get show(): Locator {
    return this.page.getByRole('button', { name: 'Show password: Master password' })
  }

  get submit(): Locator {
    return this.page.getByRole('button', { name: 'Unlock', exact: true })
  }

  /** There where the vault is set up for it. */
  get keychain(): Locator {
    return this.page.getByRole('button', { name: 'Unlock with this computer’s keychain' })
  }

  get openOther(): Locator {
    return this.page.getByRole('button', { name: 'Open another vault…' })
  }

  get checkFile(): Locator {
    return this.page.getByRole('button', { name: 'Check a file without unlocking' })
  }

  async unlock(password: string): Promise<void> {
    await this.password.fill(password)
    await this.password.press('Enter')
  }
}
