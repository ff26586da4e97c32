/** Every page of an import’s plan, in light and in dark: see pictures.spec.ts. */
import fs from 'node:fs'
import path from 'node:path'
import { MASTER_PASSWORD } from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { openPersonal, picture } from './picture.ts'
import { exportByHand } from './proof.ts'
import { PATIENT } from './screens/app.ts'
import { ImportWizard } from './screens/import.ts'
import { UnlockScreen } from './screens/unlock.ts'
import { VaultScreen } from './screens/vault.ts'

test.describe.configure({ timeout: 300_000 })

/** A table with what the vault has, what is changed in it, what is new, and a row that nobody can read. */
async function writeTable(vault: string, file: string): Promise<void> {
  const whole = `${file}.whole.csv`
  await exportByHand(vault, whole, 'csv')
  const [header = '', ...rows] = (await fs.promises.readFile(whole, 'utf8')).trim().split('\r\n')
  const changed = rows.map((row) => (/Bike|Garden/.test(row) ? row.replace('p1cture-only', 'p1cture-new') : row))
  const row = (cells: Record<string, string>): string =>
    header
      .split(',')
      .map((name) => cells[name] ?? (name === 'reprompt' ? '0' : ''))
      .join(',')
  const names = ['Kiosk account', 'Lakeside camping', 'Museum pass', 'Night train']
  const fresh = names.map((name) =>
    row({ type: 'login', name, login_username: 'robin@example.com', login_password: 'p1cture-only' }),
  )
  const unread = row({ type: 'passkey-v2', name: 'Old router' })
  await fs.promises.writeFile(file, [header, ...fresh, unread, ...changed, ''].join('\r\n'))
  await fs.promises.rm(whole)
}

test('the plan of an import, and the imports before it', async ({ coffer }) => {
  const vault = await openPersonal(coffer)
  const wizard = new ImportWizard(coffer.page)
  await coffer.menu.click('import-history')
  await wizard.isAt('Import history')
  await coffer.menu.click('lock')
  await wizard.isAt('Unlock personal')
  await coffer.quit()
  const table = path.join(coffer.folder, 'passwords-2026.csv')
  await writeTable(vault, table)
  await coffer.relaunch()
  await planPictures(coffer, table)
})

async function planPictures(coffer: Coffer, table: string): Promise<void> {
  await new UnlockScreen(coffer.page).unlock(MASTER_PASSWORD)
  await expect(new VaultScreen(coffer.page).search).toBeVisible(PATIENT)
  const wizard = new ImportWizard(coffer.page)
  await coffer.drop([table])
  await wizard.holds('passwords-2026.csv')
  await wizard.continue.click()
  await wizard.isAt('Not every row can be read')
  await picture(coffer, 'import-salvage')
  await wizard.button(/^Import the \d+ readable items$/).click()
  await wizard.row('Kiosk account').click()
  await picture(coffer, 'import-plan')
  await wizard.filter('Need attention').click()
  await wizard.row('Bike insurance').click()
  await picture(coffer, 'import-plan-attention')
  await wizard.difference.click()
  await wizard.dialog.getByLabel('Master password', { exact: true }).fill(MASTER_PASSWORD)
  await coffer.press('Enter')
  await wizard.dialog.getByRole('button', { name: 'Show: Password in the file' }).click(PATIENT)
  await picture(coffer, 'import-difference')
  await coffer.press('Escape')
  await wizard.import.click()
  await wizard.isAt(/ added$/)
  await picture(coffer, 'import-report-plan')
  await wizard.history.click()
  await wizard.isAt('Import history')
  await picture(coffer, 'import-history')
  const unknown = path.join(coffer.folder, 'from-elsewhere.csv')
  await fs.promises.writeFile(unknown, 'Title;Login Name;Secret;Where\nMail;robin;p1cture-only;https://mail.example\n')
  await coffer.drop([unknown])
  await wizard.holds('from-elsewhere.csv')
  await wizard.continue.click()
  await wizard.isAt('Say what the columns are')
  await wizard.button('Check the file').click()
  await picture(coffer, 'import-columns')
}
