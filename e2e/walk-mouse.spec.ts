/** A person's whole way with the mouse: the keyboard does nothing but fill in fields. */
import path from 'node:path'
import { copyInto, sampleExport } from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { digestOf, digestOfVault } from './proof.ts'
import { AppFrame, PATIENT } from './screens/app.ts'
import { CreateVaultScreen } from './screens/create-vault.ts'
import { ExportWizard } from './screens/export.ts'
import { ImportWizard } from './screens/import.ts'
import { KeysWizard } from './screens/keys.ts'
import { StartScreen } from './screens/start.ts'
import { UnlockScreen } from './screens/unlock.ts'
import { VaultScreen } from './screens/vault.ts'

test.describe.configure({ timeout: 240_000 })

const PASSWORD = 'cobalt marble lantern thirty-one geese'

async function exportForAccount(coffer: Coffer, file: string): Promise<void> {
  const wizard = new ExportWizard(coffer.page)
  await wizard.toConfirm('account key')
  await coffer.answerSave(file)
  await wizard.confirm('account key', PASSWORD)
  await wizard.isSaved()
  await wizard.done.click()
  await wizard.isAt('All items')
}

async function browse(coffer: Coffer, file: string): Promise<ImportWizard> {
  const wizard = new ImportWizard(coffer.page)
  await coffer.menu.click('File > Import…')
  await wizard.isAt('Import a file')
  await coffer.answerOpen([file])
  await wizard.browse.click()
  await wizard.holds(path.basename(file))
  return wizard
}

test('from the first start to a fresh export after a change of keys', async ({ coffer }) => {
  const fileAt = (name: string): string => path.join(coffer.folder, name)
  const frame = new AppFrame(coffer.page)
  const list = new VaultScreen(coffer.page)

  await test.step('make a vault', async () => {
    await new StartScreen(coffer.page).create.click()
    const create = new CreateVaultScreen(coffer.page)
    await create.password.fill(PASSWORD)
    await create.again.fill(PASSWORD)
    await coffer.answerSave(fileAt('mine.coffer'))
    await create.submit.click()
    await expect(coffer.page.getByText('No items yet.')).toBeVisible(PATIENT)
  })

  await test.step('drop an export of Bitwarden on it', async () => {
    await coffer.drop([await copyInto(coffer.folder, sampleExport(), 'bitwarden.json')])
    const wizard = new ImportWizard(coffer.page)
    await wizard.holds('bitwarden.json')
    await wizard.run()
    await wizard.showItems.click()
  })

  await test.step('see the items', async () => {
    await expect(list.count).toHaveText('8 items, sorted by name')
    await expect(list.names).toContainText(['Bank', 'Mail', 'Wi-Fi'])
    await list.open('Mail')
    await expect(list.value('Username')).toHaveText('sample@example.com')
    await list.reveal('Password').click()
    await expect(list.value('Password')).toContainText('s3cret-mail')
  })

  await test.step('export them for this account', async () => {
    await coffer.menu.click('File > Export…')
    await exportForAccount(coffer, fileAt('first.json'))
  })

  await test.step('lock and unlock', async () => {
    await frame.nav('Lock now').click()
    const unlock = new UnlockScreen(coffer.page)
    await expect(unlock.title('mine')).toBeVisible(PATIENT)
    await unlock.password.fill(PASSWORD)
    await unlock.submit.click()
    await expect(list.count).toHaveText('8 items, sorted by name', PATIENT)
  })

  await test.step('import that export', async () => {
    const wizard = await browse(coffer, fileAt('first.json'))
    await wizard.continue.click()
    await wizard.hasCount('Already in vault', 8)
    await wizard.asNew.check()
    await wizard.import.click()
    await wizard.isAt('8 items added')
    await wizard.showItems.click()
    await expect(list.count).toHaveText('16 items, sorted by name')
  })

  await test.step('change the keys, and export afresh', async () => {
    const wizard = new KeysWizard(coffer.page)
    await wizard.nav('Change keys').click()
    await wizard.rehearse(PASSWORD)
    await wizard.lists(wizard.dying, coffer.folder, 'first.json')
    await wizard.replace.uncheck()
    await wizard.understood.check()
    await wizard.change.click()
    await wizard.isAt('The key is changed')
    await wizard.lists(wizard.dead, coffer.folder, 'first.json')
    await wizard.freshExport.click()
    await exportForAccount(coffer, fileAt('fresh.json'))
  })

  await test.step('the old export is refused, and the fresh one opens', async () => {
    const wizard = await browse(coffer, fileAt('first.json'))
    await expect(wizard.problem).toContainText(
      /This vault made this file with the encryption key that it retired on 20/,
    )
    await expect(wizard.problem).toContainText('Use an export made after that day')
    await expect(wizard.passwords).toHaveCount(0)
    await coffer.answerOpen([fileAt('fresh.json')])
    await wizard.problem.getByRole('button', { name: 'Choose another file' }).click()
    await wizard.holds('fresh.json')
    await wizard.continue.click()
    await wizard.isAt('Check before importing')
    await wizard.hasCount('All', 16)
    await wizard.hasCount('Already in vault', 16)
  })

  await coffer.quit()
  const vault = fileAt('mine.coffer')
  expect(await digestOf(fileAt('fresh.json'), { vault, masterPassword: PASSWORD })).toBe(
    await digestOfVault(vault, PASSWORD),
  )
})
