/** Coffer in German and in Arabic: chosen in the menu and in the settings, in menu, dialogs, pages and errors. */
import path from 'node:path'
import { LANGUAGES, type LanguageCode } from '../contract/text/languages.ts'
import { FILE_PASSWORD, makeVault, MASTER_PASSWORD, sampleExport } from './files.ts'
import { axe, expect, test, type Coffer } from './fixtures.ts'
import { layoutFaults, settled } from './layout.ts'
import { markPage, openVault, PATIENT } from './screens/app.ts'
import { VaultScreen } from './screens/vault.ts'

test.describe.configure({ timeout: 180_000 })

const TAKEN = process.env.COFFER_PICTURES === '1'
const FOLDER = path.resolve(import.meta.dirname, '../docs/screenshots')

async function looksGood(coffer: Coffer, name: string): Promise<void> {
  const { page } = coffer
  await settled(page)
  expect.soft(await layoutFaults(page), name).toEqual([])
  expect.soft(await axe(page), `${name}, axe`).toEqual([])
  if (TAKEN) await page.screenshot({ path: path.join(FOLDER, `${name}.png`), animations: 'disabled', scale: 'css' })
}

/** Without the marks that set names apart. */
function plain(text: string | null): string {
  return (text ?? '').replaceAll(/[\u2068\u2069]/g, '')
}

for (const code of ['de', 'ar'] as const satisfies readonly LanguageCode[]) {
  const { direction, name } = LANGUAGES[code]

  test(`${name}: in the menu, in a wizard, in an error, and after a restart`, async ({ coffer }) => {
    const words = await LANGUAGES[code].load()
    const file = path.join(coffer.folder, 'personal.coffer')
    await makeVault(file, { exported: await sampleExport() })
    await (await openVault(coffer, file)).unlock(MASTER_PASSWORD)
    const { page } = coffer
    const main = page.getByRole('main')
    const h1 = main.getByRole('heading', { level: 1 })
    const list = new VaultScreen(page)
    await list.open('Mail')

    const loadedAnew = await markPage(page)
    await coffer.menu.click(`language-${code}`)
    await expect(page.locator('html')).toHaveAttribute('lang', code)
    await expect(page.locator('html')).toHaveAttribute('dir', direction)
    await expect(page.getByRole('button', { name: words.app.nav.lock }).first()).toBeVisible()
    await expect
      .poll(async () => plain(await page.title()))
      .toBe(words.app.title.replace('{page}', words.app.page.vault))
    expect(await loadedAnew()).toBe(false)
    for (const id of ['export', 'change-password', 'theme-dark', 'undo'] as const)
      expect((await coffer.menu.item(id)).label).toBe(words.menu[id].replace('&', ''))
    expect((await coffer.menu.item(`language-${code}`)).checked).toBe(true)
    await looksGood(coffer, `vault-${code}`)

    await coffer.menu.click('export')
    await expect(h1).toHaveText(words.export.format.title)
    await looksGood(coffer, `export-${code}`)
    const go = main.getByRole('button', { name: words.export.wizard.continue, exact: true })
    const choosePassword = async (): Promise<void> => {
      for (const label of [words.export.filePassword.label, words.export.filePassword.again])
        await main.getByLabel(label, { exact: true }).fill(FILE_PASSWORD)
      await go.click()
    }
    await go.click()
    await choosePassword()
    await expect(h1).toHaveText(words.export.confirm.title)
    // Back is where the lines begin.
    await coffer.press(direction === 'rtl' ? 'Alt+Right' : 'Alt+Left')
    await expect(h1).toHaveText(words.export.filePassword.title)
    await coffer.press(direction === 'rtl' ? 'Alt+Left' : 'Alt+Right')
    await expect(h1).toHaveText(words.export.filePassword.title)
    // What was typed is gone where the page was left.
    await choosePassword()
    await expect(h1).toHaveText(words.export.confirm.title)
    const password = main.getByLabel(words.export.confirm.master, { exact: true })
    await password.fill('a slip of the hand')
    const submit = main.locator('form button[type="submit"]').last()
    await submit.click()
    const { happened, unchanged, next } = words.errors['vault/wrong-password']
    for (const sentence of [happened, unchanged, next])
      await expect(main.getByRole('alert').getByText(sentence, { exact: true })).toBeVisible(PATIENT)
    await password.fill(MASTER_PASSWORD)
    await coffer.answerSave(path.join(coffer.folder, 'exported.json'))
    await submit.click()
    await expect(h1).toHaveText(words.export.result.title, PATIENT)
    const asked = (await coffer.dialogs()).at(-1)?.options
    expect(asked).toMatchObject({ title: words.dialogs.exportVault, buttonLabel: words.dialogs.export })

    await coffer.relaunch()
    const locked = coffer.page.getByRole('main').getByRole('heading', { level: 1 })
    const title = words.unlock.title.replace('{name}', 'personal')
    await expect.poll(async () => plain(await locked.textContent()).trim(), PATIENT).toBe(title)
    expect((await coffer.menu.item('file')).label).toBe(words.menu.file.replace('&', ''))
  })
}

test('is chosen in the settings, where each language has its own name', async ({ coffer }) => {
  const de = await LANGUAGES.de.load()
  await coffer.menu.click('settings')
  const { page } = coffer
  const select = page.locator('select').filter({ has: page.locator('option[value="de"]') })
  await expect(select.locator('option')).toHaveText(['As the system', 'English', 'Deutsch', 'العربية'])
  await select.selectOption('de')
  await expect(page.getByRole('heading', { name: de.settings.title, level: 1 })).toBeVisible()
  expect((await coffer.menu.item('language-de')).checked).toBe(true)
  await select.selectOption('system')
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
  expect((await coffer.menu.item('file')).label).toBe('File')
})

test('follows the system until one is chosen', async ({ coffer }) => {
  await coffer.app.evaluate(({ app }) => {
    app.getPreferredSystemLanguages = () => ['ar-EG', 'de-DE']
  })
  await coffer.menu.click('language-de')
  await expect(coffer.page.locator('html')).toHaveAttribute('lang', 'de')
  await coffer.menu.click('language-system')
  await expect(coffer.page.locator('html')).toHaveAttribute('lang', 'ar')
})
