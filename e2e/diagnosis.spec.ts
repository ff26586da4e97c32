/** F4: what a file is, before anyone types its password: every verdict in words of its own, with what to do next. */
import fs from 'node:fs'
import path from 'node:path'
import {
  accountExport,
  cli,
  copyInto,
  csvExport,
  damagedExport,
  MASTER_PASSWORD,
  notAnExport,
  otherAccountExport,
  protectedExport,
  sampleExport,
  sampleVault,
  truncatedExport,
} from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { exportByHand, inspect } from './proof.ts'
import { expectAccessible, openCopy, openVault, PATIENT } from './screens/app.ts'
import { ImportWizard } from './screens/import.ts'
import { VaultScreen } from './screens/vault.ts'
import { makeAdoptedVault, vectorFile } from './vectors.ts'

test.setTimeout(180_000)

interface Expected {
  readonly file: string
  readonly says: readonly RegExp[]
  /** Buttons beside the ones that every import page has. */
  readonly next: readonly string[]
}

const ANOTHER = 'Choose another file'
const BACKUPS = 'See your backups'

function write(coffer: Coffer, name: string, text: string): string {
  const file = path.join(coffer.folder, name)
  fs.writeFileSync(file, text)
  return file
}

/** The files of sampleVault and others, and what they are to a person who has it open. */
async function unlockedVerdicts(coffer: Coffer): Promise<Expected[]> {
  const account = fs.readFileSync(await accountExport(), 'utf8')
  const secret = fs.readFileSync(await protectedExport(), 'utf8')
  const legacy = account.replace(/"2\.([A-Za-z0-9+/=]+)\|([A-Za-z0-9+/=]+)\|[A-Za-z0-9+/=]+"/, '"0.$1|$2"')
  const hostile = secret.replace(/"kdfIterations": ?\d+/, '"kdfIterations": 2000000000')
  return [
    { file: await sampleExport(), says: [/Nothing\. Anyone who has this file can read it\./], next: [] },
    { file: await csvExport(), says: [/Bitwarden \(csv\)/, /Anyone who has this file can read it\./], next: [] },
    {
      file: await protectedExport(),
      says: [/Its own password, chosen when the file was exported/, /PBKDF2|Argon2id/, /Opens in .* on this computer/],
      next: [],
    },
    {
      file: await accountExport(),
      says: [/This account’s key\. No file password is needed\./, /Sealed by Coffer on .*2026.*: nothing in it/],
      next: [],
    },
    {
      file: await otherAccountExport(),
      says: [/encrypted by another account, or with an older key of this one\./],
      next: ['Open a vault', 'Use an account key file', ANOTHER],
    },
    { file: await truncatedExport(), says: [/This file ends too early/], next: [BACKUPS, ANOTHER] },
    { file: await damagedExport(), says: [/The seal over this whole file does not hold/], next: [BACKUPS, ANOTHER] },
    {
      file: write(coffer, 'newer-encryption.json', account.replace('"2.', '"7.')),
      says: [/Bitwarden’s newer account encryption/, /export as \.json \(Encrypted\) with a file password/],
      next: [ANOTHER],
    },
    {
      file: write(coffer, 'legacy.json', legacy),
      says: [/old kind of encryption that Coffer does not open \(type 0\)/, /with a current Bitwarden client/],
      next: [ANOTHER],
    },
    {
      file: write(coffer, 'hostile.json', hostile),
      says: [/a key derivation outside what Coffer runs/, /Nothing was derived/],
      next: [ANOTHER],
    },
    { file: await notAnExport(), says: [/This file is not an export that Coffer knows/], next: [ANOTHER] },
  ]
}

/** What the page says of one file, and that each such page is another one. */
async function expectDiagnosis(coffer: Coffer, wizard: ImportWizard, expected: Expected): Promise<void> {
  const name = path.basename(expected.file)
  await test.step(name, async () => {
    await coffer.drop([expected.file])
    await wizard.holds(name)
    for (const words of expected.says) await expect(wizard.main, name).toContainText(words, PATIENT)
    const refused = expected.next.includes(ANOTHER)
    await expect(wizard.continue).toHaveCount(refused ? 0 : 1)
    for (const label of expected.next) await expect(wizard.button(label).first(), `${name}: ${label}`).toBeVisible()
    await expect(wizard.button(BACKUPS)).toHaveCount(expected.next.includes(BACKUPS) ? 1 : 0)
    await expect(wizard.passwords).toHaveCount(0)
  })
}

test('F4: each kind of file has its verdict and its next step, with the vault open', async ({ coffer }) => {
  await openCopy(coffer, sampleVault())
  const wizard = new ImportWizard(coffer.page)
  const verdicts = await unlockedVerdicts(coffer)
  for (const expected of verdicts) await expectDiagnosis(coffer, wizard, expected)
  // No two kinds are told in the same words.
  expect(new Set(verdicts.map(({ says }) => String(says))).size).toBe(verdicts.length)
})

test('F4: a file with a password tells how long opening takes, without any vault', async ({ coffer }) => {
  const wizard = new ImportWizard(coffer.page)
  await coffer.drop([await protectedExport()])
  await wizard.holds('protected.json')
  await expect(wizard.fact('Key derivation')).toContainText(/rounds/)
  await expect(wizard.fact('Time')).toContainText(/Opens in (less than a|about \d+) seconds? on this computer/, PATIENT)
  await expectAccessible(coffer, 'a file with a password')
})

test('F4: a file for one account names what opens it, without a vault and with a locked one', async ({ coffer }) => {
  const wizard = new ImportWizard(coffer.page)
  await coffer.drop([await accountExport()])
  await wizard.holds('account.json')
  for (const label of ['Open a vault', 'Use an account key file', ANOTHER])
    await expect(wizard.button(label).first()).toBeVisible()
  // What shows without a key is told without one.
  await coffer.drop([await truncatedExport()])
  await wizard.holds('truncated.json')
  await expect(wizard.main).toContainText('This file ends too early')
  await expect(wizard.button(BACKUPS)).toHaveCount(0)

  await wizard.cancel.click()
  await openVault(coffer, await copyInto(coffer.folder, sampleVault()))
  await coffer.drop([await accountExport()])
  await wizard.holds('account.json')
  await expect(wizard.unlockAndImport).toBeVisible()
  await wizard.unlockAndImport.click()
  await wizard.masterPasswordOf('sample').fill(MASTER_PASSWORD)
  await wizard.unlock.click()
  await wizard.isAt('Check before importing')
})

test('F4: an older copy and a file of a retired key are told with their dates', async ({ coffer }) => {
  const vault = await copyInto(coffer.folder, sampleVault())
  const [june, july] = ['june.json', 'july.json'].map((name) => path.join(coffer.folder, name)) as [string, string]
  await exportByHand(vault, june, 'encrypted_json')
  await exportByHand(vault, july, 'encrypted_json')
  await (await openVault(coffer, vault)).unlock(MASTER_PASSWORD)
  await expect(new VaultScreen(coffer.page).search).toBeVisible(PATIENT)
  const wizard = new ImportWizard(coffer.page)
  await coffer.drop([june])
  await wizard.holds('june.json')
  await expect(wizard.main).toContainText(/Made on .*2026.*; your newest export is from .*: this is an older copy\./)
  await expectAccessible(coffer, 'an older copy')
  await expect(wizard.continue).toBeVisible()
  await wizard.button(BACKUPS).click()
  await expect(wizard.heading('Backups')).toBeVisible()
  await coffer.drop([july])
  await wizard.holds('july.json')
  await expect(wizard.main).not.toContainText('older copy')
  await coffer.quit()

  const password = write(coffer, 'master', MASTER_PASSWORD)
  await cli('rotate-key', '--vault', vault, '--password-file', password)
  await coffer.relaunch()
  await (await openVault(coffer, vault)).unlock(MASTER_PASSWORD)
  await expect(new VaultScreen(coffer.page).search).toBeVisible(PATIENT)
  await expectDiagnosis(coffer, new ImportWizard(coffer.page), {
    file: july,
    says: [/with the encryption key that it retired on 20\d\d-\d\d-\d\d/],
    next: [BACKUPS, ANOTHER],
  })
})

test('F9: an untouched Bitwarden-made file in an adopted vault imports with “not sealed” shown', async ({ coffer }) => {
  const vault = await makeAdoptedVault(coffer.folder)
  const made = vectorFile(coffer.folder, '601-account')
  expect(await inspect(made, { vault })).toMatchObject({ opens: true, sealed: false })
  await (await openVault(coffer, vault)).unlock(MASTER_PASSWORD)
  await expect(new VaultScreen(coffer.page).search).toBeVisible(PATIENT)
  const wizard = new ImportWizard(coffer.page)
  await coffer.drop([vectorFile(coffer.folder, '722-seal-newer')])
  await wizard.expectProblem('format/newer-coffer')
  await coffer.drop([made])
  await wizard.holds('account.json')
  const unsealed = 'Not sealed by Coffer: the items are authenticated one by one, their arrangement is not.'
  await expect(wizard.fact('Seal')).toContainText(unsealed)
  await wizard.continue.click()
  await wizard.isAt('Check before importing')
  await expect(wizard.main).toContainText(unsealed)
  await wizard.import.click()
  await wizard.isAt('2 items added')
})
