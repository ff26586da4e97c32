/** What several offered files are worth, and the question for the password of one. */
import type { Locator } from '@playwright/test'
import { AppFrame } from './app.ts'

export class CensusScreen extends AppFrame {
  get title(): Locator {
    return this.heading('Would these save you?')
  }

  get lines(): Locator {
    return this.page.getByRole('list', { name: 'What Coffer found in each file' }).getByRole('listitem')
  }

  line(file: string): Locator {
    return this.lines.filter({ has: this.page.getByRole('heading', { name: file, exact: true }) })
  }

  import(file: string): Locator {
    return this.button(`Import ${file}`)
  }

  look(file: string): Locator {
    return this.button(`Look inside ${file}`)
  }

  get typePassword(): Locator {
    return this.button('Type a password…')
  }

  get tryIt(): Locator {
    return this.dialog.getByRole('button', { name: 'Try it', exact: true })
  }

  get endTrying(): Locator {
    return this.dialog.getByRole('button', { name: 'Done', exact: true })
  }

  names(file: string): Locator {
    return this.button(`Show names: ${file}`)
  }

  get done(): Locator {
    return this.button('Done')
  }

  get filePassword(): Locator {
    return this.dialog.getByLabel('File password', { exact: true })
  }

  get openToRead(): Locator {
    return this.button('Open to read')
  }
}
