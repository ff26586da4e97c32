/**
 * The window's panes, for F6: every element with `data-pane`, whose value says, as a selector, where the focus goes in
 * it. A pane that is not shown is passed over.
 */
const FOCUSABLE = 'button, input, select, textarea, a[href], [tabindex]'

function isShown(element: HTMLElement): boolean {
  return element.checkVisibility({ visibilityProperty: true })
}

function landingOf(pane: HTMLElement): HTMLElement | null {
  const wanted = pane.dataset.pane
  const places = [
    wanted ? pane.querySelector<HTMLElement>(wanted) : null,
    ...pane.querySelectorAll<HTMLElement>(FOCUSABLE),
  ]
  return places.find((place) => place !== null && isShown(place)) ?? null
}

export function focusPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(isShown)
  const at = panes.findIndex((pane) => pane.contains(document.activeElement))
  const from = at < 0 && step < 0 ? 0 : at
  for (let moved = 1; moved <= panes.length; moved += 1) {
    const pane = panes[(from + step * moved + panes.length * 2) % panes.length]
    const landing = pane && landingOf(pane)
    if (landing) {
      landing.focus()
      return
    }
  }
}
