export interface FocusReturn {
  /** Remembers `element`, or the one that has the focus now. */
  readonly remember: (element?: EventTarget | null) => void
  /** Gives the focus back to it; when it is gone, to the heading of the page. */
  readonly giveBack: () => void
}

/** For what takes the focus for a while: native dialogs, overlays, toasts. */
export function useFocusReturn(): FocusReturn {
  let opener: HTMLElement | null = null
  return {
    remember(element = document.activeElement) {
      opener = element instanceof HTMLElement ? element : null
    },
    giveBack() {
      const gone = !opener?.isConnected || opener === document.body || opener.matches(':disabled')
      const target = gone ? document.querySelector<HTMLElement>('main h1, main h2, h1') : opener
      if (gone && target) target.tabIndex = -1
      target?.focus()
      opener = null
    },
  }
}
