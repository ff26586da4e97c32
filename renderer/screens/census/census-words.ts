/** What a census found, in words. */
import type { Census, CensusFile } from '../../../contract/census.ts'
import { i18n, t } from '../../text/index.ts'

const GRADES = [
  ...(['nothing', 'file-password', 'this-account', 'account', 'unknown-key'] as const),
  ...(['damaged', 'refused', 'not-an-export', 'unreadable'] as const),
]
type Grade = (typeof GRADES)[number]

/** A key that no vault was there to try is not an unknown one. */
function gradeOf({ verdict, inspection }: CensusFile): Grade {
  return verdict === 'unknown-key' && inspection?.opens === null ? 'account' : verdict
}

/** “3 open with nothing, 2 with their password and 1 damaged”, in one order. */
export function summaryWords(files: readonly CensusFile[]): string {
  const counted = GRADES.flatMap((grade) => {
    const count = files.filter((file) => gradeOf(file) === grade).length
    return count > 0 ? [t(`census.grade.${grade}`, { count })] : []
  })
  return t('census.summary', { list: new Intl.ListFormat(i18n.global.locale.value).format(counted) })
}

/** A file with a password that no password opened so far. */
export function isClosed({ verdict, inspection }: CensusFile): boolean {
  return verdict === 'file-password' && inspection?.opens !== true
}

/** How many files are open, and whether they have each other, or the vault, to be compared with. */
export function comparedFiles({ files, onlyInVault }: Census): number {
  const open = files.filter(({ inspection }) => inspection?.opens === true).length
  return onlyInVault === null && open < 2 ? 0 : open
}
