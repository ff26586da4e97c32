/** The first start: what the page says, and each way to a vault. */
import fs from 'node:fs'
import path from 'node:path'
import {
  accountExport,
  bitwardenData,
  copyInto,
  EMAIL,
  keyFile,
  MASTER_PASSWORD,
  notAnExport,
  otherAccountExport,
  OTHER_EMAIL,
  sampleExport,
  sampleVault,
} from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { AppFrame, expectAccessible, openCopy, openVault, PATIENT } from './screens/app.ts'
import { LookInsideScreen } from './screens/look-inside.ts'
import { AccountScreen, CreateVaultScreen } from './screens/create-vault.ts'
import { StartScreen } from './screens/start.ts'
import { VaultScreen } from './screens/vault.ts'

/** Of a vault that is made here: the window asks for more than the test data has. */
const STRONG = 'cobalt marble lantern thirty-one geese'

async function toCreate(coffer: Coffer): Promise<CreateVaultScreen> {
  await new StartScreen(coffer.page).create.click()
  const create = new CreateVaultScreen(coffer.page)
  await expect(create.title).toBeVisible()
  return create
}

function vaultFile(coffer: Coffer, name = 'mine.coffer'): string {
  return path.join(coffer.folder, name)
}

test('says what Coffer is for, and every way to begin', async ({ coffer }) => {
  const start = new StartScreen(coffer.page)
  await expect(start.title).toBeVisible()
  await expect(coffer.page).toHaveTitle('Start, Coffer')
  expect(await coffer.page.evaluate(() => document.documentElement.lang)).toBe('en')
  const lead = 'Coffer tells you which ones would still save you, and why. Nothing leaves this computer.'
  await expect(coffer.page.getByText(lead)).toBeVisible()
  await expect(coffer.page.getByText('Drop files or a folder anywhere in this window')).toBeVisible()
  for (const [way, hint] of [
    [start.create, 'Empty, on this computer, under a master password of its own.'],
    [start.account, 'The same key as your account: .json (Encrypted) files pass both ways.'],
    [start.keyFile, 'On a new computer: with it, your older exports open again.'],
    [start.open, 'A vault file of Coffer that is on this computer.'],
  ] as const) {
    await expect(way).toBeVisible()
    await expect(way).toContainText(hint)
  }
  await expect(start.sample).toHaveAttribute('title', 'A made-up export, to see what Coffer does with one.')
  // There is nothing to open yet, and so no side bar.
  await expect(coffer.page.getByRole('navigation')).toHaveCount(0)
  await expect(coffer.page.getByRole('alert')).toHaveCount(0)
  await expectAccessible(coffer, 'first start')
})

test('makes a vault by mouse', async ({ coffer }) => {
  const create = await toCreate(coffer)
  await expect(coffer.page).toHaveTitle('Create a vault, Coffer')
  await expect(coffer.page.getByText(/Coffer cannot recover this password\./)).toBeVisible()
  await create.password.fill(STRONG)
  await expect(create.strength).toHaveText(/^(Good|Strong)\.$/)
  await create.again.fill(STRONG)
  await expectAccessible(coffer, 'create a vault, filled in')
  await coffer.answerSave(vaultFile(coffer))
  await create.submit.click()
  await expect(coffer.page.getByText('No items yet.')).toBeVisible(PATIENT)
  await expect(coffer.page).toHaveTitle('Vault, Coffer')
  await expectAccessible(coffer, 'an empty vault')
  expect(fs.statSync(vaultFile(coffer)).mode & 0o777).toBe(0o600)
  const [asked] = await coffer.dialogs()
  expect(asked?.options).toMatchObject({ title: 'New vault', buttonLabel: 'Create' })
  expect(asked?.options.defaultPath).toMatch(/vault\.coffer$/)
  // It is there at the next start, locked, and the same password opens it.
  await coffer.relaunch()
  const { page } = coffer
  await expect(page.getByRole('heading', { name: 'Unlock mine' })).toBeVisible(PATIENT)
  await page.getByLabel('Master password', { exact: true }).fill(STRONG)
  await page.getByRole('button', { name: 'Unlock', exact: true }).click()
  await expect(page.getByText('No items yet.')).toBeVisible(PATIENT)
})

test('makes a vault by keyboard alone', async ({ coffer }) => {
  const { keyboard } = coffer.page
  const start = new StartScreen(coffer.page)
  const create = new CreateVaultScreen(coffer.page)
  await expect(start.create).toBeVisible()
  for (let tabs = 0; tabs < 10 && (await start.create.evaluate((way) => way !== document.activeElement)); tabs += 1) {
    await keyboard.press('Tab')
  }
  await expect(start.create).toBeFocused()
  await keyboard.press('Enter')
  await expect(create.title).toBeFocused()
  await keyboard.press('Tab')
  await expect(create.password).toBeFocused()
  await keyboard.type(STRONG)
  // Past the button that shows the password.
  await keyboard.press('Tab')
  await keyboard.press('Tab')
  await expect(create.again).toBeFocused()
  await keyboard.type(STRONG)
  await coffer.answerSave(vaultFile(coffer))
  await keyboard.press('Enter')
  await expect(coffer.page.getByText('No items yet.')).toBeVisible(PATIENT)
  expect(fs.existsSync(vaultFile(coffer))).toBe(true)
})

test('a weak password is discouraged, and refused', async ({ coffer }) => {
  const create = await toCreate(coffer)
  await expect(create.strength).toHaveText(/^At least 12 characters\./)
  await create.password.fill('geese 31')
  await expect(create.strength).toHaveText('Too short: 4 more characters are needed.')
  await create.password.fill('password12345')
  await expect(create.strength).toHaveText(/^Weak\./)
  await create.again.fill('password12345')
  await create.submit.click()
  const fault = 'This master password is too easy to guess. Make it longer, or use random words.'
  await expect(create.password).toHaveAccessibleDescription(fault)
  await expect(create.password).toHaveAttribute('aria-invalid', 'true')
  await expect(create.password).toBeFocused()
  await expect(create.password).toHaveValue('password12345')
  // The fault is gone with what it was about.
  await create.password.press('End')
  await create.password.pressSequentially('6')
  await expect(create.password).not.toHaveAttribute('aria-invalid', 'true')
  expect(await coffer.dialogs()).toEqual([])
})

test('several faults are listed, and lead to their fields', async ({ coffer }) => {
  const create = await toCreate(coffer)
  await create.password.fill('short')
  await create.again.fill('shorter')
  await create.email.fill('not an address')
  await create.submit.click()
  const summary = coffer.page.getByRole('group', { name: '3 things need a change:' })
  await expect(summary).toBeFocused()
  await expectAccessible(coffer, 'create a vault, with faults')
  await summary.getByRole('button', { name: 'The two passwords are not the same.' }).click()
  await expect(create.again).toBeFocused()
  await summary.getByRole('button', { name: /^This does not look like an e-mail address/ }).click()
  await expect(create.email).toBeFocused()
  expect(await coffer.dialogs()).toEqual([])
})

test('a save dialog that is cancelled makes nothing and keeps what was typed', async ({ coffer }) => {
  const create = await toCreate(coffer)
  await create.password.fill(STRONG)
  await create.again.fill(STRONG)
  await create.email.fill('me@example.com')
  await coffer.answerSave(null)
  await create.submit.click()
  await expect.poll(async () => (await coffer.dialogs()).length).toBe(1)
  await expect(create.submit).not.toHaveAttribute('aria-disabled', 'true')
  await expect(create.title).toBeVisible()
  await expect(create.password).toHaveValue(STRONG)
  await expect(create.again).toHaveValue(STRONG)
  await expect(create.email).toHaveValue('me@example.com')
  await expect(create.problem).toHaveCount(0)
  expect(fs.readdirSync(coffer.folder)).toEqual([])
})

test('a file that is there already is not touched', async ({ coffer }) => {
  const create = await toCreate(coffer)
  const file = vaultFile(coffer)
  fs.writeFileSync(file, 'somebody else’s')
  await create.password.fill(STRONG)
  await create.again.fill(STRONG)
  await coffer.answerSave(file)
  await create.submit.click()
  await create.expectProblem('vault/exists')
  await expect(create.problem).toBeFocused()
  await expect(create.password).toHaveValue(STRONG)
  expect(fs.readFileSync(file, 'utf8')).toBe('somebody else’s')
  await expectAccessible(coffer, 'create a vault, refused')
})

test('a vault is left for nothing only after a question', async ({ coffer }) => {
  const create = await toCreate(coffer)
  await create.password.fill('half of a pass')
  await coffer.page.keyboard.press('Escape')
  await expect(create.question).toContainText('Leave the new vault?')
  await expect(create.question.getByRole('button', { name: 'Stay here' })).toBeFocused()
  await expectAccessible(coffer, 'the question before leaving')
  await coffer.page.keyboard.press('Escape')
  await expect(create.question).toHaveCount(0)
  await expect(create.password).toHaveValue('half of a pass')
  await create.cancel.click()
  await create.question.getByRole('button', { name: 'Leave' }).click()
  await expect(new StartScreen(coffer.page).title).toBeVisible()
  await toCreate(coffer)
  await expect(create.password).toHaveValue('')
})

test('makes a vault around the account of a Bitwarden client', async ({ coffer }) => {
  test.setTimeout(120_000)
  const data = await bitwardenData()
  const before = fs.readFileSync(data, 'utf8')
  await new StartScreen(coffer.page).account.click()
  const account = new AccountScreen(coffer.page)
  await expect(account.title).toBeFocused()
  await expect(account.fromClient).toBeChecked()
  await expect(coffer.page.getByText('~/.config/Bitwarden/data.json')).toBeVisible()
  await expectAccessible(coffer, 'use an account')
  await account.submit.click()
  await expect(account.choose).toHaveAccessibleDescription('Choose the file with the key first.')
  await expect(account.choose).toBeFocused()
  await coffer.answerOpen([data])
  await account.choose.click()
  await expect(account.account).toHaveValue(EMAIL)
  await account.password.fill('not the password at all')
  await coffer.answerSave(vaultFile(coffer))
  await account.submit.click()
  await account.expectProblem('vault/wrong-password')
  await expect(account.password).toHaveValue('')
  expect(fs.existsSync(vaultFile(coffer))).toBe(false)
  // The second of the two accounts.
  await account.account.selectOption(OTHER_EMAIL)
  await account.password.fill(MASTER_PASSWORD)
  await expectAccessible(coffer, 'use an account, file chosen')
  await coffer.answerSave(vaultFile(coffer))
  await account.submit.click()
  await expect(coffer.page.getByText('No items yet.')).toBeVisible(PATIENT)
  expect(fs.readFileSync(data, 'utf8')).toBe(before)
  // Exports for that account open in it, and no others.
  await coffer.drop([await accountExport(), await otherAccountExport()])
  const own = coffer.page.getByRole('listitem').filter({ hasText: 'other-account.json' })
  await expect(own).toContainText('Yes. Opens with this vault’s key: checked', PATIENT)
  const foreign = coffer.page.getByRole('listitem').filter({ hasText: /^account\.json/ })
  await expect(foreign).toContainText('No. Bound to another account, or to an older key of this one.')
})

test('restores an account from its account key file', async ({ coffer }) => {
  test.setTimeout(120_000)
  await new StartScreen(coffer.page).keyFile.click()
  const account = new AccountScreen(coffer.page)
  await expect(account.fromKeyFile).toBeChecked()
  await coffer.answerOpen([await notAnExport()])
  await account.choose.click()
  await account.expectProblem('format/not-a-key-file')
  await coffer.answerOpen([await keyFile()])
  await account.choose.click()
  await expect(account.problem).toHaveCount(0)
  await expect(coffer.page.getByText(EMAIL)).toBeVisible()
  await account.password.fill(MASTER_PASSWORD)
  await coffer.answerSave(vaultFile(coffer))
  await account.submit.click()
  await expect(coffer.page.getByText('No items yet.')).toBeVisible(PATIENT)
  await coffer.drop([await accountExport()])
  await expect(coffer.page.getByText('This account’s key. No file password is needed.')).toBeVisible(PATIENT)
})

test('shows the sample without a vault, and keeps it for one', async ({ coffer }) => {
  const start = new StartScreen(coffer.page)
  const frame = new AppFrame(coffer.page)
  const vault = new VaultScreen(coffer.page)
  await start.sample.click()
  await expect(frame.heading('Import a file')).toBeVisible()
  await expect(coffer.page.getByText('8 items, 2 folders')).toBeVisible()
  await frame.button('Look inside without a vault').click()
  await expect(vault.row('Mail')).toBeVisible(PATIENT)
  await new LookInsideScreen(coffer.page).close.click()
  await expect(start.title).toBeVisible()
  await start.sample.click()
  await frame.button('Create a vault').click()
  const create = new CreateVaultScreen(coffer.page)
  await create.password.fill(STRONG)
  await create.again.fill(STRONG)
  await coffer.answerSave(vaultFile(coffer))
  await create.submit.click()
  // The file that the vault was made for is not lost on the way.
  await expect(frame.heading('Import a file')).toBeVisible(PATIENT)
  await expect(coffer.page.getByText('8 items, 2 folders')).toBeVisible()
  await frame.button('Continue').click()
  await expect(frame.heading('Check before importing')).toBeVisible(PATIENT)
})

test('chooses files by a dialog', async ({ coffer }) => {
  const start = new StartScreen(coffer.page)
  await coffer.answerOpen(null)
  await start.browse.click()
  await expect.poll(async () => (await coffer.dialogs()).length).toBe(1)
  await expect(start.title).toBeVisible()
  await coffer.answerOpen([await sampleExport()])
  await start.browse.click()
  await expect(new AppFrame(coffer.page).heading('Import a file')).toBeVisible()
  const asked = await coffer.dialogs()
  expect(asked.at(-1)?.options.properties).toContain('multiSelections')
})

test('a vault that was moved away is missed, with what to do next', async ({ coffer }) => {
  await openCopy(coffer, sampleVault())
  await coffer.quit()
  const file = path.join(coffer.folder, 'sample.coffer')
  fs.renameSync(file, `${file}.elsewhere`)
  await coffer.open()
  const start = new StartScreen(coffer.page)
  await start.expectProblem('vault/not-found')
  await expectAccessible(coffer, 'a vault that is missing')
  await coffer.answerOpen([`${file}.elsewhere`])
  await start.problem.getByRole('button', { name: 'Open a vault…' }).click()
  await expect(coffer.page.getByRole('heading', { name: /^Unlock sample/ })).toBeVisible(PATIENT)
})

test('what is no vault is not opened as one', async ({ coffer }) => {
  const start = new StartScreen(coffer.page)
  const file = await copyInto(coffer.folder, notAnExport(), 'shopping.coffer')
  await coffer.answerOpen([file])
  await start.open.click()
  await start.expectProblem('vault/not-a-vault')
  expect(fs.readFileSync(file, 'utf8')).toContain('Milk')
  const copy = await copyInto(coffer.folder, sampleVault())
  await openVault(coffer, copy)
  await expect(start.problem).toHaveCount(0)
})
