/** What the bridge does not take, what main does not do, and what the built files must not hold. */
import fs from 'node:fs'
import path from 'node:path'
import { codeOf, started } from './bridge.ts'
import { ROOT } from './driver/start.ts'
import { sampleVault } from './files.ts'
import { expect, real, test } from './fixtures.ts'
import { openCopy } from './screens/app.ts'

test.describe('the bridge', () => {
  const secretFile = '/etc/hostname'

  test('takes no path for a file', async ({ coffer }) => {
    const page = await started(coffer)
    const answers = await page.evaluate(async (file) => {
      const none = { filePassword: null }
      const options = { repair: false, mapping: null, salvage: false }
      return [
        await window.coffer.imports.check({ ticket: file, ...none, options }),
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
    expect(source.match(/createCipheriv|createHmac|createHash|pbkdf2(?:Sync)?\(|hash-wasm|crypto\.subtle/g)).toBeNull()
    expect(source.match(/["'`]node:|require\(|from\s*["']electron["']|ipcRenderer/g)).toBeNull()
  })

  test('of main start one kind of process alone, open no port and load no code from elsewhere', () => {
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
    // The burnt-house drill.
    expect(source.match(/utilityProcess\.fork\(/g)).toHaveLength(1)
    expect(source).not.toMatch(/child_process|node:net|node:http|node:vm|openExternal/)
  })

  test('of preload ask for Electron once and for nothing else', () => {
    const source = readAll('out/preload')
    expect(source.match(/require\([^)]*\)/g)).toEqual(['require("electron")'])
    expect(source).not.toMatch(/node:|import\(|createCipheriv|createHmac|crypto/)
  })
})
