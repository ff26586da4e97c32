/** Reading a backup without any vault: everything can be seen, and nothing is written. */
import fs from 'node:fs'
import path from 'node:path'
import {
  contentsOf,
  copyInto,
  csvExport,
  FILE_PASSWORD,
  protectedExport,
  richExport,
  sampleExport,
  sampleVault,
} from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { AppFrame, expectAccessible, markPage, openCopy, PATIENT, tracesOf } from './screens/app.ts'
import { LookInsideScreen } from './screens/look-inside.ts'
import { StartScreen } from './screens/start.ts'
import { VaultScreen } from './screens/vault.ts'
import { CensusScreen } from './screens/census.ts'

const SAMPLE = ['Bank', 'Card', 'Identity', 'Licence', 'Mail', 'Passport', 'Server key', 'Wi-Fi']

interface Reading {
  frame: LookInsideScreen
  vault: VaultScreen
}

/** A copy of `file`, dropped on the window and looked into. */
async function read(coffer: Coffer, file: Promise<string>, password: string | null): Promise<Reading> {
  const copy = await copyInto(coffer.folder, file)
  const frame = new LookInsideScreen(coffer.page)
  await coffer.drop([copy])
  await frame.button('Look inside without a vault').click(PATIENT)
  if (password !== null) {
    await coffer.page.getByLabel('Password of this file, chosen when it was exported', { exact: true }).fill(password)
    await frame.button('Look inside').click()
  }
  await expect(frame.reading(path.basename(copy))).toBeVisible(PATIENT)
  return { frame, vault: new VaultScreen(coffer.page) }
}

/** No vault was made, no file was written, and no secret is in what Coffer keeps of itself. */
function expectNothingWritten(coffer: Coffer, before: Record<string, string>): void {
  expect(contentsOf(coffer.folder)).toEqual(before)
  const kept = Object.entries(contentsOf(coffer.userData))
  expect(kept.filter(([name]) => name.endsWith('.coffer'))).toEqual([])
  expect(kept.filter(([, content]) => /s3cret|sample@example\.com/.test(content)).map(([name]) => name)).toEqual([])
}

test('a password-protected file is read with its password', async ({ coffer }) => {
  const copy = await copyInto(coffer.folder, protectedExport())
  const before = contentsOf(coffer.folder)
  const frame = new LookInsideScreen(coffer.page)
  const vault = new VaultScreen(coffer.page)
  await coffer.drop([copy])
  await expect(coffer.page.getByText('Its own password, chosen when the file was exported')).toBeVisible(PATIENT)
  await expectAccessible(coffer, 'a file without a vault')
  await frame.button('Look inside without a vault').click()
  const field = coffer.page.getByLabel('Password of this file, chosen when it was exported', { exact: true })
  await expect(coffer.page.getByText('It is opened to read, nothing is saved.')).toBeVisible()
  await field.fill('not this one')
  await frame.button('Look inside').click()
  await frame.expectProblem('format/wrong-password')
  await expect(field).toHaveValue('')
  await field.fill(FILE_PASSWORD)
  await frame.button('Look inside').click()
  await expect(frame.reading('protected.json')).toBeVisible(PATIENT)
  await expect(vault.names).toHaveText(SAMPLE)
  await expect(coffer.page).toHaveTitle('Backup, Coffer')
  await expectAccessible(coffer, 'a backup')
  // Folders, search, an item and its secrets, as in a vault.
  await frame.nav('Work').click()
  await expect(vault.names).toHaveText(['Mail', 'Server key'])
  await coffer.press('CmdOrCtrl+1')
  await coffer.press('CmdOrCtrl+F')
  await vault.search.fill('card')
  await expect(vault.names).toHaveText(['Card'])
  await vault.search.fill('')
  await vault.open('Mail')
  expect(await tracesOf(coffer.page, 's3cret-mail')).toEqual([])
  await vault.reveal('Password').click()
  await expect(vault.value('Password')).toHaveText('s3cret-mail')
  await expectAccessible(coffer, 'an item of a backup')
  await vault.copy('Password').click()
  await expect.poll(() => coffer.clipboardText()).toBe('s3cret-mail')
  // There is no vault to work on.
  for (const tool of ['Export', 'Import', 'Change keys', 'Change password', 'Lock now']) {
    await expect(frame.nav(tool), tool).toHaveCount(0)
  }
  await frame.close.click()
  await expect(new StartScreen(coffer.page).title).toBeVisible()
  expect(await tracesOf(coffer.page, 's3cret-mail')).toEqual([])
  expectNothingWritten(coffer, before)
})

test('a plain file is read at once', async ({ coffer }) => {
  await copyInto(coffer.folder, sampleExport())
  const before = contentsOf(coffer.folder)
  const { frame, vault } = await read(coffer, sampleExport(), null)
  await expect(vault.names).toHaveText(SAMPLE)
  await vault.open('Card')
  await vault.reveal('Card number').click()
  await expect(vault.value('Card number')).toHaveText('4111111111111111')
  await frame.close.click()
  await expect(new StartScreen(coffer.page).title).toBeVisible()
  expectNothingWritten(coffer, before)
})

test('a table is read as well', async ({ coffer }) => {
  const { vault } = await read(coffer, csvExport(), null)
  await expect(vault.names).toHaveText(['Mail', 'Wi-Fi'])
})

test('an item that asks for a master password opens: there is none to ask for', async ({ coffer }) => {
  const { vault, frame } = await read(coffer, richExport(), null)
  await vault.open('Guarded')
  await vault.reveal('Password').click()
  await expect(vault.value('Password')).toHaveText('s3cret-guarded')
  await expect(frame.dialog).toHaveCount(0)
})

test('a lock closes it, and nothing is left', async ({ coffer }) => {
  const { vault } = await read(coffer, protectedExport(), FILE_PASSWORD)
  await vault.open('Mail')
  await vault.reveal('Password').click()
  await expect(vault.value('Password')).toHaveText('s3cret-mail')
  await vault.copy('Password').click()
  await expect.poll(() => coffer.clipboardText()).toBe('s3cret-mail')
  const reloaded = await markPage(coffer.page)
  await coffer.press('CmdOrCtrl+L')
  await expect.poll(reloaded, PATIENT).toBe(true)
  await expect(new StartScreen(coffer.page).title).toBeVisible(PATIENT)
  for (const text of ['s3cret-mail', 'Server key', FILE_PASSWORD]) {
    expect(await tracesOf(coffer.page, text), text).toEqual([])
  }
  await expect.poll(() => coffer.clipboardText()).toBe('')
})

test('it leads on to an import', async ({ coffer }) => {
  const { frame } = await read(coffer, protectedExport(), FILE_PASSWORD)
  await frame.import.click()
  await expect(frame.heading('Import a file')).toBeVisible()
  await expect(coffer.page.getByRole('region', { name: 'What Coffer sees' })).toContainText('protected.json')
})

test('one of several is looked into from their page, beside an open vault', async ({ coffer }) => {
  const vault = await openCopy(coffer, sampleVault())
  const [secured, plain] = [await protectedExport(), await richExport()]
  await coffer.drop([secured, plain])
  const census = new CensusScreen(coffer.page)
  await census.look('protected.json').click(PATIENT)
  await expect(census.dialog).toHaveAccessibleName('Look inside protected.json')
  await expectAccessible(coffer, 'the question for a file password')
  await census.openToRead.click()
  await expect(census.filePassword).toHaveAccessibleDescription(/Type the password of this file\.$/)
  await census.filePassword.fill('not this one')
  await census.openToRead.click()
  await expect(census.filePassword).toHaveAccessibleDescription(/That is not the password of this file/, PATIENT)
  await expect(census.filePassword).toHaveValue('')
  await coffer.page.keyboard.press('Escape')
  await expect(census.dialog).toHaveCount(0)
  await census.look('rich.json').click()
  await census.openToRead.click()
  const backup = new LookInsideScreen(coffer.page)
  await expect(backup.reading('rich.json')).toBeVisible(PATIENT)
  await expect(vault.row('Guarded')).toBeVisible()
  await backup.close.click()
  // Back in the vault, which was open all the time.
  await expect(vault.row('Mail')).toBeVisible()
  await expect(vault.row('Guarded')).toHaveCount(0)
  await expect(new AppFrame(coffer.page).nav('Lock now')).toBeVisible()
})

test('what changed since it was looked at is not opened', async ({ coffer }) => {
  const copy = await copyInto(coffer.folder, sampleExport())
  const frame = new LookInsideScreen(coffer.page)
  await coffer.drop([copy])
  await expect(frame.button('Look inside without a vault')).toBeVisible(PATIENT)
  fs.appendFileSync(copy, '\n')
  await frame.button('Look inside without a vault').click()
  await frame.expectProblem('file/changed')
})
