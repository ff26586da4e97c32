/** What is done with whole items, the bin, folders and the generator. */
import fs from 'node:fs'
import path from 'node:path'
import { login, makeVault, MASTER_PASSWORD, richVault, sampleVault } from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { AppFrame, expectAccessible, openCopy, openVault, PATIENT, tracesOf } from './screens/app.ts'
import { EditorScreen } from './screens/editor.ts'
import { VaultScreen } from './screens/vault.ts'

test.setTimeout(180_000)

interface Opened {
  vault: VaultScreen
  frame: AppFrame
  editor: EditorScreen
}

async function opened(coffer: Coffer, file = richVault()): Promise<Opened> {
  const vault = await openCopy(coffer, file)
  return { vault, frame: new AppFrame(coffer.page), editor: new EditorScreen(coffer.page) }
}

test.describe('an item', () => {
  test('is thrown away by a key and taken back', async ({ coffer }) => {
    const { vault, frame } = await opened(coffer)
    await vault.open('Card')
    await vault.list.focus()
    await coffer.press('Delete')
    await expect(frame.toast('“Card” was moved to the bin.')).toBeVisible()
    await expect(vault.row('Card')).toHaveCount(0)
    // The next one is at its place, and the focus stays.
    await expect(vault.itemTitle).toHaveText('Guarded')
    await expect(vault.list).toBeFocused()
    await expect(frame.nav('Bin')).toContainText('3')
    // A message that is pointed at stays.
    await frame.toast('“Card” was moved to the bin.').hover()
    await expectAccessible(coffer, 'a message with Undo')
    await coffer.page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect(vault.row('Card')).toBeVisible()
    await expect(vault.itemTitle).toHaveText('Card')
    await expect(frame.nav('Bin')).toContainText('2')
  })

  test('is duplicated, moved and marked', async ({ coffer }) => {
    const { vault, frame, editor } = await opened(coffer)
    await vault.open('Card')
    await editor.more.click()
    await editor.choice('Duplicate').click()
    await expect(vault.itemTitle).toHaveText('Card (copy)')
    await vault.reveal('Card number').click()
    await expect(vault.value('Card number')).toHaveText('4111111111111111')
    await editor.button('Favourite').click()
    await expect(editor.button('Favourite')).toHaveAttribute('aria-pressed', 'true')
    await expect(frame.nav('Favourites')).toContainText('2')
    await editor.more.click()
    await editor.choice('Move to folder…').click()
    await frame.dialog.getByLabel('Folder', { exact: true }).selectOption('Work')
    await expectAccessible(coffer, 'moving an item')
    await frame.dialog.getByRole('button', { name: 'Move item' }).click()
    await expect(vault.kind).toHaveText('Card, in Work')
  })

  test('is restored, or deleted for good after a question', async ({ coffer }) => {
    const { vault, frame, editor } = await opened(coffer)
    await coffer.press('CmdOrCtrl+3')
    await vault.open('Old forum')
    await expectAccessible(coffer, 'the bin')
    await coffer.press('CmdOrCtrl+E')
    await expect(frame.toast('This item is in the bin. Restore it first.')).toBeVisible()
    await editor.button('Restore').click()
    await expect(vault.itemTitle).toHaveText('Old shop')
    await editor.button('Delete for good…').click()
    await expect(frame.question).toContainText('Delete “Old shop” for good?')
    await expect(frame.question.getByRole('button', { name: 'Cancel' })).toBeFocused()
    await frame.question.getByRole('button', { name: 'Delete item' }).click()
    await expect(frame.toast('“Old shop” was deleted.')).toBeVisible()
    await expect(editor.text('The bin is empty.').first()).toBeVisible()
    await frame.nav('All items').click()
    await expect(vault.row('Old forum')).toBeVisible()
    await expect(vault.row('Old shop')).toHaveCount(0)
  })

  test('of a backup is only read', async ({ coffer }) => {
    const { frame } = await opened(coffer, sampleVault())
    await coffer.menu.click('save-item')
    await expect(frame.toast('No item is being edited.')).toBeVisible()
    await coffer.menu.click('trash-item')
    await expect(frame.toast('Choose an item first.')).toBeVisible()
  })
})

test.describe('the bin', () => {
  async function withBinned(coffer: Coffer, count: number): Promise<Opened> {
    const [vault, exported] = ['binned.coffer', 'binned.json'].map((name) => path.join(coffer.folder, name)) as [
      string,
      string,
    ]
    const deletedDate = '2026-11-01T10:00:00.000Z'
    const items = Array.from({ length: count }, (_, index) => login(`Old ${index}`, 'x', { deletedDate }))
    await fs.promises.writeFile(exported, JSON.stringify({ encrypted: false, folders: [], items }))
    await makeVault(vault, { exported })
    await (await openVault(coffer, vault)).unlock(MASTER_PASSWORD)
    await expect(new VaultScreen(coffer.page).search).toBeVisible(PATIENT)
    await coffer.press('CmdOrCtrl+3')
    return {
      vault: new VaultScreen(coffer.page),
      frame: new AppFrame(coffer.page),
      editor: new EditorScreen(coffer.page),
    }
  }

  test('of a few items is emptied after a question in numbers', async ({ coffer }) => {
    const { vault, frame, editor } = await withBinned(coffer, 3)
    await expect(editor.text('Deleted items stay here until you delete them for good.')).toBeVisible()
    await editor.button('Empty bin…').click()
    await expect(frame.question).toContainText('3 items are deleted for good and cannot be restored.')
    await expectAccessible(coffer, 'the question before the bin is emptied')
    await frame.question.getByRole('button', { name: 'Cancel' }).click()
    await expect(vault.rows).toHaveCount(3)
    await editor.button('Empty bin…').click()
    await frame.question.getByRole('button', { name: 'Delete 3 items' }).click()
    await expect(vault.rows).toHaveCount(0)
    await expect(editor.button('Empty bin…')).toHaveCount(0)
  })

  test('of many items asks for the master password and the name of the vault', async ({ coffer }) => {
    const { vault, frame, editor } = await withBinned(coffer, 51)
    await editor.button('Empty bin…').click()
    const go = frame.dialog.getByRole('button', { name: 'Delete 51 items' })
    const name = frame.dialog.getByLabel('Name of this vault (binned)')
    const password = frame.dialog.getByLabel('Master password', { exact: true })
    await go.click()
    await expect(frame.dialog.getByRole('group', { name: /things need a change/ })).toBeFocused()
    await expectAccessible(coffer, 'the question before a full bin is emptied')
    await name.fill('binned')
    await password.fill('wrong')
    await go.click()
    await expect(frame.dialog).toContainText('That is not the master password of this vault.', PATIENT)
    await password.fill(MASTER_PASSWORD)
    await go.click()
    await expect(frame.dialog).toHaveCount(0, PATIENT)
    await expect(vault.rows).toHaveCount(0)
  })
})

test.describe('folders', () => {
  test('are made, nested, renamed and deleted; their items stay', async ({ coffer }) => {
    const { vault, frame, editor } = await opened(coffer)
    const { dialog } = frame
    const name = dialog.getByLabel('Name of the folder', { exact: true })
    await coffer.menu.click('new-folder')
    await dialog.getByRole('button', { name: 'Add folder' }).click()
    await expect(dialog).toContainText('Type a name for the folder.')
    await expectAccessible(coffer, 'a new folder')
    await name.fill('Work')
    await coffer.press('Enter')
    await expect(dialog).toContainText('There is a folder of that name already.')
    await name.fill('Clubs/Garden')
    await coffer.press('Enter')
    await expect(dialog).toHaveCount(0)
    await expect(frame.nav('Garden')).toBeVisible()
    await expect(coffer.page.getByRole('navigation').getByText('Clubs', { exact: true })).toBeVisible()

    await vault.open('Card')
    await editor.beginEdit('Card')
    await editor.folder.selectOption('Clubs/Garden')
    await editor.button('New folder…').click()
    await name.fill('Fresh')
    await coffer.press('Enter')
    await expect(editor.folder).toHaveValue(/.+/)
    await editor.save.click()
    await expect(vault.kind).toHaveText('Card, in Fresh')

    await frame.nav('Fresh').click()
    await editor.button('Folder actions').click()
    await editor.choice('Rename folder…').click()
    await expect(name).toHaveValue('Fresh')
    await name.fill('Clubs')
    await coffer.press('Enter')
    await expect(frame.nav('Clubs')).toHaveAttribute('aria-current', 'page')
    await expectAccessible(coffer, 'a folder')
    await editor.button('Folder actions').click()
    await editor.choice('Delete folder…').click()
    await expect(frame.question).toContainText('Its 1 item stays, in no folder.')
    await expectAccessible(coffer, 'the question before a folder is deleted')
    await frame.question.getByRole('button', { name: 'Delete folder' }).click()
    await expect(frame.nav('All items')).toHaveAttribute('aria-current', 'page')
    await vault.open('Card')
    await expect(vault.kind).toHaveText('Card')
  })
})

test.describe('the generator', () => {
  test('makes what is asked for, and copies it as a secret', async ({ coffer }) => {
    const { frame } = await opened(coffer)
    const { dialog } = frame
    await coffer.menu.click('generate-password')
    const result = dialog.getByRole('status', { name: 'Generated' })
    await expect(result).toHaveText(/^\S{20}$/)
    await expectAccessible(coffer, 'the generator')
    await dialog.getByLabel('Length (5 to 128)').fill('40')
    await expect(result).toHaveText(/^\S{40}$/)
    for (const kind of [/^Small/, /^Digits/, /^Signs/]) await dialog.getByRole('checkbox', { name: kind }).uncheck()
    await expect(result).toHaveText(/^[A-Z]{40}$/)
    const before = await result.innerText()
    await dialog.getByRole('button', { name: 'Generate another one' }).click()
    await expect(result).not.toHaveText(before)
    await dialog.getByRole('checkbox', { name: /^Capital/ }).uncheck()
    await expect(dialog).toContainText('Choose at least one kind of character.')
    await expectAccessible(coffer, 'faults of the generator')
    await dialog.getByRole('radio', { name: 'Passphrase' }).check()
    await expect(result).toHaveText(/^([a-z]+-){5}[a-z]+$/)
    await expectAccessible(coffer, 'a passphrase')
    const made = await result.innerText()
    await dialog.getByRole('button', { name: 'Copy' }).click()
    expect(await coffer.clipboardText()).toBe(made)
    await expect(dialog).toHaveCount(0)
    expect(await tracesOf(coffer.page, made)).toEqual([])
  })

  test('fills the password of an item', async ({ coffer }) => {
    const { vault, frame, editor } = await opened(coffer)
    await vault.open('Mail')
    await editor.beginEdit('Mail')
    await editor.button('Generate: Password').click()
    const result = frame.dialog.getByRole('status', { name: 'Generated' })
    await expect(result).not.toBeEmpty()
    const made = await result.innerText()
    await frame.dialog.getByRole('button', { name: 'Use it' }).click()
    await editor.save.click()
    await vault.reveal('Password').click()
    await expect(vault.value('Password')).toHaveText(made)
    await expect(vault.labels.filter({ hasText: 'In use until' })).toHaveCount(2)
  })
})
