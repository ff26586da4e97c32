/** Imports that are refused: three sentences, a way on, no password that cannot help, and a vault as it was. */
import fs from 'node:fs'
import path from 'node:path'
import type { ErrorCode, ErrorDetails } from '../contract/errors.ts'
import {
  accountExport,
  copyInto,
  damagedExport,
  FILE_PASSWORD,
  MASTER_PASSWORD,
  notAnExport,
  otherAccountExport,
  protectedExport,
  sampleExport,
  sampleVault,
  truncatedExport,
} from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { digestOfVault } from './proof.ts'
import { openCopy, PATIENT, tracesOf } from './screens/app.ts'
import { ImportWizard } from './screens/import.ts'
import { UnlockScreen } from './screens/unlock.ts'

interface Begun {
  wizard: ImportWizard
  /** Quits, and finds the vault's contents to be those of before. */
  vaultIsUnchanged: () => Promise<void>
}

async function begin(coffer: Coffer): Promise<Begun> {
  const before = await digestOfVault(await sampleVault())
  await openCopy(coffer, sampleVault())
  const wizard = new ImportWizard(coffer.page)
  await coffer.menu.click('import')
  await wizard.isAt('Import a file')
  async function vaultIsUnchanged(): Promise<void> {
    await coffer.quit()
    expect(await digestOfVault(path.join(coffer.folder, 'sample.coffer'))).toBe(before)
  }
  return { wizard, vaultIsUnchanged }
}

async function choose(coffer: Coffer, wizard: ImportWizard, file: string): Promise<void> {
  await coffer.answerOpen([file])
  await wizard.browse.or(wizard.another.first()).click()
  await wizard.holds(path.basename(file))
}

/** Nothing is asked that cannot help, and the page goes no further. */
async function leadsNowhere(wizard: ImportWizard): Promise<void> {
  await expect(wizard.passwords).toHaveCount(0)
  await expect(wizard.continue).toHaveCount(0)
  await expect(wizard.import).toHaveCount(0)
  await wizard.page.keyboard.press('Control+Enter')
  await wizard.isAt('Import a file')
}

/** The protected export with other head fields. */
async function withHead(head: object): Promise<string> {
  const whole = JSON.parse(await fs.promises.readFile(await protectedExport(), 'utf8')) as object
  return JSON.stringify({ ...whole, ...head })
}

/** The protected export with one byte changed in the middle of what is encrypted. */
async function withOneByteChanged(): Promise<string> {
  const whole = await fs.promises.readFile(await protectedExport(), 'utf8')
  const at = whole.indexOf('|', whole.indexOf('"data"')) + 300
  return whole.slice(0, at) + (whole[at] === 'A' ? 'B' : 'A') + whole.slice(at + 1)
}

/** Files that are refused as soon as they are seen. */
async function refusedAtSight(folder: string): Promise<[string, ErrorCode, ErrorDetails][]> {
  function write(name: string, content: string | Buffer): string {
    fs.writeFileSync(path.join(folder, name), content)
    return path.join(folder, name)
  }
  const utf16 = Buffer.from(`\uFEFF${await fs.promises.readFile(await sampleExport(), 'utf8')}`, 'utf16le')
  const zip = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(60)])
  const iterations = { setting: 'iterations', min: 2, max: 10 }
  const memory = { setting: 'memoryMiB', min: 16, max: 1024 }
  return [
    [await truncatedExport(), 'format/truncated', {}],
    [await damagedExport(), 'format/seal-broken', {}],
    [await otherAccountExport(), 'format/other-key', {}],
    [write('rounds.json', await withHead({ kdfIterations: 2_000_000_000 })), 'format/kdf-out-of-range', iterations],
    [write('memory.json', await withHead({ kdfMemory: 1_048_576 })), 'format/kdf-out-of-range', memory],
    [write('kdf.json', await withHead({ kdfType: 7 })), 'format/unknown-kdf', {}],
    [await notAnExport(), 'format/not-an-export', {}],
    [write('photos.zip', zip), 'format/zip', {}],
    [write('saved-by-an-editor.json', utf16), 'format/utf-16', {}],
    [write('none.json', ''), 'format/not-an-export', {}],
  ]
}

test('what is no use is refused at sight, and the next file can be chosen right there', async ({ coffer }) => {
  const { wizard, vaultIsUnchanged } = await begin(coffer)
  for (const [file, code, details] of await refusedAtSight(coffer.folder)) {
    await choose(coffer, wizard, file)
    await test.step(`${path.basename(file)}: ${code}`, async () => {
      await wizard.expectProblem(code, details)
      await expect(wizard.problem.getByRole('button', { name: 'Choose another file' })).toBeVisible()
      await leadsNowhere(wizard)
    })
  }
  // From a refusal, a good file is one press away.
  await coffer.answerOpen([await accountExport()])
  await wizard.problem.getByRole('button', { name: 'Choose another file' }).click()
  await wizard.holds('account.json')
  await expect(wizard.problem).toHaveCount(0)
  await expect(wizard.continue).toBeVisible()
  await vaultIsUnchanged()
})

test('a vault file is no export, and is opened as a vault instead', async ({ coffer }) => {
  const { wizard } = await begin(coffer)
  const vault = await copyInto(coffer.folder, sampleVault(), 'second.coffer')
  await choose(coffer, wizard, vault)
  await wizard.expectProblem('format/vault-file')
  await leadsNowhere(wizard)
  await coffer.answerOpen([vault])
  await wizard.openAVault.click()
  await expect(new UnlockScreen(coffer.page).title('second')).toBeVisible(PATIENT)
})

test('the open vault itself is not even read', async ({ coffer }) => {
  const { wizard, vaultIsUnchanged } = await begin(coffer)
  await choose(coffer, wizard, path.join(coffer.folder, 'sample.coffer'))
  await wizard.expectProblem('file/open-vault')
  await leadsNowhere(wizard)
  await vaultIsUnchanged()
})

test('a wrong file password: the field is empty again, nothing is imported, and the right one still opens it', async ({
  coffer,
}) => {
  const { wizard, vaultIsUnchanged } = await begin(coffer)
  await choose(coffer, wizard, await protectedExport())
  await wizard.continue.click()
  for (const wrong of ['a slip of the hand', MASTER_PASSWORD]) {
    await wizard.filePassword.fill(wrong)
    await wizard.openFile.click()
    await wizard.expectProblem('format/wrong-password')
    await wizard.isAt('Open the file')
    await expect(wizard.filePassword).toHaveValue('')
    await expect(wizard.filePassword).toBeFocused()
    expect(await tracesOf(coffer.page, wrong)).toEqual([])
  }
  await wizard.filePassword.fill(FILE_PASSWORD)
  await wizard.openFile.click()
  await wizard.isAt('Check before importing')
  await expect(wizard.problem).toHaveCount(0)
  await wizard.cancel.click()
  await wizard.leave.click()
  await vaultIsUnchanged()
})

test('one byte changed under a right password is told as damage', async ({ coffer }) => {
  const { wizard, vaultIsUnchanged } = await begin(coffer)
  const file = path.join(coffer.folder, 'altered.json')
  fs.writeFileSync(file, await withOneByteChanged())
  await choose(coffer, wizard, file)
  await wizard.continue.click()
  await wizard.filePassword.fill(FILE_PASSWORD)
  await wizard.openFile.click()
  await wizard.expectProblem('format/damaged', { where: '/data' })
  await expect(wizard.h1).toBeFocused()
  expect(await tracesOf(coffer.page, FILE_PASSWORD)).toEqual([])
  await leadsNowhere(wizard)
  await vaultIsUnchanged()
})

test('a file that changes between choosing and opening is not taken', async ({ coffer }) => {
  const { wizard, vaultIsUnchanged } = await begin(coffer)
  const plain = await copyInto(coffer.folder, sampleExport())
  await choose(coffer, wizard, plain)
  fs.appendFileSync(plain, '\n')
  await wizard.continue.click()
  await wizard.expectProblem('file/changed')
  await leadsNowhere(wizard)

  const secret = await copyInto(coffer.folder, protectedExport())
  await choose(coffer, wizard, secret)
  await wizard.continue.click()
  await wizard.filePassword.fill(FILE_PASSWORD)
  await fs.promises.copyFile(await sampleExport(), secret)
  await wizard.openFile.click()
  await wizard.expectProblem('file/changed')
  await leadsNowhere(wizard)

  fs.rmSync(plain)
  await choose(coffer, wizard, secret)
  // It has the name of the one before: only this tells that it was looked at.
  await expect(wizard.continue).toBeVisible()
  fs.rmSync(secret)
  await wizard.continue.click()
  await wizard.expectProblem('file/not-found')
  await vaultIsUnchanged()
})

test('a file for one account, without a vault: asks for its vault, and goes on in it', async ({ coffer }) => {
  const vault = await copyInto(coffer.folder, sampleVault())
  const wizard = new ImportWizard(coffer.page)
  await coffer.drop([await copyInto(coffer.folder, accountExport())])
  await wizard.holds('account.json')
  await wizard.expectProblem('format/needs-account')
  await expect(wizard.lookInside).toHaveCount(0)
  await expect(wizard.button('Use an account key file')).toBeVisible()
  await leadsNowhere(wizard)
  await coffer.answerOpen([vault])
  await wizard.openAVault.click()
  await new UnlockScreen(coffer.page).unlock(MASTER_PASSWORD)
  await wizard.holds('account.json')
  await wizard.continue.click()
  await wizard.isAt('Check before importing')
  await wizard.hasCount('Already in vault', 8)
})
