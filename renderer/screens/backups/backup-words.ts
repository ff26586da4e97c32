/** What a backup's state is called, what it means, and how serious it is. */
import type { BackupState, BackupView } from '../../../contract/backups.ts'
import type { TagTone } from '../../components/TagBadge.vue'
import { formatTime, t } from '../../text/index.ts'
import { outgrownWords } from '../../work/backup-words.ts'
import { sizeWords } from '../../work/words.ts'

export const TONES: Readonly<Record<BackupState, TagTone>> = {
  missing: 'bad',
  unreadable: 'bad',
  changed: 'bad',
  failed: 'bad',
  'key-unknown': 'bad',
  'key-retired': 'bad',
  proved: 'ok',
  'opens-here': 'warn',
  'not-checked': 'warn',
}

export function meaningOf({ state, retired, outgrown }: BackupView): string {
  if (state === 'key-retired') return t('backups.means.key-retired', { date: retired ?? '' })
  return state === 'opens-here' && outgrown ? outgrownWords(outgrown) : t(`backups.means.${state}`)
}

export function factsOf({ made, items, bytes }: BackupView): string {
  return t('backups.facts', {
    time: formatTime(new Date(made)),
    items: t('backups.items', { count: items }),
    size: sizeWords(bytes),
  })
}

/** Whether there is anything to check: a file at its place that some key may open. */
export function isCheckable({ state }: BackupView): boolean {
  return state !== 'missing' && state !== 'key-unknown' && state !== 'key-retired'
}
