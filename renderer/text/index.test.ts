import { describe, expect, it } from 'vitest'
import { t } from './index.ts'

describe('t', () => {
  it('writes numbers as the language does', () => {
    expect(t('components.wizard.documentTitle', { title: 'Import', step: 1000, total: 2000, name: 'x' })).toBe(
      'Import, step 1,000 of 2,000: x, Coffer',
    )
  })

  it('chooses the plural by count', () => {
    expect(t('components.strength.short', { count: 1 })).toMatch('1 more character is')
    expect(t('components.strength.short', { count: 11 })).toMatch('11 more characters are')
  })

  it('refuses unknown keys and missing names, as types', () => {
    // @ts-expect-error No such key.
    const unknown = (): string => t('components.nothing')
    // @ts-expect-error The count is missing.
    const incomplete = (): string => t('components.strength.short')
    expect([unknown, incomplete]).toHaveLength(2)
  })
})
