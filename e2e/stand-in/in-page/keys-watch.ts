/** Menu accelerators by the keyboard. Injected as text, after keys.ts: no imports but of types. */
import type { AcceleratorEntry, FromPage } from '../border.ts'
import type { Chord, KeyPress } from '../keys.ts'

/**
 * As in Electron, the page has the key first and keeps it by preventDefault; the menu gets what is left. Returns how to
 * set the accelerators; `watched` says that the main process listens to keys.
 */
export function makeKeyWatch(
  pressMatches: (chord: Chord, press: KeyPress) => boolean,
): (post: (message: FromPage) => void) => (table: AcceleratorEntry[], watched: boolean) => void {
  return (post) => {
    let table: AcceleratorEntry[] = []
    let watched = false
    let current: KeyboardEvent | null = null

    function isTyping(event: KeyboardEvent): boolean {
      if (event.ctrlKey || event.altKey || event.metaKey || /^F\d+$|^Escape$/.test(event.key)) return false
      const target = event.composedPath()[0]
      return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
    }

    function give(event: KeyboardEvent): void {
      if (current !== event) return
      current = null
      if (event.defaultPrevented || event.isComposing || isTyping(event)) return
      const entry = table.find(({ chord, enabled }) => enabled && pressMatches(chord, event))
      if (!entry) return
      event.preventDefault()
      post({ kind: 'accelerator', command: entry.command })
    }

    function tell(event: KeyboardEvent): void {
      if (!watched) return
      const { key, code, shiftKey, ctrlKey, altKey, metaKey, repeat, isComposing, type } = event
      const modifiers = { shift: shiftKey, control: ctrlKey, alt: altKey, meta: metaKey }
      post({
        kind: 'input',
        input: {
          type: type === 'keyup' ? 'keyUp' : 'keyDown',
          key,
          code,
          ...modifiers,
          isAutoRepeat: repeat,
          isComposing,
        },
      })
    }

    window.addEventListener(
      'keydown',
      (event) => {
        tell(event)
        current = event
        // Added anew at each key, so that it runs after every listener of the page's.
        window.removeEventListener('keydown', give)
        window.addEventListener('keydown', give)
        // Where the page stopped the event, it does not come back to the window.
        setTimeout(() => {
          give(event)
        })
      },
      true,
    )
    window.addEventListener('keyup', tell, true)

    return (entries, isWatched) => {
      table = entries
      watched = isWatched
    }
  }
}
