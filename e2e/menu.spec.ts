/** The native menu: what it says in every state of the app, and what each of its keys does. */
import { FILE_PASSWORD, protectedExport, richVault, sampleVault, slowExport } from './files.ts'
import { expect, test, type Coffer, type MenuEntry } from './fixtures.ts'
import { AppFrame, expectAccessible, LONG, markPage, openCopy, PATIENT } from './screens/app.ts'
import { StartScreen } from './screens/start.ts'
import { UnlockScreen } from './screens/unlock.ts'
import { VaultScreen } from './screens/vault.ts'

test.setTimeout(180_000)

const mac = process.platform === 'darwin'
test.skip(mac, 'macOS has a menu of its own; main/shell/menu.test.ts has both')

/** When a command can be chosen. */
type When = 'always' | 'idle' | 'readable' | 'vault' | 'vault, idle'

const MENU: readonly [label: string, accelerator: string | null, when: When][] = [
  ['File > New Vault…', 'CmdOrCtrl+Shift+N', 'idle'],
  ['File > New Vault from Account…', null, 'idle'],
  ['File > Open Vault…', 'CmdOrCtrl+O', 'idle'],
  ['File > Import…', 'CmdOrCtrl+Shift+O', 'idle'],
  ['File > Import History', null, 'vault, idle'],
  ['File > Export…', 'CmdOrCtrl+Shift+E', 'vault, idle'],
  ['File > Backups', 'CmdOrCtrl+Shift+B', 'vault, idle'],
  ['File > Lock', 'CmdOrCtrl+L', 'readable'],
  ['File > Quit', 'CmdOrCtrl+Q', 'always'],
  ['Edit > Undo', null, 'always'],
  ['Edit > Redo', null, 'always'],
  ['Edit > Cut', null, 'always'],
  ['Edit > Copy', null, 'always'],
  ['Edit > Paste', null, 'always'],
  ['Edit > Select All', null, 'always'],
  ['Edit > Find', 'CmdOrCtrl+F', 'readable'],
  ['Edit > Settings…', 'CmdOrCtrl+,', 'always'],
  ['Vault > New Item', 'CmdOrCtrl+N', 'vault, idle'],
  ['Vault > Edit Item', 'CmdOrCtrl+E', 'vault, idle'],
  ['Vault > Save Item', 'CmdOrCtrl+S', 'vault, idle'],
  ['Vault > Duplicate Item', null, 'vault, idle'],
  ['Vault > Move to Bin', null, 'vault, idle'],
  ['Vault > New Folder…', null, 'vault, idle'],
  ['Vault > Generate Password…', null, 'vault, idle'],
  ['Vault > All Items', 'CmdOrCtrl+1', 'readable'],
  ['Vault > Favourites', 'CmdOrCtrl+2', 'readable'],
  ['Vault > Bin', 'CmdOrCtrl+3', 'readable'],
  ['Vault > Copy User Name', 'CmdOrCtrl+Shift+U', 'readable'],
  ['Vault > Copy Password', 'CmdOrCtrl+Shift+C', 'readable'],
  ['Vault > Show or Hide Password', 'CmdOrCtrl+Shift+R', 'readable'],
  ['Vault > Change Keys…', null, 'vault, idle'],
  ['Vault > Change Master Password…', null, 'vault, idle'],
  ['View > Zoom In', 'CmdOrCtrl+Plus', 'always'],
  ['View > Zoom Out', 'CmdOrCtrl+-', 'always'],
  ['View > Actual Size', 'CmdOrCtrl+0', 'always'],
  ['View > Appearance > System', null, 'always'],
  ['View > Appearance > Light', null, 'always'],
  ['View > Appearance > Dark', null, 'always'],
  ['View > Language > System', null, 'always'],
  ['View > Language > English', null, 'always'],
  ['View > Language > Deutsch', null, 'always'],
  ['View > Language > العربية', null, 'always'],
  ['View > Next Pane', 'F6', 'always'],
  ['View > Previous Pane', 'Shift+F6', 'always'],
  ['Help > Keyboard Shortcuts', 'CmdOrCtrl+/', 'always'],
  ['Help > About Coffer', null, 'always'],
]

interface State {
  vault: boolean
  readable: boolean
  idle: boolean
}

function isEnabled(when: When, { vault, readable, idle }: State): boolean {
  switch (when) {
    case 'always':
      return true
    case 'idle':
      return idle
    case 'readable':
      return readable
    case 'vault':
      return vault
    case 'vault, idle':
      return vault && idle
  }
}

/** Commands that a person can see. */
function commands(entries: MenuEntry[]): MenuEntry[] {
  return entries.filter(({ type, visible }) => visible && type !== 'separator' && type !== 'submenu')
}

/** Edit roles bring their own keys, which differ between systems. */
async function shownMenu(coffer: Coffer): Promise<[string, string | null, boolean][]> {
  const entries = commands(await coffer.menu.all())
  return entries.map(({ path, accelerator, enabled, role }) => {
    const own = role === null || role === 'quit' ? accelerator : null
    return [path.join(' > '), own, enabled]
  })
}

async function expectMenu(coffer: Coffer, state: State): Promise<void> {
  const expected = MENU.map(([label, accelerator, when]) => [label, accelerator, isEnabled(when, state)])
  await expect.poll(() => shownMenu(coffer)).toEqual(expected)
}

/** Where the page is: its heading and title. */
async function whereabouts(coffer: Coffer): Promise<string> {
  const heading = coffer.page.getByRole('main').getByRole('heading', { level: 1 })
  return `${await coffer.page.title()}: ${await heading.innerText()}`
}

/** Begins work that takes seconds, and waits until it runs. */
async function beginWork(coffer: Coffer): Promise<AppFrame> {
  const frame = new AppFrame(coffer.page)
  await coffer.drop([await slowExport()])
  await frame.button('Continue').click(PATIENT)
  await coffer.page
    .getByLabel('Password of this file, chosen when it was exported', { exact: true })
    .fill(FILE_PASSWORD)
  await frame.button('Open the file').click()
  await expect(frame.button('Stop')).toBeVisible()
  return frame
}

test.describe('the menu', () => {
  test('at the first start', async ({ coffer }) => {
    await expect(new StartScreen(coffer.page).title).toBeVisible()
    await expectMenu(coffer, { vault: false, readable: false, idle: true })
    const entries = await coffer.menu.all()
    // Nothing reloads the page, opens the developer tools, or closes the window in silence.
    const roles = new Set(entries.map(({ role }) => role?.toLowerCase() ?? ''))
    for (const role of ['reload', 'forcereload', 'toggledevtools', 'close', 'togglefullscreen']) {
      expect(roles.has(role), role).toBe(false)
    }
    const ids = entries.filter(({ type }) => type !== 'separator').map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).not.toContain(null)
  })

  test('of a locked, an open and a locked vault', async ({ coffer }) => {
    const open = { vault: true, readable: true, idle: true }
    const shut = { vault: false, readable: false, idle: true }
    await openCopy(coffer, sampleVault())
    await expectMenu(coffer, open)
    await coffer.press('CmdOrCtrl+L')
    await expect(new UnlockScreen(coffer.page).password).toBeVisible(PATIENT)
    await expectMenu(coffer, shut)
  })

  test('while a backup is read', async ({ coffer }) => {
    const frame = new AppFrame(coffer.page)
    await coffer.drop([await protectedExport()])
    await frame.button('Look inside without a vault').click(PATIENT)
    await coffer.page
      .getByLabel('Password of this file, chosen when it was exported', { exact: true })
      .fill(FILE_PASSWORD)
    await frame.button('Look inside').click()
    await expect(new VaultScreen(coffer.page).row('Mail')).toBeVisible(PATIENT)
    await expectMenu(coffer, { vault: false, readable: true, idle: true })
    await coffer.press('CmdOrCtrl+3')
    await expect(frame.nav('Bin')).toHaveAttribute('aria-current', 'page')
  })

  test('while work runs', async ({ coffer }) => {
    await openCopy(coffer, sampleVault())
    const frame = await beginWork(coffer)
    await expectMenu(coffer, { vault: true, readable: true, idle: false })
    const before = await whereabouts(coffer)
    for (const key of ['CmdOrCtrl+Shift+N', 'CmdOrCtrl+O', 'CmdOrCtrl+Shift+O', 'CmdOrCtrl+Shift+E']) {
      await coffer.press(key)
    }
    // What only looks elsewhere is turned down in words.
    await coffer.press('CmdOrCtrl+1')
    await expect(frame.toast('Coffer is still at work here. Wait until it is done, or stop it first.')).toBeVisible()
    expect(await whereabouts(coffer)).toBe(before)
    expect(await coffer.dialogs()).toHaveLength(1)
    await frame.button('Stop').click()
    await expect(frame.button('Stop')).toHaveCount(0, LONG)
    await expectMenu(coffer, { vault: true, readable: true, idle: true })
  })
})

test.describe('keys', () => {
  test('of disabled commands do nothing', async ({ coffer }) => {
    await expect(new StartScreen(coffer.page).title).toBeVisible()
    await coffer.setClipboardText('before')
    const reloaded = await markPage(coffer.page)
    const before = await whereabouts(coffer)
    for (const [label, accelerator, when] of MENU) {
      if (accelerator === null || isEnabled(when, { vault: false, readable: false, idle: true })) continue
      await coffer.press(accelerator)
      expect(await whereabouts(coffer), label).toBe(before)
      await expect(coffer.menu.click(label), label).rejects.toThrow('disabled')
    }
    expect(await reloaded()).toBe(false)
    expect(await coffer.clipboardText()).toBe('before')
    expect(await coffer.dialogs()).toEqual([])
  })

  test('lead to every page', async ({ coffer }) => {
    const vault = await openCopy(coffer, richVault())
    const frame = new AppFrame(coffer.page)
    const pages: [key: string, heading: string][] = [
      ['CmdOrCtrl+Shift+N', 'Create a vault'],
      ['CmdOrCtrl+Shift+O', 'Import a file'],
      ['CmdOrCtrl+Shift+E', 'Export your vault'],
    ]
    for (const [key, heading] of pages) {
      await coffer.press(key)
      await expect(frame.heading(heading), key).toBeVisible()
      await expect(frame.heading(heading), key).toBeFocused()
    }
    const views: [key: string, label: string, count: string][] = [
      ['CmdOrCtrl+2', 'Favourites', '1 item, sorted by name'],
      ['CmdOrCtrl+3', 'Bin', '2 items, sorted by name'],
      ['CmdOrCtrl+1', 'All items', '11 items, sorted by name'],
    ]
    for (const [key, label, count] of views) {
      await coffer.press(key)
      await expect(frame.nav(label), key).toHaveAttribute('aria-current', 'page')
      await expect(vault.count, key).toHaveText(count)
    }
    await coffer.press('CmdOrCtrl+Shift+E')
    await coffer.press('CmdOrCtrl+F')
    await expect(vault.search).toBeFocused()
    await coffer.answerOpen(null)
    await coffer.press('CmdOrCtrl+O')
    await expect.poll(async () => (await coffer.dialogs()).at(-1)?.options.title).toBe('Open vault')
    await coffer.press('CmdOrCtrl+L')
    await expect(new UnlockScreen(coffer.page).password).toBeVisible(PATIENT)
  })

  test('the rest of the menu leads to its pages', async ({ coffer }) => {
    await openCopy(coffer, sampleVault())
    const frame = new AppFrame(coffer.page)
    for (const [label, heading] of [
      ['File > New Vault from Account…', 'Make a vault around your account'],
      ['Vault > Change Keys…', /encryption key/i],
      ['Vault > Change Master Password…', /master password/i],
    ] as const) {
      await coffer.menu.click(label)
      await expect(coffer.page.getByRole('heading', { level: 1, name: heading }), label).toBeVisible()
    }
    await frame.button('Cancel').click()
    await expect(new VaultScreen(coffer.page).row('Mail')).toBeVisible()
  })

  test('are listed, each as the menu has it', async ({ coffer }) => {
    await expect(new StartScreen(coffer.page).title).toBeVisible()
    const { dialog } = new AppFrame(coffer.page)
    await coffer.press('CmdOrCtrl+/')
    await expect(dialog).toHaveAccessibleName('Keyboard shortcuts')
    await expectAccessible(coffer, 'the list of shortcuts')
    const rows = dialog.locator('section').first().locator('dl > div')
    const listed = await rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)))
    const expected = MENU.flatMap(([label, accelerator]) =>
      accelerator === null
        ? []
        : [
            [
              label.split(' > ').at(-1)?.replace('…', ''),
              accelerator.replace('CmdOrCtrl', 'Ctrl').replace('Plus', '+'),
            ],
          ],
    )
    expect(listed).toEqual(expected)
    await coffer.page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  })

  test('end the app', async ({ coffer }) => {
    await openCopy(coffer, sampleVault())
    // The page may be gone before the key is let go.
    await coffer.press('CmdOrCtrl+Q').catch(() => undefined)
    expect(await coffer.app.exited).toEqual({ code: 0, signal: null })
  })
})

test.describe('the view', () => {
  async function isDark(coffer: Coffer): Promise<boolean> {
    return coffer.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  }

  async function chosenTheme(coffer: Coffer): Promise<(string | null)[]> {
    const entries = await coffer.menu.all()
    return entries.filter(({ id, checked }) => id?.startsWith('theme-') === true && checked).map(({ id }) => id)
  }

  test('is dark or light as the menu says, also at the next start', async ({ coffer }) => {
    await expect(new StartScreen(coffer.page).title).toBeVisible()
    expect(await chosenTheme(coffer)).toEqual(['theme-system'])
    const background = (): Promise<string> =>
      coffer.page.evaluate(() => getComputedStyle(document.querySelector('main') ?? document.body).backgroundColor)
    await coffer.menu.click('View > Appearance > Light')
    await expect.poll(() => isDark(coffer)).toBe(false)
    const light = await background()
    await coffer.menu.click('View > Appearance > Dark')
    await expect.poll(() => isDark(coffer)).toBe(true)
    expect(await background()).not.toBe(light)
    expect(await chosenTheme(coffer)).toEqual(['theme-dark'])
    await coffer.relaunch()
    await expect(new StartScreen(coffer.page).title).toBeVisible(PATIENT)
    await expect.poll(() => isDark(coffer)).toBe(true)
    expect(await chosenTheme(coffer)).toEqual(['theme-dark'])
    await coffer.menu.click('View > Appearance > System')
    await expect.poll(() => chosenTheme(coffer)).toEqual(['theme-system'])
  })

  test('is larger and smaller in steps, also after a lock and at the next start', async ({ coffer }) => {
    const zoom = async (): Promise<number> => {
      const factor = await coffer.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor(),
      )
      return Math.round((factor ?? 0) * 100)
    }
    await openCopy(coffer, sampleVault())
    const width = await coffer.page.evaluate(() => innerWidth)
    for (const [key, percent] of [
      ['CmdOrCtrl+Plus', 110],
      ['CmdOrCtrl+Plus', 125],
      ['CmdOrCtrl+-', 110],
      ['CmdOrCtrl+0', 100],
      ['CmdOrCtrl+-', 90],
    ] as const) {
      await coffer.press(key)
      await expect.poll(zoom, key).toBe(percent)
    }
    // The same key without Shift, in a row of its own that nobody sees.
    const unshifted = await coffer.menu.item('zoom-in-unshifted')
    expect(unshifted).toMatchObject({ accelerator: 'CmdOrCtrl+=', visible: false, enabled: true })
    await expect.poll(() => coffer.page.evaluate(() => innerWidth)).toBeGreaterThan(width)
    await coffer.press('CmdOrCtrl+L')
    await expect(new UnlockScreen(coffer.page).password).toBeVisible(PATIENT)
    await expect.poll(zoom).toBe(90)
    await coffer.relaunch()
    await expect(new UnlockScreen(coffer.page).password).toBeVisible(PATIENT)
    await expect.poll(zoom).toBe(90)
    for (let pressed = 0; pressed < 8; pressed += 1) await coffer.press('CmdOrCtrl+-')
    await expect.poll(zoom).toBe(50)
  })
})
