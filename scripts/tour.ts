/**
 * npm run tour: the main job in the app itself, with a picture of each step. Creates a vault, imports the sample,
 * exports it as .json (Encrypted), opens that file again and compares. Ends with status 1 where anything differs.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { drivenBy } from '../e2e/driver/binaries.ts'
import { Coffer } from '../e2e/driver/coffer.ts'
import { CreateVaultScreen } from '../e2e/screens/create-vault.ts'
import { ExportWizard } from '../e2e/screens/export.ts'
import { ImportWizard } from '../e2e/screens/import.ts'
import { StartScreen } from '../e2e/screens/start.ts'
import { VaultScreen } from '../e2e/screens/vault.ts'
import { SAMPLE } from '../main/commands/sample.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const PICTURES = path.join(ROOT, 'out/tour')
const MASTER_PASSWORD = 'a master password for the tour'
const FILE_PASSWORD = 'seven quiet rivers under glass'

const base = mkdtempSync(path.join(tmpdir(), 'coffer-tour-'))
const coffer = new Coffer(base, {}, null)
const file = (name: string): string => path.join(coffer.folder, name)
let number = 0

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** A picture of the window as it is, under a title. */
async function show(title: string): Promise<void> {
  number += 1
  const name = `${String(number).padStart(2, '0')}-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`
  await coffer.page.screenshot({ path: path.join(PICTURES, name), animations: 'disabled' })
  say(`  ${String(number).padStart(2)}. ${title}`)
}

/** What the command line says of a file or of the vault. */
function digest(...args: string[]): string {
  const command = ['--disable-warning=ExperimentalWarning', path.join(ROOT, 'main/cli.ts'), 'digest', ...args]
  return execFileSync(process.execPath, command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim()
}

async function createVault(): Promise<void> {
  await new StartScreen(coffer.page).create.click()
  const create = new CreateVaultScreen(coffer.page)
  await create.password.fill(MASTER_PASSWORD)
  await create.again.fill(MASTER_PASSWORD)
  await show('Create a vault')
  await coffer.answerSave(file('tour.coffer'))
  await create.submit.click()
  await new VaultScreen(coffer.page).search.waitFor()
}

async function importSample(): Promise<void> {
  writeFileSync(file('bitwarden_export.json'), SAMPLE)
  await coffer.drop([file('bitwarden_export.json')])
  const wizard = new ImportWizard(coffer.page)
  await wizard.continue.click()
  await wizard.import.waitFor()
  await show('Check before importing')
  await wizard.import.click()
  await wizard.showItems.waitFor()
  await show('Import report')
  await wizard.showItems.click()
  await new VaultScreen(coffer.page).open('Mail')
  await show('The items')
}

async function exportEncrypted(): Promise<void> {
  await coffer.menu.click('export')
  const wizard = new ExportWizard(coffer.page)
  await show('Export as .json (Encrypted)')
  await wizard.continue.click()
  await wizard.filePassword.fill(FILE_PASSWORD)
  await wizard.filePasswordAgain.fill(FILE_PASSWORD)
  await show('A password for the file')
  await wizard.continue.click()
  await wizard.masterPassword.fill(MASTER_PASSWORD)
  await show('Confirm it is you')
  await coffer.answerSave(file('backup.json'))
  await wizard.export.click()
  await wizard.isAt('Export saved and checked')
  await show('Saved and read back')
}

try {
  rmSync(PICTURES, { recursive: true, force: true })
  mkdirSync(PICTURES, { recursive: true })
  say(`Coffer, the main job on a sample. Driven by: ${drivenBy()}`)
  await coffer.open()
  await new StartScreen(coffer.page).title.waitFor()
  await show('First start')
  await createVault()
  await importSample()
  await exportEncrypted()
  const wrong = await coffer.finish()

  const write = (name: string, text: string): string => {
    writeFileSync(file(name), `${text}\n`, { mode: 0o600 })
    return file(name)
  }
  const vault = digest('--vault', file('tour.coffer'), '--password-file', write('master-password', MASTER_PASSWORD))
  const backup = digest(file('backup.json'), '--file-password-file', write('file-password', FILE_PASSWORD))
  const sample = digest(file('bitwarden_export.json'))
  const equal = vault === backup && backup === sample
  const left = readdirSync(coffer.folder).filter((name) => name.endsWith('.coffer-tmp'))
  say(equal ? 'Equal: the backup restores everything.' : 'NOT EQUAL: this backup would not restore everything.')
  for (const fault of [...wrong, ...left]) say(`Fault: ${fault}`)
  say(`The pictures are in ${path.relative(process.cwd(), PICTURES)}/`)
  if (!equal || wrong.length > 0 || left.length > 0) process.exitCode = 1
} finally {
  rmSync(base, { recursive: true, force: true })
}
