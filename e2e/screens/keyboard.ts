/** A person without a mouse, who always sees where the focus is. */
import type { Locator, Page } from '@playwright/test'
import { expect, type Coffer } from '../fixtures.ts'

/** No page has more stops than that. */
const MOST_STOPS = 60
const NOWHERE = 'the focus is nowhere'

/** What keeps the focus from being seen, or null. */
async function hiddenFocus(page: Page): Promise<string | null> {
  return await page.evaluate((nowhere) => {
    const focused = document.activeElement
    if (!(focused instanceof HTMLElement) || focused === document.body) return nowhere
    const name = focused.getAttribute('aria-label') ?? focused.textContent.trim().slice(0, 40)
    if (!focused.matches(':focus-visible')) return `${name}: not shown as focused`

    const { top, left, width, height } = focused.getBoundingClientRect()
    const seen = document.elementFromPoint(left + width / 2, top + height / 2)
    if (!seen) return `${name}: outside the window`
    if (!focused.contains(seen) && !seen.contains(focused))
      return `${name}: covered by “${seen.outerHTML.slice(0, 80)}”`

    // The ring may be around the card that an input stands in.
    const around = [focused, focused.parentElement, focused.parentElement?.parentElement]
    const ringed = around.some((element) => {
      if (!element) return false
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element)
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 && !outlineColor.endsWith(', 0)')
    })
    return ringed ? null : `${name}: no ring around it`
  }, NOWHERE)
}

export class Keyboard {
  readonly coffer: Coffer

  constructor(coffer: Coffer) {
    this.coffer = coffer
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.coffer.press(key)
  }

  async type(text: string): Promise<void> {
    await this.coffer.page.keyboard.type(text)
  }

  /** The focus is on `target`, to be seen. */
  async isOn(target: Locator): Promise<void> {
    await expect(target).toBeFocused()
    await expect.poll(() => hiddenFocus(this.coffer.page)).toBeNull()
  }

  /** Goes from stop to stop as far as `target`, once past the end of the page if need be; the focus is seen at each. */
  async tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await expect(target).toBeVisible()
    let ends = 0
    for (let stops = 0; stops < MOST_STOPS && ends < 2; stops += 1) {
      await this.press(key)
      const hidden = await hiddenFocus(this.coffer.page)
      if (hidden === NOWHERE) ends += 1
      else expect(hidden).toBeNull()
      if (await target.evaluate((element) => element === document.activeElement)) return
    }
    throw new Error(`${target.toString()} is not to be reached by ${key}`)
  }

  async tabAndPress(target: Locator, key = 'Enter'): Promise<void> {
    await this.tabTo(target)
    await this.press(key)
  }

  async tabAndType(target: Locator, text: string): Promise<void> {
    await this.tabTo(target)
    await this.type(text)
    await expect(target).toHaveValue(text)
  }

  /** From the marked choice of a group to `target`, by the arrow. */
  async moveTo(target: Locator, arrow: 'Down' | 'Up' = 'Down'): Promise<void> {
    for (let moves = 0; moves < 8; moves += 1) {
      if (await target.isChecked()) break
      await this.press(arrow)
    }
    await expect(target).toBeChecked()
    await this.isOn(target)
  }
}
