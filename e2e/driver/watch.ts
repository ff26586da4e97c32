/** What pages do that no test may overlook. */
import type { Page } from '@playwright/test'

export interface Seen {
  /** Of the content security policy and of Trusted Types: the directive and what was blocked. */
  violations: string[]
  pageErrors: string[]
  consoleErrors: string[]
  /** Addresses outside the app that a page asked for. */
  requests: string[]
}

const MARK = 'securitypolicyviolation:'

// The console is the one way out of a page that adds nothing to its window, so that specs can count what is there.
const SCRIPT = `{
  const { debug } = console
  document.addEventListener('securitypolicyviolation', (event) => {
    debug.call(console, '${MARK}' + event.effectiveDirective + ' blocked ' + (event.blockedURI || 'inline') +
      (event.sourceFile ? ' at ' + event.sourceFile + ':' + event.lineNumber : ''))
  })
}`

export function makeSeen(): Seen {
  return { violations: [], pageErrors: [], consoleErrors: [], requests: [] }
}

/** Survives reloads. */
export async function watch(page: Page, seen: Seen): Promise<void> {
  page.on('console', (message) => {
    const text = message.text()
    if (text.startsWith(MARK)) seen.violations.push(text.slice(MARK.length))
    else if (message.type() === 'error') seen.consoleErrors.push(text)
  })
  page.on('pageerror', (error) => seen.pageErrors.push(error.stack ?? error.message))
  page.on('crash', () => seen.pageErrors.push('the page crashed'))
  await page.addInitScript({ content: SCRIPT })
}

/** Under Electron, where no stand-in keeps the list. */
export function watchRequests(page: Page, seen: Seen): void {
  page.on('request', (request) => {
    if (/^(https?|ftp):/.test(request.url())) seen.requests.push(request.url())
  })
  page.on('websocket', (socket) => seen.requests.push(socket.url()))
}
