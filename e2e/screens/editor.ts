/** The form of an item: every field by its name, and what it holds. */
import type { Locator } from '@playwright/test'
import type { ItemTypeName } from '../../contract/items.ts'
import { en } from '../../contract/text/en.ts'
import { expect } from '../fixtures.ts'
import { Wizard } from './wizard.ts'

export class EditorScreen extends Wizard {
  readonly save = this.button('Save')
  readonly name = this.control('Name')
  readonly folder = this.control('Folder')
  readonly favorite = this.tick('Favourite')
  readonly reprompt = this.tick('Ask for the master password before a secret is shown or copied')
  readonly notes = this.control('Notes')
  readonly new = this.button('New')
  readonly edit = this.button('Edit')
  readonly more = this.button('More actions')

  /** The input, text area or list with this label. */
  control(label: string): Locator {
    return this.main.locator('input, textarea, select').and(this.page.getByLabel(label, { exact: true }))
  }

  /** An entry of the menu that is open. */
  choice(name: string): Locator {
    return this.page.getByRole('menuitem', { name, exact: true })
  }

  async beginNew(type: ItemTypeName): Promise<void> {
    await this.new.click()
    await this.choice(en.types.one[type]).click()
    await expect(this.heading(`New item: ${en.types.one[type]}`)).toBeVisible()
    await expect(this.name).toBeFocused()
  }

  async beginEdit(name: string): Promise<void> {
    await this.edit.click()
    await expect(this.heading(`Edit ${name}`)).toBeVisible()
    await expect(this.name).toBeVisible()
  }

  async addField(kind: string): Promise<void> {
    await this.button('Add a field').click()
    await this.choice(kind).click()
  }

  show(label: string): Locator {
    return this.button(`Show: ${label}`)
  }
}
