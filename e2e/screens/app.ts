/** The frame around every screen, and the ways that every spec goes. */
import type { Locator, Page } from '@playwright/test'
import { errorText } from '../../contract/error-text.ts'
import { en } from '../../contract/text/en.ts'
import type { ErrorCode, ErrorDetails } from '../../contract/errors.ts'
import { copyInto, MASTER_PASSWORD } from '../files.ts'
import { axe, expect, type Coffer } from '../fixtures.ts'
import { UnlockScreen } from './unlock.ts'
import { VaultScreen } from './vault.ts'

/** For what waits on a key derivation or a start of the app, on a computer that has other things to do. */
export const PATIENT = { timeout: 30_000 }

/** For the end of a derivation that takes seconds by itself. */
export const LONG = { timeout: 90_000 }

export class AppFrame {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, level: 1, exact: true })
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** An entry of the side bar, with or without a count. */
  nav(label: string): Locator {
    const name = new RegExp(`^${label}( [\\d,]+)?$`)
    return this.page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name })
  }

  toast(text: string): Locator {
    return this.page.getByRole('region', { name: 'Messages' }).getByText(text, { exact: true })
  }

  /** The panel with the three sentences of an error. */
  get problem(): Locator {
    return this.page.getByRole('alert').filter({ has: this.page.getByText('Details') })
  }

  get question(): Locator {
    return this.page.getByRole('alertdialog')
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  /** What was not changed is part of each error, as is what to do next. */
  async expectProblem(code: ErrorCode, details: ErrorDetails = {}): Promise<void> {
    const { happened, unchanged, next } = errorText({ code, details }, en)
    await expect(this.problem, code).toBeVisible(PATIENT)
    const sentences = this.problem.locator('p')
    await expect(sentences).toHaveText([happened, unchanged, next])
  }
}

/** Chooses a vault file in the dialog that the menu opens, and waits for the unlock page. */
export async function openVault(coffer: Coffer, file: string): Promise<UnlockScreen> {
  await coffer.answerOpen([file])
  await coffer.menu.click('open-vault')
  const unlock = new UnlockScreen(coffer.page)
  await expect(unlock.password).toBeVisible(PATIENT)
  return unlock
}

/** A copy of `vault` in the test's own folder, open and unlocked. */
export async function openCopy(coffer: Coffer, vault: Promise<string>): Promise<VaultScreen> {
  const file = await copyInto(coffer.folder, vault)
  const unlock = await openVault(coffer, file)
  await unlock.unlock(MASTER_PASSWORD)
  const screen = new VaultScreen(coffer.page)
  await expect(screen.search).toBeVisible(PATIENT)
  await expect(screen.count).not.toHaveText('Loading…')
  return screen
}

/** Nothing moves any more: what fades in has no contrast yet. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
    await Promise.allSettled(ending.map((animation) => animation.finished))
  })
}

async function setTheme(coffer: Coffer, theme: 'light' | 'dark'): Promise<void> {
  await coffer.app.evaluate(({ nativeTheme }, wanted) => {
    nativeTheme.themeSource = wanted
  }, theme)
  const shown = (): Promise<boolean> =>
    coffer.page.evaluate((wanted) => matchMedia(`(prefers-color-scheme: ${wanted})`).matches, theme)
  await expect.poll(shown).toBe(true)
}

/** What is on the screen now, `what`, is without findings of axe in light and in dark. */
export async function expectAccessible(coffer: Coffer, what: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(coffer, theme)
    await settled(coffer.page)
    expect(await axe(coffer.page), `axe: ${what}, ${theme}`).toEqual([])
  }
}

/** Where `text` is left in the page or in what the page keeps. */
export async function tracesOf(page: Page, text: string): Promise<string[]> {
  const kept = await page.evaluate(() => ({
    localStorage: JSON.stringify(localStorage),
    sessionStorage: JSON.stringify(sessionStorage),
    fields: [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value).join(),
    title: document.title,
    address: location.href,
  }))
  const places = { ...kept, document: await page.content() }
  return Object.entries(places).flatMap(([place, content]) => (content.includes(text) ? [place] : []))
}

/** Marks the page, so that a reload can be seen. */
export async function markPage(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => {
    Object.assign(window, { markedByTest: true })
  })
  return () => page.evaluate(() => !('markedByTest' in window)).catch(() => false)
}
