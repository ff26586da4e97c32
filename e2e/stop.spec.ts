/** Ways out: Cancel at every step, Stop while it works, and the lock that ends everything. Nothing stays behind. */
import fs from 'node:fs'
import path from 'node:path'
import {
  cli,
  contentsOf,
  copyInto,
  FILE_PASSWORD,
  MASTER_PASSWORD,
  protectedExport,
  richVault,
  sampleExport,
  sampleVault,
} from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { digestOfVault, exportByHand } from './proof.ts'
import { expectAccessible, openCopy, openVault, PATIENT, tracesOf } from './screens/app.ts'
import { ExportWizard } from './screens/export.ts'
import { ImportWizard } from './screens/import.ts'
import { KeysWizard, PasswordWizard } from './screens/keys.ts'
import { UnlockScreen } from './screens/unlock.ts'
import { VaultScreen } from './screens/vault.ts'
import type { Wizard } from './screens/wizard.ts'

// Derivations that last seconds by themselves.
test.describe.configure({ timeout: 240_000 })
const LONG = { timeout: 90_000 }

const STRONG = 'cobalt marble lantern thirty-one geese'

/** How to get to a step from the list page, with something secret typed where that is possible. */
interface Step {
  name: string
  wizard: (coffer: Coffer) => Wizard
  go: (coffer: Coffer) => Promise<void>
  secrets: string[]
  /** Leaving it is asked about, for something was entered. */
  asks: boolean
}

const exporting = (coffer: Coffer): ExportWizard => new ExportWizard(coffer.page)
const importing = (coffer: Coffer): ImportWizard => new ImportWizard(coffer.page)
const changing = (coffer: Coffer): KeysWizard => new KeysWizard(coffer.page)
const renaming = (coffer: Coffer): PasswordWizard => new PasswordWizard(coffer.page)

async function toImport(coffer: Coffer, file: Promise<string>): Promise<void> {
  await coffer.drop([await file])
  await importing(coffer).holds(path.basename(await file))
}

const STEPS: Step[] = [
  {
    name: 'export, format',
    wizard: exporting,
    async go(coffer) {
      await coffer.menu.click('export')
      await exporting(coffer).choose('csv')
    },
    secrets: [],
    asks: false,
  },
  {
    name: 'export, file password',
    wizard: exporting,
    async go(coffer) {
      await coffer.menu.click('export')
      await exporting(coffer).choose('file password')
      await exporting(coffer).continue.click()
      await exporting(coffer).filePassword.fill(FILE_PASSWORD)
      await exporting(coffer).filePasswordAgain.fill(FILE_PASSWORD)
    },
    secrets: [FILE_PASSWORD],
    asks: true,
  },
  {
    name: 'export, confirm',
    wizard: exporting,
    async go(coffer) {
      await coffer.menu.click('export')
      await exporting(coffer).toConfirm('file password', FILE_PASSWORD)
      await exporting(coffer).masterPassword.fill(MASTER_PASSWORD)
    },
    secrets: [FILE_PASSWORD, MASTER_PASSWORD],
    asks: true,
  },
  {
    name: 'import, file',
    wizard: importing,
    go: (coffer) => toImport(coffer, sampleExport()),
    secrets: [],
    asks: false,
  },
  {
    name: 'import, file password',
    wizard: importing,
    async go(coffer) {
      await toImport(coffer, protectedExport())
      await importing(coffer).continue.click()
      await importing(coffer).filePassword.fill(FILE_PASSWORD)
    },
    secrets: [FILE_PASSWORD],
    asks: true,
  },
  {
    name: 'import, check',
    wizard: importing,
    async go(coffer) {
      await toImport(coffer, protectedExport())
      await importing(coffer).continue.click()
      await importing(coffer).filePassword.fill(FILE_PASSWORD)
      await importing(coffer).openFile.click()
      await importing(coffer).isAt('Check before importing')
    },
    secrets: [FILE_PASSWORD],
    asks: true,
  },
  {
    name: 'change keys, what changes',
    wizard: changing,
    async go(coffer) {
      await coffer.menu.click('change-keys')
      await changing(coffer).isAt('Change the account encryption key')
    },
    secrets: [],
    asks: false,
  },
  {
    name: 'change keys, confirm',
    wizard: changing,
    async go(coffer) {
      await coffer.menu.click('change-keys')
      await changing(coffer).continue.click()
      await changing(coffer).masterPassword.fill(MASTER_PASSWORD)
    },
    secrets: [MASTER_PASSWORD],
    asks: true,
  },
  {
    name: 'change the master password',
    wizard: renaming,
    async go(coffer) {
      await coffer.menu.click('change-password')
      await renaming(coffer).fill(MASTER_PASSWORD, STRONG)
    },
    secrets: [MASTER_PASSWORD, STRONG],
    asks: true,
  },
]

async function unlock(coffer: Coffer): Promise<void> {
  await new UnlockScreen(coffer.page).unlock(MASTER_PASSWORD)
}

test('Cancel leads back to the items from every step, and nothing was written', async ({ coffer }) => {
  await openCopy(coffer, richVault())
  const before = contentsOf(coffer.folder)
  for (const { name, wizard, go, asks, secrets } of STEPS) {
    await test.step(name, async () => {
      await go(coffer)
      await wizard(coffer).cancel.click()
      if (asks) {
        await expect(wizard(coffer).question).toContainText('Nothing has been changed.')
        await wizard(coffer).leave.click()
      }
      await wizard(coffer).isAt('All items')
      await expect(wizard(coffer).question).toHaveCount(0)
      for (const secret of secrets) expect(await tracesOf(coffer.page, secret)).toEqual([])
      expect(contentsOf(coffer.folder)).toEqual(before)
    })
  }
  await expect(new VaultScreen(coffer.page).count).toHaveText('11 items, sorted by name')
  await coffer.quit()
  expect(await digestOfVault(path.join(coffer.folder, 'rich.coffer'))).toBe(await digestOfVault(await richVault()))
})

test('Cancel on the way through a locked vault leads back to its door', async ({ coffer }) => {
  await openVault(coffer, await copyInto(coffer.folder, sampleVault()))
  const before = contentsOf(coffer.folder)
  await toImport(coffer, sampleExport())
  const wizard = importing(coffer)
  await wizard.unlockAndImport.click()
  await wizard.isAt('Unlock your vault')
  await wizard.masterPasswordOf('sample').fill(MASTER_PASSWORD)
  await wizard.cancel.click()
  await wizard.leave.click()
  await wizard.isAt('Unlock sample')
  expect(await tracesOf(coffer.page, MASTER_PASSWORD)).toEqual([])
  expect(contentsOf(coffer.folder)).toEqual(before)
})

test('a lock takes every secret that was typed out of the page, at every step', async ({ coffer }) => {
  await openCopy(coffer, richVault())
  const before = contentsOf(coffer.folder)
  for (const { name, wizard, go, secrets } of STEPS) {
    await test.step(name, async () => {
      await go(coffer)
      await coffer.press('CmdOrCtrl+L')
      await wizard(coffer).isAt('Unlock rich')
      for (const secret of secrets) expect(await tracesOf(coffer.page, secret)).toEqual([])
      await unlock(coffer)
      await expect(wizard(coffer).nav('Lock now')).toBeVisible(PATIENT)
      await expect(wizard(coffer).h1).toBeVisible()
      for (const secret of secrets) expect(await tracesOf(coffer.page, secret)).toEqual([])
      await wizard(coffer).nav('All items').click()
      await wizard(coffer).isAt('All items')
      expect(Object.keys(contentsOf(coffer.folder))).toEqual(Object.keys(before))
    })
  }
  await coffer.quit()
  expect(await digestOfVault(path.join(coffer.folder, 'rich.coffer'))).toBe(await digestOfVault(await richVault()))
})

test('after a lock the export begins anew, with the choices that are no secret', async ({ coffer }) => {
  await openCopy(coffer, richVault())
  const wizard = exporting(coffer)
  await coffer.menu.click('export')
  await wizard.bin.check()
  await wizard.toConfirm('account key')
  await wizard.masterPassword.fill(MASTER_PASSWORD)
  await coffer.emit('powerMonitor', 'lock-screen')
  await wizard.isAt('Unlock rich')
  await expect(coffer.page.getByText('Locked because the screen was locked.')).toBeVisible()
  await unlock(coffer)
  await wizard.isAt('Export your vault')
  await expect(wizard.withAccountKey).toBeChecked()
  await expect(wizard.bin).toBeChecked()
  await wizard.continue.click()
  await expect(wizard.masterPassword).toHaveValue('')
})

/** A vault whose password takes seconds to try, and which nobody has opened yet. */
async function makeSlow(coffer: Coffer): Promise<string> {
  const vault = await copyInto(coffer.folder, sampleVault(), 'slow.coffer')
  const secret = path.join(coffer.folder, 'secret')
  await fs.promises.writeFile(secret, MASTER_PASSWORD, { mode: 0o600 })
  const slow = ['--kdf', 'argon2id', '--iterations', '10', '--memory', '64', '--parallelism', '1']
  await cli('change-password', '--vault', vault, '--password-file', secret, '--new-password-file', secret, ...slow)
  return vault
}

async function openSlow(coffer: Coffer): Promise<void> {
  await (await openVault(coffer, await makeSlow(coffer))).unlock(MASTER_PASSWORD)
  await expect(new VaultScreen(coffer.page).count).toHaveText('8 items, sorted by name', LONG)
}

/** An export whose file password takes seconds to try. */
async function slowExport(coffer: Coffer): Promise<string> {
  const file = path.join(coffer.folder, 'slow.json')
  await exportByHand(await makeSlow(coffer), file, 'encrypted_json', { filePassword: FILE_PASSWORD })
  return file
}

test('Stop ends an export with no file left behind, and the file that was there stays', async ({ coffer }) => {
  await openSlow(coffer)
  const wizard = exporting(coffer)
  const old = path.join(coffer.folder, 'old.json')
  await copyInto(coffer.folder, sampleExport(), 'old.json')
  const before = contentsOf(coffer.folder)
  await coffer.menu.click('export')
  await wizard.toConfirm('file password', FILE_PASSWORD)
  await coffer.answerSave(old)
  await wizard.confirm('file password', MASTER_PASSWORD)
  // Escape asks for the button and does not press it.
  await expect(wizard.stop).toBeVisible(LONG)
  await coffer.press('Escape')
  await expect(wizard.stop).toBeFocused()
  await coffer.press('Enter')
  await expect(wizard.h1).toHaveText('Export stopped', LONG)
  await expect(wizard.text('Stopped. No file was left behind.')).toBeVisible()
  await expect(wizard.h1).toBeFocused()
  expect(contentsOf(coffer.folder)).toEqual(before)
  await expectAccessible(coffer, 'a stopped export')
  for (const secret of [FILE_PASSWORD, MASTER_PASSWORD]) expect(await tracesOf(coffer.page, secret)).toEqual([])
  await wizard.tryAgain.click()
  await wizard.isAt('Choose a password for the file')
  await expect(wizard.filePassword).toHaveValue('')
})

test('Stop ends a key change and a change of password with everything as it was', async ({ coffer }) => {
  await openSlow(coffer)
  const before = contentsOf(coffer.folder)
  const keys = changing(coffer)
  await coffer.menu.click('change-keys')
  await keys.continue.click()
  await keys.masterPassword.fill(MASTER_PASSWORD)
  await keys.try.click()
  await keys.stop.click(LONG)
  await expect(keys.text('Stopped. Nothing was changed.')).toBeVisible(LONG)
  await expect(keys.masterPassword).toHaveValue('')
  expect(contentsOf(coffer.folder)).toEqual(before)
  await keys.masterPassword.fill(MASTER_PASSWORD)
  await keys.try.click()
  await expect(keys.h1).toHaveText('What the change would do', LONG)
  await keys.change.click()
  await keys.stop.click(LONG)
  await expect(keys.h1).toHaveText('Nothing was changed', LONG)
  await expect(keys.text('Stopped. Your key is the same, and every export opens as before.')).toBeVisible()
  await keys.close.click()

  const password = renaming(coffer)
  await coffer.menu.click('change-password')
  await password.fill(MASTER_PASSWORD, STRONG)
  await password.change.click()
  await password.stop.click(LONG)
  await expect(password.text('Stopped. The master password is the same as before.')).toBeVisible(LONG)
  await expect(password.current).toHaveValue('')
  expect(contentsOf(coffer.folder)).toEqual(before)
})

test('Stop ends the opening of a file, and the import can begin again', async ({ coffer }) => {
  await openCopy(coffer, sampleVault())
  const file = await slowExport(coffer)
  const before = contentsOf(coffer.folder)
  const wizard = importing(coffer)
  await toImport(coffer, Promise.resolve(file))
  await wizard.continue.click()
  await wizard.filePassword.fill(FILE_PASSWORD)
  await wizard.openFile.click()
  await wizard.stop.click(LONG)
  await expect(wizard.text('Stopped. Nothing was imported.')).toBeVisible(LONG)
  await wizard.holds('slow.json')
  expect(await tracesOf(coffer.page, FILE_PASSWORD)).toEqual([])
  expect(contentsOf(coffer.folder)).toEqual(before)
  await wizard.continue.click()
  await expect(wizard.filePassword).toHaveValue('')
})

test('a lock while an export works leaves no file and no secret, and the vault opens again', async ({ coffer }) => {
  await openSlow(coffer)
  const wizard = exporting(coffer)
  const before = contentsOf(coffer.folder)
  await coffer.menu.click('export')
  await wizard.toConfirm('file password', FILE_PASSWORD)
  await coffer.answerSave(path.join(coffer.folder, 'never.json'))
  await wizard.confirm('file password', MASTER_PASSWORD)
  await expect(wizard.stop).toBeVisible(LONG)
  await coffer.menu.click('lock')
  await wizard.isAt('Unlock slow')
  for (const secret of [FILE_PASSWORD, MASTER_PASSWORD]) expect(await tracesOf(coffer.page, secret)).toEqual([])
  await unlock(coffer)
  await expect(wizard.h1).toHaveText('Export your vault', LONG)
  await expect(wizard.withFilePassword).toBeChecked()
  expect(Object.keys(contentsOf(coffer.folder)).filter((name) => !name.startsWith('slow.coffer'))).toEqual(
    Object.keys(before).filter((name) => !name.startsWith('slow.coffer')),
  )
  await coffer.quit()
  expect(await digestOfVault(path.join(coffer.folder, 'slow.coffer'))).toBe(await digestOfVault(await sampleVault()))
})

test('a lock while a file is opened leaves nothing of it', async ({ coffer }) => {
  await openCopy(coffer, sampleVault())
  const wizard = importing(coffer)
  await toImport(coffer, slowExport(coffer))
  await wizard.continue.click()
  await wizard.filePassword.fill(FILE_PASSWORD)
  await wizard.openFile.click()
  await expect(wizard.stop).toBeVisible(LONG)
  await coffer.menu.click('lock')
  await wizard.isAt('Unlock sample')
  expect(await tracesOf(coffer.page, FILE_PASSWORD)).toEqual([])
  await unlock(coffer)
  await expect(wizard.h1).toHaveText('Import a file', LONG)
  await expect(wizard.facts).toHaveCount(0)
  await wizard.cancel.click()
  await expect(new VaultScreen(coffer.page).count).toHaveText('8 items, sorted by name')
})

test('a lock while the key is changed leaves the old key or the new one, and nothing in between', async ({
  coffer,
}) => {
  await openSlow(coffer)
  const wizard = changing(coffer)
  await coffer.menu.click('change-keys')
  await wizard.continue.click()
  await wizard.masterPassword.fill(MASTER_PASSWORD)
  await wizard.try.click()
  await expect(wizard.h1).toHaveText('What the change would do', LONG)
  await wizard.change.click()
  await expect(wizard.stop).toBeVisible(LONG)
  await coffer.menu.click('lock')
  await wizard.isAt('Unlock slow')
  expect(await tracesOf(coffer.page, MASTER_PASSWORD)).toEqual([])
  await unlock(coffer)
  await expect(wizard.h1).toHaveText('Change the account encryption key', LONG)
  await coffer.quit()
  expect(await digestOfVault(path.join(coffer.folder, 'slow.coffer'))).toBe(await digestOfVault(await sampleVault()))
})
