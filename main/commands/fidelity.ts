/** The fidelity statement: what each kind of export keeps of a vault, counted before anything is written. */
import type { FidelityClass, FidelityStatement } from '../../contract/fidelity.ts'
import type { ExportChoice } from '../../contract/formats.ts'
import { atBitwarden } from '../formats/bitwarden/importer.ts'
import { formatOf } from '../formats/index.ts'
import { fidelityOf } from '../model/fidelity.ts'
import type { VaultContents } from '../model/item.ts'
import { SPECIMEN } from '../model/specimen.ts'

/** Both encrypted kinds of file keep alike. */
const KIND_OF = {
  encrypted_json: 'bitwarden-account-restricted',
  json: 'bitwarden-json',
  csv: 'bitwarden-csv',
} as const

/** What is read back from such a file, and what Bitwarden has after importing it. */
export function explainExport(choice: ExportChoice, contents: VaultContents): FidelityStatement {
  const kept = formatOf(KIND_OF[choice]).keeps(contents)
  return { file: fidelityOf(contents, kept), atBitwarden: fidelityOf(contents, atBitwarden(kept)) }
}

/** What a file that `keeps` that much never holds, whatever the program that wrote it had; nothing without `keeps`. */
export function absentFrom(keeps: ((contents: VaultContents) => VaultContents) | undefined): readonly FidelityClass[] {
  if (!keeps) return []
  return fidelityOf(SPECIMEN, keeps(SPECIMEN)).flatMap(({ what, kept }) => (kept === 0 ? what : []))
}
