/** What an import came to, as a text to keep: counts and places, no item's name and nothing secret. */
import type { Translation } from '../../contract/text/translation.ts'
import type { UnreadableRow } from '../../contract/import-plan.ts'
import { errorText } from '../../contract/error-text.ts'
import type { Session } from '../vault/session.ts'

/** The sentences of one language that a report is made of. */
export type ReportWords = Pick<Translation, 'importReport' | 'formats' | 'errors' | 'errorDetails'>

/** @throws CofferError usage/import-not-found */
export function reportOf(session: Session, id: string, words: ReportWords): string {
  const { file, format, at, added, merged, skipped, folders, ignored, unreadable, unread } = session.imports.get(id)
  const { importReport: say, formats } = words
  const facts = [
    say.title,
    '',
    fill(say.file, { file }),
    fill(say.format, { format: formats[format] }),
    fill(say.at, { at: at.slice(0, 16).replace('T', ' ') }),
    fill(say.added, { count: added.length }),
    fill(say.merged, { count: merged.length }),
    fill(say.skipped, { count: skipped }),
    fill(say.folders, { count: folders.length }),
    fill(say.ignored, { count: Object.values(ignored).reduce((sum, count) => sum + count, 0) }),
    fill(say.unreadable, { count: unread }),
  ]
  return `${[...facts, ...unreadable.map((row) => `- ${placeOf(row, say)}: ${reasonOf(row, words)}`)].join('\n')}\n`
}

function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

function placeOf({ lines, pointer, column }: UnreadableRow, say: ReportWords['importReport']): string {
  const [first, last] = lines ?? [0, 0]
  const places = [
    lines && fill(first === last ? say.line : say.lines, { first, last }),
    pointer !== null && fill(say.place, { pointer }),
    column !== null && fill(say.column, { column }),
  ]
  return places.filter(Boolean).join(', ')
}

function reasonOf({ reason, lines, pointer, column }: UnreadableRow, words: ReportWords): string {
  const details = {
    ...(lines && { line: lines[0] }),
    ...(pointer !== null && { where: pointer }),
    ...(column !== null && { column }),
  }
  return errorText({ code: reason, details }, words).happened
}
