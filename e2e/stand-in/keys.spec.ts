/** Accelerator texts, as Electron reads them. */
import { expect, test } from '@playwright/test'
import { parseAccelerator, playwrightKey, pressMatches } from './keys.ts'

const cases: [string, string, string][] = [
  ['CmdOrCtrl+Shift+E', 'Control+Shift+KeyE', 'Shift+Meta+KeyE'],
  ['Alt+Left', 'Alt+ArrowLeft', 'Alt+ArrowLeft'],
  ['F1', 'F1', 'F1'],
  ['CmdOrCtrl+/', 'Control+Slash', 'Meta+Slash'],
  ['CommandOrControl+Plus', 'Control+Shift+Equal', 'Shift+Meta+Equal'],
  ['Ctrl++', 'Control+Shift+Equal', 'Control+Shift+Equal'],
  ['CmdOrCtrl+,', 'Control+Comma', 'Meta+Comma'],
  ['Super+Option+9', 'Alt+Meta+Digit9', 'Alt+Meta+Digit9'],
  ['Esc', 'Escape', 'Escape'],
]

for (const [text, elsewhere, mac] of cases) {
  test(text, () => {
    expect(playwrightKey(parseAccelerator(text, false))).toBe(elsewhere)
    expect(playwrightKey(parseAccelerator(text, true))).toBe(mac)
  })
}

test('nonsense is refused', () => {
  for (const text of ['Ctrl', 'Ctrl+', 'Hyper+E', 'Ctrl+Nope', 'F25']) {
    expect(() => parseAccelerator(text, false), text).toThrow(`Invalid accelerator: ${text}`)
  }
})

test('letters follow the layout, other keys their place', () => {
  const press = { ctrlKey: true, altKey: false, shiftKey: false, metaKey: false }
  const azerty = { ...press, key: 'a', code: 'KeyQ' }
  expect(pressMatches(parseAccelerator('Ctrl+A', false), azerty)).toBe(true)
  expect(pressMatches(parseAccelerator('Ctrl+Q', false), azerty)).toBe(false)
  expect(pressMatches(parseAccelerator('Ctrl+1', false), { ...press, key: '&', code: 'Digit1' })).toBe(true)
  expect(pressMatches(parseAccelerator('Ctrl+Shift+A', false), azerty)).toBe(false)
})
