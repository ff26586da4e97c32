import { readonly, ref, type Ref } from 'vue'

export interface Announcer {
  /** What `LiveRegion` holds now. */
  readonly message: Readonly<Ref<string>>
  /** Has `text` read out when the reader is free; only the last one of the next `afterMs` is. */
  readonly announce: (text: string, afterMs?: number) => void
}

const message = ref('')
let timer: ReturnType<typeof setTimeout> | undefined

function announce(text: string, afterMs = 100): void {
  clearTimeout(timer)
  timer = setTimeout(() => {
    // The same text twice is no change, and so not read: a space that does not show makes it one.
    message.value = text && text === message.value ? `${text}\u00a0` : text
  }, afterMs)
}

/** The one polite live region of the window, which `LiveRegion` renders. For counts, wait 500 ms. */
export function useAnnouncer(): Announcer {
  return { message: readonly(message), announce }
}
