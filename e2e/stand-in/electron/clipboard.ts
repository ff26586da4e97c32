/** `electron.clipboard`: text, written to Chromium's clipboard too as far as Chromium allows. */
import { host } from './link.ts'
import { strict } from './strict.ts'

let held = ''

async function hold(text: string): Promise<void> {
  held = text
  await host('writeClipboard', text).catch(() => undefined)
}

/** The page copied or cut. */
export function noteCopied(text: string): void {
  held = text
}

export const clipboard = strict('clipboard', {
  readText: async () => Promise.resolve(held),
  writeText: hold,
  has: async (mimetype: string) => Promise.resolve(held !== '' && mimetype === 'text/plain'),
  clear: () => void hold(''),
})
