/** Electron's accelerator texts. No imports: this file's text is also injected in pages. */

/** A key combination; `letter` is set for A to Z, which follow the keyboard layout where other keys do not. */
export interface Chord {
  control: boolean
  alt: boolean
  shift: boolean
  meta: boolean
  /** KeyboardEvent.code on a US keyboard, which is also Playwright's name of the key. */
  code: string
  letter?: string
}

export interface KeyPress {
  ctrlKey: boolean
  altKey: boolean
  shiftKey: boolean
  metaKey: boolean
  key: string
  code: string
}

/** The key that `name`, one token of an accelerator, means; shifted says that the character needs Shift. */
function keyNamed(name: string): { code: string; shifted?: boolean; letter?: string } | null {
  const named: Record<string, string> = {
    ...{ esc: 'Escape', escape: 'Escape', enter: 'Enter', return: 'Enter', space: 'Space', tab: 'Tab' },
    ...{ backspace: 'Backspace', delete: 'Delete', insert: 'Insert', home: 'Home', end: 'End' },
    ...{ pageup: 'PageUp', pagedown: 'PageDown' },
    ...{ up: 'ArrowUp', down: 'ArrowDown', left: 'ArrowLeft', right: 'ArrowRight' },
    ...{ numadd: 'NumpadAdd', numsub: 'NumpadSubtract', nummult: 'NumpadMultiply', numdiv: 'NumpadDivide' },
    ...{ ';': 'Semicolon', '=': 'Equal', ',': 'Comma', '-': 'Minus', '.': 'Period', '/': 'Slash', '`': 'Backquote' },
    ...{ '[': 'BracketLeft', '\\': 'Backslash', ']': 'BracketRight', "'": 'Quote' },
  }
  const shifted: Record<string, string> = {
    ...{ plus: '=', '+': '=', ':': ';', '<': ',', _: '-', '>': '.', '?': '/', '~': '`', '{': '[', '|': '\\', '}': ']' },
    ...{ '"': "'", ')': '0', '!': '1', '@': '2', '#': '3', $: '4', '%': '5', '^': '6', '&': '7', '*': '8', '(': '9' },
  }
  const lower = name.toLowerCase()
  const unshifted = shifted[lower]
  if (unshifted !== undefined) return { code: keyNamed(unshifted)?.code ?? '', shifted: true }
  if (/^[a-z]$/.test(lower)) return { code: `Key${lower.toUpperCase()}`, letter: lower }
  if (/^[0-9]$/.test(lower)) return { code: `Digit${lower}` }
  if (/^f([1-9]|1\d|2[0-4])$/.test(lower)) return { code: lower.toUpperCase() }
  if (/^num[0-9]$/.test(lower)) return { code: `Numpad${lower.slice(3)}` }
  const code = named[lower]
  return code === undefined ? null : { code }
}

/** Throws on a text that Electron could not register. */
export function parseAccelerator(text: string, mac: boolean): Chord {
  const chord: Chord = { control: false, alt: false, shift: false, meta: false, code: '' }
  const tokens = text.replace(/\+\+$/, '+Plus').split('+')
  const last = tokens.pop() ?? ''
  for (const token of tokens) {
    const modifier = token.toLowerCase()
    if (/^(cmdorctrl|commandorcontrol)$/.test(modifier)) chord[mac ? 'meta' : 'control'] = true
    else if (/^(ctrl|control)$/.test(modifier)) chord.control = true
    else if (/^(cmd|command|super|meta)$/.test(modifier)) chord.meta = true
    else if (/^(alt|option)$/.test(modifier)) chord.alt = true
    else if (modifier === 'shift') chord.shift = true
    else throw new Error(`Invalid accelerator: ${text}`)
  }
  const key = keyNamed(last)
  if (!key) throw new Error(`Invalid accelerator: ${text}`)
  if (key.shifted) chord.shift = true
  if (key.letter !== undefined) chord.letter = key.letter
  return { ...chord, code: key.code }
}

export function sameChord(one: Chord, other: Chord): boolean {
  return playwrightKey(one) === playwrightKey(other)
}

export function pressMatches(chord: Chord, press: KeyPress): boolean {
  if (chord.control !== press.ctrlKey || chord.alt !== press.altKey) return false
  if (chord.shift !== press.shiftKey || chord.meta !== press.metaKey) return false
  return chord.letter === undefined ? chord.code === press.code : chord.letter === press.key.toLowerCase()
}

/** What Playwright's keyboard.press wants, for example `Control+Shift+KeyE`. */
export function playwrightKey(chord: Chord): string {
  const modifiers = [chord.control && 'Control', chord.alt && 'Alt', chord.shift && 'Shift', chord.meta && 'Meta']
  return [...modifiers.filter((name) => name !== false), chord.code].join('+')
}
