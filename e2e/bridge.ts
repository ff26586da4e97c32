/** What specs need that speak to the main process as the page does. */
import type { Page } from '@playwright/test'
import type { CofferBridge, Envelope } from '../contract/api.ts'
import { expect, type Coffer } from './fixtures.ts'
import { PATIENT } from './screens/app.ts'
import { StartScreen } from './screens/start.ts'

declare global {
  interface Window {
    coffer: CofferBridge
  }
}

/** The page, once it shows something. */
export async function started(coffer: Coffer): Promise<Page> {
  await expect(new StartScreen(coffer.page).title).toBeVisible(PATIENT)
  return coffer.page
}

/** The code of a refusal, or `done`. */
export function codeOf(answer: Envelope<unknown>): string {
  return answer.ok ? 'done' : answer.error.code
}
