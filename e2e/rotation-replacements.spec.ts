/** A change of the key that first writes replacements: by hand, by keyboard, cancelled, and what they are worth. */
import fs from 'node:fs'
import path from 'node:path'
import { contentsOf, copyInto, FILE_PASSWORD, MASTER_PASSWORD, sampleVault } from './files.ts'
import { axe, expect, test, type Coffer } from './fixtures.ts'
import { digestOf, digestOfVault, exportByHand, inspect } from './proof.ts'
import { AppFrame, openVault, PATIENT, tracesOf } from './screens/app.ts'
import { Keyboard } from './screens/keyboard.ts'
import { KeysWizard } from './screens/keys.ts'
import { VaultScreen } from './screens/vault.ts'

test.describe.configure({ timeout: 300_000 })

const FRESH = ['bound (new key).json', 'again (new key).json']

/** A vault with exports on record: two that end with its key, one that does not, one whose file is away. */
async function begin(coffer: Coffer): Promise<{ vault: string; fileAt: (name: string) => string }> {
  const fileAt = (name: string): string => path.join(coffer.folder, name)
  const vault = await copyInto(coffer.folder, sampleVault(), 'home.coffer')
  for (const name of ['lost.json', 'again.json', 'bound.json'])
    await exportByHand(vault, fileAt(name), 'encrypted_json')
  await exportByHand(vault, fileAt('secret.json'), 'encrypted_json', { filePassword: FILE_PASSWORD })
  fs.rmSync(fileAt('lost.json'))
  await (await openVault(coffer, vault)).unlock(MASTER_PASSWORD)
  await expect(new VaultScreen(coffer.page).search).toBeVisible(PATIENT)
  return { vault, fileAt }
}

test('F3: shows what real tries gave, replaces, and ends only what it named', async ({ coffer }) => {
  const { vault, fileAt } = await begin(coffer)
  const original = fs.readFileSync(fileAt('bound.json'))
  const wizard = new KeysWizard(coffer.page)
  await coffer.menu.click('change-keys')
  await wizard.rehearse(MASTER_PASSWORD)
  await wizard.lists(wizard.dying, coffer.folder, 'bound.json', 'again.json')
  await wizard.lists(wizard.living, coffer.folder, 'secret.json')
  await wizard.lists(wizard.unseen, coffer.folder, 'lost.json')
  await expect(wizard.replace).toBeChecked()
  expect(await axe(coffer.page)).toEqual([])
  await wizard.understood.check()
  await wizard.change.click()
  await wizard.isAt('The key is changed')
  await expect(wizard.h1).toBeFocused()
  await wizard.lists(wizard.replacements, coffer.folder, ...FRESH)
  await wizard.lists(wizard.dead, coffer.folder, 'bound.json', 'again.json')
  expect(await axe(coffer.page)).toEqual([])
  expect(await tracesOf(coffer.page, MASTER_PASSWORD)).toEqual([])

  // What the house burnt down would leave: the replacement, a new account key file, and the password.
  await coffer.answerSave(fileAt('key.json'))
  await wizard.makeKeyFile.click()
  await wizard.dialog.getByLabel('Master password', { exact: true }).fill(MASTER_PASSWORD)
  await wizard.dialog.getByRole('button', { name: 'Choose where to save…' }).click()
  await expect(wizard.text(/Saved as key\.json/)).toBeVisible(PATIENT)
  await wizard.checkReplacements.click()
  const page = new AppFrame(coffer.page)
  await expect(page.heading('Backups')).toBeVisible()
  await coffer.answerOpen([fileAt('key.json')])
  await page.button('Check bound (new key).json').click()
  await page.dialog.getByRole('button', { name: 'Choose the account key file…' }).click()
  await expect(page.dialog.getByText('Chosen: key.json')).toBeVisible(PATIENT)
  await page.dialog.getByLabel('Master password of this vault', { exact: true }).fill(MASTER_PASSWORD)
  await page.dialog.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(page.dialog.getByText('in a process that knew of no vault', { exact: false })).toBeVisible(PATIENT)
  await page.dialog.getByRole('button', { name: 'Close' }).click()

  await coffer.quit()
  const digest = await digestOfVault(await sampleVault())
  expect(fs.readFileSync(fileAt('bound.json')).equals(original)).toBe(true)
  expect(await inspect(fileAt('bound.json'), { vault })).toMatchObject({ refusal: 'format/retired-key' })
  for (const name of FRESH) expect(await digestOf(fileAt(name), { vault })).toBe(digest)
  expect(await digestOfVault(vault)).toBe(digest)
})

test('F3: leaving after the trial leaves every byte as it was', async ({ coffer }) => {
  await begin(coffer)
  const before = contentsOf(coffer.folder)
  const wizard = new KeysWizard(coffer.page)
  await coffer.menu.click('change-keys')
  await wizard.rehearse(MASTER_PASSWORD)
  expect(contentsOf(coffer.folder)).toEqual(before)
  await wizard.understood.check()
  await wizard.back.click()
  await wizard.isAt('Confirm it’s you')
  await expect(wizard.masterPassword).toHaveValue('')
  await wizard.cancel.click()
  await wizard.isAt('All items')
  expect(await tracesOf(coffer.page, MASTER_PASSWORD)).toEqual([])
  expect(contentsOf(coffer.folder)).toEqual(before)
})

test('is done with the keyboard alone', async ({ coffer }) => {
  const { fileAt } = await begin(coffer)
  const keyboard = new Keyboard(coffer)
  const wizard = new KeysWizard(coffer.page)
  await keyboard.tabAndPress(wizard.nav('Change keys'))
  await keyboard.tabAndPress(wizard.continue)
  await keyboard.tabAndType(wizard.masterPassword, MASTER_PASSWORD)
  await keyboard.press('Enter')
  await wizard.isAt('What the change would do')
  await expect(wizard.h1).toBeFocused()
  await keyboard.tabAndPress(wizard.understood, 'Space')
  await keyboard.tabAndPress(wizard.change)
  await wizard.isAt('The key is changed')
  await keyboard.tabAndPress(wizard.done)
  await wizard.isAt('All items')
  expect(fs.existsSync(fileAt(FRESH[0] ?? ''))).toBe(true)
})
