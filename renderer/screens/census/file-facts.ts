import type { Inspection } from '../../../contract/files.ts'
import { t } from '../../text/index.ts'
import { kdfWords } from '../../work/kdf-words.ts'
import { sizeWords } from '../../work/words.ts'

/** What a file is, how much is in it, how large it is and how its key is derived, in one line. */
export function fileFacts(inspection: Inspection): string {
  const { format, items, bytes, kdf } = inspection
  return [
    t(`formats.${format}`),
    items === null ? null : t('census.items', { count: items }),
    sizeWords(bytes),
    kdf && kdfWords(kdf),
  ]
    .filter((fact) => fact !== null)
    .join(' · ')
}
