/** A vault takes up its Bitwarden account again, after the key and the password were changed there. */
import fs from 'node:fs'
import path from 'node:path'
import { bitwardenData, contentsOf, copyInto, EMAIL, MASTER_PASSWORD, makeVault, cli } from './files.ts'
import { axe, expect, test, type Coffer } from './fixtures.ts'
import { digestOfVault, exportByHand, inspect } from './proof.ts'
import { openVault, PATIENT, tracesOf } from './screens/app.ts'
import { Keyboard } from './screens/keyboard.ts'
import { UnlockScreen } from './screens/unlock.ts'
import { VaultScreen } from './screens/vault.ts'
import { Wizard } from './screens/wizard.ts'

test.describe.configure({ timeout: 300_000 })

class AdoptWizard extends Wizard {
  readonly choose = this.button('Choose the file…')
  readonly accountPassword = this.field('Bitwarden master password of the account')
  readonly masterPassword = this.field('Master password of this vault')
  readonly understood = this.tick('I understand that these exports may stop opening for good')
  readonly adopt = this.button('Adopt the account')
  readonly ending = this.page.getByRole('table', { name: /if the account has another key than this vault$/ })
  readonly dead = this.page.getByRole('table', { name: /no longer opens?$/ })
}

const OWN_PASSWORD = 'cobalt marble lantern thirty-one geese'

/** A vault of the sample account's address with a key and a password of its own, an export on record, and settings open. */
async function begin(coffer: Coffer): Promise<{ vault: string; bound: string; data: string; wizard: AdoptWizard }> {
  const [vault, bound] = ['home.coffer', 'bound.json'].map((name) => path.join(coffer.folder, name)) as [string, string]
  await makeVault(vault, { email: EMAIL })
  await exportByHand(vault, bound, 'encrypted_json')
  const [old, fresh] = ['old', 'fresh'].map((name) => path.join(coffer.folder, name)) as [string, string]
  fs.writeFileSync(old, MASTER_PASSWORD, { mode: 0o600 })
  fs.writeFileSync(fresh, OWN_PASSWORD, { mode: 0o600 })
  await cli('change-password', '--vault', vault, '--password-file', old, '--new-password-file', fresh)
  const data = await copyInto(coffer.folder, bitwardenData())
  await (await openVault(coffer, vault)).unlock(OWN_PASSWORD)
  await expect(new VaultScreen(coffer.page).search).toBeVisible(PATIENT)
  const wizard = new AdoptWizard(coffer.page)
  await coffer.press('CmdOrCtrl+,')
  await new Keyboard(coffer).tabAndPress(wizard.button('Adopt…'))
  await wizard.isAt('Adopt a Bitwarden account')
  return { vault, bound, data, wizard }
}

test('F3: adopting again, by the keyboard, replaces key and password, and names what ends', async ({ coffer }) => {
  const { vault, bound, data, wizard } = await begin(coffer)
  const keyboard = new Keyboard(coffer)
  await expect(wizard.text('Afterwards this vault opens with the Bitwarden master password')).toBeVisible()
  expect(await axe(coffer.page)).toEqual([])
  await coffer.answerOpen([data])
  await keyboard.tabAndPress(wizard.choose)
  await expect(wizard.accountPassword).toBeVisible(PATIENT)
  await expect(wizard.ending).toContainText('bound.json')
  expect(await axe(coffer.page)).toEqual([])
  await keyboard.tabAndType(wizard.accountPassword, MASTER_PASSWORD)
  await keyboard.tabAndType(wizard.masterPassword, OWN_PASSWORD)
  await keyboard.tabAndPress(wizard.understood, 'Space')
  await keyboard.tabAndPress(wizard.adopt)
  await wizard.isAt('The account is adopted')
  await expect(wizard.text(`now shares its key with ${EMAIL}`)).toBeVisible()
  await expect(wizard.dead).toContainText('bound.json')
  expect(await axe(coffer.page)).toEqual([])
  for (const secret of [MASTER_PASSWORD, OWN_PASSWORD]) expect(await tracesOf(coffer.page, secret)).toEqual([])
  await keyboard.tabAndPress(wizard.done)

  await coffer.menu.click('lock')
  const unlock = new UnlockScreen(coffer.page)
  await unlock.unlock(OWN_PASSWORD)
  await wizard.expectProblem('vault/wrong-password')
  await unlock.unlock(MASTER_PASSWORD)
  await expect(new VaultScreen(coffer.page).search).toBeVisible(PATIENT)
  await coffer.quit()
  expect(await inspect(bound, { vault })).toMatchObject({ opens: false, refusal: 'format/retired-key' })
  expect(await digestOfVault(vault)).toMatch(/^[0-9a-f]{64}$/)
})

test('a wrong password of either kind changes nothing', async ({ coffer }) => {
  const { data, wizard } = await begin(coffer)
  await coffer.answerOpen([data])
  await wizard.choose.click()
  await expect(wizard.accountPassword).toBeVisible(PATIENT)
  const before = contentsOf(coffer.folder)
  for (const [account, master, code] of [
    ['wrong', OWN_PASSWORD, 'vault/wrong-account-password'],
    [MASTER_PASSWORD, 'wrong', 'vault/wrong-password'],
  ] as const) {
    await wizard.accountPassword.fill(account)
    await wizard.masterPassword.fill(master)
    await wizard.understood.check()
    await wizard.adopt.click()
    await wizard.expectProblem(code)
    await expect(wizard.accountPassword).toHaveValue('')
    await expect(wizard.masterPassword).toHaveValue('')
  }
  expect(contentsOf(coffer.folder)).toEqual(before)
  await wizard.cancel.click()
})
