/** What axe finds wrong, as lines to be compared with []. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

export async function axe(page: Page): Promise<string[]> {
  // Legacy mode: the other one opens a page of its own, which Electron does not allow.
  const builder = new AxeBuilder({ page }).setLegacyMode().withTags(TAGS).exclude('[data-reka-focus-guard]')
  const { violations } = await builder.analyze()
  return violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = (failureSummary ?? '').replace(/\s+/g, ' ')
      return `${id} (${impact ?? 'unrated'}): ${help}; ${target.join(' ')}; ${why}`
    }),
  )
}
