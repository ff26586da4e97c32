/** Unlocking, every way to lock, and what is left in the window and on the clipboard after that. */
import fs from 'node:fs'
import path from 'node:path'
import { copyInto, MASTER_PASSWORD, otherVault, sampleVault } from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { AppFrame, expectAccessible, markPage, openCopy, openVault, PATIENT, tracesOf } from './screens/app.ts'
import { UnlockScreen } from './screens/unlock.ts'
import { VaultScreen } from './screens/vault.ts'

const SECRET = 's3cret-mail'

async function locked(coffer: Coffer): Promise<UnlockScreen> {
  return openVault(coffer, await copyInto(coffer.folder, sampleVault()))
}

/** An unlocked vault with a secret on the screen and on the clipboard. */
async function revealed(coffer: Coffer): Promise<VaultScreen> {
  const vault = await openCopy(coffer, sampleVault())
  await vault.open('Mail')
  await vault.copy('Password').click()
  await expect.poll(() => coffer.clipboardText()).toBe(SECRET)
  await vault.reveal('Password').click()
  await expect(vault.value('Password')).toHaveText(SECRET)
  return vault
}

/** `lock` leaves nothing of the vault in the window, which was loaded anew. */
async function expectLocked(coffer: Coffer, lock: () => Promise<void>, reason: string): Promise<void> {
  await revealed(coffer)
  const reloaded = await markPage(coffer.page)
  await lock()
  const unlock = new UnlockScreen(coffer.page)
  await expect.poll(reloaded, PATIENT).toBe(true)
  await expect(unlock.title('sample')).toBeVisible(PATIENT)
  await expect(coffer.page.getByText(reason)).toBeVisible()
  await expect(unlock.password).toBeFocused()
  for (const text of [SECRET, MASTER_PASSWORD, 'Mail', 'Server key']) {
    expect(await tracesOf(coffer.page, text), text).toEqual([])
  }
  await expect.poll(() => coffer.clipboardText()).toBe('')
  for (const id of ['lock', 'export', 'find', 'copy-password']) {
    await expect.poll(async () => (await coffer.menu.item(id)).enabled, id).toBe(false)
  }
}

test('a vault file that others can read is closed to them, which is told once', async ({ coffer }) => {
  test.skip(process.platform === 'win32', 'Windows has no such modes')
  const file = await copyInto(coffer.folder, sampleVault())
  fs.chmodSync(file, 0o644)
  await (await openVault(coffer, file)).unlock(MASTER_PASSWORD)
  const told = coffer.page.getByText('Others could read the vault file on this computer. It is closed to them now.')
  await expect(told).toBeVisible(PATIENT)
  expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  await expectAccessible(coffer, 'a vault that others could read')
  await coffer.page.getByRole('button', { name: 'I have read this' }).click()
  await expect(told).toHaveCount(0)
})

test('a wrong password is told, cleared, and asked for again', async ({ coffer }) => {
  const unlock = await locked(coffer)
  await expect(unlock.title('sample')).toBeVisible()
  await expect(coffer.page).toHaveTitle('Unlock, Coffer')
  await expect(unlock.password).toBeFocused()
  await expectAccessible(coffer, 'unlock')
  await unlock.submit.click()
  await expect(unlock.password).toHaveAccessibleDescription('Type the master password of this vault.')
  await unlock.unlock('not this one')
  await new AppFrame(coffer.page).expectProblem('vault/wrong-password')
  await expect(unlock.password).toHaveValue('')
  await expect(unlock.password).toBeFocused()
  expect(await tracesOf(coffer.page, 'not this one')).toEqual([])
  await expectAccessible(coffer, 'unlock, wrong password')
  await unlock.unlock(MASTER_PASSWORD)
  const vault = new VaultScreen(coffer.page)
  await expect(vault.row('Mail')).toBeVisible(PATIENT)
  await expect(coffer.page).toHaveTitle('Vault, Coffer')
  expect(await tracesOf(coffer.page, MASTER_PASSWORD)).toEqual([])
})

test('the password can be looked at, and is hidden at first', async ({ coffer }) => {
  const unlock = await locked(coffer)
  const { show } = unlock
  await unlock.password.fill(MASTER_PASSWORD)
  await expect(unlock.password).toHaveAttribute('type', 'password')
  await expect(show).toHaveAttribute('aria-pressed', 'false')
  await show.click()
  await expect(show).toHaveAttribute('aria-pressed', 'true')
  await expect(unlock.password).toHaveAttribute('type', 'text')
  await expect(unlock.password).toHaveAttribute('autocomplete', 'off')
  await expect(unlock.password).toHaveAttribute('spellcheck', 'false')
  await unlock.submit.click()
  await expect(new VaultScreen(coffer.page).row('Mail')).toBeVisible(PATIENT)
})

test('the password can be pasted', async ({ coffer }) => {
  const unlock = await locked(coffer)
  await unlock.show.click()
  await unlock.password.fill(MASTER_PASSWORD)
  await coffer.menu.click('Edit > Select All')
  await coffer.menu.click('Edit > Cut')
  await expect(unlock.password).toHaveValue('')
  await unlock.show.click()
  await expect(unlock.password).toHaveAttribute('type', 'password')
  await unlock.password.focus()
  await coffer.menu.click('Edit > Paste')
  await expect(unlock.password).toHaveValue(MASTER_PASSWORD)
})

test('another vault can be opened instead', async ({ coffer }) => {
  const unlock = await locked(coffer)
  const other = await copyInto(coffer.folder, otherVault())
  await unlock.password.fill('half a password')
  await coffer.answerOpen(null)
  await unlock.openOther.click()
  await expect.poll(async () => (await coffer.dialogs()).length).toBe(2)
  await expect(unlock.title('sample')).toBeVisible()
  await coffer.answerOpen([other])
  await unlock.openOther.click()
  await expect(unlock.title('other')).toBeVisible(PATIENT)
  await expect(unlock.password).toHaveValue('')
  await unlock.unlock(MASTER_PASSWORD)
  await expect(new VaultScreen(coffer.page).row('Mail')).toBeVisible(PATIENT)
  await expect(coffer.page.getByText('Open vault: other')).toBeAttached()
  // The one that was open last is the one that the app starts with.
  await coffer.relaunch()
  await expect(new UnlockScreen(coffer.page).title('other')).toBeVisible(PATIENT)
})

test('opening another vault locks the one that is open', async ({ coffer }) => {
  await revealed(coffer)
  const reloaded = await markPage(coffer.page)
  await coffer.answerOpen([await copyInto(coffer.folder, otherVault())])
  await coffer.press('CmdOrCtrl+O')
  await expect.poll(reloaded, PATIENT).toBe(true)
  await expect(new UnlockScreen(coffer.page).title('other')).toBeVisible(PATIENT)
  expect(await tracesOf(coffer.page, SECRET)).toEqual([])
  await expect.poll(() => coffer.clipboardText()).toBe('')
})

test('a vault that another process has open is left to it', async ({ coffer }) => {
  const file = await copyInto(coffer.folder, sampleVault())
  const unlock = await openVault(coffer, file)
  await unlock.unlock(MASTER_PASSWORD)
  await expect(new VaultScreen(coffer.page).row('Mail')).toBeVisible(PATIENT)
  const second = path.join(coffer.folder, 'second')
  fs.mkdirSync(second)
  const app = await coffer.launch({ userData: second, args: [file] })
  const page = await app.firstWindow()
  await expect(page.getByText('Another process has this vault open.')).toBeVisible(PATIENT)
})

test.describe('locks', () => {
  test('by the button', async ({ coffer }) => {
    const lock = (): Promise<void> => new AppFrame(coffer.page).nav('Lock now').click()
    await expectLocked(coffer, lock, 'Locked.')
    await expectAccessible(coffer, 'unlock, after a lock')
  })

  test('by the menu', async ({ coffer }) => {
    await expectLocked(coffer, () => coffer.menu.click('File > Lock'), 'Locked.')
  })

  test('by the key, also from a text field', async ({ coffer }) => {
    const lock = async (): Promise<void> => {
      await new VaultScreen(coffer.page).search.focus()
      await coffer.press('CmdOrCtrl+L')
    }
    await expectLocked(coffer, lock, 'Locked.')
  })

  test('before the computer sleeps', async ({ coffer }) => {
    const sleep = async (): Promise<void> => {
      await coffer.emit('powerMonitor', 'suspend')
    }
    await expectLocked(coffer, sleep, 'Locked because the computer went to sleep.')
  })

  test('with the screen', async ({ coffer }) => {
    const lockScreen = async (): Promise<void> => {
      await coffer.emit('powerMonitor', 'lock-screen')
    }
    await expectLocked(coffer, lockScreen, 'Locked because the screen was locked.')
  })

  test('after ten idle minutes, and not before', async ({ coffer }) => {
    await coffer.idle(599)
    await expectLocked(coffer, () => coffer.idle(600), 'Locked because nobody used Coffer for a while.')
  })
})

test('what was said at the lock is gone at the next unlock', async ({ coffer }) => {
  await openCopy(coffer, sampleVault())
  await coffer.press('CmdOrCtrl+L')
  const unlock = new UnlockScreen(coffer.page)
  await expect(coffer.page.getByText('Locked.')).toBeVisible(PATIENT)
  await unlock.unlock(MASTER_PASSWORD)
  await expect(new VaultScreen(coffer.page).row('Mail')).toBeVisible(PATIENT)
  await openVault(coffer, await copyInto(coffer.folder, otherVault()))
  await expect(unlock.title('other')).toBeVisible(PATIENT)
  await expect(coffer.page.getByText('Locked.')).toHaveCount(0)
})

test.describe('the clipboard', () => {
  /** Holds back the 30 seconds; the answer lets them pass. */
  async function holdTime(coffer: Coffer): Promise<() => Promise<number>> {
    await coffer.app.evaluate(() => {
      const real = globalThis.setTimeout
      const held: (() => void)[] = []
      const own = (run: (...given: unknown[]) => void, ms?: number, ...given: unknown[]): unknown => {
        if (ms !== 30_000) return real(run, ms, ...given)
        held.push(() => {
          run(...given)
        })
        return real(() => undefined, 0)
      }
      Object.assign(globalThis, { setTimeout: own, cofferHeld: held })
    })
    return () =>
      coffer.app.evaluate(() => {
        const { cofferHeld = [] } = globalThis as { cofferHeld?: (() => void)[] }
        const due = cofferHeld.splice(0)
        for (const run of due) run()
        return due.length
      })
  }

  test('loses a secret after 30 seconds', async ({ coffer }) => {
    const pass = await holdTime(coffer)
    const vault = await openCopy(coffer, sampleVault())
    const frame = new AppFrame(coffer.page)
    await vault.open('Mail')
    await vault.copy('Password').click()
    await expect(frame.toast('Copied. The clipboard is cleared in 30 seconds.')).toBeVisible()
    await expect.poll(() => coffer.clipboardText()).toBe(SECRET)
    await expectAccessible(coffer, 'an item, with a message')
    expect(await pass()).toBe(1)
    await expect.poll(() => coffer.clipboardText()).toBe('')
    await expect(frame.toast('The clipboard was cleared.')).toBeVisible()
  })

  test('keeps what was copied elsewhere since', async ({ coffer }) => {
    const pass = await holdTime(coffer)
    const vault = await openCopy(coffer, sampleVault())
    await vault.open('Mail')
    await vault.copy('Password').click()
    await expect.poll(() => coffer.clipboardText()).toBe(SECRET)
    await coffer.setClipboardText('a shopping list')
    expect(await pass()).toBe(1)
    await coffer.press('CmdOrCtrl+L')
    await expect(new UnlockScreen(coffer.page).password).toBeVisible(PATIENT)
    expect(await coffer.clipboardText()).toBe('a shopping list')
  })

  test('loses a secret when Coffer quits', async ({ coffer }) => {
    await revealed(coffer)
    await coffer.app.evaluate(({ app, clipboard }) => {
      app.on('will-quit', (event) => {
        if (Object.hasOwn(globalThis, 'cofferTold')) return
        event.preventDefault()
        void (async () => {
          process.stdout.write(`at the end the clipboard holds <${await clipboard.readText()}>\n`)
          Object.assign(globalThis, { cofferTold: true })
          app.quit()
        })()
      })
    })
    await coffer.quit()
    expect(coffer.output()).toContain('at the end the clipboard holds <>')
  })
})
