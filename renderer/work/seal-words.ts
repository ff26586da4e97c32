/** What the seal of an opened file says of it. */
import { isAhead } from '../../contract/backups.ts'
import type { Inspection } from '../../contract/files.ts'
import { t } from '../text/index.ts'
import { timeOrText } from './field-words.ts'

type Seen = Pick<Inspection, 'sealed' | 'made' | 'newerExport'>

/** Null where no seal is to be expected, or the file was not opened. */
export function sealWords({ sealed, made }: Seen): string | null {
  if (sealed === null) return null
  if (!sealed) return t('import.check.unsealed')
  if (made === null) return t('import.check.sealedUndated')
  const words = t('import.check.sealed', { date: timeOrText(made) })
  return isAhead(made) ? `${words} ${t('backups.ahead')}` : words
}

/** Where the vault has made a newer export than this file: what it is then. */
export function olderCopyWords({ made, newerExport }: Seen): string | null {
  if (made === null || newerExport === null) return null
  return t('diagnosis.older', { made: timeOrText(made), newest: timeOrText(newerExport) })
}
