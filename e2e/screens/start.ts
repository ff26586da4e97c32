/** The first page, where no vault is open. */
import type { Locator } from '@playwright/test'
import { AppFrame } from './app.ts'

export class StartScreen extends AppFrame {
  get title(): Locator {
    return this.heading('Drop your backups here.')
  }

  get browse(): Locator {
    return this.button('Browse…')
  }

  get sample(): Locator {
    return this.button('Try the sample')
  }

  /** A way to a vault: its title, and what it means for whom. */
  private way(title: string): Locator {
    return this.page
      .getByRole('main')
      .getByRole('listitem')
      .getByRole('button', { name: new RegExp(`^${title}`) })
  }

  get create(): Locator {
    return this.way('Create a vault')
  }

  get account(): Locator {
    return this.way('Use my Bitwarden account')
  }

  get keyFile(): Locator {
    return this.way('Restore from an account key file')
  }

  get open(): Locator {
    return this.way('Open a vault…')
  }
}
