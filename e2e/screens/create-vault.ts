/** The two ways to a new vault: an empty one, and one around an account. */
import type { Locator } from '@playwright/test'
import { AppFrame } from './app.ts'

export class CreateVaultScreen extends AppFrame {
  get title(): Locator {
    return this.heading('Create a vault')
  }

  get password(): Locator {
    return this.page.getByLabel('Master password', { exact: true })
  }

  get again(): Locator {
    return this.page.getByLabel('Master password again', { exact: true })
  }

  get email(): Locator {
    return this.page.getByLabel('E-mail address (optional)')
  }

  get strength(): Locator {
    return this.page.getByRole('status').filter({ hasText: /characters|Weak|strong|Good|Strong|measured|Measuring/ })
  }

  get submit(): Locator {
    return this.button('Choose where to save…')
  }

  get cancel(): Locator {
    return this.button('Cancel')
  }
}

export class AccountScreen extends AppFrame {
  get title(): Locator {
    return this.heading('Make a vault around your account')
  }

  get fromClient(): Locator {
    return this.page.getByRole('radio', { name: 'A Bitwarden program on this computer' })
  }

  get fromKeyFile(): Locator {
    return this.page.getByRole('radio', { name: 'An account key file of Coffer' })
  }

  get choose(): Locator {
    return this.page.getByRole('button', { name: /^Choose (the|another) file…$/ })
  }

  get account(): Locator {
    return this.page.getByRole('combobox', { name: 'Account' })
  }

  get password(): Locator {
    return this.page.getByLabel('Master password of this account', { exact: true })
  }

  get submit(): Locator {
    return this.button('Choose where to save…')
  }
}
