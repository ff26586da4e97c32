import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../out/e2e',
  fullyParallel: true,
  workers: 2,
  // Where nobody looks on, a slow computer gets a second chance; the report names what needed one as flaky.
  retries: process.env.CI === undefined ? 0 : 1,
  // Against hangs alone, on whatever computer.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ['./which-electron-reporter.ts']],
  use: { video: 'off', trace: 'off' },
})
