/** Debian's Chromium over a pipe: headless with a context per session, or one window on the screen. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromium as playwright, type Browser, type BrowserContext, type Page } from 'playwright'
import type { WindowRequest } from '../border.ts'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export interface Chromium {
  version: string
  openContext: (request: WindowRequest) => Promise<BrowserContext>
  openPage: (context: BrowserContext, request: WindowRequest) => Promise<Page>
  closeBrowser: () => Promise<void>
}

export interface ChromiumOptions {
  chromium?: string
  /** A window on the screen, for a person. */
  headed?: boolean
  systemDark?: boolean
  /** Already running: saves half of a launch. It stays open. */
  browser?: Browser
}

export function findChromium(): string {
  const found = [process.env.COFFER_CHROMIUM ?? '', ...PLACES].find((file) => file !== '' && fs.existsSync(file))
  if (found === undefined) throw new Error(`stand-in: no Chromium at ${PLACES.join(', ')} nor at $COFFER_CHROMIUM`)
  return found
}

const versions = new Map<string, string>()

export function chromiumVersion(file: string): string {
  let version = versions.get(file)
  if (version === undefined) {
    const said = execFileSync(file, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    version = /\d+(\.\d+)+/.exec(said)?.[0] ?? 'of unknown version'
    versions.set(file, version)
  }
  return version
}

const isRoot = process.getuid?.() === 0

const FLAGS = [
  ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
  // Whatever should slip by the interception finds no address; a development server of this computer may be asked.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost',
]

interface Common {
  executablePath: string
  chromiumSandbox: boolean
  args: string[]
}

function commonTo(options: ChromiumOptions): Common {
  return { executablePath: options.chromium ?? findChromium(), chromiumSandbox: !isRoot, args: FLAGS }
}

/** A Chromium for several launches; whoever opens it closes it. */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({ ...commonTo({}), headless: true })
}

export function openChromium(options: ChromiumOptions): Chromium {
  const common = commonTo(options)
  const version = chromiumVersion(common.executablePath)
  return options.headed ? onScreen(common, version) : headless(common, version, options)
}

function headless(common: Common, version: string, options: ChromiumOptions): Chromium {
  const { browser: shared, systemDark } = options
  const browser = shared ? Promise.resolve(shared) : playwright.launch({ ...common, headless: true })
  const contexts: Promise<BrowserContext>[] = []

  async function newContext(): Promise<BrowserContext> {
    const colorScheme = systemDark ? 'dark' : 'light'
    const context = browser.then((opened) =>
      opened.newContext({ colorScheme, serviceWorkers: 'block', locale: 'en-US', acceptDownloads: true }),
    )
    contexts.push(context)
    return context
  }

  // The first context and its page open while the main process starts, for whichever session asks first.
  let firstContext: Promise<BrowserContext> | null = newContext()
  let firstPage: Promise<Page> | null = firstContext.then((context) => context.newPage())
  firstPage.catch(() => undefined)

  return {
    version,
    openContext: async () => {
      const context = firstContext ?? newContext()
      firstContext = null
      return context
    },
    openPage: async (context, { width, height }) => {
      const warm = await firstPage
      const isIts = warm?.context() === context
      if (isIts) firstPage = null
      const page = warm && isIts ? warm : await context.newPage()
      await page.setViewportSize({ width, height })
      return page
    },
    closeBrowser: async () => {
      if (shared) await Promise.all(contexts.map(async (context) => (await context).close()))
      else await (await browser).close()
    },
  }
}

/** The first page is the app-like window that Chromium opens with; all sessions share its context. */
function onScreen(common: Common, version: string): Chromium {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'stand-in-profile-'))
  let context: Promise<BrowserContext> | null = null
  let used = false

  async function open({ width, height }: WindowRequest): Promise<BrowserContext> {
    context ??= playwright.launchPersistentContext(profile, {
      ...common,
      headless: false,
      viewport: null,
      serviceWorkers: 'block',
      args: [...common.args, '--test-type', '--app=data:text/html,', `--window-size=${width},${height}`],
      ignoreDefaultArgs: ['--enable-automation'],
    })
    return context
  }

  return {
    version,
    openContext: open,
    openPage: async (opened) => {
      const [first] = opened.pages()
      const page = !used && first ? first : await opened.newPage()
      used = true
      // With a listener Playwright leaves the page's questions to the person.
      page.on('dialog', () => undefined)
      return page
    },
    closeBrowser: async () => {
      await (await context)?.close()
      fs.rmSync(profile, { recursive: true, force: true })
    },
  }
}
