import { expect, it } from 'vitest'
import { keysOf } from './keys-of.ts'

it.each([
  ['CmdOrCtrl+Shift+E', 'Ctrl+Shift+E', 'Cmd+Shift+E'],
  ['Alt+Left', 'Alt+Left', 'Option+Left'],
  ['CmdOrCtrl+Plus', 'Ctrl++', 'Cmd++'],
  ['F6', 'F6', 'F6'],
])('writes %s', (accelerator, others, mac) => {
  expect([keysOf(accelerator, false), keysOf(accelerator, true)]).toEqual([others, mac])
})
