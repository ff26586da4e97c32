export interface TypedText {
  /** Takes a key press; gives what was typed in one go so far, or null when the key types nothing. */
  readonly take: (event: KeyboardEvent) => string | null
}

const PAUSE_MS = 1000

/** Collects what is typed into something that is no text field, to jump there. A pause of a second starts anew. */
export function useTypedText(): TypedText {
  let text = ''
  let lastAt = 0
  return {
    take(event) {
      if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return null
      const paused = event.timeStamp - lastAt > PAUSE_MS
      if (event.key === ' ' && (paused || text === '')) return null
      text = paused ? event.key : text + event.key
      lastAt = event.timeStamp
      return text
    },
  }
}
