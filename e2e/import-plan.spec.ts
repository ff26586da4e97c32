/** F5, F6, F7 in the window: what a file is to the vault before anything is added, and the way back after it. */
import fs from 'node:fs'
import path from 'node:path'
import type { Locator } from '@playwright/test'
import { copyInto, emptyVault, login, makeVault, MASTER_PASSWORD, sampleVault } from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { digestOfVault, modeOf } from './proof.ts'
import { expectAccessible, openCopy, openVault, PATIENT } from './screens/app.ts'
import { ImportWizard } from './screens/import.ts'
import { Keyboard } from './screens/keyboard.ts'
import { UnlockScreen } from './screens/unlock.ts'
import { VaultScreen } from './screens/vault.ts'

test.setTimeout(180_000)

interface Walk {
  readonly wizard: ImportWizard
  readonly count: Locator
}

async function begin(coffer: Coffer, vault: () => Promise<string>): Promise<Walk> {
  await openCopy(coffer, vault())
  return { wizard: new ImportWizard(coffer.page), count: new VaultScreen(coffer.page).count }
}

function write(coffer: Coffer, name: string, text: string | Buffer): string {
  const file = path.join(coffer.folder, name)
  fs.writeFileSync(file, text)
  return file
}

function exportOf(items: object[]): string {
  return JSON.stringify({ encrypted: false, folders: [], items })
}

function uuid(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
}

const FORTY = exportOf(
  Array.from({ length: 40 }, (_, index) => login(`Item ${index + 1}`, `s3cret ${index}`, { id: uuid(index) })),
)

/** Opens the vault, which has so many items. */
async function unlocked(coffer: Coffer, vault: string, count: string): Promise<void> {
  await (await openVault(coffer, vault)).unlock(MASTER_PASSWORD)
  await expect(new VaultScreen(coffer.page).count).toHaveText(count, PATIENT)
}

/** Drops the file and goes on from its page. */
async function toPlan(coffer: Coffer, wizard: ImportWizard, file: string): Promise<void> {
  await coffer.drop([file])
  await wizard.holds(path.basename(file))
  await wizard.continue.click()
  await wizard.isAt('Check before importing')
}

test('F5: the same file twice gives “0 new, 40 identical”; as new, 40 -> 80 exactly', async ({ coffer }) => {
  const { wizard, count } = await begin(coffer, emptyVault)
  const file = write(coffer, 'forty.json', FORTY)
  await toPlan(coffer, wizard, file)
  await wizard.hasCount('New', 40)
  await wizard.import.click()
  await wizard.isAt('40 items added')
  await wizard.showItems.click()
  await expect(count).toHaveText('40 items, sorted by name')

  await toPlan(coffer, wizard, file)
  await wizard.hasCount('New', 0)
  await wizard.hasCount('Already in vault', 40)
  await expect(wizard.import).toBeHidden()
  await expectAccessible(coffer, 'a plan with nothing to do')
  await wizard.asNew.check()
  await expect(wizard.import).toHaveText('Import 40 items')
  await wizard.import.click()
  await wizard.isAt('40 items added')
  await wizard.showItems.click()
  await expect(count).toHaveText('80 items, sorted by name')
})

test('F6: digest(before) = digest(after import + undo), across lock and restart', async ({ coffer }) => {
  const vault = await copyInto(coffer.folder, sampleVault())
  const before = await digestOfVault(vault)
  await unlocked(coffer, vault, '8 items, sorted by name')
  await toPlan(coffer, new ImportWizard(coffer.page), write(coffer, 'forty.json', FORTY))
  await new ImportWizard(coffer.page).import.click()
  await new ImportWizard(coffer.page).isAt('40 items added')
  await coffer.quit()
  expect(await digestOfVault(vault)).not.toBe(before)

  await coffer.relaunch()
  await new UnlockScreen(coffer.page).unlock(MASTER_PASSWORD)
  await expect(new VaultScreen(coffer.page).count).toHaveText('48 items, sorted by name', PATIENT)
  const wizard = new ImportWizard(coffer.page)
  await coffer.menu.click('File > Import History')
  await wizard.isAt('Import history')
  await expect(coffer.page).toHaveTitle('Import history, Coffer')
  await expect(wizard.text('40 added, 0 merged, 0 skipped, 0 not read.')).toBeVisible()
  await expectAccessible(coffer, 'the history of imports')
  await new Keyboard(coffer).tabAndPress(wizard.button(/^Undo the import of forty\.json/))
  await expect(wizard.text(/The import of forty\.json is undone/)).toBeVisible(PATIENT)
  await expect(wizard.button(/^Undo the import of forty\.json/)).toHaveCount(0)
  await expect(wizard.nav('All items')).toHaveText('All items8')
  await coffer.quit()
  expect(await digestOfVault(vault)).toBe(before)
})

test('F6: undone from the report; what was edited since stays, by its name', async ({ coffer }) => {
  const { wizard } = await begin(coffer, emptyVault)
  await toPlan(
    coffer,
    wizard,
    write(coffer, 'two.json', exportOf([login('Kept', 's3cret a'), login('Gone', 's3cret b')])),
  )
  await wizard.import.click()
  await wizard.isAt('2 items added')
  const report = path.join(coffer.folder, 'report.txt')
  await coffer.answerSave(report)
  await wizard.saveReport.click()
  await expect(wizard.text(/Saved as report\.txt/)).toBeVisible()
  expect(fs.readFileSync(report, 'utf8')).toContain('Items added: 2')
  expect(fs.readFileSync(report, 'utf8')).not.toMatch(/s3cret|Kept|Gone/)
  expect(modeOf(report)).toBe('600')
  await expectAccessible(coffer, 'the report of an import')
  await wizard.showItems.click()
  const list = new VaultScreen(coffer.page)
  await list.open('Kept')
  const favourite = coffer.page.getByRole('button', { name: 'Favourite', exact: true })
  await favourite.click()
  await expect(favourite).toHaveAttribute('aria-pressed', 'true')
  await coffer.menu.click('import-history')
  await wizard.button(/^Undo the import of two\.json/).click()
  await expect(wizard.text('1 item was edited since the import, and stays as it is:')).toBeVisible(PATIENT)
  await expect(wizard.main.getByRole('listitem').filter({ hasText: 'Kept' })).toBeVisible()
  await expect(wizard.nav('All items')).toHaveText('All items1')
  await coffer.quit()
})

test('F5: by keyboard alone, one changed item is compared and merged; the old password stays', async ({ coffer }) => {
  const vault = path.join(coffer.folder, 'mine.coffer')
  const before = write(coffer, 'before.json', exportOf([login('Aurora Bank', 's3cret old'), login('Bike', 's3cret b')]))
  await makeVault(vault, { exported: before })
  await unlocked(coffer, vault, '2 items, sorted by name')
  const wizard = new ImportWizard(coffer.page)
  const keyboard = new Keyboard(coffer)
  const after = write(coffer, 'after.json', exportOf([login('Aurora Bank', 's3cret new'), login('Bike', 's3cret b')]))
  await coffer.drop([after])
  await wizard.holds('after.json')
  await keyboard.tabAndPress(wizard.continue)
  await wizard.isAt('Check before importing')
  await wizard.hasCount('Need attention', 1)
  await keyboard.tabAndPress(wizard.filter('Need attention'), 'Space')
  await expect(wizard.row('Aurora Bank')).toContainText(/differs: Password/)
  await expect(wizard.row('Bike')).toHaveCount(0)
  await keyboard.tabTo(wizard.rows)
  await keyboard.press('Home')
  await expect(wizard.chosen).toContainText('Aurora Bank')
  await expect(wizard.main).not.toContainText('s3cret')
  await expectAccessible(coffer, 'a plan with a chosen row')

  await keyboard.tabAndPress(wizard.difference)
  const dialog = coffer.page.getByRole('dialog')
  await keyboard.tabAndType(dialog.getByLabel('Master password', { exact: true }), MASTER_PASSWORD)
  await keyboard.press('Enter')
  await expect(dialog.getByRole('table')).toBeVisible(PATIENT)
  await expect(dialog).not.toContainText('s3cret')
  await expectAccessible(coffer, 'a difference')
  await keyboard.tabAndPress(dialog.getByRole('button', { name: 'Show: Password in the file' }))
  await expect(dialog).toContainText('s3cret new')
  await keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(wizard.difference).toBeFocused()
  await expect(coffer.page.locator('body')).not.toContainText('s3cret')

  await keyboard.tabTo(wizard.rows, 'Shift+Tab')
  await keyboard.press('Enter')
  await keyboard.isOn(wizard.action)
  await keyboard.press('m')
  await expect(wizard.action).toHaveValue('merge')
  await expect(wizard.row('Aurora Bank')).toContainText('Merge')
  await keyboard.tabAndPress(wizard.import)
  await wizard.isAt('1 item merged')
  await wizard.hasCount('Merged', 1)
  await wizard.hasCount('Skipped', 1)
  await keyboard.tabAndPress(wizard.showItems)
  const list = new VaultScreen(coffer.page)
  await expect(list.count).toHaveText('2 items, sorted by name')
  await list.open('Aurora Bank')
  await expect(
    coffer.page
      .getByText('Older password')
      .or(coffer.page.getByText(/^In use until/))
      .first(),
  ).toBeVisible()
})

const BAD = [3, 4, 9]
/** Ten rows, three of them of a type that there is none of, on lines 4, 5 and 10. */
const FAULTY = [
  'folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp',
  ...Array.from({ length: 10 }, (_, row) => {
    const type = BAD.includes(row + 1) ? 'passkey-v2' : 'login'
    return `,,${type},Row ${row + 1},,,0,https://${row}.example,robin,s3cret ${row},`
  }),
  '',
].join('\n')

test('F7: salvage of a table with faults, by an explicit choice; the rest is saved as a file', async ({ coffer }) => {
  const { wizard, count } = await begin(coffer, emptyVault)
  await coffer.drop([write(coffer, 'faulty.csv', FAULTY)])
  await wizard.holds('faulty.csv')
  await wizard.continue.click()
  await wizard.isAt('Not every row can be read')
  await expect(wizard.text('3 rows of faulty.csv could not be read.')).toBeVisible()
  await expectAccessible(coffer, 'salvage')
  const keyboard = new Keyboard(coffer)
  await keyboard.tabAndPress(wizard.button('Import the 7 readable items'))
  await wizard.isAt('Check before importing')
  await wizard.hasCount('Need attention', 3)
  await keyboard.tabAndPress(wizard.filter('Need attention'), 'Space')
  for (const line of BAD.map((row) => row + 1))
    await expect(wizard.rows.getByRole('option').filter({ hasText: `Line ${line}, column type` })).toBeVisible()
  await expectAccessible(coffer, 'rows that could not be read')

  const rows = path.join(coffer.folder, 'rows.csv')
  await coffer.answerSave(rows)
  await keyboard.tabAndPress(wizard.button('Save these rows as a file…'))
  const question = coffer.page.getByRole('alertdialog')
  await expect(question).toContainText('Anyone who has the file can read them.')
  await keyboard.tabAndPress(question.getByRole('button', { name: 'Choose a place' }))
  await expect(wizard.text(/Saved as rows\.csv/)).toBeVisible(PATIENT)
  expect(fs.readFileSync(rows, 'utf8').trim().split('\n')).toHaveLength(4)
  expect(modeOf(rows)).toBe('600')

  await keyboard.tabAndPress(wizard.import)
  await wizard.isAt('7 items added')
  await wizard.hasCount('Not read', 3)
  await wizard.showItems.click()
  await expect(count).toHaveText('7 items, sorted by name')
})

test('a table of Chrome, in another encoding', async ({ coffer }) => {
  const { wizard, count } = await begin(coffer, emptyVault)
  const text = 'name,url,username,password,note\r\nCafé,https://cafe.example,robin,s3cret é,"a, note"\r\n'
  await coffer.drop([write(coffer, 'chrome.csv', Buffer.from(text, 'latin1'))])
  await wizard.holds('chrome.csv')
  await expect(wizard.csv).toBeChecked()
  await expect(wizard.fact('Kind')).toContainText('Chrome')
  await wizard.continue.click()
  await wizard.isAt('Check before importing')
  await expect(wizard.text('Read as Windows-1252, columns parted by commas.')).toBeVisible()
  await expect(wizard.row('Café')).toBeVisible()
  await wizard.import.click()
  await wizard.isAt('1 item added')
  await wizard.showItems.click()
  await expect(count).toHaveText('1 item, sorted by name')
})

test('an unknown table: its columns are said, one value at a time is shown', async ({ coffer }) => {
  const { wizard } = await begin(coffer, emptyVault)
  const keyboard = new Keyboard(coffer)
  const file = write(coffer, 'other.csv', 'Title;Login Name;Secret;Where\nMail;robin;hunter2;https://mail.example\n')
  await coffer.drop([file])
  await wizard.holds('other.csv')
  await wizard.hasSteps('File', 'Columns', 'Check', 'Working', 'Report')
  await keyboard.tabAndPress(wizard.continue)
  await wizard.isAt('Say what the columns are')
  await expect(wizard.column('Title')).toHaveValue('name')
  await expect(wizard.column('Login Name')).toHaveValue('username')
  await expect(wizard.column('Secret')).toHaveValue('')
  await expectAccessible(coffer, 'the columns of a table')
  await keyboard.tabAndPress(wizard.button('Check the file'))
  await expect(wizard.column('Title')).toBeFocused()
  await expect(wizard.column('Title')).toHaveAccessibleDescription(/password or of the website/)

  await keyboard.tabAndPress(wizard.button('Show the first value of “Secret”'))
  await expect(wizard.main).toContainText('hunter2')
  await keyboard.press('Enter')
  await expect(wizard.main).not.toContainText('hunter2')
  await keyboard.tabTo(wizard.column('Secret'))
  await keyboard.press('p')
  await expect(wizard.column('Secret')).toHaveValue('password')
  await wizard.column('Where').selectOption('url')
  await keyboard.tabAndPress(wizard.button('Check the file'))
  await wizard.isAt('Check before importing')
  await expect(wizard.text('Read as UTF-8, columns parted by semicolons.')).toBeVisible()
  await keyboard.tabAndPress(wizard.import)
  await wizard.isAt('1 item added')
})

test('a lock drops the plan, and nothing was added', async ({ coffer }) => {
  const { wizard, count } = await begin(coffer, emptyVault)
  const file = await copyInto(coffer.folder, write(coffer, 'forty.json', FORTY), 'again.json')
  await toPlan(coffer, wizard, file)
  await coffer.menu.click('lock')
  await wizard.isAt('Unlock empty')
  await coffer.page.getByLabel('Master password', { exact: true }).fill(MASTER_PASSWORD)
  await coffer.page.keyboard.press('Enter')
  await wizard.isAt('Import a file')
  await wizard.cancel.click()
  await expect(count).toHaveText('0 items, sorted by name', PATIENT)
})
