/** A backup that is open to read, without a vault. Its items are listed as a vault's. */
import type { Locator } from '@playwright/test'
import { AppFrame } from './app.ts'

export class LookInsideScreen extends AppFrame {
  reading(name: string): Locator {
    return this.page.getByText(`You are reading ${name}. Nothing is saved.`)
  }

  get import(): Locator {
    return this.button('Import into a vault')
  }

  get close(): Locator {
    return this.button('Close')
  }
}
