/** Proves the fixture of ../fixtures.ts on the toy app, under Electron as under the stand-in. */
import fs from 'node:fs'
import path from 'node:path'
import type { TestInfo } from '@playwright/test'
import { Coffer } from '../driver/coffer.ts'
import { axe, expect, real, test } from '../fixtures.ts'

const app = path.join(import.meta.dirname, 'toy')

test.use({ start: { app } })

function said(coffer: Coffer, text: string): Promise<void> {
  return expect(coffer.page.locator('#log li', { hasText: text })).toHaveCount(1)
}

test('says what drives the app', ({ coffer }, testInfo) => {
  expect(coffer.page.url()).toContain('app')
  const [annotation] = testInfo.annotations
  expect(annotation?.description).toContain(real ? 'real Electron' : 'not Electron itself')
})

test('answers dialogs, and keeps what was asked', async ({ coffer }) => {
  const file = path.join(coffer.folder, 'a.enc')
  await coffer.answerSave(file)
  await coffer.answerSave(null)
  await coffer.page.getByRole('button', { name: 'Save…' }).click()
  await said(coffer, `saved ${file}`)
  expect(fs.readFileSync(file)).toHaveLength(12 + 5 + 16)
  await coffer.page.getByRole('button', { name: 'Save…' }).click()
  await said(coffer, 'saved null')
  await coffer.answerOpen([file])
  await coffer.page.getByRole('button', { name: 'Open…' }).click()
  await said(coffer, 'opened 33')
  const asked = await coffer.dialogs()
  expect(asked.map(({ kind }) => kind)).toEqual(['save', 'save', 'open'])
  expect(asked[0]?.options).toEqual({ defaultPath: 'toy.enc' })
})

test('answers message boxes by text or position', async ({ coffer }) => {
  await coffer.answerMessage('Keep working')
  await coffer.answerMessage(1)
  const choices = await coffer.app.evaluate(async ({ dialog }) => {
    const question = { message: 'Quit?', buttons: ['Keep working', 'Stop and quit'] }
    return [(await dialog.showMessageBox(question)).response, dialog.showMessageBoxSync(question)]
  })
  expect(choices).toEqual([0, 1])
})

test('reads the menu and chooses from it', async ({ coffer }) => {
  const exportItem = {
    label: 'Export…',
    accelerator: 'CmdOrCtrl+Shift+E',
    enabled: false,
    visible: true,
    checked: false,
  }
  expect(await coffer.menu.item('export')).toMatchObject(exportItem)
  expect(await coffer.menu.item('File > Export…')).toMatchObject(exportItem)
  expect((await coffer.menu.all()).filter(({ path }) => path.length === 1).map(({ label }) => label)).toEqual([
    'File',
    'Edit',
  ])
  await coffer.menu.click('lock')
  await said(coffer, 'command lock typed')
  await coffer.menu.click('tick')
  await said(coffer, 'command tick true')
  expect(await coffer.menu.item('tick')).toMatchObject({ checked: true })
  await expect(coffer.menu.click('export')).rejects.toThrow('disabled')
  await expect(coffer.menu.click('hidden')).rejects.toThrow('not visible')
  await expect(coffer.menu.click('none')).rejects.toThrow('the menu has no none')
})

test('presses accelerators, which disabled and hidden items refuse', async ({ coffer }) => {
  await coffer.press('CmdOrCtrl+L')
  await said(coffer, 'command lock')
  await coffer.press('CmdOrCtrl+/')
  await said(coffer, 'command help')
  await coffer.press('Alt+Left')
  await said(coffer, 'command back')
  await coffer.press('CmdOrCtrl+Shift+E')
  await coffer.press('F7')
  await coffer.app.evaluate(({ Menu }) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById('export')
    if (item) item.enabled = true
  })
  await coffer.press('CmdOrCtrl+Shift+E')
  await said(coffer, 'command export')
  await expect(coffer.page.getByText('command hidden')).toHaveCount(0)
})

test('the page keeps a key by preventDefault, as in Electron', async ({ coffer }) => {
  test.skip(real, 'the fixture cannot type into Electron’s menu')
  await coffer.press('F2')
  await coffer.page.evaluate(() => {
    document.body.addEventListener('keydown', (event) => {
      event.stopPropagation()
    })
  })
  await coffer.press('CmdOrCtrl+L')
  await said(coffer, 'command lock')
  await expect(coffer.page.getByText('command kept')).toHaveCount(0)
})

test('types where no menu item has the key', async ({ coffer }) => {
  const field = coffer.page.getByLabel('Name')
  await field.focus()
  await coffer.press('Shift+A')
  await coffer.press('b')
  await expect(field).toHaveValue('Ab')
})

test('edits through roles, with one clipboard for page and main process', async ({ coffer }) => {
  const field = coffer.page.getByLabel('Name')
  await field.fill('secret')
  await coffer.menu.click('Edit > Select All')
  await coffer.menu.click('Edit > Cut')
  await expect(field).toHaveValue('')
  await expect.poll(() => coffer.clipboardText()).toBe('secret')
  await coffer.setClipboardText('from the main process')
  await expect(async () => {
    await field.fill('')
    await coffer.menu.click('Edit > Paste')
    await expect(field).toHaveValue('from the main process', { timeout: 200 })
  }).toPass()
})

test('drops files with their real paths', async ({ coffer }) => {
  const file = path.join(coffer.folder, 'in.txt')
  fs.writeFileSync(file, 'twelve bytes')
  const drop = coffer.page.locator('#drop')
  const box = await drop.boundingBox()
  const at = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 20 }
  await coffer.dragOver([file], { at })
  await expect(drop).toHaveAttribute('data-over', 'true')
  await coffer.drop([file], { at })
  await said(coffer, `dropped in.txt {"path":"${file}","size":12}`)
})

test('emits what the system would', async ({ coffer }) => {
  const heard = coffer.app.evaluate(
    ({ powerMonitor }) =>
      new Promise((resolve) => {
        powerMonitor.once('lock-screen' as 'suspend', () => {
          resolve(powerMonitor.getSystemIdleState(300))
        })
      }),
  )
  await coffer.idle(600)
  await coffer.emit('powerMonitor', 'lock-screen')
  expect(await heard).toBe('idle')
})

test('closes as a person does, and the app may refuse', async ({ coffer }) => {
  await coffer.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.once('close', (event) => {
      event.preventDefault()
    })
  })
  await coffer.closeWindow()
  await coffer.press('CmdOrCtrl+L')
  await said(coffer, 'command lock')
  await coffer.closeWindow()
  expect(await coffer.app.exited).toEqual({ code: 0, signal: null })
})

test('quits by role, starts again, and starts twice', async ({ coffer }) => {
  await coffer.menu.click('quit')
  await coffer.app.exited
  await coffer.relaunch()
  const second = await coffer.launch({ args: ['some.file'] })
  expect((await second.exited).code).toBe(0)
  await said(coffer, 'command second some.file toy')
})

test('finds nothing wrong with the toy by axe', async ({ coffer }) => {
  expect(await axe(coffer.page)).toEqual([])
  await coffer.page.evaluate(() => document.querySelector('label')?.replaceWith(document.createElement('input')))
  expect((await axe(coffer.page)).join()).toContain('label (critical)')
})

function folderOf(testInfo: TestInfo, name: string): string {
  const folder = testInfo.outputPath(name)
  fs.mkdirSync(folder, { recursive: true })
  return folder
}

test.describe('what may not happen', () => {
  async function complaints(coffer: Coffer, misbehave: (coffer: Coffer) => Promise<unknown>): Promise<string[]> {
    await coffer.open()
    await misbehave(coffer)
    return coffer.finish()
  }

  test('is told: violations, errors, requests', async ({ start, standInBrowser }, testInfo) => {
    const wrong = await complaints(new Coffer(folderOf(testInfo, 'a'), start, standInBrowser), async ({ page }) => {
      await page.reload()
      await page.evaluate(() => {
        document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))
        setTimeout(() => {
          throw new Error('on purpose')
        })
      })
      const cdp = await page.context().newCDPSession(page)
      await cdp.send('Page.setBypassCSP', { enabled: true })
      await page.reload()
      await page.evaluate(() => fetch('https://evil.example/x').catch(String))
    })
    expect(wrong.map((line) => line.split('\n')[0])).toEqual([
      expect.stringMatching(/^content security policy: script-src-elem blocked inline/),
      expect.stringMatching(/^error in the page: Error: on purpose/),
      'request to the outside: https://evil.example/x',
    ])
  })

  test('is told: dialogs and crashes', async ({ start, standInBrowser }, testInfo) => {
    const wrong = await complaints(new Coffer(folderOf(testInfo, 'b'), start, standInBrowser), async (coffer) => {
      await coffer.answerOpen([])
      await coffer.page.getByRole('button', { name: 'Save…' }).click()
      await said(coffer, 'saved null')
    })
    expect(wrong).toEqual([
      'unexpected dialog: save {"defaultPath":"toy.enc"}',
      'dialog that was answered but never shown: open',
    ])
    const crashed = await complaints(new Coffer(folderOf(testInfo, 'c'), start, standInBrowser), (coffer) =>
      coffer.app.evaluate(() => void setImmediate(() => process.exit(3))),
    )
    expect(crashed).toEqual([expect.stringContaining('the app ended with 3')])
  })
})
