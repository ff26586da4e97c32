/** Files from outside, in every state: dropped, named on the command line, given to a second start. */
import fs from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import {
  accountExport,
  copyInto,
  csvExport,
  damagedExport,
  MASTER_PASSWORD,
  notAnExport,
  otherAccountExport,
  otherVault,
  protectedExport,
  sampleExport,
  sampleVault,
  truncatedExport,
} from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { AppFrame, expectAccessible, openCopy, openVault, PATIENT } from './screens/app.ts'
import { StartScreen } from './screens/start.ts'
import { UnlockScreen } from './screens/unlock.ts'
import { VaultScreen } from './screens/vault.ts'
import { CensusScreen } from './screens/census.ts'

test.setTimeout(120_000)

const OVERLAY = 'Drop files or a folder to see what they are. Nothing is imported yet.'

/** One file leads to its import. */
async function expectOffered(page: Page, name: string): Promise<void> {
  await expect(new AppFrame(page).heading('Import a file')).toBeVisible(PATIENT)
  await expect(page.getByRole('region', { name: 'What Coffer sees' })).toContainText(name)
}

/** One of every kind, in a folder of its own. */
async function folderOfAll(coffer: Coffer): Promise<string> {
  const folder = path.join(coffer.folder, 'backups')
  const files = [
    ...[accountExport, otherAccountExport, damagedExport, truncatedExport, protectedExport, sampleExport, csvExport],
    notAnExport,
  ]
  for (const file of files) await copyInto(folder, file())
  await copyInto(path.join(folder, 'deeper'), otherVault())
  return folder
}

/** What the census say once a vault is open that can try its key. */
const VERDICTS: Record<string, RegExp> = {
  'account.json': /Yes\. Opens with this vault’s key: checked, and unchanged since it was made on .*2026/,
  'other-account.json': /No\. Bound to another account, or to an older key of this one\./,
  'damaged.json': /No\. The seal over this whole file does not hold: something in it was changed/,
  'truncated.json': /No\. This file ends too early: a part of it is missing\./,
  'protected.json': /If you know its password\. Opens with its file password\. Not tried yet\./,
  'sample.json': /8 items .*Yes\. Readable by anyone who gets the file\./,
  'table.csv': /Bitwarden \(csv\).*Yes\. Readable by anyone who gets the file\./,
  'shopping.txt': /No\. This file is not an export that Coffer knows\./,
  'other.coffer': /No\. This is a vault file, not an export\./,
}

async function expectCensus(page: Page, expected: Record<string, RegExp>): Promise<CensusScreen> {
  const census = new CensusScreen(page)
  await expect(census.title).toBeVisible(PATIENT)
  await expect(census.lines).toHaveCount(Object.keys(expected).length)
  for (const [name, text] of Object.entries(expected)) await expect(census.line(name), name).toContainText(text)
  return census
}

test.describe('a file is taken', () => {
  test('at the first start', async ({ coffer }) => {
    await expect(new StartScreen(coffer.page).title).toBeVisible()
    await coffer.drop([await sampleExport()])
    await expectOffered(coffer.page, 'sample.json')
    await expectAccessible(coffer, 'a dropped file')
  })

  test('where the vault is locked, which it stays', async ({ coffer }) => {
    const unlock = await openVault(coffer, await copyInto(coffer.folder, sampleVault()))
    await unlock.password.fill('half a password')
    await coffer.drop([await accountExport()])
    await expectOffered(coffer.page, 'account.json')
    await expect(coffer.page.getByText(/A file for one account opens only in its vault/)).toBeVisible()
    await expect(new AppFrame(coffer.page).button('Unlock and import')).toBeVisible()
    expect(await coffer.menu.item('export')).toMatchObject({ enabled: false })
  })

  test('where the vault is open, and tried with its key', async ({ coffer }) => {
    await openCopy(coffer, sampleVault())
    await coffer.drop([await accountExport()])
    await expectOffered(coffer.page, 'account.json')
    await expect(coffer.page.getByText('This account’s key. No file password is needed.')).toBeVisible()
  })

  test('anywhere in the window', async ({ coffer }) => {
    await openCopy(coffer, sampleVault())
    const { width, height } = await coffer.page.evaluate(() => ({ width: innerWidth, height: innerHeight }))
    const names = ['one.json', 'two.json', 'three.json', 'four.json']
    for (const [index, at] of [
      { x: 3, y: 3 },
      { x: width - 3, y: 3 },
      { x: 3, y: height - 3 },
      { x: width - 3, y: height - 3 },
    ].entries()) {
      const name = names[index] ?? ''
      await coffer.drop([await copyInto(coffer.folder, sampleExport(), name)], { at })
      await expectOffered(coffer.page, name)
    }
  })

  test('from a wizard with entries only after a question', async ({ coffer }) => {
    await openCopy(coffer, sampleVault())
    const frame = new AppFrame(coffer.page)
    const field = coffer.page.getByLabel('File password', { exact: true })
    await coffer.press('CmdOrCtrl+Shift+E')
    await frame.button('Continue').click()
    await field.fill('silver ladder')
    await coffer.drop([await sampleExport()])
    await expect(frame.question).toContainText('Leave the export?', PATIENT)
    await expect(frame.question).toContainText('What you entered on this page is discarded. Nothing has been changed.')
    await frame.question.getByRole('button', { name: 'Stay here' }).click()
    await expect(field).toHaveValue('silver ladder')
    await coffer.drop([await sampleExport()])
    await frame.question.getByRole('button', { name: 'Leave' }).click(PATIENT)
    await expectOffered(coffer.page, 'sample.json')
    await coffer.press('CmdOrCtrl+Shift+E')
    await frame.button('Continue').click()
    await expect(field).toHaveValue('')
  })
})

test.describe('several files are compared', () => {
  test('with an open vault', async ({ coffer }) => {
    await openCopy(coffer, sampleVault())
    const folder = await folderOfAll(coffer)
    const files = fs.readdirSync(folder).map((name) => path.join(folder, name))
    await coffer.drop(files)
    const census = await expectCensus(coffer.page, VERDICTS)
    await expect(coffer.page).toHaveTitle('Your files, Coffer')
    await expect(coffer.page.getByText('9 files were looked at. Nothing was imported.')).toBeVisible()
    // What can be imported comes first and says so; what cannot has no such button.
    for (const name of Object.keys(VERDICTS)) {
      const importable = ['account.json', 'protected.json', 'sample.json', 'table.csv'].includes(name)
      await expect(census.import(name), name).toHaveCount(importable ? 1 : 0)
      const readable = ['protected.json', 'sample.json', 'table.csv'].includes(name)
      await expect(census.look(name), name).toHaveCount(readable ? 1 : 0)
    }
    const order = await census.lines.getByRole('heading').allInnerTexts()
    expect(order.slice(-3).sort()).toEqual(['other.coffer', 'shopping.txt', 'truncated.json'])
    await expectAccessible(coffer, 'the census')
    await census.import('table.csv').click()
    await expectOffered(coffer.page, 'table.csv')
  })

  test('as a folder, with nothing open', async ({ coffer }) => {
    await coffer.drop([await folderOfAll(coffer)])
    const unopened = /Depends\. Opens only with the key of the account that made it\. Unlock that vault/
    const census = await expectCensus(coffer.page, {
      ...VERDICTS,
      'account.json': unopened,
      'other-account.json': unopened,
      // Without its key nothing shows that it was altered.
      'damaged.json': unopened,
    })
    await census.done.click()
    await expect(new StartScreen(coffer.page).title).toBeVisible()
  })

  test('with a locked vault, and anew once it is open', async ({ coffer }) => {
    const unlock = await openVault(coffer, await copyInto(coffer.folder, sampleVault()))
    const files = [await accountExport(), await otherAccountExport()]
    await coffer.drop(files)
    const census = new CensusScreen(coffer.page)
    await expect(census.line('account.json')).toContainText('Depends.', PATIENT)
    await census.done.click()
    await unlock.unlock(MASTER_PASSWORD)
    await expect(new VaultScreen(coffer.page).row('Mail')).toBeVisible(PATIENT)
    await coffer.drop(files)
    await expect(census.line('account.json')).toContainText('Yes.', PATIENT)
    await expect(census.line('other-account.json')).toContainText('No.')
  })

  test('up to five hundred, and the rest is counted', async ({ coffer }) => {
    const folder = path.join(coffer.folder, 'many')
    fs.mkdirSync(folder)
    for (let number = 1; number <= 503; number += 1) fs.writeFileSync(path.join(folder, `note ${number}.txt`), 'x')
    await coffer.drop([folder])
    const census = new CensusScreen(coffer.page)
    await expect(census.lines).toHaveCount(500, PATIENT)
    await expect(coffer.page.getByText('3 more files were not looked at: this was too much at once.')).toBeVisible()
  })
})

test.describe('dragging', () => {
  test('says what a drop would do, as long as the files are there', async ({ coffer }) => {
    const file = await sampleExport()
    const overlay = coffer.page.getByText(OVERLAY)
    await expect(overlay).toHaveCount(0)
    await coffer.dragOver([file])
    await expect(overlay).toBeVisible()
    await expectAccessible(coffer, 'files over the window')
    await coffer.dragAway([file])
    await expect(overlay).toHaveCount(0)
    await coffer.dragOver([file], { at: { x: 10, y: 10 } })
    await expect(overlay).toBeVisible()
    await coffer.drop([file])
    await expect(overlay).toHaveCount(0)
    await expectOffered(coffer.page, 'sample.json')
  })

  test('text is not taken', async ({ coffer }) => {
    const start = new StartScreen(coffer.page)
    await expect(start.title).toBeVisible()
    const cdp = await coffer.page.context().newCDPSession(coffer.page)
    const items = [{ mimeType: 'text/plain', data: 'https://example.com/' }]
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await cdp.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data: { items, dragOperationsMask: 1 } })
      await expect(coffer.page.getByText(OVERLAY)).toHaveCount(0)
    }
    await expect(start.title).toBeVisible()
    await expect(coffer.page.getByRole('alert')).toHaveCount(0)
  })

  test('an empty folder is told', async ({ coffer }) => {
    const start = new StartScreen(coffer.page)
    await expect(start.title).toBeVisible()
    const folder = path.join(coffer.folder, 'empty')
    fs.mkdirSync(folder)
    await coffer.drop([folder])
    await expect(start.toast('There was no file in what you dropped.')).toBeVisible(PATIENT)
    await expect(start.title).toBeVisible()
  })
})

test.describe('the command line', () => {
  test('names a file at the first start', async ({ coffer }) => {
    await coffer.relaunch({ args: [await copyInto(coffer.folder, sampleExport())] })
    await expectOffered(coffer.page, 'sample.json')
  })

  test('names several files', async ({ coffer }) => {
    await coffer.relaunch({ args: [await sampleExport(), await notAnExport()] })
    await expect(new CensusScreen(coffer.page).lines).toHaveCount(2, PATIENT)
  })

  test('names a vault, and a file beside it', async ({ coffer }) => {
    const vault = await copyInto(coffer.folder, otherVault())
    await coffer.relaunch({ args: [vault, await otherAccountExport()] })
    await expectOffered(coffer.page, 'other-account.json')
    await new AppFrame(coffer.page).button('Cancel').click()
    await expect(new UnlockScreen(coffer.page).title('other')).toBeVisible(PATIENT)
  })

  test('names nothing that is there', async ({ coffer }) => {
    await coffer.relaunch({ args: [path.join(coffer.folder, 'nowhere.json'), '--some-switch', coffer.folder] })
    await expect(new StartScreen(coffer.page).title).toBeVisible(PATIENT)
    await expect(coffer.page.getByRole('alert')).toHaveCount(0)
  })
})

test.describe('a second start', () => {
  test('hands its file to the first window', async ({ coffer }) => {
    await openCopy(coffer, sampleVault())
    const second = await coffer.launch({ args: [await accountExport()] })
    await second.exited
    expect(second.windows()).toEqual([])
    await expectOffered(coffer.page, 'account.json')
    expect(coffer.app.windows()).toHaveLength(1)
  })

  test('hands its vault to the first window', async ({ coffer }) => {
    await openCopy(coffer, sampleVault())
    const second = await coffer.launch({ args: [await copyInto(coffer.folder, otherVault())] })
    await second.exited
    await expect(new UnlockScreen(coffer.page).title('other')).toBeVisible(PATIENT)
  })

  test('with a vault that is none is told so', async ({ coffer }) => {
    const file = await copyInto(coffer.folder, notAnExport(), 'list.coffer')
    await coffer.answerMessage(0)
    const second = await coffer.launch({ args: [file] })
    await second.exited
    await expect
      .poll(async () => (await coffer.dialogs()).at(-1)?.options.message, PATIENT)
      .toBe('That file is not a vault of Coffer.')
    await expect(new StartScreen(coffer.page).title).toBeVisible()
  })
})
