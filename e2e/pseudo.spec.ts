/** The main screens in a language that is longer than any, from left to right and from right to left, in two sizes. */
import fs from 'node:fs'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { LanguageCode } from '../contract/text/languages.ts'
import type { Translation } from '../contract/text/translation.ts'
import { FILE_PASSWORD, makeVault, MASTER_PASSWORD, notAnExport, protectedExport, sampleExport } from './files.ts'
import { axe, expect, test, type Coffer } from './fixtures.ts'
import { layoutFaults, settled, strayWords } from './layout.ts'
import { plantPseudo, pseudoWords } from './pseudo.ts'
import { exportByHand } from './proof.ts'
import { PATIENT } from './screens/app.ts'
import { VaultScreen } from './screens/vault.ts'

test.describe.configure({ timeout: 300_000 })

const SIZES = [
  { width: 800, height: 560 },
  { width: 1180, height: 760 },
]
/** Proper names, what the sample holds, files of this test, and what Intl writes by itself. */
const DATA = [
  /[\w-]+\.(?:json|csv|coffer)|Coffer|Bitwarden|pseudo/g,
  /\d+(?:[.,]\d+)?\s(?:kB|Byte|كيلوبايت|بايت|ك\.ب)/g,
  /\d+\.\s?\p{L}+\.?\s\d{4}/gu,
  /Home|Network|Work|Mail|ص|م/g,
]

async function fits(coffer: Coffer, name: string): Promise<void> {
  const { page } = coffer
  for (const size of SIZES) {
    await page.setViewportSize(size)
    await settled(page)
    expect.soft(await layoutFaults(page), `${name}, ${size.width} × ${size.height}`).toEqual([])
  }
  expect.soft(await strayWords(page, DATA), `${name}, words`).toEqual([])
  // A longer sentence does not hold the shorter one any more: only real languages can be held to that.
  const found = (await axe(page)).filter((line) => !line.startsWith('label-content-name-mismatch'))
  expect.soft(found, `${name}, axe`).toEqual([])
}

type Direction = 'ltr' | 'rtl'
const DIRECTIONS = [
  ['de', 'ltr'],
  ['ar', 'rtl'],
] as const satisfies readonly (readonly [LanguageCode, Direction])[]

interface Shown {
  readonly words: Translation
  readonly vault: string
  readonly page: Page
  readonly h1: Locator
  readonly main: Locator
  /** The button that leads on. */
  readonly submit: Locator
}

/** The app in the planted language, on its first page, and a vault to be opened. */
async function begin(coffer: Coffer, code: LanguageCode, direction: Direction): Promise<Shown> {
  const words = pseudoWords(code, direction === 'rtl')
  const app = plantPseudo(path.join(coffer.folder, 'planted'), code, words)
  const vault = path.join(coffer.folder, 'pseudo.coffer')
  await makeVault(vault, { exported: await sampleExport() })
  await coffer.relaunch({ app })
  const { page } = coffer
  const main = page.getByRole('main')
  await coffer.menu.click(`language-${code}`)
  await expect(page.locator('html')).toHaveAttribute('dir', direction)
  const submit = main.locator('form button[type="submit"]').last()
  return { words, vault, page, main, submit, h1: page.locator('main h1') }
}

async function openVault(coffer: Coffer, { vault, page }: Shown): Promise<void> {
  await coffer.answerOpen([vault])
  await coffer.menu.click('open-vault')
  await expect(page.locator('input[type="password"]')).toBeVisible(PATIENT)
}

async function unlock({ page }: Shown): Promise<VaultScreen> {
  await page.locator('input[type="password"]').fill(MASTER_PASSWORD)
  await page.keyboard.press('Enter')
  const list = new VaultScreen(page)
  await expect(list.rows.first()).toBeVisible(PATIENT)
  return list
}

for (const [code, direction] of DIRECTIONS) {
  test(`nothing breaks, ${direction}`, async ({ coffer }) => {
    const shown = await begin(coffer, code, direction)
    const { words, page, h1, main, submit } = shown
    await expect(h1).toHaveText(words.start.headline)
    await fits(coffer, 'start')
    await coffer.menu.click('new-vault')
    await expect(h1).toHaveText(words.create.title)
    await submit.click()
    await fits(coffer, 'create, with faults')
    await main.getByRole('button', { name: words.components.cancel }).click()
    await coffer.menu.click('use-account')
    await expect(h1).toHaveText(words.account.title)
    await fits(coffer, 'use-account')
    await main.getByRole('button', { name: words.components.cancel }).click()

    await openVault(coffer, shown)
    await fits(coffer, 'unlock')
    const list = await unlock(shown)
    await fits(coffer, 'vault')
    await list.row('Mail').click()
    await expect(page.locator('h2', { hasText: 'Mail' })).toBeVisible()
    await fits(coffer, 'item')
    await coffer.menu.click('shortcuts')
    await expect(page.getByRole('dialog')).toBeVisible()
    await fits(coffer, 'shortcuts')
    await coffer.press('Escape')
    await coffer.menu.click('settings')
    await expect(h1).toHaveText(words.settings.title)
    await fits(coffer, 'settings')
    await coffer.menu.click('new-item')
    await expect(main.locator('input').first()).toBeFocused()
    await fits(coffer, 'new item')
    await coffer.press('Escape')
    await coffer.menu.click('generate-password')
    await expect(page.getByRole('dialog')).toBeVisible()
    await fits(coffer, 'generator')
    await coffer.press('Escape')
    await coffer.menu.click('backups')
    await expect(main.getByText(words.backups.empty.title)).toBeVisible()
    await fits(coffer, 'backups, none')

    await coffer.menu.click('export')
    await expect(h1).toHaveText(words.export.format.title)
    await fits(coffer, 'export, format')
    await main.getByRole('radio').last().check()
    await submit.click()
    await expect(h1).toHaveText(words.export.confirm.title)
    await submit.click()
    await fits(coffer, 'export, confirm, with faults')
    await page.locator('input[type="password"]').fill('a slip of the hand')
    await main.getByRole('checkbox').last().check()
    await submit.click()
    await expect(main.getByRole('alert').first()).toContainText(words.errors['vault/wrong-password'].happened, PATIENT)
    await fits(coffer, 'export, wrong password')
    await page.locator('input[type="password"]').fill(MASTER_PASSWORD)
    await coffer.answerSave(path.join(coffer.folder, 'pseudo.csv'))
    await submit.click()
    await expect(h1).toHaveText(words.export.result.title, PATIENT)
    await fits(coffer, 'export, result')
    await coffer.menu.click('backups')
    await expect(main.getByRole('listitem')).toBeVisible()
    await fits(coffer, 'backups')
    await main.getByRole('listitem').getByRole('button').first().click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await fits(coffer, 'backups, check')
    await coffer.press('Escape')

    await coffer.menu.click('import')
    await expect(h1).toHaveText(words.import.file.title)
    await coffer.answerOpen([await notAnExport()])
    await main.getByRole('button', { name: words.import.file.browse }).click()
    await fits(coffer, 'import, refused')
    await coffer.drop([await protectedExport()])
    await submit.click()
    await expect(h1).toHaveText(words.import.filePassword.title)
    await page.locator('input[type="password"]').fill(FILE_PASSWORD)
    await submit.click()
    await expect(h1).toHaveText(words.import.check.title, PATIENT)
    await fits(coffer, 'import, check')
    await coffer.press('Escape')
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await fits(coffer, 'leave')
    await page.getByRole('alertdialog').getByRole('button', { name: words.app.leave.go, exact: true }).click()
    await coffer.menu.click('change-keys')
    await expect(h1).toHaveText(words.keys.what.title, PATIENT)
    await fits(coffer, 'change-keys')
    await coffer.drop([await notAnExport(), await protectedExport()])
    await expect(h1).toHaveText(words.census.title)
    await fits(coffer, 'census')
  })

  test(`nothing breaks in long ways either, ${direction}`, async ({ coffer }) => {
    const shown = await begin(coffer, code, direction)
    const { words, vault, page, h1, main, submit } = shown
    const fileAt = (name: string): string => path.join(coffer.folder, name)
    await exportByHand(vault, fileAt('bound.json'), 'encrypted_json')
    await exportByHand(vault, fileAt('gone.json'), 'encrypted_json')
    fs.rmSync(fileAt('gone.json'))
    fs.writeFileSync(fileAt('faulty.csv'), 'name,url,username,password\nMail,,sample,one\nHome,only two\n')
    fs.writeFileSync(fileAt('unknown.csv'), 'Work;Network\nMail;one\n')
    await openVault(coffer, shown)
    await unlock(shown)

    await coffer.drop([fileAt('faulty.csv')])
    await expect(h1).toHaveText(words.import.file.title)
    await submit.click()
    await expect(h1).toHaveText(words.import.salvage.title, PATIENT)
    await fits(coffer, 'import, salvage')
    await main.getByRole('button', { name: /1/ }).last().click()
    await expect(h1).toHaveText(words.import.check.title, PATIENT)
    await fits(coffer, 'import, plan after salvage')
    await submit.click()
    await expect(main.getByRole('button', { name: words.importHistory.title })).toBeVisible(PATIENT)
    await fits(coffer, 'import, report')
    await coffer.menu.click('import-history')
    await expect(h1).toHaveText(words.importHistory.title)
    await fits(coffer, 'import history')
    await coffer.drop([fileAt('unknown.csv')])
    await submit.click()
    await expect(h1).toHaveText(words.import.columns.title, PATIENT)
    await submit.click()
    await fits(coffer, 'import, columns, with a fault')

    await coffer.menu.click('change-keys')
    await expect(h1).toHaveText(words.keys.what.title, PATIENT)
    await submit.click()
    await page.locator('input[type="password"]').fill(MASTER_PASSWORD)
    await submit.click()
    await expect(h1).toHaveText(words.keys.rehearsal.title, PATIENT)
    await submit.click()
    await fits(coffer, 'change-keys, trial, with a fault')
    await main.getByRole('checkbox').last().check()
    await submit.click()
    await expect(h1).toHaveText(words.keys.result.title, PATIENT)
    await fits(coffer, 'change-keys, result')

    await coffer.menu.click('settings')
    await main.getByRole('button', { name: words.settings.vault.adopt }).click()
    await expect(h1).toHaveText(words.keys.adopt.title)
    await fits(coffer, 'adopt')
    await coffer.drop([await notAnExport(), await protectedExport()])
    await expect(h1).toHaveText(words.census.title)
    await main.getByRole('button', { name: words.census.type }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await fits(coffer, 'census, a password')
  })
}
