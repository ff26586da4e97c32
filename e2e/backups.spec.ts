/** The backups on record: what is said of each, and the checks that prove them. Both run in processes of their own. */
import fs from 'node:fs'
import path from 'node:path'
import { FILE_PASSWORD, keyFile, MASTER_PASSWORD, sampleVault } from './files.ts'
import { axe, expect, test, type Coffer } from './fixtures.ts'
import { AppFrame, openCopy, PATIENT } from './screens/app.ts'
import { ExportWizard, type ExportKind } from './screens/export.ts'
import { Keyboard } from './screens/keyboard.ts'

class Backups extends AppFrame {
  row(name: string) {
    return this.page.getByRole('listitem').filter({ hasText: name })
  }

  async check(name: string, password?: string): Promise<void> {
    await this.button(`Check ${name}`).click()
    if (password !== undefined)
      await this.dialog
        .getByLabel(/^(File|Master) password of this/)
        .first()
        .fill(password)
    await this.dialog.getByRole('button', { name: 'Check', exact: true }).click()
  }

  async says(words: string): Promise<void> {
    await expect(this.dialog.getByText(words)).toBeVisible(PATIENT)
    await this.dialog.getByRole('button', { name: /^(Close|Cancel)$/ }).click()
    await expect(this.dialog).toBeHidden()
  }
}

/** An unlocked vault with the sample, and an export of that kind of the name `june.json`. */
async function begin(coffer: Coffer, kind: ExportKind = 'file password'): Promise<{ page: Backups; file: string }> {
  await openCopy(coffer, sampleVault())
  const wizard = new ExportWizard(coffer.page)
  await coffer.menu.click('File > Export…')
  const file = path.join(coffer.folder, 'june.json')
  await wizard.toConfirm(kind, FILE_PASSWORD)
  await coffer.answerSave(file)
  await wizard.confirm(kind, MASTER_PASSWORD)
  await wizard.isSaved()
  return { page: new Backups(coffer.page), file }
}

async function openBackups(coffer: Coffer, page: Backups): Promise<void> {
  await coffer.press('CmdOrCtrl+Shift+B')
  await expect(page.heading('Backups')).toBeVisible()
}

test('without any is empty, and says what that means', async ({ coffer }) => {
  await openCopy(coffer, sampleVault())
  const page = new Backups(coffer.page)
  await coffer.menu.click('File > Backups')
  await expect(coffer.page.getByText('No backups yet')).toBeVisible()
  expect(await axe(coffer.page)).toEqual([])
  await page.button('Make a backup').click()
  await expect(page.heading('Export your vault')).toBeVisible()
})

test('a file with its own password is proved in a process that knows of no vault', async ({ coffer }) => {
  const { page } = await begin(coffer)
  await openBackups(coffer, page)
  await expect(page.row('june.json')).toContainText('Not checked')
  await expect(coffer.page.getByText('There is no good copy yet', { exact: false })).toBeVisible()
  await page.check('june.json', 'wrong')
  await expect(page.dialog.getByText('That is not the password of this file', { exact: false })).toBeVisible(PATIENT)
  await page.dialog.getByLabel('File password of this backup', { exact: true }).fill(FILE_PASSWORD)
  await page.dialog.getByRole('button', { name: 'Check', exact: true }).click()
  await page.says('Proved: 8 items came back, equal to what was exported, in a process that knew of no vault.')
  await expect(page.row('june.json')).toContainText('Proved')
  await expect(coffer.page.getByText('Your last good copy is june.json', { exact: false })).toBeVisible()
})

test('one for this account opens here, and elsewhere once the account key file is given', async ({ coffer }) => {
  const { page } = await begin(coffer, 'account key')
  await openBackups(coffer, page)
  await page.check('june.json', MASTER_PASSWORD)
  await page.says('It opens: 8 items came back')
  await expect(page.row('june.json')).toContainText('Opens here only')
  await coffer.answerOpen([await keyFile()])
  await page.button('Check june.json').click()
  await page.dialog.getByRole('button', { name: 'Choose the account key file…' }).click()
  await expect(page.dialog.getByText('Chosen: ')).toBeVisible(PATIENT)
  await page.dialog.getByLabel('Master password of this vault', { exact: true }).fill(MASTER_PASSWORD)
  await page.dialog.getByRole('button', { name: 'Check', exact: true }).click()
  await page.says('in a process that knew of no vault')
  await expect(page.row('june.json')).toContainText('Proved')
})

test('a file that was cut off is found out, and what was not changed is said', async ({ coffer }) => {
  const { page, file } = await begin(coffer)
  fs.truncateSync(file, 300)
  await openBackups(coffer, page)
  await expect(page.row('june.json')).toContainText('Changed')
  await page.check('june.json', FILE_PASSWORD)
  await page.expectProblem('format/truncated')
  await page.dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.row('june.json')).toContainText('Changed')
})

test('a file that is gone is said to be, and leaves the list without being touched', async ({ coffer }) => {
  const { page, file } = await begin(coffer)
  fs.renameSync(file, `${file}.away`)
  await openBackups(coffer, page)
  await expect(page.row('june.json')).toContainText('Missing')
  await page.button('Remove from list: june.json').click()
  await page.question.getByRole('button', { name: 'Remove from list' }).click()
  await expect(coffer.page.getByText('No backups yet')).toBeVisible()
  expect(fs.existsSync(`${file}.away`)).toBe(true)
})

test('one that is gone is replaced beside its place, and the old entry goes when it is told to', async ({ coffer }) => {
  const { page, file } = await begin(coffer, 'account key')
  fs.renameSync(file, `${file}.away`)
  await openBackups(coffer, page)
  await expect(page.row('june.json')).toContainText('Missing')
  const keyboard = new Keyboard(coffer)
  await keyboard.tabAndPress(page.button('Replace… june.json'))
  const wizard = new ExportWizard(coffer.page)
  await wizard.isAt('Export your vault')
  await expect(wizard.text(/This export takes the place of june\.json/)).toBeVisible()
  await expect(wizard.withAccountKey).toBeChecked()
  expect(await axe(coffer.page)).toEqual([])
  await keyboard.tabAndPress(wizard.continue)
  await wizard.isAt('Confirm it’s you')
  await coffer.answerSave(path.join(coffer.folder, 'june anew.json'))
  await keyboard.tabAndType(wizard.masterPassword, MASTER_PASSWORD)
  await keyboard.tabAndPress(wizard.export)
  await wizard.isSaved()
  expect(await axe(coffer.page)).toEqual([])
  await keyboard.tabAndPress(page.button('Remove the old entry from the list'))
  await expect(page.button('Remove the old entry from the list')).toHaveCount(0)
  await wizard.done.click()
  await openBackups(coffer, page)
  await expect(coffer.page.getByRole('listitem').filter({ hasText: '.json' })).toHaveCount(1)
  await expect(page.row('june anew.json')).toContainText('Not checked')
  expect(fs.existsSync(`${file}.away`)).toBe(true)
})

test('from the result of an export a check is one press away, by the keyboard too', async ({ coffer }) => {
  const { page } = await begin(coffer)
  await page.button('Check that it restores').focus()
  await coffer.page.keyboard.press('Enter')
  await expect(page.dialog.getByLabel('File password of this backup', { exact: true })).toBeFocused()
  expect(await axe(coffer.page)).toEqual([])
  await coffer.page.keyboard.type(FILE_PASSWORD)
  await coffer.page.keyboard.press('Enter')
  await page.says('Proved: 8 items came back')
})
