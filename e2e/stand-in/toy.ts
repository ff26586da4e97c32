/** The toy app under the stand-in, for the specs of the stand-in itself. */
import path from 'node:path'
import { expect, test as base, type Browser, type Page } from '@playwright/test'
import { launch, launchBrowser, type LaunchOptions, type StandInApplication } from './host.ts'

export const TOY = path.join(import.meta.dirname, 'toy')

export interface Toy {
  app: StandInApplication
  page: Page
  /** Runs in the page with the toy's API. */
  call: <T>(expression: string) => Promise<T>
}

type Launcher = (options?: Partial<LaunchOptions>) => Promise<StandInApplication>

export const test = base.extend<{ start: Launcher; toy: Toy }, { chromium: Browser }>({
  chromium: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs off this pattern
    async ({}, use) => {
      const browser = await launchBrowser()
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],

  start: async ({ chromium }, use) => {
    await use((options) => launch({ app: TOY, browser: chromium, ...options }))
  },

  toy: async ({ start }, use) => {
    const app = await start()
    const page = await app.firstWindow()
    await expect(page.getByText(/^node v/)).toBeVisible()
    await use({ app, page, call: (expression) => page.evaluate(expression) })
    await app.close()
  },
})

export function said(page: Page, text: string): Promise<void> {
  return expect(page.locator('#log li', { hasText: text })).toHaveCount(1)
}

export async function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no failure',
    (error: unknown) => (error as Error).message,
  )
}

export { expect }
