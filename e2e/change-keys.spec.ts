/** Changing keys: which exports end by it, which do not, and what each says when it is opened afterwards. */
import fs from 'node:fs'
import path from 'node:path'
import { cli, copyInto, FILE_PASSWORD, keyFile, MASTER_PASSWORD, sampleVault } from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { digestOfVault, exportByHand, inspect } from './proof.ts'
import { AppFrame, openCopy, openVault, PATIENT, tracesOf } from './screens/app.ts'
import { ExportWizard } from './screens/export.ts'
import { ImportWizard } from './screens/import.ts'
import { KeysWizard, PasswordWizard } from './screens/keys.ts'
import { UnlockScreen } from './screens/unlock.ts'
import { VaultScreen } from './screens/vault.ts'

const STRONG = 'cobalt marble lantern thirty-one geese'

/** A vault with three exports on record: bound.json to its key, secret.json and table.csv not. */
async function beginWithExports(coffer: Coffer): Promise<{ vault: string; fileAt: (name: string) => string }> {
  const fileAt = (name: string): string => path.join(coffer.folder, name)
  const vault = await copyInto(coffer.folder, sampleVault(), 'home.coffer')
  await exportByHand(vault, fileAt('bound.json'), 'encrypted_json')
  await exportByHand(vault, fileAt('secret.json'), 'encrypted_json', { filePassword: FILE_PASSWORD })
  await exportByHand(vault, fileAt('table.csv'), 'csv')
  await openAndUnlock(coffer, vault, MASTER_PASSWORD)
  return { vault, fileAt }
}

async function openAndUnlock(coffer: Coffer, vault: string, password: string): Promise<void> {
  await (await openVault(coffer, vault)).unlock(password)
  await expect(new VaultScreen(coffer.page).search).toBeVisible(PATIENT)
}

async function offer(coffer: Coffer, file: string): Promise<ImportWizard> {
  await coffer.drop([file])
  const wizard = new ImportWizard(coffer.page)
  await wizard.holds(path.basename(file))
  return wizard
}

/** The file opens here, as far as to the page before anything is added. */
async function opens(coffer: Coffer, file: string, filePassword?: string): Promise<void> {
  const wizard = await offer(coffer, file)
  await wizard.continue.click()
  if (filePassword !== undefined) {
    await wizard.filePassword.fill(filePassword)
    await wizard.openFile.click()
  }
  await wizard.isAt('Check before importing')
  await wizard.hasCount('Already in vault', 8)
  await wizard.cancel.click()
  await wizard.leave.click()
}

test('names the exports that end by a new key, ends them and no others, and says so when they are opened', async ({
  coffer,
}) => {
  const { vault, fileAt } = await beginWithExports(coffer)
  const wizard = new KeysWizard(coffer.page)
  await wizard.nav('Change keys').click()
  await wizard.rehearse(MASTER_PASSWORD)
  await wizard.lists(wizard.dying, coffer.folder, 'bound.json')
  await wizard.lists(wizard.living, coffer.folder, 'table.csv', 'secret.json')
  await wizard.replace.uncheck()
  await wizard.understood.check()
  await wizard.change.click()
  await wizard.isAt('The key is changed')
  await expect(wizard.h1).toBeFocused()
  await wizard.lists(wizard.dead, coffer.folder, 'bound.json')
  await expect(wizard.text('8 items encrypted with the new key')).toBeVisible()
  expect(await tracesOf(coffer.page, MASTER_PASSWORD)).toEqual([])

  await wizard.freshExport.click()
  const exporting = new ExportWizard(coffer.page)
  await exporting.toConfirm('account key')
  await coffer.answerSave(fileAt('fresh.json'))
  await exporting.confirm('account key', MASTER_PASSWORD)
  await exporting.isSaved()
  await exporting.done.click()

  const refused = await offer(coffer, fileAt('bound.json'))
  await expect(refused.problem).toContainText(/with the encryption key that it retired on 20\d\d-\d\d-\d\d\./, PATIENT)
  await expect(refused.passwords).toHaveCount(0)
  await expect(refused.continue).toHaveCount(0)
  await coffer.answerOpen([fileAt('fresh.json')])
  await refused.problem.getByRole('button', { name: 'Choose another file' }).click()
  await refused.holds('fresh.json')
  await expect(refused.problem).toHaveCount(0)
  await refused.cancel.click()
  await opens(coffer, fileAt('fresh.json'))
  await opens(coffer, fileAt('secret.json'), FILE_PASSWORD)

  await coffer.quit()
  const seen = await inspect(fileAt('bound.json'), { vault })
  expect(seen).toMatchObject({ opens: false, refusal: 'format/retired-key' })
  expect(await digestOfVault(vault)).toBe(await digestOfVault(await sampleVault()))
})

test('changes nothing without the tick and the password', async ({ coffer }) => {
  const { vault, fileAt } = await beginWithExports(coffer)
  const wizard = new KeysWizard(coffer.page)
  await coffer.menu.click('change-keys')
  await wizard.isAt('Change the account encryption key')
  await wizard.continue.click()
  await wizard.try.click()
  await expect(wizard.masterPassword).toBeFocused()
  await expect(wizard.masterPassword).toHaveAccessibleDescription('Type the master password of this vault.')
  await wizard.masterPassword.fill('a slip of the hand')
  await wizard.try.click()
  await wizard.expectProblem('vault/wrong-password')
  await expect(wizard.masterPassword).toHaveValue('')
  await expect(wizard.masterPassword).toBeFocused()
  expect(await tracesOf(coffer.page, 'a slip of the hand')).toEqual([])
  await wizard.masterPassword.fill(MASTER_PASSWORD)
  await wizard.try.click()
  await wizard.isAt('What the change would do')
  await wizard.change.click()
  await expect(wizard.understood).toBeFocused()
  await expect(wizard.understood).toHaveAccessibleDescription('Tick the box to go on.')
  await wizard.cancel.click()
  await wizard.leave.click()
  await wizard.isAt('All items')
  await coffer.quit()
  expect(await inspect(fileAt('bound.json'), { vault })).toMatchObject({ opens: true })
})

test('a vault that shares its key with Bitwarden is detached first', async ({ coffer }) => {
  const account = JSON.parse(await fs.promises.readFile(await keyFile(), 'utf8')) as object
  const [adopted, secret] = ['adopted-key.json', 'secret'].map((name) => path.join(coffer.folder, name))
  const vault = path.join(coffer.folder, 'adopted.coffer')
  fs.writeFileSync(adopted ?? '', JSON.stringify({ ...account, adopted: true }))
  fs.writeFileSync(secret ?? '', MASTER_PASSWORD, { mode: 0o600 })
  await cli('init', '--from-key-file', adopted ?? '', '--vault', vault, '--password-file', secret ?? '')
  await openAndUnlock(coffer, vault, MASTER_PASSWORD)

  const wizard = new KeysWizard(coffer.page)
  await coffer.menu.click('change-keys')
  await wizard.isAt('Change the account encryption key')
  await expect(wizard.text(/^.*A new key ends the exchange both ways:/)).toBeVisible()
  await wizard.continue.click()
  await expect(wizard.detach).toBeFocused()
  await expect(wizard.detach).toHaveAccessibleDescription('Tick the box to detach this vault, or cancel.')
  await wizard.detach.check()
  await wizard.run(MASTER_PASSWORD)
  await expect(wizard.text('This vault is detached from the Bitwarden account.')).toBeVisible()
  await wizard.done.click()

  // From now on it is a vault like any other.
  await coffer.menu.click('change-keys')
  await wizard.isAt('Change the account encryption key')
  await expect(wizard.change.or(wizard.continue)).toBeVisible()
  await expect(wizard.detach).toHaveCount(0)
})

test('a new master password ends no export, and the old one opens nothing any more', async ({ coffer }) => {
  const { vault, fileAt } = await beginWithExports(coffer)
  await coffer.menu.click('change-keys')
  await new KeysWizard(coffer.page).passwordInstead.click()
  const wizard = new PasswordWizard(coffer.page)
  await wizard.isAt('Change the master password')

  for (const [current, fresh, again, fault] of [
    [MASTER_PASSWORD, 'letmein', 'letmein', 'Choose a stronger master password.'],
    [MASTER_PASSWORD, STRONG, `${STRONG}s`, 'The two new passwords are not the same.'],
    [MASTER_PASSWORD, MASTER_PASSWORD, MASTER_PASSWORD, 'This is the current master password. Choose another one.'],
    ['', STRONG, STRONG, 'Type the current master password.'],
  ] as const) {
    await wizard.fill(current, fresh, again)
    await wizard.change.click()
    await expect(wizard.text(fault)).toBeVisible()
  }
  await wizard.fill('a slip of the hand', STRONG)
  await wizard.change.click()
  await wizard.expectProblem('vault/wrong-password')
  for (const field of [wizard.current, wizard.fresh, wizard.again]) await expect(field).toHaveValue('')

  await wizard.fill(MASTER_PASSWORD, STRONG)
  await wizard.change.click()
  await wizard.isAt('The master password is changed')
  for (const secret of [MASTER_PASSWORD, STRONG]) expect(await tracesOf(coffer.page, secret)).toEqual([])
  await wizard.done.click()
  await opens(coffer, fileAt('bound.json'))
  await opens(coffer, fileAt('secret.json'), FILE_PASSWORD)

  await coffer.menu.click('lock')
  const unlock = new UnlockScreen(coffer.page)
  await unlock.unlock(MASTER_PASSWORD)
  await new AppFrame(coffer.page).expectProblem('vault/wrong-password')
  await unlock.unlock(STRONG)
  await expect(new VaultScreen(coffer.page).count).toHaveText('8 items, sorted by name', PATIENT)
  await coffer.quit()
  expect(await digestOfVault(vault, STRONG)).toBe(await digestOfVault(await sampleVault()))
})

test('offers no tick where no export is on record, and says what it cannot know', async ({ coffer }) => {
  await openCopy(coffer, sampleVault())
  const wizard = new KeysWizard(coffer.page)
  await coffer.menu.click('change-keys')
  await wizard.isAt('Change the account encryption key')
  await expect(wizard.text('No export on record stops opening.')).toBeVisible()
  await wizard.rehearse(MASTER_PASSWORD)
  await expect(wizard.text(/^.*No export on record stops opening\./)).toBeVisible()
  await expect(wizard.dying.or(wizard.understood)).toHaveCount(0)
  await wizard.change.click()
  await wizard.isAt('The key is changed')
  await expect(wizard.text('No export on record stopped opening.')).toBeVisible()
})
