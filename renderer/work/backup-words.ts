/** What is said of a backup in more than one place. */
import type { Outgrown } from '../../contract/backups.ts'
import { t } from '../text/index.ts'

/** Of one that was proved, but not with what the person has now. */
export function outgrownWords({ since }: Outgrown): string {
  return since === null ? t('backups.means.outgrownUndated') : t('backups.means.outgrown', { date: since })
}
