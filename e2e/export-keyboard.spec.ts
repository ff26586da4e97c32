/** The whole export by Tab, arrows, Space and Enter alone. */
import path from 'node:path'
import { FILE_PASSWORD, MASTER_PASSWORD, sampleVault } from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { inspect } from './proof.ts'
import { openCopy } from './screens/app.ts'
import { ExportWizard } from './screens/export.ts'
import { Keyboard } from './screens/keyboard.ts'

/** A step has come: its heading has the focus, and the window's title says which one it is. */
async function arrivesAt(wizard: ExportWizard, heading: string, title: string): Promise<void> {
  await wizard.isAt(heading)
  await expect(wizard.h1).toBeFocused()
  await expect(wizard.page).toHaveTitle(`Export, step ${title}, Coffer`)
}

/** From the list page, where the focus is nowhere in particular, to the first page of the wizard. */
async function begin(coffer: Coffer): Promise<{ wizard: ExportWizard; keyboard: Keyboard }> {
  const list = await openCopy(coffer, sampleVault())
  const wizard = new ExportWizard(coffer.page)
  const keyboard = new Keyboard(coffer)
  await expect(list.rows.first()).toBeVisible()
  await keyboard.tabTo(wizard.nav('Export'), 'Shift+Tab')
  await keyboard.press('Enter')
  return { wizard, keyboard }
}

test('.json (Encrypted) with a file password', async ({ coffer }) => {
  const { wizard, keyboard } = await begin(coffer)
  await arrivesAt(wizard, 'Export your vault', '1 of 5: Format')
  await keyboard.tabTo(wizard.encrypted)
  await keyboard.tabTo(wizard.withFilePassword)
  await keyboard.moveTo(wizard.withAccountKey)
  await wizard.hasSteps('Format', 'Confirm it’s you', 'Working', 'Result')
  await keyboard.moveTo(wizard.withFilePassword, 'Up')
  await keyboard.tabAndPress(wizard.continue, 'Space')

  await arrivesAt(wizard, 'Choose a password for the file', '2 of 5: File password')
  await keyboard.tabAndType(wizard.filePassword, FILE_PASSWORD)
  await keyboard.tabAndType(wizard.filePasswordAgain, FILE_PASSWORD)
  await keyboard.press('Enter')

  await arrivesAt(wizard, 'Confirm it’s you', '3 of 5: Confirm it’s you')
  await keyboard.tabAndType(wizard.masterPassword, MASTER_PASSWORD)
  const file = path.join(coffer.folder, 'by-keyboard.json')
  await coffer.answerSave(file)
  await keyboard.tabAndPress(wizard.export)

  await arrivesAt(wizard, 'Export saved and checked', '5 of 5: Result')
  await keyboard.tabTo(wizard.button('Show in folder'))
  await keyboard.tabAndPress(wizard.button('Copy'))
  await expect(wizard.toast('Copied.')).toBeVisible()
  await keyboard.isOn(wizard.button('Copy'))
  await keyboard.tabAndPress(wizard.done)
  await wizard.isAt('All items')
  await expect(coffer.page).toHaveTitle('Vault, Coffer')
  await expect.poll(() => coffer.page.evaluate(() => document.activeElement !== document.body)).toBe(true)
  expect(await inspect(file, { filePassword: FILE_PASSWORD })).toMatchObject({ opens: true })
})

test('.csv, with a fault on the way, a step back, and a question that is answered with no', async ({ coffer }) => {
  const { wizard, keyboard } = await begin(coffer)
  await arrivesAt(wizard, 'Export your vault', '1 of 5: Format')
  await keyboard.tabTo(wizard.encrypted)
  await keyboard.moveTo(wizard.csv)
  await keyboard.press('Enter')
  await arrivesAt(wizard, 'Confirm it’s you', '2 of 4: Confirm it’s you')

  // Both faults are listed, and each leads to its field.
  await keyboard.tabTo(wizard.masterPassword)
  await keyboard.press('Enter')
  await keyboard.isOn(wizard.faults)
  await keyboard.tabTo(wizard.faults.getByRole('button').first())
  await keyboard.tabAndPress(wizard.faults.getByRole('button').last())
  await keyboard.isOn(wizard.understood)
  await keyboard.press('Space')
  await expect(wizard.understood).toBeChecked()

  await keyboard.press('Alt+Left')
  await arrivesAt(wizard, 'Export your vault', '1 of 4: Format')
  await expect(wizard.csv).toBeChecked()
  await keyboard.press('CmdOrCtrl+Enter')
  await arrivesAt(wizard, 'Confirm it’s you', '2 of 4: Confirm it’s you')
  await expect(wizard.understood).not.toBeChecked()

  await keyboard.tabAndType(wizard.masterPassword, MASTER_PASSWORD)
  await keyboard.press('Escape')
  await keyboard.isOn(wizard.stay)
  await keyboard.press('Escape')
  await expect(wizard.question).toBeHidden()
  await expect(wizard.masterPassword).toBeFocused()
  await expect(wizard.masterPassword).toHaveValue(MASTER_PASSWORD)

  const file = path.join(coffer.folder, 'by-keyboard.csv')
  await coffer.answerSave(file)
  await keyboard.tabAndPress(wizard.understood, 'Space')
  await keyboard.press('Enter')
  await arrivesAt(wizard, 'Export saved and checked', '4 of 4: Result')
  await keyboard.tabAndPress(wizard.button('Export another'))
  await arrivesAt(wizard, 'Export your vault', '1 of 4: Format')
  await keyboard.press('Escape')
  await wizard.isAt('All items')
  expect(await inspect(file)).toMatchObject({ format: 'bitwarden-csv', items: 2 })
})
