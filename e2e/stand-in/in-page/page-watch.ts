/** Tells the main process of the page's title and of what was copied. Injected as text: no imports but of types. */
import type { FromPage } from '../border.ts'

export function watchPage(post: (message: FromPage) => void): void {
  let last = ''

  function tellTitle(): void {
    if (document.title === last) return
    last = document.title
    post({ kind: 'title', title: last })
  }

  function tellCopied(event: ClipboardEvent): void {
    const field = event.composedPath()[0]
    const fromPage = event.defaultPrevented ? event.clipboardData?.getData('text/plain') : undefined
    const inField = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field : null
    const selected = inField
      ? inField.value.slice(inField.selectionStart ?? 0, inField.selectionEnd ?? 0)
      : (getSelection()?.toString() ?? '')
    // Chromium does not copy out of password fields.
    if (inField?.type === 'password') return
    if ((fromPage ?? selected) !== '') post({ kind: 'copied', text: fromPage ?? selected })
  }

  document.addEventListener('DOMContentLoaded', () => {
    tellTitle()
    new MutationObserver(tellTitle).observe(document.head, { subtree: true, childList: true, characterData: true })
  })
  window.addEventListener('copy', tellCopied)
  window.addEventListener('cut', tellCopied)
}
