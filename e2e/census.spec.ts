/** F4, the census: several files or a folder, graded together; a password for those that have one; what is in one alone. */
import fs from 'node:fs'
import path from 'node:path'
import {
  accountExport,
  copyInto,
  damagedExport,
  FILE_PASSWORD,
  login,
  MASTER_PASSWORD,
  notAnExport,
  otherAccountExport,
  protectedExport,
  sampleExport,
  sampleVault,
} from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { expectAccessible, openCopy, openVault, PATIENT, tracesOf } from './screens/app.ts'
import { UnlockScreen } from './screens/unlock.ts'
import { CensusScreen } from './screens/census.ts'

test.setTimeout(180_000)

function summary(census: CensusScreen): ReturnType<CensusScreen['page']['getByText']> {
  return census.page.getByText(/^Sorted by what opens them: /)
}

/** One of every grade, with one file that has two items of its own and another version of one. */
async function folderOfBackups(coffer: Coffer): Promise<string> {
  const folder = path.join(coffer.folder, 'backups')
  for (const file of [accountExport, otherAccountExport, damagedExport, protectedExport, sampleExport, notAnExport])
    await copyInto(folder, file())
  const sample = JSON.parse(fs.readFileSync(await sampleExport(), 'utf8')) as { items: { name: string }[] }
  const changed = sample.items.map((item) => (item.name === 'Mail' ? { ...item, notes: 'changed since' } : item))
  const items = [...changed, login('Only here', 's3cret-alone'), login('<b>Also</b>', 's3cret-too')]
  fs.writeFileSync(path.join(folder, 'backup-2024.json'), JSON.stringify({ ...sample, items }))
  return folder
}

test('F4: a folder is graded, and the open vault counts as one more backup', async ({ coffer }) => {
  await openCopy(coffer, sampleVault())
  await coffer.drop([await folderOfBackups(coffer)])
  const census = new CensusScreen(coffer.page)
  await expect(summary(census)).toHaveText(
    'Sorted by what opens them: 2 open with nothing, 1 with its password, 1 with this account, ' +
      '1 with an unknown key, 1 damaged, and 1 that is no export.',
    PATIENT,
  )
  await expect(census.page.getByText(/your vault, which counts as one more backup\.$/)).toBeVisible()
  const line = census.line('backup-2024.json')
  await expect(line).toContainText('2 items exist only in backup-2024.json')
  await expect(line).toContainText('1 item of backup-2024.json is elsewhere in another version.')
  await expect(census.page.getByText(/^4 files were not opened, so they were not compared: /)).toContainText(
    'protected.json',
  )
  for (const name of ['sample.json', 'account.json'])
    await expect(census.line(name)).not.toContainText(/exists? only in/)
  await census.names('backup-2024.json').click()
  await expect(line.getByRole('listitem')).toHaveText(['Only here', '<b>Also</b>'])
  expect(await tracesOf(coffer.page, 's3cret')).toEqual([])
  await expectAccessible(coffer, 'a census with names')
})

test('F4: a password is tried on every file that has one; a wrong one opens none, and says so', async ({ coffer }) => {
  await coffer.drop([await folderOfBackups(coffer)])
  const census = new CensusScreen(coffer.page)
  await expect(summary(census)).toContainText('3 with the key of an account', PATIENT)
  await expect(census.page.getByText('1 file with a password is still closed.')).toBeVisible()
  await expect(census.line('protected.json')).toContainText('Not tried yet.')

  // By keyboard alone, from the button to the answer.
  await census.typePassword.focus()
  await coffer.press('Enter')
  await expect(census.filePassword).toBeFocused()
  await coffer.press('Enter')
  await expect(census.dialog).toContainText('Type a file password.')
  await coffer.page.keyboard.type('not the one')
  await coffer.press('Enter')
  await expect(census.dialog).toContainText('That password opens none of these files.', PATIENT)
  await expect(census.filePassword).toHaveValue('')
  await expectAccessible(coffer, 'a password that opens nothing')
  await expect(census.filePassword).toBeFocused()
  await coffer.page.keyboard.type(FILE_PASSWORD)
  await coffer.press('Enter')
  await expect(census.dialog).toHaveCount(0, PATIENT)
  await expect(census.line('protected.json')).toContainText('Opens with the file password that you typed: checked.')
  await expect(census.line('protected.json')).toContainText('8 items')
  await expect(census.page.getByText('3 files are open and were compared with each other.')).toBeVisible()
  await expect(census.page.getByText(/still closed/)).toHaveCount(0)
  expect(await tracesOf(coffer.page, FILE_PASSWORD)).toEqual([])
})

test('F4: an account’s file leads to its vault, and is tried when that is open', async ({ coffer }) => {
  await openVault(coffer, await copyInto(coffer.folder, sampleVault()))
  await coffer.drop([await accountExport(), await otherAccountExport()])
  const census = new CensusScreen(coffer.page)
  await expect(census.line('account.json')).toContainText('Depends.', PATIENT)
  await census.button('Unlock your vault: account.json').click()
  await new UnlockScreen(coffer.page).unlock(MASTER_PASSWORD)
  await expect(census.line('account.json')).toContainText('Yes. Opens with this vault’s key: checked', PATIENT)
  await expect(census.line('other-account.json')).toContainText('No. Bound to another account')
  await expect(summary(census)).toContainText('1 with this account and 1 with an unknown key')
})

test('F4: five hundred files are graded, and what is locked away is forgotten', async ({ coffer }) => {
  await openCopy(coffer, sampleVault())
  const folder = path.join(coffer.folder, 'many')
  fs.mkdirSync(folder)
  const sample = fs.readFileSync(await sampleExport())
  for (let number = 1; number <= 500; number += 1)
    fs.writeFileSync(path.join(folder, `${number}.json`), number % 2 === 0 ? sample : sample.subarray(0, -5))
  await coffer.drop([folder])
  const census = new CensusScreen(coffer.page)
  await expect(census.lines).toHaveCount(500, PATIENT)
  await expect(summary(census)).toHaveText('Sorted by what opens them: 250 open with nothing and 250 damaged.', PATIENT)
  await coffer.menu.click('lock')
  await expect(new UnlockScreen(coffer.page).password).toBeVisible(PATIENT)
  await expect(census.lines).toHaveCount(0)
})
