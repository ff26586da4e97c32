/** Every editor takes every field of its type, and gives it back: in the window, after a lock, and in an export. */
import fs from 'node:fs'
import path from 'node:path'
import { ITEM_TYPES, type ItemTypeName } from '../contract/items.ts'
import { expectAll, exportedOf, fillAll, valuesFor, type Values } from './editor-fill.ts'
import { emptyVault, MASTER_PASSWORD } from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { exportByHand } from './proof.ts'
import { openCopy, PATIENT } from './screens/app.ts'
import { EditorScreen } from './screens/editor.ts'
import { UnlockScreen } from './screens/unlock.ts'
import type { VaultScreen } from './screens/vault.ts'

test.setTimeout(180_000)

interface Exported {
  items: Record<string, unknown>[]
}

async function saved(coffer: Coffer, editor: EditorScreen, vault: VaultScreen, values: Values): Promise<void> {
  await editor.save.click()
  await expect(vault.itemTitle).toHaveText(values.name)
  await expect(vault.itemTitle).toBeFocused()
  await editor.beginEdit(values.name)
  await expectAll(editor, values)
  // To look is no change: nothing is asked.
  await coffer.press('Esc')
  await expect(vault.itemTitle).toHaveText(values.name)
}

for (const type of Object.keys(ITEM_TYPES) as ItemTypeName[]) {
  test(`${type}: made, changed, locked, exported`, async ({ coffer }) => {
    const vault = await openCopy(coffer, emptyVault())
    const editor = new EditorScreen(coffer.page)
    const [first, second] = [valuesFor(type, 1), valuesFor(type, 2)]

    await editor.beginNew(type)
    await fillAll(editor, first)
    await saved(coffer, editor, vault, first)

    await editor.beginEdit(first.name)
    await fillAll(editor, second)
    await saved(coffer, editor, vault, second)

    await coffer.press('CmdOrCtrl+L')
    const unlock = new UnlockScreen(coffer.page)
    await expect(unlock.password).toBeVisible(PATIENT)
    await unlock.unlock(MASTER_PASSWORD)
    await vault.open(second.name)
    await editor.beginEdit(second.name)
    await expectAll(editor, second)
    await coffer.press('CmdOrCtrl+S')
    await expect(vault.itemTitle).toHaveText(second.name)
    await coffer.quit()

    const file = path.join(coffer.folder, 'proof.json')
    await exportByHand(path.join(coffer.folder, 'empty.coffer'), file, 'json')
    const { items } = JSON.parse(await fs.promises.readFile(file, 'utf8')) as Exported
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject(exportedOf(second))
    const history = items[0]?.passwordHistory as { password: string }[] | null
    const replaced = ['veiled 1: hidden 1 & so on', ...(type === 'login' ? [first.texts.password] : [])]
    expect((history ?? []).map(({ password }) => password)).toEqual(replaced)
  })
}
