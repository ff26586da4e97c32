import { defineConfig } from '@playwright/test'
import usual from './playwright.config.ts'

/** Specs that talk to a real keychain: `npm run test:keyring` alone runs them, with a keyring of their own. */
export default defineConfig({ ...usual, testMatch: '**/*.keyring.ts', workers: 1 })
