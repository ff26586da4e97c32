/** Files dragged from the desktop onto the page, as Chromium receives them from the system. */
import type { Page } from '@playwright/test'

export interface Point {
  x: number
  y: number
}

type Step = 'dragEnter' | 'dragOver' | 'dragCancel' | 'drop'

async function centreOf(page: Page): Promise<Point> {
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }))
  return { x: Math.round(width / 2), y: Math.round(height / 2) }
}

async function drag(page: Page, files: string[], steps: Step[], at?: Point): Promise<void> {
  const point = at ?? (await centreOf(page))
  const data = { items: [], files, dragOperationsMask: 1 }
  const cdp = await page.context().newCDPSession(page)
  for (const type of steps) await cdp.send('Input.dispatchDragEvent', { type, ...point, data })
  await cdp.detach()
}

export async function dropFiles(page: Page, files: string[], at?: Point): Promise<void> {
  await drag(page, files, ['dragEnter', 'dragOver', 'drop'], at)
}

/** Holds the files over the page without letting go. */
export async function dragFilesOver(page: Page, files: string[], at?: Point): Promise<void> {
  await drag(page, files, ['dragEnter', 'dragOver'], at)
}

/** Out of the window. A cancelled drag alone is not told to the page in a headless Chromium. */
export async function dragFilesAway(page: Page, files: string[]): Promise<void> {
  await drag(page, files, ['dragOver', 'dragCancel'], { x: -10, y: -10 })
}
