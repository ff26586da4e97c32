/** The test to import in specs: `coffer` is the running app, under Electron where its binary is, else the stand-in. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test as base, expect, type Browser } from '@playwright/test'
import { drivenBy, real } from './driver/binaries.ts'
import { Coffer, type Launch } from './driver/coffer.ts'
import { launchBrowser } from './stand-in/host.ts'

export { axe } from './axe.ts'
export type { AskedDialog } from './driver/dialogs.ts'
export type { MenuEntry } from './driver/menu.ts'
export type { Driven } from './driver/start.ts'
export type { Coffer, Launch }
export { expect, real }

interface Fixtures {
  /** How the app starts, through `test.use({ start: { args, env } })`. */
  start: Launch
  coffer: Coffer
  saysWhatDroveIt: undefined
}

interface WorkerFixtures {
  /** The stand-in's Chromium, one for all apps of a worker. Null where none is shared. */
  standInBrowser: Browser | null
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  start: [{}, { option: true }],

  standInBrowser: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs off this pattern
    async ({}, use) => {
      const browser = real || process.env.HEADED === '1' ? null : await launchBrowser()
      await use(browser)
      await browser?.close()
    },
    { scope: 'worker' },
  ],

  saysWhatDroveIt: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs off this pattern
    async ({}, use, testInfo) => {
      testInfo.annotations.push({ type: 'driven by', description: drivenBy() })
      await use(undefined)
    },
    { auto: true },
  ],

  coffer: async ({ start, standInBrowser }, use, testInfo) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'coffer-e2e-'))
    const coffer = new Coffer(folder, start, standInBrowser)
    try {
      await coffer.open()
      await use(coffer)
      if (testInfo.status !== testInfo.expectedStatus) await explain(coffer, testInfo)
    } finally {
      const wrong = await coffer.finish()
      fs.rmSync(folder, { recursive: true, force: true })
      expect(wrong, 'what no test may leave behind').toEqual([])
    }
  },
})

async function explain(
  coffer: Coffer,
  testInfo: { attach: (name: string, of: object) => Promise<void> },
): Promise<void> {
  await testInfo.attach('main process', { body: coffer.output(), contentType: 'text/plain' })
  await testInfo.attach('console', { body: coffer.seen.consoleErrors.join('\n'), contentType: 'text/plain' })
  try {
    await testInfo.attach('window', { body: await coffer.page.screenshot(), contentType: 'image/png' })
  } catch {
    // There may be no window left.
  }
}
