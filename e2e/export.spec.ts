/** Exporting: every kind, every way in, everything that is refused. Files are proved with the command line. */
import fs from 'node:fs'
import path from 'node:path'
import { contentsOf, FILE_PASSWORD, MASTER_PASSWORD, richVault, sampleVault } from './files.ts'
import { axe, expect, real, test, type Coffer } from './fixtures.ts'
import { digestOf, digestOfVault, exportByHand, inspect, modeOf, sha256Of } from './proof.ts'
import { openCopy, PATIENT, tracesOf } from './screens/app.ts'
import { EXPORT_KINDS, ExportWizard, type ExportKind } from './screens/export.ts'

interface Ready {
  vault: string
  wizard: ExportWizard
  /** A file of that name in the test's folder. */
  fileAt: (name: string) => string
}

const byMenu = (coffer: Coffer): Promise<void> => coffer.menu.click('File > Export…')
const bySideBar = (coffer: Coffer): Promise<void> => new ExportWizard(coffer.page).nav('Export').click()
const byAccelerator = (coffer: Coffer): Promise<void> => coffer.press('CmdOrCtrl+Shift+E')

async function begin(coffer: Coffer, { made = sampleVault, open = byMenu } = {}): Promise<Ready> {
  await openCopy(coffer, made())
  await open(coffer)
  const fileAt = (name: string): string => path.join(coffer.folder, name)
  return { vault: fileAt(path.basename(await made())), wizard: new ExportWizard(coffer.page), fileAt }
}

/** The whole way, from the first page to the result. */
async function exportTo(coffer: Coffer, wizard: ExportWizard, kind: ExportKind, file: string): Promise<void> {
  await wizard.toConfirm(kind, FILE_PASSWORD)
  await coffer.answerSave(file)
  await wizard.confirm(kind, MASTER_PASSWORD)
  await wizard.isSaved()
}

async function saveDialogs(coffer: Coffer): Promise<Record<string, unknown>[]> {
  return (await coffer.dialogs()).filter(({ kind }) => kind === 'save').map(({ options }) => options)
}

/** The vault as the command line sees it, which needs it closed. */
async function closedVaultDigest(coffer: Coffer, vault: string): Promise<string> {
  await coffer.quit()
  return await digestOfVault(vault)
}

test('.json (Encrypted) with a file password, by the menu', async ({ coffer }) => {
  const { vault, wizard, fileAt } = await begin(coffer, { open: byMenu })
  const file = fileAt('protected.json')
  await wizard.hasSteps('Format', 'File password', 'Confirm it’s you', 'Working', 'Result')
  await exportTo(coffer, wizard, 'file password', file)
  await expect(coffer.page).toHaveTitle('Export, step 5 of 5: Result, Coffer')
  await expect(wizard.text('8 of 8 items match')).toBeVisible()
  await expect(wizard.text('The file password opens the file')).toBeVisible()
  expect(modeOf(file)).toBe('600')
  const seen = await inspect(file, { filePassword: FILE_PASSWORD })
  expect(seen).toMatchObject({ format: 'bitwarden-password-protected', opens: true, sha256: sha256Of(file) })
  const [dialog] = await saveDialogs(coffer)
  expect(dialog?.defaultPath).toMatch(/coffer-export-\d{4}-\d\d-\d\d\.json$/)
  expect(await digestOf(file, { filePassword: FILE_PASSWORD })).toBe(await closedVaultDigest(coffer, vault))
})

test('.json (Encrypted) with the account’s key, by the side bar', async ({ coffer }) => {
  const { vault, wizard, fileAt } = await begin(coffer, { open: bySideBar })
  const file = fileAt('account.json')
  await exportTo(coffer, wizard, 'account key', file)
  await wizard.hasSteps('Format', 'Confirm it’s you', 'Working', 'Result')
  await expect(wizard.text('This account’s key opens the file')).toBeVisible()
  await expect(wizard.text('It stops opening if you change this account’s encryption key.')).toBeVisible()
  expect(modeOf(file)).toBe('600')
  const whole = await closedVaultDigest(coffer, vault)
  const seen = await inspect(file, { vault })
  expect(seen).toMatchObject({ format: 'bitwarden-account-restricted', opens: true, sealed: true, items: 8 })
  expect(await digestOf(file, { vault })).toBe(whole)
})

test('.json, by the accelerator', async ({ coffer }) => {
  const { vault, wizard, fileAt } = await begin(coffer, { open: byAccelerator })
  const file = fileAt('plain.json')
  await exportTo(coffer, wizard, 'json', file)
  await expect(wizard.text('The file opens without a password')).toBeVisible()
  await expect(wizard.text('This file is readable by anyone who has it.')).toBeVisible()
  expect(modeOf(file)).toBe('600')
  expect(await inspect(file)).toMatchObject({ format: 'bitwarden-json', encrypted: false, items: 8, folders: 2 })
  expect(await digestOf(file)).toBe(await closedVaultDigest(coffer, vault))
})

test('.csv, with what it leaves out counted before and after', async ({ coffer }) => {
  const { vault, wizard, fileAt } = await begin(coffer, { made: richVault })
  const counted = ['2 items in the bin', '1 card', '1 passport', '1 old password']
  for (const words of counted) await expect(wizard.csv).toHaveAccessibleDescription(new RegExp(words))
  await wizard.choose('csv')
  await expect(wizard.bin).toBeHidden()
  await wizard.fidelity.click()
  await expect(wizard.kept('1 card')).toHaveText(['1 card', 'None', 'None'])
  await expect(wizard.kept('1 old password')).toHaveText(['1 old password', 'None', 'None'])
  expect(await axe(coffer.page)).toEqual([])
  const file = fileAt('table.csv')
  await exportTo(coffer, wizard, 'csv', file)
  await expect(wizard.text('5 of 5 items match')).toBeVisible()
  for (const words of counted) await expect(wizard.text(/Not included: /)).toContainText(words)
  expect(modeOf(file)).toBe('600')
  expect(await inspect(file)).toMatchObject({ format: 'bitwarden-csv', items: 5 })
  const [dialog] = await saveDialogs(coffer)
  expect(dialog?.defaultPath).toMatch(/\.csv$/)
  await coffer.quit()
  await exportByHand(vault, fileAt('by-hand.csv'), 'csv', { withoutTrash: true })
  expect(await digestOf(file)).toBe(await digestOf(fileAt('by-hand.csv')))
})

test('every kind asks for the master password, and the readable ones for one word more', async ({ coffer }) => {
  const { wizard } = await begin(coffer)
  const before = contentsOf(coffer.folder)
  for (const kind of EXPORT_KINDS) {
    await wizard.toConfirm(kind, FILE_PASSWORD)
    await wizard.export.click()
    await expect(wizard.text('Type the master password of this vault.').first()).toBeVisible()
    await expect(wizard.masterPassword).toHaveAttribute('aria-invalid', 'true')
    if (kind === 'json' || kind === 'csv') {
      await expect(wizard.faults).toBeFocused()
      await wizard.masterPassword.fill(MASTER_PASSWORD)
      await wizard.export.click()
      await expect(wizard.understood).toBeFocused()
      await expect(wizard.understood).toHaveAccessibleDescription('Tick the box to go on: this file is not encrypted.')
    } else await expect(wizard.masterPassword).toBeFocused()
    await wizard.back.click()
    if (kind === 'file password') await wizard.back.click()
  }
  expect(await saveDialogs(coffer)).toEqual([])
  expect(contentsOf(coffer.folder)).toEqual(before)
})

test('a wrong master password is told before a place is asked for', async ({ coffer }) => {
  const { wizard, fileAt } = await begin(coffer)
  const before = contentsOf(coffer.folder)
  await wizard.toConfirm('json')
  await wizard.confirm('json', 'a slip of the hand')
  await wizard.expectProblem('vault/wrong-password')
  await wizard.isAt('Confirm it’s you')
  await expect(wizard.masterPassword).toHaveValue('')
  await expect(wizard.masterPassword).toBeFocused()
  expect(await tracesOf(coffer.page, 'a slip of the hand')).toEqual([])
  expect(await saveDialogs(coffer)).toEqual([])
  expect(contentsOf(coffer.folder)).toEqual(before)
  await coffer.answerSave(fileAt('later.json'))
  await wizard.confirm('json', MASTER_PASSWORD)
  await wizard.isSaved()
})

test('a save dialog that is cancelled leads back, with the choices', async ({ coffer }) => {
  const { wizard, fileAt } = await begin(coffer, { made: richVault })
  await wizard.bin.check()
  await wizard.toConfirm('account key')
  const before = contentsOf(coffer.folder)
  await coffer.answerSave(null)
  await wizard.confirm('account key', MASTER_PASSWORD)
  await expect(wizard.text('No place was chosen. Nothing was written.')).toBeVisible(PATIENT)
  await expect(wizard.export).toBeFocused()
  expect(contentsOf(coffer.folder)).toEqual(before)
  await wizard.back.click()
  await expect(wizard.withAccountKey).toBeChecked()
  await expect(wizard.bin).toBeChecked()
  await wizard.continue.click()
  await expect(wizard.masterPassword).toHaveValue('')
  await coffer.answerSave(fileAt('second-try.json'))
  await wizard.confirm('account key', MASTER_PASSWORD)
  await wizard.isSaved()
})

test('replaces a file that is there, and makes it private', async ({ coffer }) => {
  const { vault, wizard, fileAt } = await begin(coffer)
  const file = fileAt('old.json')
  fs.writeFileSync(file, 'an older file', { mode: 0o644 })
  await exportTo(coffer, wizard, 'json', file)
  expect(modeOf(file)).toBe('600')
  expect(fs.readdirSync(coffer.folder).filter((name) => name.startsWith('old'))).toEqual(['old.json'])
  expect(await digestOf(file)).toBe(await closedVaultDigest(coffer, vault))
})

test('never writes over the vault, nor over a link to it', async ({ coffer }) => {
  const { vault, wizard, fileAt } = await begin(coffer)
  fs.symlinkSync(vault, fileAt('link.json'))
  await wizard.toConfirm('json')
  for (const target of [vault, fileAt('link.json')]) {
    await coffer.answerSave(target)
    await wizard.confirm('json', MASTER_PASSWORD)
    await wizard.isAt('The export did not finish')
    await wizard.expectProblem('file/open-vault')
    await wizard.tryAgain.click()
    await wizard.isAt('Confirm it’s you')
    await expect(wizard.masterPassword).toHaveValue('')
  }
  await coffer.answerSave(fileAt('elsewhere.json'))
  await wizard.confirm('json', MASTER_PASSWORD)
  await wizard.isSaved()
  expect(await digestOf(fileAt('elsewhere.json'))).toBe(await closedVaultDigest(coffer, vault))
})

test('the file password has a floor, is typed twice, and is not the master password', async ({ coffer }) => {
  const { wizard } = await begin(coffer)
  await wizard.choose('file password')
  await wizard.continue.click()
  await wizard.continue.click()
  await expect(wizard.filePassword).toHaveAccessibleDescription(/Choose a file password\./)
  await expect(wizard.filePassword).toBeFocused()
  await wizard.filePassword.fill('letmein')
  await wizard.continue.click()
  await expect(wizard.faults).toBeFocused()
  await wizard.faults.getByRole('button', { name: 'Type the file password a second time.' }).click()
  await expect(wizard.filePasswordAgain).toBeFocused()

  const faults: [string, string, string, 'first' | 'again'][] = [
    ['letmein', 'letmein', 'Choose a stronger file password.', 'first'],
    ['password1234', 'password1234', 'Choose a stronger file password.', 'first'],
    [FILE_PASSWORD, `${FILE_PASSWORD}s`, 'The two file passwords are not the same.', 'again'],
  ]
  for (const [first, again, fault, where] of faults) {
    await wizard.filePassword.fill(first)
    await wizard.filePasswordAgain.fill(again)
    await wizard.continue.click()
    const field = where === 'first' ? wizard.filePassword : wizard.filePasswordAgain
    await expect(field).toHaveAccessibleDescription(new RegExp(fault))
    await expect(field).toBeFocused()
    await wizard.isAt('Choose a password for the file')
  }

  await wizard.filePassword.fill(MASTER_PASSWORD)
  await wizard.filePasswordAgain.fill(MASTER_PASSWORD)
  await wizard.continue.click()
  await wizard.confirm('file password', MASTER_PASSWORD)
  const fault = 'This is the file password you chose. Go back and choose another one for the file.'
  await expect(wizard.masterPassword).toHaveAccessibleDescription(fault)
  expect(await saveDialogs(coffer)).toEqual([])
  await wizard.back.click()
  await wizard.isAt('Choose a password for the file')
  await expect(wizard.filePassword).toHaveValue('')
})

test('the bin comes along only when it is asked for', async ({ coffer }) => {
  const { vault, wizard, fileAt } = await begin(coffer, { made: richVault })
  await exportTo(coffer, wizard, 'json', fileAt('without.json'))
  await expect(wizard.text('11 of 11 items match')).toBeVisible()
  await expect(wizard.text('Not included: 2 items in the bin.')).toBeVisible()
  await wizard.button('Export another').click()
  await wizard.bin.check()
  await exportTo(coffer, wizard, 'json', fileAt('with.json'))
  await expect(wizard.text('13 of 13 items match')).toBeVisible()
  await expect(wizard.text(/Not included/)).toBeHidden()
  expect((await inspect(fileAt('without.json'))).items).toBe(11)
  expect((await inspect(fileAt('with.json'))).items).toBe(13)
  expect(await digestOf(fileAt('with.json'))).toBe(await closedVaultDigest(coffer, vault))
})

test('the result tells where, how large and which bytes', async ({ coffer }) => {
  const { wizard, fileAt } = await begin(coffer)
  const file = fileAt('facts.json')
  await exportTo(coffer, wizard, 'json', file)
  await expect(wizard.h1).toBeFocused()
  const digits = sha256Of(file)
  await expect(wizard.fact('Saved to')).toContainText('facts.json')
  await expect(wizard.fact('Saved to')).toContainText(coffer.folder)
  await expect(wizard.fact('Size')).toContainText(`${(fs.statSync(file).size / 1000).toFixed(1)} kB`)
  await expect(wizard.fact('SHA-256')).toContainText(digits.match(/.{4}/g)?.join(' ') ?? '')
  await wizard.button('Copy').click()
  await expect(coffer.page.getByText('Copied.', { exact: true }).first()).toBeVisible()
  expect(await coffer.clipboardText()).toBe(digits)
  await wizard.button('Show in folder').click()
  if (!real) {
    await expect
      .poll(async () => (await coffer.calls('shell.showItemInFolder')).map(({ args }) => args))
      .toEqual([[file]])
  }
  await wizard.done.click()
  await expect(wizard.h1).toHaveText('All items')
})

test('a second export begins with the choices of the first and none of its secrets', async ({ coffer }) => {
  const { wizard, fileAt } = await begin(coffer)
  await exportTo(coffer, wizard, 'file password', fileAt('first.json'))
  await wizard.button('Export another').click()
  await wizard.isAt('Export your vault')
  await expect(coffer.page).toHaveTitle('Export, step 1 of 5: Format, Coffer')
  await expect(wizard.withFilePassword).toBeChecked()
  await wizard.continue.click()
  await expect(wizard.filePassword).toHaveValue('')
  await wizard.back.click()
  await exportTo(coffer, wizard, 'file password', fileAt('second.json'))
  expect(sha256Of(fileAt('second.json'))).not.toBe(sha256Of(fileAt('first.json')))
  const [first, second] = await saveDialogs(coffer)
  expect(first?.defaultPath).not.toContain(coffer.folder)
  expect(second?.defaultPath).toContain(coffer.folder)
})
