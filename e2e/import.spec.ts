/** Importing: every way in, what is asked and what is not, and what is said before anything is added. */
import fs from 'node:fs'
import path from 'node:path'
import {
  accountExport,
  copyInto,
  csvExport,
  emptyVault,
  FILE_PASSWORD,
  MASTER_PASSWORD,
  protectedExport,
  richExport,
  sampleExport,
  sampleVault,
} from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { digestOf, digestOfVault } from './proof.ts'
import { openCopy, openVault, PATIENT } from './screens/app.ts'
import { CreateVaultScreen } from './screens/create-vault.ts'
import { ImportWizard } from './screens/import.ts'
import { VaultScreen } from './screens/vault.ts'

async function begin(coffer: Coffer, vault: () => Promise<string>): Promise<ImportWizard> {
  await openCopy(coffer, vault())
  return new ImportWizard(coffer.page)
}

async function choose(coffer: Coffer, wizard: ImportWizard, file: Promise<string>): Promise<string> {
  const copy = await copyInto(coffer.folder, file)
  await coffer.answerOpen([copy])
  await wizard.browse.or(wizard.another).click()
  await wizard.holds(path.basename(copy))
  return copy
}

test('by the menu: says what it sees, adds nothing before it is told to, and reports', async ({ coffer }) => {
  const wizard = await begin(coffer, emptyVault)
  await coffer.menu.click('File > Import…')
  await wizard.isAt('Import a file')
  await expect(coffer.page).toHaveTitle('Import, step 1 of 4: File, Coffer')
  await wizard.hasSteps('File', 'Check', 'Working', 'Report')
  await expect(wizard.json).toBeChecked()
  await expect(coffer.page.getByRole('radio')).toHaveCount(2)
  await expect(wizard.csv).not.toBeChecked()

  await wizard.continue.click()
  await expect(wizard.browse).toBeFocused()
  await expect(wizard.browse).toHaveAccessibleDescription('Choose a file to import.')
  await coffer.answerOpen(null)
  await wizard.browse.click()
  await expect(wizard.facts).toBeHidden()

  const file = await choose(coffer, wizard, sampleExport())
  await expect(wizard.fact('Kind')).toContainText('Bitwarden (json)')
  await expect(wizard.fact('Holds')).toContainText('8 items, 2 folders')
  await expect(wizard.fact('Opens with')).toContainText('Nothing. Anyone who has this file can read it.')
  await wizard.continue.click()
  await wizard.isAt('Check before importing')
  await expect(wizard.text('Nothing has been added yet. 8 items were found in sample.json.')).toBeVisible()
  await wizard.hasCount('New', 8)
  await wizard.hasCount('Already in vault', 0)
  await wizard.hasCount('Need attention', 0)
  await wizard.hasCount('All', 8)
  await expect(wizard.asNew).toBeHidden()
  await expect(wizard.nav('All items')).toHaveText('All items0')

  await wizard.import.click()
  await wizard.isAt('8 items added')
  await expect(wizard.h1).toBeFocused()
  await wizard.hasCount('Added', 8)
  await wizard.hasCount('Not read', 0)
  await expect(wizard.text('2 folders added, 0 used again.')).toBeVisible()
  await expect(wizard.text('The original file still holds readable passwords.')).toBeVisible()
  await wizard.showItems.click()
  await expect(new VaultScreen(coffer.page).count).toHaveText('8 items, sorted by name')
  await coffer.quit()
  expect(await digestOfVault(path.join(coffer.folder, 'empty.coffer'))).toBe(await digestOf(file))
})

test('by dropping a file: a second time there is nothing to import, unless it is wanted as new', async ({ coffer }) => {
  const wizard = await begin(coffer, sampleVault)
  await coffer.drop([await copyInto(coffer.folder, sampleExport())])
  await wizard.holds('sample.json')
  await wizard.continue.click()
  await wizard.isAt('Check before importing')
  await wizard.hasCount('Already in vault', 8)
  const nothing = wizard.text('Every item in this file is already in your vault. Nothing to import.')
  await expect(nothing).toBeVisible()
  await expect(wizard.import).toBeHidden()
  await expect(wizard.done).toBeVisible()
  await expect(wizard.text('creates 8 duplicates')).toBeVisible()
  await wizard.asNew.check()
  await expect(nothing).toBeHidden()
  await wizard.import.click()
  await wizard.isAt('8 items added')
  await expect(wizard.text('8 of the added items were in your vault before, and are there twice now.')).toBeVisible()
  await expect(wizard.text('0 folders added, 2 used again.')).toBeVisible()
  await wizard.done.click()
  await expect(new VaultScreen(coffer.page).count).toHaveText('16 items, sorted by name')
})

test('imports what is new and skips what is there already', async ({ coffer }) => {
  const wizard = await begin(coffer, sampleVault)
  await coffer.drop([await copyInto(coffer.folder, richExport())])
  await wizard.holds('rich.json')
  await wizard.continue.click()
  await wizard.hasCount('New', 5)
  await wizard.hasCount('Already in vault', 8)
  await wizard.import.click()
  await wizard.isAt('5 items added')
  await wizard.hasCount('Skipped', 8)
})

test('a file named on the command line: unlocks on the way, then adds it', async ({ coffer }) => {
  const vault = await copyInto(coffer.folder, emptyVault())
  const file = await copyInto(coffer.folder, sampleExport())
  await openVault(coffer, vault)
  await coffer.relaunch({ args: [file] })
  const wizard = new ImportWizard(coffer.page)
  await wizard.holds('sample.json')
  await wizard.hasSteps('File', 'Unlock vault', 'Check', 'Working', 'Report')
  await wizard.unlockAndImport.click()
  await wizard.isAt('Unlock your vault')

  const password = wizard.masterPasswordOf('empty')
  await password.fill('a slip of the hand')
  await wizard.unlock.click()
  await wizard.expectProblem('vault/wrong-password')
  await expect(password).toHaveValue('')
  await expect(password).toBeFocused()
  await password.fill(MASTER_PASSWORD)
  await wizard.unlock.click()
  await wizard.isAt('Check before importing')
  await wizard.import.click()
  await wizard.isAt('8 items added')
})

test('from the unlock page by the menu', async ({ coffer }) => {
  const vault = await copyInto(coffer.folder, emptyVault())
  await openVault(coffer, vault)
  const wizard = new ImportWizard(coffer.page)
  await coffer.menu.click('import')
  await choose(coffer, wizard, protectedExport())
  await wizard.hasSteps('File', 'Unlock vault', 'File password', 'Check', 'Working', 'Report')
  await wizard.unlockAndImport.click()
  await wizard.masterPasswordOf('empty').fill(MASTER_PASSWORD)
  await wizard.unlock.click()
  await wizard.isAt('Open the file')
  await wizard.filePassword.fill(FILE_PASSWORD)
  await wizard.openFile.click()
  await wizard.isAt('Check before importing')
  await wizard.import.click()
  await wizard.isAt('8 items added')
})

test('without a vault: makes one, then goes on with the file', async ({ coffer }) => {
  const wizard = new ImportWizard(coffer.page)
  await coffer.drop([await copyInto(coffer.folder, sampleExport())])
  await wizard.holds('sample.json')
  await expect(wizard.lookInside).toBeVisible()
  await wizard.createVault.click()
  const create = new CreateVaultScreen(coffer.page)
  await expect(create.title).toBeVisible()
  await create.password.fill(FILE_PASSWORD)
  await create.again.fill(FILE_PASSWORD)
  await coffer.answerSave(path.join(coffer.folder, 'new.coffer'))
  await create.submit.click()
  await wizard.holds('sample.json')
  await expect(wizard.continue).toBeVisible()
  await wizard.run()
  await wizard.showItems.click()
  await expect(new VaultScreen(coffer.page).count).toHaveText('8 items, sorted by name')
})

test('a file of this account asks for no password at all', async ({ coffer }) => {
  const wizard = await begin(coffer, sampleVault)
  await coffer.menu.click('import')
  await choose(coffer, wizard, accountExport())
  await wizard.hasSteps('File', 'Check', 'Working', 'Report')
  await expect(wizard.fact('Opens with')).toContainText('This account’s key. No file password is needed.')
  await expect(wizard.passwords).toHaveCount(0)
  await wizard.continue.click()
  await wizard.isAt('Check before importing')
  await expect(wizard.passwords).toHaveCount(0)
  await expect(wizard.text(/Sealed by Coffer on .+: nothing in it was changed since\./)).toBeVisible()
  await wizard.hasCount('Already in vault', 8)
})

test('a file with a password of its own asks whose password that is, and for no other', async ({ coffer }) => {
  const wizard = await begin(coffer, emptyVault)
  await coffer.menu.click('import')
  await choose(coffer, wizard, protectedExport())
  await wizard.hasSteps('File', 'File password', 'Check', 'Working', 'Report')
  await expect(wizard.fact('Opens with')).toContainText('Its own password, chosen when the file was exported')
  await wizard.continue.click()
  await wizard.isAt('Open the file')
  await expect(coffer.page).toHaveTitle('Import, step 2 of 5: File password, Coffer')
  await expect(wizard.passwords).toHaveCount(1)
  await expect(wizard.filePassword).toBeVisible()
  await wizard.openFile.click()
  await expect(wizard.filePassword).toHaveAccessibleDescription('Type the password of this file.')
  await wizard.filePassword.fill(FILE_PASSWORD)
  await wizard.openFile.click()
  await wizard.isAt('Check before importing')
  await wizard.hasCount('All', 8)
  // Going back asks for the password anew.
  await wizard.back.click()
  await expect(wizard.filePassword).toHaveValue('')
})

test('reads a file as what it is, and moves the mark in plain sight', async ({ coffer }) => {
  const wizard = await begin(coffer, emptyVault)
  await coffer.menu.click('import')
  await wizard.csv.check()
  await choose(coffer, wizard, sampleExport())
  const isJson = wizard.text('This is a JSON file, so Coffer reads it as Bitwarden (json).')
  await expect(isJson).toBeVisible()
  await expect(wizard.json).toBeChecked()

  await choose(coffer, wizard, csvExport())
  await expect(isJson).toBeHidden()
  await expect(wizard.text('This is a CSV file, so Coffer reads it as Bitwarden (csv).')).toBeVisible()
  await expect(wizard.csv).toBeChecked()
  // Marking it as the other kind does not make it one.
  await wizard.json.click()
  await expect(wizard.csv).toBeChecked()
  await wizard.run()
  await wizard.isAt('2 items added')
})

test('adds what was checked, whatever becomes of the file since', async ({ coffer }) => {
  const wizard = await begin(coffer, emptyVault)
  await coffer.menu.click('import')
  const file = await choose(coffer, wizard, sampleExport())
  const whole = await digestOf(file)
  await wizard.continue.click()
  await wizard.isAt('Check before importing')
  fs.rmSync(file)
  await wizard.import.click()
  await wizard.isAt('8 items added')
  await coffer.quit()
  expect(await digestOfVault(path.join(coffer.folder, 'empty.coffer'))).toBe(whole)
})

test('takes the next file that is dropped in place of the first', async ({ coffer }) => {
  const wizard = await begin(coffer, emptyVault)
  await coffer.drop([await copyInto(coffer.folder, csvExport())])
  await wizard.holds('table.csv')
  await coffer.dragOver([await copyInto(coffer.folder, sampleExport())])
  await expect(
    coffer.page.getByText('Drop files or a folder to see what they are. Nothing is imported yet.'),
  ).toBeVisible(PATIENT)
  await coffer.drop([path.join(coffer.folder, 'sample.json')])
  await wizard.holds('sample.json')
  await expect(wizard.json).toBeChecked()
})
