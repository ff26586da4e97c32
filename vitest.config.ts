import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{contract,main,scripts}/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // A setup file would not reach worker threads.
    execArgv: [
      '--import',
      new URL('./scripts/electron-crypto.mjs', import.meta.url).pathname,
      '--disable-warning=ExperimentalWarning',
    ],
    testTimeout: 60_000,
    restoreMocks: true,
    coverage: { include: ['contract/**', 'main/**'], exclude: ['**/*.test.ts', 'main/testkit/**', '**/testdata/**'] },
  },
})
