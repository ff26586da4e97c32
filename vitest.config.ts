import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: {
    include: ['{contract,main,preload,renderer,scripts}/**/*.test.ts'],
    // vitest.keyring.config.ts has these.
    exclude: ['**/*.keyring.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // A setup file would not reach worker threads.
    execArgv: [
      '--import',
      new URL('./scripts/electron-crypto.mjs', import.meta.url).pathname,
      '--disable-warning=ExperimentalWarning',
    ],
    // Against hangs alone: some tests start a hundred processes, on whatever computer.
    testTimeout: 300_000,
    restoreMocks: true,
    // The mark of this installation is not the person's own.
    env: { XDG_CONFIG_HOME: new URL('./node_modules/.cache/coffer-tests/config', import.meta.url).pathname },
    coverage: {
      include: ['contract/**', 'main/**', 'preload/**', 'renderer/**'],
      exclude: ['**/*.test.ts', 'main/testkit/**', '**/testdata/**'],
    },
  },
})
