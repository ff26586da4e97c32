import type { Inspection } from '../../../contract/files.ts'
import { t } from '../../text/index.ts'
import { sizeWords } from '../../wizards/parts/words.ts'

/** What a file is, how much is in it and how large it is, in one line. */
export function fileFacts(inspection: Inspection): string {
  const { format, items, bytes } = inspection
  return [t(`formats.${format}`), items === null ? null : t('verdicts.items', { count: items }), sizeWords(bytes)]
    .filter((fact) => fact !== null)
    .join(' · ')
}
