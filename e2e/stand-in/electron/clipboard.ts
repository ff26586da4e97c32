/** `electron.clipboard`: synchronous text, kept equal to Chromium's as far as Chromium allows. */
import { host, record } from './link.ts'
import { strict } from './strict.ts'

let held = ''

function set(text: string): void {
  held = text
  void host('writeClipboard', text).catch(() => undefined)
}

/** The page copied or cut. */
export function noteCopied(text: string): void {
  held = text
}

export const clipboard = strict('clipboard', {
  readText: () => held,
  writeText: (text: string) => {
    set(text)
  },
  write: (data: { text?: string }) => {
    record('clipboard.write', [Object.keys(data)])
    set(data.text ?? '')
  },
  clear: () => {
    set('')
  },
  availableFormats: () => (held === '' ? [] : ['text/plain']),
})
