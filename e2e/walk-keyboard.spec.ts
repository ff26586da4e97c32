/** The same way without a mouse: every stop shows the focus, and files come through dialogs. */
import path from 'node:path'
import { copyInto, sampleExport } from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { digestOf, digestOfVault } from './proof.ts'
import { PATIENT } from './screens/app.ts'
import { CreateVaultScreen } from './screens/create-vault.ts'
import { ExportWizard } from './screens/export.ts'
import { ImportWizard } from './screens/import.ts'
import { Keyboard } from './screens/keyboard.ts'
import { KeysWizard } from './screens/keys.ts'
import { StartScreen } from './screens/start.ts'
import { UnlockScreen } from './screens/unlock.ts'
import { VaultScreen } from './screens/vault.ts'

test.describe.configure({ timeout: 300_000 })

const PASSWORD = 'cobalt marble lantern thirty-one geese'

class Walk {
  readonly coffer: Coffer
  readonly keyboard: Keyboard
  readonly exporting: ExportWizard
  readonly importing: ImportWizard
  readonly keys: KeysWizard
  readonly list: VaultScreen

  constructor(coffer: Coffer) {
    this.coffer = coffer
    this.keyboard = new Keyboard(coffer)
    this.exporting = new ExportWizard(coffer.page)
    this.importing = new ImportWizard(coffer.page)
    this.keys = new KeysWizard(coffer.page)
    this.list = new VaultScreen(coffer.page)
  }

  file(name: string): string {
    return path.join(this.coffer.folder, name)
  }

  /** By the accelerator and the dialog, as far as the file in sight. */
  async browse(name: string): Promise<void> {
    await this.keyboard.press('CmdOrCtrl+Shift+O')
    await this.importing.isAt('Import a file')
    await expect(this.importing.h1).toBeFocused()
    await this.coffer.answerOpen([this.file(name)])
    await this.keyboard.tabAndPress(this.importing.browse)
    await this.importing.holds(name)
  }

  /** From the first page of the export. */
  async exportForAccount(name: string): Promise<void> {
    const { exporting, keyboard } = this
    await exporting.isAt('Export your vault')
    await expect(exporting.h1).toBeFocused()
    await keyboard.tabTo(
      exporting.withFilePassword.or(exporting.withAccountKey).and(this.coffer.page.locator(':checked')),
    )
    await keyboard.moveTo(exporting.withAccountKey)
    await keyboard.press('Enter')
    await exporting.isAt('Confirm it’s you')
    await keyboard.tabAndType(exporting.masterPassword, PASSWORD)
    await this.coffer.answerSave(this.file(name))
    await keyboard.press('Enter')
    await exporting.isSaved()
    await keyboard.tabAndPress(exporting.done)
    await exporting.isAt('All items')
  }
}

test('from the first start to a fresh export after a change of keys', async ({ coffer }) => {
  const walk = new Walk(coffer)
  const { keyboard, importing, exporting, keys, list } = walk
  await copyInto(coffer.folder, sampleExport(), 'bitwarden.json')

  await test.step('make a vault', async () => {
    await keyboard.tabAndPress(new StartScreen(coffer.page).create)
    const create = new CreateVaultScreen(coffer.page)
    await expect(create.title).toBeFocused()
    await keyboard.tabAndType(create.password, PASSWORD)
    await keyboard.tabAndType(create.again, PASSWORD)
    await coffer.answerSave(walk.file('mine.coffer'))
    await keyboard.tabAndPress(create.submit)
    await expect(coffer.page.getByText('No items yet.')).toBeVisible(PATIENT)
  })

  await test.step('import an export of Bitwarden', async () => {
    await walk.browse('bitwarden.json')
    await keyboard.tabAndPress(importing.continue)
    await importing.isAt('Check before importing')
    await keyboard.tabAndPress(importing.import)
    await importing.isAt('8 items added')
    await keyboard.tabAndPress(importing.showItems)
  })

  await test.step('see the items', async () => {
    await expect(list.count).toHaveText('8 items, sorted by name')
    await keyboard.tabTo(list.list)
    await keyboard.type('mail')
    await expect(list.selected).toContainText('Mail')
    await keyboard.press('Enter')
    await expect(list.value('Username')).toHaveText('sample@example.com')
    await keyboard.tabAndPress(list.reveal('Password'), 'Space')
    await expect(list.value('Password')).toContainText('s3cret-mail')
  })

  await test.step('export them for this account', async () => {
    await keyboard.press('CmdOrCtrl+Shift+E')
    await walk.exportForAccount('first.json')
  })

  await test.step('lock and unlock', async () => {
    await keyboard.press('CmdOrCtrl+L')
    const unlock = new UnlockScreen(coffer.page)
    await expect(unlock.password).toBeFocused(PATIENT)
    await keyboard.type(PASSWORD)
    await keyboard.press('Enter')
    await expect(list.count).toHaveText('8 items, sorted by name', PATIENT)
  })

  await test.step('import that export', async () => {
    await walk.browse('first.json')
    await keyboard.tabAndPress(importing.continue)
    await importing.hasCount('Already in vault', 8)
    await keyboard.tabAndPress(importing.asNew, 'Space')
    await keyboard.tabAndPress(importing.import)
    await importing.isAt('8 items added')
    await keyboard.tabAndPress(importing.showItems)
    await expect(list.count).toHaveText('16 items, sorted by name')
  })

  await test.step('change the keys, and export afresh', async () => {
    await keyboard.tabAndPress(keys.nav('Change keys'))
    await keyboard.tabAndPress(keys.continue)
    await keys.isAt('Confirm it’s you')
    await keyboard.tabAndType(keys.masterPassword, PASSWORD)
    await keyboard.tabAndPress(keys.try)
    await keys.isAt('What the change would do')
    await keys.lists(keys.dying, coffer.folder, 'first.json')
    await keyboard.tabAndPress(keys.replace, 'Space')
    await keyboard.tabAndPress(keys.understood, 'Space')
    await keyboard.tabAndPress(keys.change)
    await keys.isAt('The key is changed')
    await keyboard.tabAndPress(keys.freshExport)
    await walk.exportForAccount('fresh.json')
  })

  await test.step('the old export is refused, and the fresh one opens', async () => {
    await walk.browse('first.json')
    await expect(importing.problem).toContainText(/encryption key that it retired on 20\d\d-\d\d-\d\d/)
    await expect(importing.problem).toContainText('Use an export made after that day')
    await coffer.answerOpen([walk.file('fresh.json')])
    await keyboard.tabAndPress(importing.problem.getByRole('button', { name: 'Choose another file' }))
    await importing.holds('fresh.json')
    await keyboard.tabAndPress(importing.continue)
    await importing.isAt('Check before importing')
    await importing.hasCount('All', 16)
    await expect(exporting.problem).toHaveCount(0)
  })

  await coffer.quit()
  const vault = walk.file('mine.coffer')
  expect(await digestOf(walk.file('fresh.json'), { vault, masterPassword: PASSWORD })).toBe(
    await digestOfVault(vault, PASSWORD),
  )
})
