/** Unlocking with the keychain of a computer that has one: `npm run test:keyring`. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { MASTER_PASSWORD, sampleVault } from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { expectAccessible, openCopy, PATIENT, tracesOf } from './screens/app.ts'
import { PasswordWizard } from './screens/keys.ts'
import { SettingsScreen } from './screens/settings.ts'
import { UnlockScreen } from './screens/unlock.ts'
import { VaultScreen } from './screens/vault.ts'

const STRONG = 'cobalt marble lantern thirty-one geese'

function enrolments(coffer: Coffer): unknown[] {
  return JSON.parse(fs.readFileSync(path.join(coffer.userData, 'keychain.json'), 'utf8')) as unknown[]
}

async function turnOn(coffer: Coffer): Promise<SettingsScreen> {
  await openCopy(coffer, sampleVault())
  await coffer.press('CmdOrCtrl+,')
  const settings = new SettingsScreen(coffer.page)
  await settings.turnOn.click()
  await settings.password.fill('not this one')
  await settings.confirmTurnOn.click()
  await settings.expectProblem('vault/wrong-password')
  await settings.password.fill(MASTER_PASSWORD)
  await settings.confirmTurnOn.click()
  await expect(settings.turnOff).toBeVisible(PATIENT)
  return settings
}

test('a vault is unlocked by it, also after a restart, and not any more once it is turned off', async ({ coffer }) => {
  await turnOn(coffer)
  await expectAccessible(coffer, 'settings with the keychain')
  expect(enrolments(coffer)).toHaveLength(1)
  await coffer.press('CmdOrCtrl+L')
  const unlock = new UnlockScreen(coffer.page)
  const vault = new VaultScreen(coffer.page)
  await expectAccessible(coffer, 'unlock with the keychain')
  await unlock.keychain.click(PATIENT)
  await expect(vault.row('Mail')).toBeVisible(PATIENT)
  await coffer.relaunch()
  const again = new UnlockScreen(coffer.page)
  await again.keychain.click(PATIENT)
  await expect(new VaultScreen(coffer.page).row('Mail')).toBeVisible(PATIENT)
  expect(await tracesOf(coffer.page, MASTER_PASSWORD)).toEqual([])
  await coffer.press('CmdOrCtrl+,')
  await new SettingsScreen(coffer.page).turnOff.click()
  await expect(new SettingsScreen(coffer.page).turnOn).toBeVisible(PATIENT)
  expect(enrolments(coffer)).toEqual([])
  await coffer.press('CmdOrCtrl+L')
  await expect(again.title('sample')).toBeVisible(PATIENT)
  await expect(again.keychain).toHaveCount(0)
})

test('a new master password ends it', async ({ coffer }) => {
  await turnOn(coffer)
  await coffer.menu.click('change-password')
  const password = new PasswordWizard(coffer.page)
  await password.fill(MASTER_PASSWORD, STRONG)
  await password.change.click()
  await password.isAt('The master password is changed')
  await expect.poll(() => enrolments(coffer)).toEqual([])
  await coffer.press('CmdOrCtrl+L')
  const unlock = new UnlockScreen(coffer.page)
  await expect(unlock.title('sample')).toBeVisible(PATIENT)
  await expect(unlock.keychain).toHaveCount(0)
})

// The last: nobody unlocks the keyring again.
test('a locked keychain is told once, and the password opens the vault', async ({ coffer }) => {
  await turnOn(coffer)
  await coffer.press('CmdOrCtrl+L')
  const unlock = new UnlockScreen(coffer.page)
  await expect(unlock.keychain).toBeVisible(PATIENT)
  const lock = ['/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock']
  const collection = 'array:objpath:/org/freedesktop/secrets/collection/login'
  execFileSync('dbus-send', ['--session', '--print-reply', '--dest=org.freedesktop.secrets', ...lock, collection])
  await unlock.keychain.click()
  await new SettingsScreen(coffer.page).expectProblem('keychain/refused')
  await expect(unlock.password).toBeFocused()
  await expectAccessible(coffer, 'unlock, refused by the keychain')
  await unlock.unlock(MASTER_PASSWORD)
  await expect(new VaultScreen(coffer.page).row('Mail')).toBeVisible(PATIENT)
})
