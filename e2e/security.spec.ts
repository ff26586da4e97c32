/** What the page must not be able to do, tried from inside it; and what the built files must not hold. */
import fs from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { CHANNELS, channelOf, DROP_CHANNEL, type CofferBridge, type Envelope } from '../contract/api.ts'
import { sampleVault } from './files.ts'
import { expect, real, test, type Coffer } from './fixtures.ts'
import { openCopy, PATIENT } from './screens/app.ts'
import { StartScreen } from './screens/start.ts'

const ROOT = path.resolve(import.meta.dirname, '..')

declare global {
  interface Window {
    coffer: CofferBridge
  }
}

async function started(coffer: Coffer): Promise<Page> {
  await expect(new StartScreen(coffer.page).title).toBeVisible(PATIENT)
  return coffer.page
}

function codeOf(answer: Envelope<unknown>): string {
  return answer.ok ? 'done' : answer.error.code
}

test.describe('the page', () => {
  test('has nothing of Node and no more of Coffer than the contract', async ({ coffer }) => {
    const page = await started(coffer)
    const found = await page.evaluate(() => ({
      node: ['require', 'process', 'Buffer', 'module', 'global', '__dirname'].filter((name) => name in window),
      coffer: Object.fromEntries(
        Object.entries(window.coffer).map(([name, value]) => [
          name,
          typeof value === 'function' ? 'function' : Object.keys(value).sort(),
        ]),
      ),
      frozen: [window.coffer, ...Object.values(window.coffer)].every(
        (part) => typeof part === 'function' || Object.isFrozen(part),
      ),
      replaced: Reflect.set(window, 'coffer', {}),
    }))
    const groups = Object.fromEntries(Object.entries(CHANNELS).map(([group, methods]) => [group, [...methods].sort()]))
    expect(found).toEqual({
      node: [],
      coffer: { ...groups, on: 'function', dropFiles: 'function' },
      frozen: true,
      replaced: false,
    })
  })

  test('runs sandboxed, isolated and without Node', async ({ coffer }) => {
    await started(coffer)
    const preferences = await coffer.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      const contents = window?.webContents as unknown as { getLastWebPreferences: () => Record<string, unknown> }
      return contents.getLastWebPreferences()
    })
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    })
  })

  test('runs no script but its own', async ({ coffer }) => {
    coffer.allow('violations', 'page-errors')
    const page = await started(coffer)
    const ran = await page.evaluate(() => {
      const done: string[] = []
      Object.assign(window, { done })
      const attempts: Record<string, () => unknown> = {
        eval: () => {
          // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- what is tried
          new Function('window.done.push("eval")')()
        },
        inline: () => {
          const script = document.createElement('script')
          script.textContent = 'window.done.push("inline")'
          document.body.append(script)
        },
        markup: () => {
          document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.done.push(\'markup\')">')
        },
      }
      // Later, by the page itself: what a debugger evaluates may evaluate too.
      for (const attempt of Object.values(attempts)) setTimeout(attempt)
      return new Promise<string[]>((resolve) => {
        setTimeout(resolve, 500, done)
      })
    })
    expect(ran).toEqual([])
    await expect.poll(() => coffer.seen.violations.length).toBeGreaterThan(1)
  })

  test('is served with its policy, and with nothing that it does not need', async ({ coffer }) => {
    const page = await started(coffer)
    const headers = (await page.reload())?.headers() ?? {}
    await expect(new StartScreen(page).title).toBeVisible(PATIENT)
    expect(headers['content-security-policy']?.split(';').map((rule) => rule.trim())).toEqual([
      ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'"],
      ...["worker-src 'self'", "connect-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
      ...["object-src 'none'", "require-trusted-types-for 'script'", 'trusted-types vue coffer-worker'],
    ])
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    for (const feature of ['camera', 'clipboard-read', 'geolocation', 'microphone', 'usb']) {
      expect(headers['permissions-policy']).toContain(`${feature}=()`)
    }
  })

  test('makes no markup of texts, and no policy of its own to do so', async ({ coffer }) => {
    coffer.allow('violations', 'page-errors')
    const page = await started(coffer)
    const refused = await page.evaluate(() => {
      const { trustedTypes } = window as unknown as { trustedTypes: { createPolicy: (...all: unknown[]) => object } }
      const attempts = [
        () => Object.assign(document.body, { innerHTML: '<p>markup</p>' }),
        () => document.createRange().createContextualFragment('<p>markup</p>'),
        () => trustedTypes.createPolicy('own', { createHTML: (text: string) => text }),
        () => trustedTypes.createPolicy('vue', { createHTML: (text: string) => text }),
        () => new Worker('data:text/javascript,0'),
      ]
      return attempts.map((attempt) => {
        try {
          attempt()
          return 'allowed'
        } catch (error) {
          return (error as Error).name
        }
      })
    })
    expect(refused).toEqual(['TypeError', 'TypeError', 'TypeError', 'TypeError', 'TypeError'])
    await expect(new StartScreen(page).title).toBeVisible()
  })

  test('is given no permission', async ({ coffer }) => {
    test.skip(real, 'Electron asks nobody in a test; main/shell/security.test.ts asks the handlers')
    await started(coffer)
    for (const name of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem']) {
      const answer = await coffer.app.standIn?.askPermission(name)
      expect(answer, name).toEqual({ request: false, check: false, device: false })
    }
  })

  test('goes nowhere and asks nobody', async ({ coffer }) => {
    coffer.allow('violations', 'page-errors', 'requests')
    const page = await started(coffer)
    const before = page.url()
    const reached = await page.evaluate(async () => {
      const fetched = await fetch('https://example.com/').then(
        () => 'fetched',
        () => 'refused',
      )
      const opened = window.open('https://example.com/') === null ? 'refused' : 'opened'
      return [fetched, opened]
    })
    expect(reached[0]).toBe('refused')
    await page.evaluate(() => {
      location.href = 'https://example.com/'
    })
    await expect.poll(() => coffer.app.windows().length).toBe(1)
    await expect(new StartScreen(coffer.page).title).toBeVisible()
    expect(coffer.page.url()).toBe(before)
  })
})

test.describe('the bridge', () => {
  const secretFile = '/etc/hostname'

  test('takes no path for a file', async ({ coffer }) => {
    const page = await started(coffer)
    const answers = await page.evaluate(async (file) => {
      const none = { filePassword: null }
      return [
        await window.coffer.imports.check({ ticket: file, ...none }),
        await window.coffer.backup.open({ ticket: file, ...none }),
        await window.coffer.backup.open({ ticket: '../../etc/hostname', ...none }),
        await window.coffer.vault.createAround({ ticket: file, email: null, masterPassword: 'x' }),
        await window.coffer.exports.show({ id: file }),
      ]
    }, secretFile)
    for (const answer of answers)
      expect(codeOf(answer)).toMatch(/^(usage\/bad-request|file\/ticket-expired|vault\/locked)$/)
    expect(JSON.stringify(answers)).not.toContain(fs.readFileSync(secretFile, 'utf8').trim() || 'no name')
  })

  test('takes nothing but what the contract names', async ({ coffer }) => {
    const page = await started(coffer)
    const answers = await page.evaluate(async () => {
      const call = window.coffer as unknown as Record<
        string,
        Record<string, (order: unknown) => Promise<Envelope<unknown>>>
      >
      type Envelope<T> = { ok: true; value: T } | { ok: false; error: { code: string } }
      const open = (order: unknown) => call.backup?.open?.(order)
      return Promise.all([
        open({ ticket: 't', filePassword: null, path: '/etc/hostname' }),
        open({ ticket: 't' }),
        open(null),
        open([]),
        call.vault?.unlock?.({ masterPassword: 7 }),
        call.vault?.unlock?.({ masterPassword: 'x'.repeat(20_000) }),
        call.app?.copyText?.({ text: 'x' }),
        call.files?.choose?.({ path: '/etc' }),
      ])
    })
    expect(answers.map((answer) => answer && !answer.ok && answer.error.code)).toEqual(
      answers.map(() => 'usage/bad-request'),
    )
  })

  test('answers no page but ours', async ({ coffer }) => {
    test.skip(real, 'another page cannot be made to ask in Electron from here; main/ipc/serve.test.ts asks as one')
    await started(coffer)
    const { standIn } = coffer.app
    const senders = {
      'another origin': { url: 'coffer://other/index.html', isMainFrame: true },
      'a page from outside': { url: 'https://example.com/', isMainFrame: true },
      'a blank page': { url: 'about:blank', isMainFrame: true },
      'a frame inside ours': { url: 'coffer://app/index.html', isMainFrame: false },
      'a frame that is gone': { url: 'coffer://app/index.html', isMainFrame: true, senderFrame: null },
    }
    for (const [who, sender] of Object.entries(senders)) {
      for (const channel of [channelOf('app', 'status'), DROP_CHANNEL]) {
        const args = channel === DROP_CHANNEL ? [['/etc/hostname']] : []
        const answer = (await standIn?.invokeAs(sender, channel, ...args)) as Envelope<unknown>
        expect(codeOf(answer), `${who}, ${channel}`).toBe('usage/untrusted-sender')
      }
    }
    const own = { url: 'coffer://app/index.html', isMainFrame: true }
    expect(codeOf((await standIn?.invokeAs(own, channelOf('app', 'status'))) as Envelope<unknown>)).toBe('done')
  })
})

test.describe('main', () => {
  test('keeps the engine in its own process', async ({ coffer }) => {
    test.skip(process.platform !== 'linux' || real, 'Electron has processes of its own; /proc tells of them on Linux')
    const vault = await openCopy(coffer, sampleVault())
    await vault.open('Mail')
    await vault.reveal('Password').click()
    await expect(vault.value('Password')).toHaveText('s3cret-mail')
    const main = coffer.app.pid
    expect(await coffer.app.evaluate(() => process.pid)).toBe(main)
    // Under the stand-in the page's process is not main's child: whatever main starts is seen here.
    const children = fs
      .readdirSync(`/proc/${main}/task`)
      .flatMap((thread) => fs.readFileSync(`/proc/${main}/task/${thread}/children`, 'utf8').split(' '))
    expect(children.filter((child) => child !== '')).toEqual([])
  })

  test('with a top-level await would never be ready', async ({ coffer }) => {
    test.skip(real, 'Electron hangs there for good')
    await started(coffer)
    const planted = path.join(coffer.folder, 'planted')
    fs.cpSync(path.join(ROOT, 'out'), path.join(planted, 'out'), { recursive: true, filter: notReports })
    fs.cpSync(path.join(ROOT, 'package.json'), path.join(planted, 'package.json'))
    const entry = path.join(planted, 'out/main/index.js')
    const source = fs.readFileSync(entry, 'utf8')
    const waits = source.replace(/(?:void )?app\.whenReady\(\)\.then\(start\)/, 'await app.whenReady().then(start)')
    expect(waits).not.toBe(source)
    fs.writeFileSync(entry, waits)
    const start = coffer.launch({ app: planted, userData: path.join(coffer.folder, 'other-user') })
    await expect(start).rejects.toThrow('awaits at top level')
  })
})

function notReports(file: string): boolean {
  return !/out[\\/](?:e2e|tour)/.test(file)
}

test.describe('the built files', () => {
  function readAll(folder: string): string {
    const files = fs.readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    const sources = files.filter((file) => /\.(?:c?js|html|css)$/.test(file))
    return sources.map((file) => fs.readFileSync(path.join(ROOT, folder, file), 'utf8')).join('\n')
  }

  test('of the renderer hold no crypto, no Node and no Electron', () => {
    const source = readAll('out/renderer')
    expect(source.length).toBeGreaterThan(100_000)
    expect(source.match(/createCipheriv|createHmac|createHash|pbkdf2(?!['"`])|hash-wasm|crypto\.subtle/g)).toBeNull()
    expect(source.match(/["'`]node:|require\(|from\s*["']electron["']|ipcRenderer/g)).toBeNull()
  })

  test('of main start no process, open no port and load no code from elsewhere', () => {
    const source = readAll('out/main')
    expect(source.length).toBeGreaterThan(100_000)
    const imports = /^import\b[^"']*["']([^"']+)["']|\brequire\(["']([^"']+)["']\)|\bimport\(["']([^"']+)["']\)/gm
    const modules = [...source.matchAll(imports)].map(([, ...names]) => names.find(Boolean) ?? '')
    expect(modules).toContain('electron')
    const allowed = [
      ...['electron', 'node:crypto', 'node:fs', 'node:fs/promises', 'node:os', 'node:path', 'node:sqlite'],
      ...['node:timers/promises', 'node:url', 'node:util', 'node:worker_threads'],
      // Of the CSV reader, for streams that nobody gives it.
      ...['node:module', 'stream'],
    ]
    const others = modules.filter((name) => !allowed.includes(name) && !/^\.\/[\w.-]+\.js$/.test(name))
    expect([...new Set(others)]).toEqual([])
    expect(source).not.toMatch(/utilityProcess|child_process|node:net|node:http|node:vm|openExternal/)
  })

  test('of preload ask for Electron once and for nothing else', () => {
    const source = readAll('out/preload')
    expect(source.match(/require\([^)]*\)/g)).toEqual(['require("electron")'])
    expect(source).not.toMatch(/node:|import\(|createCipheriv|createHmac|crypto/)
  })
})
