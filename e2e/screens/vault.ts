/** The list of items and the open item, of a vault or of a backup that is read. */
import type { Locator, Page } from '@playwright/test'

function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`)
}

export class VaultScreen {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get list(): Locator {
    return this.page.getByRole('listbox')
  }

  get rows(): Locator {
    return this.list.getByRole('option')
  }

  /** The row of the item that is called so. */
  row(name: string): Locator {
    return this.rows.filter({ has: this.page.locator('b').getByText(name, { exact: true }) })
  }

  get names(): Locator {
    return this.rows.locator('b')
  }

  get selected(): Locator {
    return this.list.getByRole('option', { selected: true })
  }

  get search(): Locator {
    return this.page.getByRole('searchbox')
  }

  /** The line that says how many items there are. */
  get count(): Locator {
    return this.page.getByRole('region', { name: 'Items', exact: true }).locator('p').first()
  }

  get item(): Locator {
    return this.page.getByRole('region', { name: 'Item', exact: true })
  }

  get itemTitle(): Locator {
    return this.item.getByRole('heading', { level: 2 })
  }

  /** The open item's type and folder. */
  get kind(): Locator {
    return this.item.locator('header p')
  }

  async open(name: string): Promise<void> {
    await this.row(name).click()
    await this.itemTitle.getByText(name, { exact: true }).waitFor()
  }

  /** The value of a field of the open item, as it is shown. */
  value(label: string): Locator {
    const name = this.page.locator('dt').getByText(exactly(label))
    return this.item.locator('dl > div').filter({ has: name }).locator('dd').first()
  }

  get labels(): Locator {
    return this.item.locator('dt')
  }

  /** The toggle that shows and hides a secret. */
  reveal(label: string): Locator {
    return this.item.getByRole('button', { name: `Show: ${label}`, exact: true })
  }

  copy(label: string): Locator {
    return this.item.getByRole('button', { name: `Copy: ${label}`, exact: true })
  }
}
