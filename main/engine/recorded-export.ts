/** An export on record as the window shows it: a name and a place, to be read. */
import path from 'node:path'
import type { RecordedExport } from '../../contract/exports.ts'
import type { ExportRecord } from '../commands/vault.ts'

export function recordedExport({ id, path: file, made, format, items }: ExportRecord): RecordedExport {
  return { id, name: path.basename(file), place: path.dirname(file), made, format, items }
}
