/** What has become of a file that was written here. */
import { hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { asCofferError, type ErrorCode } from '../../contract/errors.ts'
import { MAX_EXPORT_BYTES, readCapped } from '../files/read-capped.ts'

/** What was written is no folder, no vault and no larger than an export. */
const OTHERS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['file/not-regular', 'file/open-vault', 'format/too-large'])

/**
 * `written`: it is there, byte for byte. `gone`: it is not, or another file is in its place. `away`: that cannot be told
 * now, as on a drive that is not there.
 */
export async function lookAt({
  path,
  sha256,
}: {
  readonly path: string
  readonly sha256: string
}): Promise<'written' | 'gone' | 'away'> {
  try {
    return hash('sha256', await readCapped(path, MAX_EXPORT_BYTES)) === sha256 ? 'written' : 'gone'
  } catch (error) {
    const { code } = asCofferError(error)
    if (OTHERS.has(code)) return 'gone'
    return code === 'file/not-found' && existsSync(dirname(path)) ? 'gone' : 'away'
  }
}
