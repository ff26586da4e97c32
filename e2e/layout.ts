/** What can go wrong with a page in a longer or a reversed language, as lines to be compared with []. */
import type { Page } from '@playwright/test'

/** What fades in is there at the end of it. What moves for ever is not waited for. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
    await Promise.allSettled(ending.map(({ finished }) => finished))
  })
}

/** Texts that are cut off, pages that scroll sideways, buttons that cover one another. */
export async function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const isWider = (element: Element): boolean => element.scrollWidth > element.clientWidth + 1
    const style = (element: Element): CSSStyleDeclaration => getComputedStyle(element)
    const words = (element: Element): string => `${element.tagName} “${element.textContent.trim().slice(0, 60)}”`
    const hasWords = (element: Element): boolean =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim())

    const isScrolled = (element: Element): boolean =>
      ['html', 'body'].includes(element.localName) || ['auto', 'scroll'].includes(style(element).overflowX)
    // Dots for a secret may be cut: they say nothing by their number.
    const isCut = (element: Element): boolean =>
      style(element).display !== 'inline' &&
      style(element).textOverflow !== 'ellipsis' &&
      !element.closest('.sr, .secret-dots')
    const isOutside = ({ left, right }: DOMRect): boolean => left < -1 || right > innerWidth + 1

    const shown = [...document.querySelectorAll('*')].filter(isShown)
    const texts = shown.filter((element) => hasWords(element) && element.getBoundingClientRect().width > 1)
    const buttons = shown.filter((element) => {
      if (!element.matches('button, a, select')) return false
      const { left, top, width, height } = element.getBoundingClientRect()
      const hit = document.elementFromPoint(left + width / 2, top + height / 2)
      return hit !== null && element.contains(hit)
    })
    const doOverlap = (a: DOMRect, b: DOMRect): boolean =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1
    const pairs = buttons.flatMap((one, index) => buttons.slice(index + 1).map((other) => [one, other] as const))

    return [
      ...shown.filter((one) => isWider(one) && isScrolled(one)).map((one) => `scrolls sideways: ${words(one)}`),
      ...texts.filter((one) => isWider(one) && isCut(one)).map((one) => `is cut off: ${words(one)}`),
      ...texts.filter((one) => isOutside(one.getBoundingClientRect())).map((one) => `is outside: ${words(one)}`),
      ...pairs
        .filter(([one, other]) => doOverlap(one.getBoundingClientRect(), other.getBoundingClientRect()))
        .map(([one, other]) => `cover one another: ${words(one)}, ${words(other)}`),
    ]
  })
}

/** A sentence may be part of another, that one of a third. */
function withoutSentences(text: string): string {
  const rest = text.replaceAll(/⟦[^⟦⟧]*⟧/g, '')
  return rest === text ? rest : withoutSentences(rest)
}

/**
 * Words that stand in the page and in no brackets: text that no translation would reach. Names that a person gave, keys,
 * paths and digests are marked as such in the page; `data` is what else is no sentence.
 */
export async function strayWords(page: Page, data: readonly RegExp[]): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const marked = 'body [dir="auto"], body [dir="ltr"], .mono, kbd, option, script, style'
    const found: string[] = []
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = nodes.nextNode(); node; node = nodes.nextNode())
      if (node.parentElement?.checkVisibility() && !node.parentElement.closest(marked)) found.push(node.nodeValue ?? '')
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title]'))
      if (!element.closest(marked))
        for (const name of ['aria-label', 'placeholder', 'title']) found.push(element.getAttribute(name) ?? '')
    return [...found, document.title]
  })
  return texts
    .map(withoutSentences)
    .map((text) => data.reduce((rest, known) => rest.replaceAll(known, ''), text))
    .filter((text) => /\p{L}{2}/u.test(text))
}
