/** The page's side of the stand-in: the bridge to the preload, messages, policy and navigation. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, failure, said, test } from './toy.ts'

test.describe('bridge', () => {
  test('keeps the preload in a world of its own', async ({ toy }) => {
    const seen = ['leak', 'require', 'process', 'Buffer', '__standInPost', '__standInReceive', '__standInFile']
    expect(await toy.page.evaluate((names) => names.filter((name) => name in window), seen)).toEqual([])
  })

  test('adds nothing but the exposed API to the window', async ({ toy }) => {
    const [own, blank] = await toy.page.evaluate(() => {
      const frame = document.body.appendChild(document.createElement('iframe'))
      const names = Object.getOwnPropertyNames(frame.contentWindow ?? {})
      frame.remove()
      return [Object.getOwnPropertyNames(window), names]
    })
    const added = own.filter((name) => !blank.includes(name) && !/^(\d+|unsubscribe)$/.test(name))
    expect(added).toEqual(['toy'])
  })

  test('exposes a frozen API that cannot be replaced', async ({ toy }) => {
    const attempts = ['window.toy = 1', 'toy.add = 1', 'toy.nested.list.push(3)', 'delete window.toy', 'toy.more = 1']
    for (const attempt of attempts) {
      expect(await failure(toy.call(`(() => { 'use strict'; ${attempt} })()`)), attempt).not.toBe('no failure')
    }
  })

  test('carries functions, promises and plain errors', async ({ toy }) => {
    expect(await toy.call('toy.add(2, 3)')).toBe(5)
    expect(await toy.call('toy.later(4).then(({ call }) => call())')).toBe(4)
    const refused = await toy.call('(() => { try { toy.refuse() } catch (error) { return String(error) } })()')
    expect(refused).toBe('Error: refused')
  })

  test('clones what structured clone can', async ({ toy }) => {
    const kept = await toy.call(`(async () => {
      const sent = { map: new Map([[1, new Set(['x'])]]), date: new Date(5), big: 10n, none: undefined, nan: NaN,
        zero: -0, bytes: new Uint16Array([1, 65535]), expression: /a+/gi, error: new TypeError('t'), $: 'dollar' }
      const got = await toy.echo(sent)
      return [got.map.get(1).has('x'), +got.date === 5, got.big === 10n, 'none' in got, Number.isNaN(got.nan),
        Object.is(got.zero, -0), got.bytes instanceof Uint16Array && got.bytes[1] === 65535,
        got.expression.flags === 'gi', got.error.message === 't', got.$ === 'dollar']
    })()`)
    expect(kept).toEqual(Array.from({ length: 10 }, () => true))
  })

  test('carries bytes both ways', async ({ toy }) => {
    const digest = await toy.call("toy.hash(new TextEncoder().encode('abc')).then((bytes) => bytes.toHex())")
    expect(digest).toMatch(/^ba7816bf8f01cfea/)
  })

  test('refuses Proxies and other things that cannot be cloned, in Electron’s words', async ({ toy }) => {
    const refusal = 'An object could not be cloned.'
    expect(await failure(toy.call('toy.echo(new Proxy({ a: 1 }, {}))'))).toContain(refusal)
    expect(await failure(toy.call('toy.echo({ inside: new Proxy([1], {}) })'))).toContain(refusal)
    expect(await failure(toy.call('toy.echo(document.body)'))).toContain(refusal)
    expect(await failure(toy.call('toy.uncloneable()'))).toContain(refusal)
  })

  test('words errors of the main process as Electron does', async ({ toy }) => {
    expect(await toy.call('toy.fail().catch((error) => String(error))')).toBe(
      "Error: Error invoking remote method 'fail': RangeError: bad range",
    )
    expect(await toy.call('toy.missing().catch((error) => error.message)')).toBe(
      "Error invoking remote method 'missing': Error: No handler registered for 'missing'",
    )
  })

  test('carries ports', async ({ toy }) => {
    expect(await toy.call('toy.ping(7)')).toEqual({ pong: 7 })
  })

  test('tells listeners, until they unsubscribe', async ({ toy }) => {
    const send = (name: string): Promise<unknown> =>
      toy.app.evaluate(({ BrowserWindow }, given) => {
        const message = { name: given, at: new Date(0), key: new Uint8Array(1) }
        BrowserWindow.getAllWindows()[0]?.webContents.send('command', message)
      }, name)
    await send('first')
    await said(toy.page, 'command first typed')
    await toy.call('unsubscribe()')
    await send('second')
    await toy.call('toy.echo(1)')
    await expect(toy.page.getByText('command second')).toHaveCount(0)
  })

  test('names what the preload asks for in vain', async ({ toy }) => {
    expect(await failure(toy.call('toy.missingApi()'))).toContain('ipcRenderer.sendToHost is not there')
  })
})

test.describe('page', () => {
  test('has its policy enforced', async ({ toy }) => {
    const refused = toy.page.waitForEvent('console', (message) => message.text().includes('Content Security Policy'))
    const ran = await toy.page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.ran = true'
      document.body.append(script)
      return 'ran' in window
    })
    expect(ran).toBe(false)
    await refused
  })

  test('runs module workers from the app’s scheme', async ({ toy }) => {
    await said(toy.page, 'worker answers')
  })

  test('goes nowhere else and opens nothing', async ({ toy }) => {
    await toy.page.evaluate(() => {
      location.href = 'https://evil.example/'
    })
    await toy.page.evaluate(() => {
      window.open('https://evil.example/')
    })
    await expect.poll(() => toy.page.context().pages().length).toBe(1)
    expect(toy.page.url()).toBe('https://app.toy.invalid/index.html')
    expect(toy.app.requests()).toEqual([])
  })

  test('cannot reach the network, and the attempt is kept', async ({ start }) => {
    const app = await start()
    const page = await app.firstWindow()
    await page
      .context()
      .newCDPSession(page)
      .then((cdp) => cdp.send('Page.setBypassCSP', { enabled: true }))
    await page.reload()
    const failed = await page.evaluate(() => fetch('https://evil.example/x').then(String, String))
    expect(failed).toBe('TypeError: Failed to fetch')
    const request = { url: 'https://evil.example/x', method: 'GET', resourceType: 'fetch', refusedByApp: true }
    expect(app.requests()).toEqual([request])
    await app.close()
  })

  test('gets its preload again after a reload and after a crash', async ({ toy }) => {
    await toy.page.reload()
    await expect(toy.page.getByText(/^node v/)).toBeVisible()
    const gone = await toy.app.evaluate(async ({ webContents }) => {
      const [contents] = webContents.getAllWebContents()
      const reason = new Promise((resolve) =>
        contents?.once('render-process-gone', (_, why) => {
          resolve(why.reason)
        }),
      )
      contents?.forcefullyCrashRenderer()
      return reason
    })
    expect(gone).toBe('crashed')
    await toy.app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.reload())
    await expect
      .poll(() =>
        toy.app
          .windows()[0]
          ?.getByText(/^node v/)
          .isVisible(),
      )
      .toBe(true)
  })
})

test('keys are told to before-input-event, which cannot prevent them here', async ({ toy }) => {
  const heard = toy.app.evaluate(async ({ webContents }) => {
    const [contents] = webContents.getAllWebContents()
    return new Promise((resolve) => {
      contents?.once('before-input-event', (event, input) => {
        try {
          event.preventDefault()
        } catch (error) {
          resolve([input.key, input.control, (error as Error).message.replace(/,.*/, '')])
        }
      })
    })
  })
  await toy.app.settle()
  await toy.page.keyboard.press('Control+b')
  expect(await heard).toEqual(['Control', true, 'stand-in: before-input-event cannot be prevented'])
})

test('asks a person in the page where there is one', async ({ start }, testInfo) => {
  const demoFolder = testInfo.outputPath('demonstration')
  fs.mkdirSync(demoFolder, { recursive: true })
  const app = await start({ demoFolder })
  const page = await app.firstWindow()
  const asked: string[] = []
  const answers: (string | false)[] = ['../../outside.enc', 'outside.enc', '', false, '']
  page.on('dialog', (dialog) => {
    const answer = answers.shift()
    asked.push(`${dialog.type()} ${dialog.defaultValue()}`)
    void (answer === false ? dialog.dismiss() : dialog.accept(answer))
  })
  page.on('filechooser', (chooser) => void chooser.setFiles(path.join(demoFolder, 'outside.enc')))
  const save = page.getByRole('button', { name: 'Save…' })
  const saved = page.getByText(`saved ${path.join(demoFolder, 'outside.enc')}`)
  await save.click()
  await expect(saved).toHaveCount(1)
  await save.click()
  await expect(saved).toHaveCount(2)
  await page.getByRole('button', { name: 'Open…' }).click()
  await said(page, 'opened 33')
  const chosen = await app.evaluate(async ({ dialog }) => {
    const { response } = await dialog.showMessageBox({ message: 'Quit?', buttons: ['Stay', 'Save first', 'Quit'] })
    return response
  })
  expect(chosen).toBe(2)
  expect(asked).toEqual(['prompt toy.enc', 'prompt toy.enc', 'confirm ', 'confirm ', 'confirm '])
  await app.close()
})
