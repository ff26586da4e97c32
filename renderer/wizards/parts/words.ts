/** Figures of files and losses, as the language writes them. */
import { i18n, t } from '../../text/index.ts'
import type { exporting } from '../../text/en/export.ts'

const KINDS = [
  'trashedItems',
  'otherTypes',
  'passkeys',
  'passwordHistory',
  'uriMatches',
  'emptyUris',
  'fieldTypes',
  'reshapedFields',
  'loginSettings',
  'reprompts',
  'dates',
  'unknownFields',
  'folders',
  'columns',
] as const satisfies readonly (keyof typeof exporting.kinds)[]

/** They are counted in whatever order the items come in. */
function placeOf(kind: string): number {
  const place = KINDS.findIndex((name) => name === kind)
  return place < 0 ? KINDS.length : place
}

/** “3 passkeys, 12 old passwords and 1 empty address”; empty where nothing is counted. */
export function countedWords(counts: Readonly<Record<string, number>>): string {
  const words = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => placeOf(a) - placeOf(b))
    .map(([kind, count]) => {
      const known = KINDS.find((name) => name === kind)
      return known ? t(`export.kinds.${known}`, { count }) : t('export.kinds.other', { count, kind })
    })
  return new Intl.ListFormat(i18n.global.locale.value).format(words)
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** 512 byte, 1.2 MB. */
export function sizeWords(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  return new Intl.NumberFormat(i18n.global.locale.value, {
    style: 'unit',
    unit: UNITS[power],
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** power)
}

/** 64 hexadecimal digits in groups that can be compared by eye. */
export function digitGroups(hex: string): string {
  return hex.match(/.{1,4}/g)?.join(' ') ?? ''
}
