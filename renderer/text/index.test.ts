// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import { direction, errorText, formatNumber, showLanguage, shownLanguage, t } from './index.ts'

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

describe('another language', () => {
  afterEach(() => showLanguage('en'))

  it('changes sentences, errors, numbers and what the page says of itself', async () => {
    await showLanguage('de')
    expect(t('components.cancel')).toBe('Abbrechen')
    expect(t('components.strength.short', { count: 1 })).toContain('fehlt')
    expect(t('components.strength.short', { count: 1200 })).toContain('fehlen noch 1.200')
    expect(errorText({ code: 'usage/kdf-out-of-range', details: { setting: 'iterations', min: 2, max: 10 } })).toEqual({
      happened: 'Die Einstellung „Iterationen“ der Schlüsselableitung muss eine ganze Zahl von 2 bis 10 sein.',
      unchanged: 'Es wurde nichts ausgeführt.',
      next: 'Wählen Sie eine Zahl aus diesem Bereich, oder lassen Sie die Einstellung weg.',
    })
    expect(formatNumber(1.5)).toBe('1,5')
    expect([document.documentElement.lang, document.documentElement.dir, direction()]).toEqual(['de', 'ltr', 'ltr'])
  })

  it('is the last one that was asked for', async () => {
    await Promise.all([showLanguage('de'), showLanguage('en')])
    expect([shownLanguage.value, t('components.cancel')]).toEqual(['en', 'Cancel'])
  })
})
