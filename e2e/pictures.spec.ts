/**
 * Every screen and every step of every wizard, in light and in dark: without findings of axe, and with COFFER_PICTURES=1
 * as a picture in docs/screenshots. What differs from run to run reads the same in the pictures.
 */
import fs from 'node:fs'
import path from 'node:path'
import {
  copyInto,
  csvExport,
  FILE_PASSWORD,
  makeVault,
  MASTER_PASSWORD,
  notAnExport,
  sampleExport,
  slowExport,
} from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { openPersonal, picture } from './picture.ts'
import { exportByHand } from './proof.ts'
import { AppFrame, PATIENT } from './screens/app.ts'
import { AccountScreen, CreateVaultScreen } from './screens/create-vault.ts'
import { EditorScreen } from './screens/editor.ts'
import { ExportWizard } from './screens/export.ts'
import { ImportWizard } from './screens/import.ts'
import { KeysWizard, PasswordWizard } from './screens/keys.ts'
import { KdfWizard, SettingsScreen } from './screens/settings.ts'
import { StartScreen } from './screens/start.ts'
import { UnlockScreen } from './screens/unlock.ts'
import { VaultScreen } from './screens/vault.ts'
import { CensusScreen } from './screens/census.ts'

test.describe.configure({ timeout: 300_000 })

const STRONG = 'cobalt marble lantern thirty-one geese'

test('the way to a vault', async ({ coffer }) => {
  const start = new StartScreen(coffer.page)
  await expect(start.title).toBeVisible()
  await picture(coffer, 'start')
  await start.create.click()
  const create = new CreateVaultScreen(coffer.page)
  await create.password.fill(STRONG)
  await create.again.fill(STRONG)
  await expect(create.strength).toHaveText(/^(Good|Strong)\.$/)
  await picture(coffer, 'create-vault')
  await create.cancel.click()
  await create.question.getByRole('button', { name: 'Leave', exact: true }).click()
  await start.account.click()
  await expect(new AccountScreen(coffer.page).title).toBeVisible()
  await picture(coffer, 'use-account')
})

test('the items, and the frame around them', async ({ coffer }) => {
  await openPersonal(coffer)
  const list = new VaultScreen(coffer.page)
  await list.open('Evergreen Mail')
  await picture(coffer, 'vault')
  await list.search.fill('zzz')
  await expect(list.rows).toHaveCount(0)
  await picture(coffer, 'vault-nothing-found')
  await list.search.fill('')
  await coffer.menu.click('shortcuts')
  await expect(new AppFrame(coffer.page).dialog).toBeVisible()
  await picture(coffer, 'shortcuts')
  await coffer.press('Escape')
  await coffer.menu.click('lock')
  await expect(new UnlockScreen(coffer.page).title('personal')).toBeVisible(PATIENT)
  await picture(coffer, 'unlock')
})

test('what several files are worth, and one that is read', async ({ coffer }) => {
  const vault = path.join(coffer.folder, 'personal.coffer')
  await makeVault(vault, { exported: await sampleExport() })
  const files = ['for-this-account.json', 'with-a-password.json'].map((name) => path.join(coffer.folder, name))
  await exportByHand(vault, files[0] ?? '', 'encrypted_json')
  await exportByHand(vault, files[1] ?? '', 'encrypted_json', { filePassword: FILE_PASSWORD })
  const more = [await copyInto(coffer.folder, csvExport()), await copyInto(coffer.folder, notAnExport())]
  await coffer.drop([...files, ...more])
  const census = new CensusScreen(coffer.page)
  await expect(census.lines).toHaveCount(4)
  await picture(coffer, 'census')
  await census.look('with-a-password.json').click()
  await expect(census.filePassword).toBeVisible()
  await picture(coffer, 'look-inside-password')
  await census.filePassword.fill(FILE_PASSWORD)
  await census.openToRead.click()
  const list = new VaultScreen(coffer.page)
  await expect(list.count).toHaveText('8 items, sorted by name', PATIENT)
  await list.open('Mail')
  await picture(coffer, 'look-inside')
})

test('an export', async ({ coffer }) => {
  await openPersonal(coffer)
  const wizard = new ExportWizard(coffer.page)
  await coffer.menu.click('export')
  await wizard.isAt('Export your vault')
  await expect(wizard.bin).toBeVisible()
  await picture(coffer, 'export-format')
  await wizard.csv.check()
  await wizard.fidelity.click()
  await picture(coffer, 'export-fidelity')
  await wizard.encrypted.check()
  await wizard.continue.click()
  await wizard.filePassword.fill(STRONG)
  await wizard.filePasswordAgain.fill(STRONG)
  await expect(wizard.text(/^(Good|Strong)\.$/)).toBeVisible()
  await picture(coffer, 'export-file-password')
  await wizard.back.click()
  await wizard.choose('csv')
  await wizard.continue.click()
  await wizard.masterPassword.fill('a slip of the hand')
  await wizard.understood.check()
  await picture(coffer, 'export-confirm')
  await wizard.export.click()
  await wizard.expectProblem('vault/wrong-password')
  await picture(coffer, 'export-wrong-password')
  await coffer.press('Escape')
  await expect(wizard.question).toBeVisible()
  await picture(coffer, 'leave')
  await wizard.stay.click()
  await wizard.masterPassword.fill(MASTER_PASSWORD)
  await coffer.answerSave(path.join(coffer.folder, 'coffer-export-2026-11-22.csv'))
  await wizard.export.click()
  await wizard.isSaved()
  await picture(coffer, 'export-result')
})

test('backups', async ({ coffer }) => {
  await openPersonal(coffer)
  const wizard = new ExportWizard(coffer.page)
  const frame = new AppFrame(coffer.page)
  for (const [kind, name] of [
    ['account key', 'june.json'],
    ['csv', 'july.csv'],
    ['file password', 'august.json'],
  ] as const) {
    await coffer.menu.click('export')
    await wizard.toConfirm(kind, STRONG)
    await coffer.answerSave(path.join(coffer.folder, name))
    await wizard.confirm(kind, MASTER_PASSWORD)
    await wizard.isSaved()
    await frame.button('Done').click()
  }
  fs.rmSync(path.join(coffer.folder, 'july.csv'))
  await coffer.menu.click('backups')
  await frame.button('Check june.json').click()
  await picture(coffer, 'backups-check-account')
  await coffer.press('Escape')
  await frame.button('Check august.json').click()
  await frame.dialog.getByLabel('File password of this backup', { exact: true }).fill(STRONG)
  await frame.dialog.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(frame.dialog.getByText('Proved: ', { exact: false })).toBeVisible(PATIENT)
  await picture(coffer, 'backups-proved')
  await frame.dialog.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(frame.dialog).toBeHidden()
  await picture(coffer, 'backups')
})

test('editing', async ({ coffer }) => {
  await openPersonal(coffer)
  const vault = new VaultScreen(coffer.page)
  const editor = new EditorScreen(coffer.page)
  await vault.open('Mail')
  await editor.new.click()
  await picture(coffer, 'new-item')
  await coffer.press('Esc')
  await editor.beginEdit('Mail')
  await picture(coffer, 'editor')
  await editor.button('Generate: Password').click()
  await expect(editor.dialog.getByRole('status', { name: 'Generated' })).toHaveText(/^\S{20}$/)
  await coffer.page.evaluate(() => {
    const output = document.querySelector('output')
    if (output) output.textContent = 'kV7#mQ2&xT9!pL4^wR8s'
  })
  await picture(coffer, 'generator')
  await coffer.press('Esc')
  await editor.cancel.click()
  await editor.nav('Work').click()
  await picture(coffer, 'folder')
  await coffer.menu.click('new-folder')
  await picture(coffer, 'new-folder')
  await coffer.press('Esc')
  await coffer.press('CmdOrCtrl+3')
  await vault.open('Old forum')
  await picture(coffer, 'bin')
})

test('an import', async ({ coffer }) => {
  await openPersonal(coffer)
  const wizard = new ImportWizard(coffer.page)
  await coffer.menu.click('import')
  await wizard.isAt('Import a file')
  await picture(coffer, 'import-file')
  await coffer.answerOpen([await notAnExport()])
  await wizard.browse.click()
  await wizard.expectProblem('format/not-an-export')
  await picture(coffer, 'import-refused')
  const vault = path.join(coffer.folder, 'other.coffer')
  const file = path.join(coffer.folder, 'from-another-vault.json')
  await makeVault(vault, { exported: await sampleExport() })
  await exportByHand(vault, file, 'encrypted_json', { filePassword: FILE_PASSWORD })
  await coffer.answerOpen([file])
  await wizard.another.first().click()
  await wizard.holds('from-another-vault.json')
  await picture(coffer, 'import-file-seen')
  await wizard.continue.click()
  await wizard.filePassword.fill(FILE_PASSWORD)
  await picture(coffer, 'import-file-password')
  await wizard.openFile.click()
  await wizard.isAt('Check before importing')
  await picture(coffer, 'import-identical')
  await wizard.asNew.check()
  await wizard.import.click()
  await wizard.isAt('8 items added')
  await picture(coffer, 'import-report')
  await wizard.undo.click()
  await wizard.isAt('Import undone')
  await picture(coffer, 'import-undone')
  await wizard.done.click()

  await coffer.drop([await slowExport()])
  await wizard.holds('slow.json')
  await wizard.continue.click()
  await wizard.filePassword.fill(FILE_PASSWORD)
  await wizard.openFile.click()
  await expect(wizard.stop).toBeVisible(PATIENT)
  await picture(coffer, 'import-working')
  // Not stopped: it is the password that ends it.
  await expect(wizard.problem).toBeVisible({ timeout: 200_000 })
  await wizard.cancel.click()
  await coffer.menu.click('lock')
  await wizard.isAt('Unlock personal')
  await coffer.drop([file])
  await wizard.unlockAndImport.click(PATIENT)
  await wizard.isAt('Unlock your vault')
  await picture(coffer, 'import-unlock')
})

test('a change of keys, and of the master password', async ({ coffer }) => {
  const vault = await openPersonal(coffer)
  await coffer.menu.click('lock')
  await expect(new UnlockScreen(coffer.page).title('personal')).toBeVisible(PATIENT)
  await coffer.quit()
  await exportByHand(vault, path.join(coffer.folder, 'for-this-account.json'), 'encrypted_json')
  const filePassword = FILE_PASSWORD
  await exportByHand(vault, path.join(coffer.folder, 'with-a-password.json'), 'encrypted_json', { filePassword })
  await coffer.open()
  await new UnlockScreen(coffer.page).unlock(MASTER_PASSWORD)
  const wizard = new KeysWizard(coffer.page)
  await wizard.isAt('All items')
  await coffer.menu.click('change-keys')
  await wizard.isAt('Change the account encryption key')
  await picture(coffer, 'change-keys')
  await wizard.continue.click()
  await wizard.masterPassword.fill(MASTER_PASSWORD)
  await picture(coffer, 'change-keys-confirm')
  await wizard.try.click()
  await wizard.isAt('What the change would do')
  await picture(coffer, 'change-keys-trial')
  await wizard.understood.check()
  await wizard.change.click()
  await wizard.isAt('The key is changed')
  await picture(coffer, 'change-keys-result')
  await wizard.done.click()
  await coffer.menu.click('change-password')
  const password = new PasswordWizard(coffer.page)
  await password.isAt('Change the master password')
  await picture(coffer, 'change-password')
  await password.fill(MASTER_PASSWORD, STRONG)
  await password.change.click()
  await password.isAt('The master password is changed')
  await picture(coffer, 'change-password-result')
})

test('the settings', async ({ coffer }) => {
  await openPersonal(coffer)
  const settings = new SettingsScreen(coffer.page)
  await settings.makeOne.click()
  await expect(settings.password).toBeVisible()
  await picture(coffer, 'key-file')
  await coffer.press('Escape')
  await coffer.menu.click('settings')
  await settings.isAt('Settings')
  await picture(coffer, 'settings')
  await settings.turnOn.click()
  await expect(settings.password).toBeVisible()
  await picture(coffer, 'keychain')
  await coffer.press('Escape')
  await settings.forget('personal').scrollIntoViewIfNeeded()
  await picture(coffer, 'settings-recent-vaults')
  await settings.changeKdf.click()
  const wizard = new KdfWizard(coffer.page)
  await wizard.isAt('Change the key derivation')
  await wizard.memory.fill('64')
  await wizard.measure.click()
  await expect(wizard.text(/^With these settings: about/)).toBeVisible(PATIENT)
  await settleTimes(coffer)
  await picture(coffer, 'change-kdf')
})

/** How long a derivation takes differs from run to run. */
async function settleTimes(coffer: Coffer): Promise<void> {
  await coffer.page.evaluate(() => {
    for (const line of document.querySelectorAll('[role=status] p'))
      line.textContent = line.textContent.replace(/[\d.]+(?= s )/, line.textContent.startsWith('Now') ? '0.1' : '0.2')
  })
}
