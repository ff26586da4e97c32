/** The window itself: its title, its place, its closing. */
import fs from 'node:fs'
import path from 'node:path'
import { copyInto, FILE_PASSWORD, notAnExport, richVault, sampleExport, sampleVault, slowExport } from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { AppFrame, openCopy, openVault, PATIENT } from './screens/app.ts'
import { CreateVaultScreen } from './screens/create-vault.ts'
import { StartScreen } from './screens/start.ts'
import { UnlockScreen } from './screens/unlock.ts'
import { CensusScreen } from './screens/census.ts'

test.setTimeout(240_000)

interface WindowFacts {
  title: string
  bounds: { x: number; y: number; width: number; height: number }
  maximised: boolean
  visible: boolean
}

async function factsOf(coffer: Coffer): Promise<WindowFacts | null> {
  return coffer.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    if (!window) return null
    const [title, bounds] = [window.getTitle(), window.getBounds()]
    return { title, bounds, maximised: window.isMaximized(), visible: window.isVisible() }
  })
}

async function setBounds(coffer: Coffer, bounds: Partial<WindowFacts['bounds']>): Promise<void> {
  await coffer.app.evaluate(({ BrowserWindow }, wanted) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(wanted)
  }, bounds)
}

test('tells where one is', async ({ coffer }) => {
  await expect(new StartScreen(coffer.page).title).toBeVisible()
  await expect.poll(async () => (await factsOf(coffer))?.title).toBe('Start, Coffer')
  expect(await factsOf(coffer)).toMatchObject({ visible: true, bounds: { width: 1120, height: 760 } })
  const unlock = await openVault(coffer, await copyInto(coffer.folder, sampleVault()))
  await expect(unlock.title('sample')).toBeVisible()
  await expect.poll(async () => (await factsOf(coffer))?.title).toBe('Unlock, Coffer')
})

test.describe('its place', () => {
  test('is kept from one start to the next', async ({ coffer }) => {
    await expect(new StartScreen(coffer.page).title).toBeVisible()
    const bounds = { x: 40, y: 60, width: 900, height: 640 }
    await setBounds(coffer, bounds)
    await coffer.relaunch()
    await expect(new StartScreen(coffer.page).title).toBeVisible(PATIENT)
    expect(await factsOf(coffer)).toMatchObject({ bounds, maximised: false })
    await coffer.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.maximize()
    })
    await coffer.relaunch()
    await expect.poll(async () => (await factsOf(coffer))?.maximised).toBe(true)
    await coffer.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.unmaximize()
    })
    await expect.poll(async () => (await factsOf(coffer))?.bounds).toEqual(bounds)
  })

  test('is a new one where no screen is any more, or nothing can be read', async ({ coffer }) => {
    const file = path.join(coffer.userData, 'window.json')
    const away = { bounds: { x: 9000, y: 9000, width: 900, height: 640 }, zoom: 77, theme: 'pink', lastVault: 'here' }
    for (const content of [JSON.stringify(away), '{"bounds":', '[]']) {
      await coffer.quit()
      fs.writeFileSync(file, content)
      await coffer.open()
      await expect(new StartScreen(coffer.page).title, content).toBeVisible(PATIENT)
      expect(await factsOf(coffer), content).toMatchObject({ bounds: { width: 1120, height: 760 } })
    }
  })

  test('is remembered without anything secret', async ({ coffer }) => {
    const vault = await openCopy(coffer, richVault())
    await vault.open('Mail')
    await coffer.quit()
    const kept = JSON.parse(fs.readFileSync(path.join(coffer.userData, 'window.json'), 'utf8')) as object
    expect(Object.keys(kept).sort()).toEqual([
      ...['bounds', 'clipboardSeconds', 'idleMinutes', 'language', 'lastExportFolder', 'lastVault', 'maximised'],
      ...['recentVaults', 'theme', 'zoom'],
    ])
    expect(kept).toMatchObject({ lastVault: path.join(coffer.folder, 'rich.coffer') })
  })
})

test('needs no sideways scrolling when it is small, or its text is twice as large', async ({ coffer }) => {
  const { page } = coffer
  const innerWidth = (): Promise<number> => page.evaluate(() => window.innerWidth)

  async function setZoom(zoom: number): Promise<void> {
    await coffer.app.evaluate(({ BrowserWindow }, factor) => {
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(factor)
    }, zoom)
  }

  async function expectToFit(what: string): Promise<void> {
    for (const zoom of [2, 1]) {
      await setZoom(zoom)
      await expect.poll(innerWidth).toBe(800 / zoom)
      const wider = (): Promise<string[]> =>
        page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll('main, main *, nav')]
            .filter((element) => {
              const { overflowX } = getComputedStyle(element)
              const scrolls = element === document.documentElement || overflowX === 'auto' || overflowX === 'scroll'
              return scrolls && element.scrollWidth > element.clientWidth
            })
            .map((element) => `${element.tagName} ${element.className}`),
        )
      await expect.poll(wider, `${what}, zoom ${zoom}`).toEqual([])
      const edge = (): Promise<number> =>
        page.evaluate(() => document.querySelector('main')?.getBoundingClientRect().right ?? Infinity)
      expect(await edge(), `${what}, zoom ${zoom}`).toBeLessThanOrEqual(800 / zoom)
    }
  }

  const start = new StartScreen(page)
  await expect(start.title).toBeVisible()
  await setBounds(coffer, { width: 800, height: 560 })
  await expectToFit('start')
  await start.create.click()
  const create = new CreateVaultScreen(page)
  await create.submit.click()
  await expectToFit('create a vault')
  await create.cancel.click()
  await start.account.click()
  await expectToFit('use an account')
  await coffer.drop([await sampleExport(), await notAnExport()])
  await expect(new CensusScreen(page).title).toBeVisible(PATIENT)
  await expectToFit('census')
  const vault = await openCopy(coffer, sampleVault())
  await expectToFit('vault')
  await vault.open('Mail')
  await expectToFit('item')
  // Where there is no room for both, the item takes the list's place, and gives it back.
  await setZoom(2)
  await new AppFrame(page).button('Back to the list').click()
  await expect(vault.list).toBeFocused()
  await setZoom(1)
  await coffer.press('CmdOrCtrl+L')
  await expect(new UnlockScreen(page).password).toBeVisible(PATIENT)
  await expectToFit('unlock')
})

test('closes at once while nothing runs, and that is the end', async ({ coffer }) => {
  await openCopy(coffer, sampleVault())
  await coffer.closeWindow()
  expect(await coffer.app.exited).toEqual({ code: 0, signal: null })
  expect(await coffer.dialogs().catch(() => [])).toEqual([])
})

test.describe('while work runs', () => {
  async function working(coffer: Coffer): Promise<AppFrame> {
    await openCopy(coffer, sampleVault())
    const frame = new AppFrame(coffer.page)
    await coffer.drop([await slowExport()])
    await frame.button('Continue').click(PATIENT)
    const field = coffer.page.getByLabel('Password of this file, chosen when it was exported', { exact: true })
    await field.fill(FILE_PASSWORD)
    await frame.button('Open the file').click()
    await expect(frame.button('Stop')).toBeVisible()
    return frame
  }

  test('closing asks, and goes on with the work or ends it', async ({ coffer }) => {
    const frame = await working(coffer)
    await coffer.answerMessage('Keep working')
    await coffer.closeWindow()
    const questions = async (): Promise<unknown[]> =>
      (await coffer.dialogs()).filter(({ kind }) => kind === 'message').map(({ options }) => options.message)
    await expect.poll(questions).toEqual(['Coffer is still at work.'])
    await expect(frame.button('Stop')).toBeVisible()
    await expect(coffer.page.getByRole('progressbar')).toBeVisible()
    const asked = (await coffer.dialogs()).at(-1)
    expect(asked?.options).toMatchObject({ buttons: ['Keep working', 'Stop and quit'], defaultId: 0, cancelId: 0 })
    await coffer.answerMessage('Stop and quit')
    await coffer.closeWindow()
    expect(await coffer.app.exited).toEqual({ code: 0, signal: null })
  })

  test('quitting asks as well', async ({ coffer }) => {
    await working(coffer)
    await coffer.answerMessage('Stop and quit')
    // The page may be gone before the key is let go.
    await coffer.press('CmdOrCtrl+Q').catch(() => undefined)
    expect(await coffer.app.exited).toEqual({ code: 0, signal: null })
  })

  test('a lock is no wish to be asked about: closing is the end then', async ({ coffer }) => {
    const frame = await working(coffer)
    await coffer.press('CmdOrCtrl+L')
    await expect(new UnlockScreen(coffer.page).password).toBeVisible(PATIENT)
    await expect(frame.button('Stop')).toHaveCount(0)
    await coffer.closeWindow()
    expect(await coffer.app.exited).toEqual({ code: 0, signal: null })
  })
})
