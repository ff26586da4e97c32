/** What a row of a plan is, where it stands and what can happen to it, in words. */
import type {
  Encoding,
  Finding,
  PlanRow,
  RowAction,
  TextFacts,
  UnreadableRow,
} from '../../../../contract/import-plan.ts'
import { formatNumber, i18n, t } from '../../../text/index.ts'

/** As the calls of a plan name them, in the order in which they are listed. */
const ACTIONS: Readonly<Record<Finding, readonly RowAction[]>> = {
  new: ['add', 'skip'],
  identical: ['skip'],
  changed: ['add', 'skip', 'merge'],
  older: ['add', 'skip', 'merge'],
  newer: ['add', 'skip', 'merge'],
  unreadable: [],
}

export function actionsOf(finding: Finding): readonly RowAction[] {
  return ACTIONS[finding]
}

/** Adding beside an item that the row resembles keeps both. */
export function actionWords(finding: Finding, action: RowAction): string {
  return t(action === 'add' && finding !== 'new' ? 'import.check.act.both' : `import.check.act.${action}`)
}

/** A field as contract/item-view.ts names it, or as the item itself has it; a place in a list does not count. */
export function fieldWords(field: string): string {
  const keys = [`import.fields.${field.split('.')[0] ?? ''}`, `fields.${field}`]
  const known = keys.find((key) => i18n.global.te(key))
  return known === undefined ? field : t(known as 'fields.uri')
}

function listWords(words: readonly string[]): string {
  return new Intl.ListFormat(i18n.global.locale.value).format(words)
}

/** “Line 12, column password”. */
function whereWords({ lines, pointer, column }: UnreadableRow): string {
  const [first, last] = lines ?? [0, 0]
  const place = lines
    ? first === last
      ? t('import.check.where.line', { line: formatNumber(first) })
      : t('import.check.where.lines', { first: formatNumber(first), last: formatNumber(last) })
    : t('import.check.where.pointer', { pointer: pointer ?? '' })
  return column === null ? place : t('import.check.where.column', { place, column })
}

/** What a row is called: where nothing of it could be read, by its place. */
export function nameWords({ name, unreadable }: PlanRow): string {
  if (unreadable) return whereWords(unreadable)
  return name || t('import.check.unnamed')
}

/** “Already in vault, differs: Password and Notes”. */
export function findingWords({ finding, differs }: PlanRow): string {
  const found = t(`import.check.finding.${finding}`)
  const fields = listWords([...new Set(differs.map(fieldWords))])
  return fields === '' ? found : t('import.check.differing', { finding: found, fields })
}

const ENCODINGS: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
}
const DELIMITERS = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const

/** “Read as Windows-1252, columns parted by semicolons.” */
export function textWords({ encoding, delimiter }: TextFacts): string {
  const named = { encoding: ENCODINGS[encoding] }
  if (delimiter === null) return t('import.check.read', named)
  return t('import.check.readTable', { ...named, delimiter: t(`import.check.delimiter.${DELIMITERS[delimiter]}`) })
}
