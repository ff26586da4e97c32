/** The editor: what it shows and hides, what it asks, and that it works with keys alone. */
import { ITEM_TYPES } from '../contract/items.ts'
import { MASTER_PASSWORD, richVault } from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { AppFrame, expectAccessible, openCopy, PATIENT, tracesOf } from './screens/app.ts'
import { EditorScreen } from './screens/editor.ts'
import { Keyboard } from './screens/keyboard.ts'
import { UnlockScreen } from './screens/unlock.ts'
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

test.describe('the editor', () => {
  test('is without findings of axe for every type', async ({ coffer }) => {
    const { editor } = await opened(coffer)
    for (const type of Object.keys(ITEM_TYPES) as (keyof typeof ITEM_TYPES)[]) {
      await editor.beginNew(type)
      await expectAccessible(coffer, `a new ${type}`)
      await editor.cancel.click()
    }
  })

  test('of an item with everything is without findings, narrow too', async ({ coffer }) => {
    const { vault, editor } = await opened(coffer)
    await vault.open('Mail')
    await editor.more.click()
    await expectAccessible(coffer, 'the actions of an item')
    await coffer.press('Esc')
    await editor.beginEdit('Mail')
    await expectAccessible(coffer, 'the editor of Mail')
    await coffer.page.setViewportSize({ width: 800, height: 560 })
    await expectAccessible(coffer, 'the editor of Mail, narrow')
    const { scrollWidth, clientWidth } = await coffer.page.evaluate(() => document.documentElement)
    expect(scrollWidth).toBe(clientWidth)
  })

  test('keeps secrets out of the page until they are shown, one by one', async ({ coffer }) => {
    const { vault, editor } = await opened(coffer)
    await vault.open('Mail')
    await editor.beginEdit('Mail')
    for (const secret of ['s3cret-mail', '1234-5678']) expect(await tracesOf(coffer.page, secret), secret).toEqual([])
    await editor.show('Password').click()
    await expect(editor.control('Password')).toHaveValue('s3cret-mail')
    expect(await tracesOf(coffer.page, '1234-5678')).toEqual([])
    await editor.show('Password').click()
    await expect(editor.control('Password')).toHaveValue('')
    expect(await tracesOf(coffer.page, 's3cret-mail')).toEqual([])
  })

  test('empties a secret, and takes that back', async ({ coffer }) => {
    const { vault, editor } = await opened(coffer)
    await vault.open('Mail')
    await editor.beginEdit('Mail')
    await editor.control('Password').focus()
    await coffer.press('Backspace')
    await editor.button('Keep the stored one: Password').click()
    await editor.control('Authenticator key (TOTP)').focus()
    await coffer.press('Backspace')
    await editor.save.click()
    await expect(vault.itemTitle).toHaveText('Mail')
    await expect(vault.value('Password')).toBeVisible()
    await expect(vault.labels.filter({ hasText: 'Authenticator' })).toHaveCount(0)
    await vault.reveal('Password').click()
    await expect(vault.value('Password')).toHaveText('s3cret-mail')
  })

  test('asks for a name, and for a pattern that is one', async ({ coffer }) => {
    const { editor } = await opened(coffer)
    await editor.beginNew('login')
    await coffer.press('CmdOrCtrl+S')
    await expect(editor.text('Type a name for this item.')).toBeVisible()
    await expect(editor.name).toBeFocused()
    await editor.button('Add a website').click()
    await expect(editor.control('Website 1')).toBeFocused()
    await editor.control('Website 1').fill('https://(')
    await editor.control('How website 1 is matched').selectOption('Regular expression')
    await editor.save.click()
    await expect(editor.faults).toBeFocused()
    await expectAccessible(coffer, 'faults of an item')
    await editor.faults.getByRole('button', { name: 'Website 1 is not a regular expression.' }).click()
    await expect(editor.control('Website 1')).toBeFocused()
    await editor.control('Website 1').fill('https://(a)')
    await editor.name.fill('Found')
    await coffer.press('Enter')
    await expect(editor.heading('New item: Login')).toHaveCount(0)
  })

  test('moves and removes rows, the focus at hand', async ({ coffer }) => {
    const { vault, editor } = await opened(coffer)
    await vault.open('Mail')
    await editor.beginEdit('Mail')
    await editor.button('Move down: Website 1').click()
    await expect(editor.control('Website 2')).toHaveValue('https://mail.example.com')
    await expect(editor.button('Move down: Website 2')).toBeFocused()
    await editor.button('Remove: Recovery code').click()
    await expect(editor.button('Remove: Two steps')).toBeFocused()
    await editor.button('Remove: Two steps').click()
    await expect(editor.button('Add a field')).toBeFocused()
    await editor.button(/^Remove: In use until/).click()
    await editor.save.click()
    await expect(vault.value('Website 1')).toHaveText('https://example.com/login?a=1,b=2')
    const shown = await vault.labels.allInnerTexts()
    // What a hidden field held goes into the history, as at Bitwarden.
    expect(shown.filter((label) => label.startsWith('In use until'))).toHaveLength(1)
    expect(shown).not.toContain('Recovery code')
  })

  test('asks before what was typed is lost, and a lock does not wait for it', async ({ coffer }) => {
    const { vault, frame, editor } = await opened(coffer)
    await vault.open('Mail')
    await editor.beginEdit('Mail')
    await editor.name.fill('Changed')
    for (const go of [
      () => frame.nav('All items').click(),
      () => coffer.press('CmdOrCtrl+N'),
      async () => {
        await editor.name.focus()
        await coffer.press('Esc')
      },
      () => editor.cancel.click(),
    ]) {
      await go()
      await expect(frame.question).toContainText('Leave the item without saving?')
      await editor.stay.click()
      await expect(editor.name).toHaveValue('Changed')
    }
    await editor.cancel.click()
    await expectAccessible(coffer, 'the question of the editor')
    await editor.leave.click()
    await expect(vault.itemTitle).toHaveText('Mail')
    await editor.beginEdit('Mail')
    await editor.control('Username').fill('typed-and-lost')
    await coffer.press('CmdOrCtrl+L')
    const unlock = new UnlockScreen(coffer.page)
    await expect(unlock.password).toBeVisible(PATIENT)
    expect(await tracesOf(coffer.page, 'typed-and-lost')).toEqual([])
    await unlock.unlock(MASTER_PASSWORD)
    await vault.open('Mail')
    await expect(vault.value('Username')).toHaveText('sample@example.com')
  })

  test('of an item that asks for the master password asks before it shows and before it saves', async ({ coffer }) => {
    const { vault, frame, editor } = await opened(coffer)
    await vault.open('Guarded')
    await editor.beginEdit('Guarded')
    const password = frame.dialog.getByLabel('Master password', { exact: true })
    await editor.show('Password').click()
    await frame.dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(editor.control('Password')).toHaveValue('')
    await editor.show('Password').click()
    await password.fill(MASTER_PASSWORD)
    await coffer.press('Enter')
    await expect(editor.control('Password')).toHaveValue('s3cret-guarded', PATIENT)
    await editor.reprompt.uncheck()
    await editor.save.click()
    await password.fill('wrong')
    await coffer.press('Enter')
    await expect(frame.dialog).toContainText('That is not the master password of this vault.', PATIENT)
    await expectAccessible(coffer, 'the question before saving')
    await coffer.press('Esc')
    await expect(editor.reprompt).not.toBeChecked()
    await editor.save.click()
    await password.fill(MASTER_PASSWORD)
    await frame.dialog.getByRole('button', { name: 'Save “Guarded”' }).click()
    await expect(vault.itemTitle).toHaveText('Guarded', PATIENT)
    await vault.reveal('Password').click()
    await expect(vault.value('Password')).toHaveText('s3cret-guarded')
  })

  test('works with keys alone', async ({ coffer }) => {
    const { vault, editor } = await opened(coffer)
    const keys = new Keyboard(coffer)
    await keys.press('CmdOrCtrl+N')
    await keys.isOn(editor.name)
    await keys.type('By hand')
    await keys.tabTo(editor.favorite)
    await keys.press('Space')
    await keys.tabAndType(editor.control('Username'), 'ann')
    await keys.tabAndType(editor.control('Password'), 'typed by hand')
    await keys.tabAndPress(editor.button('Add a website'))
    await keys.isOn(editor.control('Website 1'))
    await keys.type('https://example.com')
    await keys.tabTo(editor.button('Add a field'))
    await keys.press('Enter')
    await expect(editor.choice('Text')).toBeFocused()
    await keys.press('Down')
    await expect(editor.choice('Hidden')).toBeFocused()
    await keys.press('Enter')
    await keys.isOn(editor.control('Name of field 1'))
    await keys.type('pin')
    await keys.tabAndType(editor.control('Value of field 1'), '1234')
    await keys.press('CmdOrCtrl+S')
    await expect(vault.itemTitle).toHaveText('By hand')
    await keys.isOn(vault.itemTitle).catch(() => undefined)
    await expect(vault.value('Username')).toHaveText('ann')
    await keys.press('CmdOrCtrl+E')
    await expect(editor.heading('Edit By hand')).toBeVisible()
    await keys.press('Esc')
    await expect(vault.itemTitle).toHaveText('By hand')
  })
})
