/** Figures of files and losses, as the language writes them. */
import { FIDELITY_CLASSES, type FidelityClass } from '../../contract/fidelity.ts'
import { IGNORED_KINDS } from '../../contract/import-plan.ts'
import { i18n, t } from '../text/index.ts'

/** What can be counted as lost or ignored, in the order in which it is named. */
const KINDS = [...FIDELITY_CLASSES, ...IGNORED_KINDS] as const

/** “3 passkeys, 12 old passwords and 1 empty address”; empty where nothing is counted. */
export function countedWords(counts: Readonly<Record<string, number | undefined>>): string {
  // In one order, whatever the order that the items brought them in.
  const known = KINDS.flatMap((kind) => (counts[kind] ? t(`fidelity.kinds.${kind}`, { count: counts[kind] }) : []))
  const others = Object.entries(counts)
    .filter(([kind]) => !KINDS.some((name) => name === kind))
    .flatMap(([kind, count]) => (count ? t('fidelity.kinds.other', { count, kind }) : []))
  const words = [...known, ...others]
  return new Intl.ListFormat(i18n.global.locale.value).format(words)
}

/** “cards, passkeys and folders”. */
export function classWords(classes: readonly FidelityClass[]): string {
  return new Intl.ListFormat(i18n.global.locale.value).format(classes.map((what) => t(`fidelity.classes.${what}`)))
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
