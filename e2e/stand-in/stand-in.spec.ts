/** Proves the stand-in itself, on a toy app. Each thing here is what Electron does too, unless the test says otherwise. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test as base, type Page } from '@playwright/test'
import { launch, type LaunchOptions, type StandInApplication } from './host.ts'

const TOY = path.join(import.meta.dirname, 'toy')

interface Toy {
  app: StandInApplication
  page: Page
  /** Runs in the page with the toy's API. */
  call: <T>(expression: string) => Promise<T>
}

const test = base.extend<{ options: Partial<LaunchOptions>; toy: Toy }>({
  options: [{}, { option: true }],
  toy: async ({ options }, use) => {
    const app = await launch({ app: TOY, ...options })
    const page = await app.firstWindow()
    await expect(page.getByText(/^node v/)).toBeVisible()
    await use({ app, page, call: (expression) => page.evaluate(expression) })
    await app.close()
  },
})

function said(page: Page, text: string): Promise<void> {
  return expect(page.locator('#log li', { hasText: text })).toHaveCount(1)
}

/** The processes that this one has started, and theirs. */
function descendants(): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number])
  const below = (parent: number): number[] =>
    pairs.filter(([, above]) => above === parent).flatMap(([pid]) => [pid, ...below(pid)])
  return below(process.pid)
}

async function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no failure',
    (error: unknown) => (error as Error).message,
  )
}

test.describe('launch', () => {
  test('fails where the entry module awaits ready at top level', async () => {
    const app = path.join(TOY, 'awaits-at-top.mjs')
    const message = await failure(launch({ app, readyTimeoutMs: 1000 }))
    expect(message).toContain('"ready" was never reached: the entry module awaits at top level')
  })

  test('fails with what the entry module threw', async () => {
    const app = path.join(TOY, 'throws.mjs')
    expect(await failure(launch({ app }))).toContain('Error: thrown by the entry')
  })

  test('opens no network port', ({ toy }) => {
    const ours = descendants()
    expect(ours).toContain(toy.app.process().pid)
    const listening = execFileSync('ss', ['-ltnp'], { encoding: 'utf8' })
    expect(ours.filter((pid) => listening.includes(`pid=${pid},`))).toEqual([])
  })

  test('gives worker threads the crypto of Electron, and no Electron', async ({ toy }) => {
    expect(await toy.call('toy.work()')).toEqual({
      pid: toy.app.process().pid,
      argon2: 'ERR_CRYPTO_ARGON2_NOT_SUPPORTED',
      electron: "Cannot find module 'electron' (there is no Electron in a worker thread)",
    })
  })

  test('knows the app by its package.json', async ({ toy }) => {
    const known = await toy.app.evaluate(({ app }) => [
      app.getName(),
      app.getVersion(),
      app.getAppPath(),
      app.isPackaged,
    ])
    expect(known).toEqual(['toy', '1.2.3', TOY, false])
  })
})

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

test.describe('main process', () => {
  test('names an API that is not there', async ({ toy }) => {
    const asked = toy.app.evaluate(({ app, BrowserWindow, dialog }) => {
      const attempts = [
        () => (app as unknown as Record<string, unknown>).moveToApplicationsFolder,
        () => (BrowserWindow as unknown as Record<string, unknown>).addExtension,
        () => (BrowserWindow.getAllWindows()[0] as unknown as Record<string, unknown>).setTouchBar,
        () => (dialog as unknown as Record<string, unknown>).showCertificateTrustDialog,
      ]
      return attempts.map((attempt) => {
        try {
          return String(attempt())
        } catch (error) {
          return (error as Error).message.replace(/; add .*/, '')
        }
      })
    })
    expect(await asked).toEqual([
      'stand-in: App.moveToApplicationsFolder is not there',
      'stand-in: BrowserWindow.addExtension is not there',
      'stand-in: BrowserWindow.setTouchBar is not there',
      'stand-in: dialog.showCertificateTrustDialog is not there',
    ])
  })

  test('remembers webPreferences', async ({ toy }) => {
    const preferences = await toy.app.evaluate(({ webContents }) => {
      const [contents] = webContents.getAllWebContents() as unknown as { getLastWebPreferences: () => object }[]
      return contents?.getLastWebPreferences()
    })
    expect(preferences).toMatchObject({ contextIsolation: true, sandbox: true, nodeIntegration: false })
  })

  test('shows each call’s frame, and lets a test call as from another', async ({ toy }) => {
    const as = (url: string, isMainFrame: boolean): Promise<unknown> =>
      toy.app.invokeAs({ url, isMainFrame }, 'echo', 1)
    expect(await as('toy://app/index.html', true)).toBe(1)
    expect(await failure(as('toy://app/index.html', false))).toBe('untrusted sender')
    expect(await failure(as('toy://other/index.html', true))).toBe('untrusted sender')
    expect(await failure(as('https://evil.example/', true))).toBe('untrusted sender')
    const gone = { url: 'toy://app/index.html', isMainFrame: true, senderFrame: null }
    expect(await failure(toy.app.invokeAs(gone, 'echo', 1))).toBe('untrusted sender')
  })

  test('asks the permission handlers', async ({ toy }) => {
    expect(await toy.app.askPermission('media')).toEqual({ request: false, check: false, device: false })
  })

  test('serves a window from the session of its partition', async () => {
    const app = await launch({ app: TOY, env: { TOY_PARTITION: 'toy-only' } })
    const page = await app.firstWindow()
    await expect(page.getByText(/^node v/)).toBeVisible()
    const handled = await app.evaluate(({ protocol, session }) => [
      protocol.isProtocolHandled('toy'),
      session.fromPartition('toy-only').protocol.isProtocolHandled('toy'),
    ])
    expect(handled).toEqual([false, true])
    await app.close()
  })

  test('throws on a destroyed window', async ({ toy }) => {
    const thrown = await toy.app.evaluate(async ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false })
      const gone = new Promise((resolve) => window.once('closed', resolve as () => void))
      window.destroy()
      await gone
      try {
        window.setTitle('x')
        return 'nothing'
      } catch (error) {
        return `${String(error)} ${window.isDestroyed()}`
      }
    })
    expect(thrown).toBe('TypeError: Object has been destroyed true')
  })

  test('keeps bounds, and the page follows them and the zoom', async ({ toy }) => {
    const states = await toy.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      if (!window) return []
      const normal = window.getBounds()
      window.maximize()
      const maximized = [window.isMaximized(), window.getNormalBounds().width === normal.width]
      window.restore()
      window.setBounds({ width: 1000, height: 700 })
      window.webContents.setZoomFactor(2)
      window.setProgressBar(0.5)
      return [...maximized, window.isMaximized(), window.getBounds().width, window.webContents.getZoomFactor()]
    })
    expect(states).toEqual([true, true, false, 1000, 2])
    await expect.poll(() => toy.page.evaluate(() => [innerWidth, innerHeight])).toEqual([500, 350])
    expect((await toy.app.calls()).at(-1)).toEqual({ name: 'window.setProgressBar', args: [0.5] })
  })

  test('switches the page’s theme', async ({ toy }) => {
    const dark = (): Promise<boolean> => toy.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
    expect(await dark()).toBe(false)
    const used = await toy.app.evaluate(({ nativeTheme }) => {
      nativeTheme.themeSource = 'dark'
      return nativeTheme.shouldUseDarkColors
    })
    expect(used).toBe(true)
    await expect.poll(dark).toBe(true)
  })

  test('says goodbye: closed windows, window-all-closed, quit', async ({ toy }) => {
    await toy.page.close()
    expect(await toy.app.exited).toEqual({ code: 0, signal: null })
    expect(toy.app.output()).toContain('all closed')
  })

  test('does not quit where a window refuses to close', async ({ toy }) => {
    await toy.app.evaluate(({ app, BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.once('close', (event) => {
        event.preventDefault()
      })
      app.quit()
    })
    expect(await toy.call('toy.echo(1)')).toBe(1)
  })

  test('shows a crash of the main process', async ({ toy }) => {
    await toy.app.evaluate(() => {
      setImmediate(() => {
        throw new Error('crashed on purpose')
      })
    })
    expect(await toy.app.exited).toEqual({ code: 1, signal: null })
    expect(toy.app.output()).toContain('crashed on purpose')
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

  test('cannot reach the network, and the attempt is kept', async () => {
    const app = await launch({ app: TOY })
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

test('one instance holds a user data folder; a second tells it and quits', async () => {
  const userData = fs.mkdtempSync(path.join(os.tmpdir(), 'stand-in-spec-'))
  const first = await launch({ app: TOY, userData })
  const page = await first.firstWindow()
  await expect(page.getByText(/^node v/)).toBeVisible()
  const second = await launch({ app: TOY, userData, args: ['some.file'] })
  expect(await second.exited).toEqual({ code: 0, signal: null })
  await said(page, 'command second some.file toy')
  await first.close()
  expect(fs.readdirSync(userData)).toEqual([])
  fs.rmSync(userData, { recursive: true })
})
