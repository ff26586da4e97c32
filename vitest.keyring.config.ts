import { defineConfig } from 'vitest/config'
import unit from './vitest.config.ts'

/** Tests that talk to a real keychain: `npm run test:keyring` alone runs them, with a keyring of their own. */
export default defineConfig({
  test: { ...unit.test, include: ['main/**/*.keyring.test.ts'], exclude: [] },
})
