/** Figures of files and losses, as the language writes them. */
import { i18n, t } from '../../text/index.ts'
import type { exporting } from '../../../contract/text/en/export.ts'

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

/** “3 passkeys, 12 old passwords and 1 empty address”; empty where nothing is counted. */
export function countedWords(counts: Readonly<Record<string, number>>): string {
  // In one order, whatever the order that the items brought them in.
  const known = KINDS.flatMap((kind) => (counts[kind] ? t(`export.kinds.${kind}`, { count: counts[kind] }) : []))
  const others = Object.entries(counts)
    .filter(([kind, count]) => count > 0 && !KINDS.some((name) => name === kind))
    .map(([kind, count]) => t('export.kinds.other', { count, kind }))
  const words = [...known, ...others]
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
