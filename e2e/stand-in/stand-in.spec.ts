/** Proves the stand-in itself, on a toy app. Each thing here is what Electron does too, unless the test says otherwise. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, failure, said, test, TOY } from './toy.ts'

/** The processes that this one has started, and theirs. */
function descendants(parent = process.pid): number[] {
  const tasks = fs.readdirSync(`/proc/${parent}/task`)
  const children = tasks.flatMap((task) =>
    fs.readFileSync(`/proc/${parent}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  )
  return children.flatMap((pid) => [pid, ...descendants(pid)])
}

/** Sockets on which somebody of this network space waits for connections, by inode. */
function listening(): Set<string> {
  const rows = ['tcp', 'tcp6'].flatMap((table) =>
    fs.readFileSync(`/proc/net/${table}`, 'utf8').trim().split('\n').slice(1),
  )
  const LISTEN = '0A'
  return new Set(rows.map((row) => row.trim().split(/\s+/)).flatMap((row) => (row[3] === LISTEN ? [row[9] ?? ''] : [])))
}

function socketsOf(pid: number): string[] {
  try {
    const folder = `/proc/${pid}/fd`
    const links = fs.readdirSync(folder).map((fd) => fs.readlinkSync(path.join(folder, fd)))
    return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [])
  } catch {
    // It ended meanwhile.
    return []
  }
}

test.describe('launch', () => {
  test('fails where the entry module awaits ready at top level', async ({ start }) => {
    const app = path.join(TOY, 'awaits-at-top.mjs')
    const message = await failure(start({ app, readyTimeoutMs: 1000 }))
    expect(message).toContain('"ready" was never reached: the entry module awaits at top level')
  })

  test('fails with what the entry module threw', async ({ start }) => {
    const app = path.join(TOY, 'throws.mjs')
    expect(await failure(start({ app }))).toContain('Error: thrown by the entry')
  })

  test('opens no network port', ({ toy }) => {
    test.skip(process.platform !== 'linux', 'sockets are looked up in /proc')
    const ours = descendants()
    expect(ours).toContain(toy.app.process().pid)
    const open = listening()
    expect(ours.flatMap(socketsOf).filter((socket) => open.has(socket))).toEqual([])
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

  test('serves a window from the session of its partition', async ({ start }) => {
    const app = await start({ env: { TOY_PARTITION: 'toy-only' } })
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

test('one instance holds a user data folder; a second tells it and quits', async ({ start }) => {
  const userData = fs.mkdtempSync(path.join(os.tmpdir(), 'stand-in-spec-'))
  const first = await start({ userData })
  const page = await first.firstWindow()
  await expect(page.getByText(/^node v/)).toBeVisible()
  const second = await start({ userData, args: ['some.file'] })
  expect(await second.exited).toEqual({ code: 0, signal: null })
  await said(page, 'command second some.file toy')
  await first.close()
  expect(fs.readdirSync(userData)).toEqual([])
  fs.rmSync(userData, { recursive: true })
})
