/** What a file is, without any password; and with an unlocked vault, whether that vault opens it. */
import { asCofferError } from '../../contract/errors.ts'
import type { Inspection } from '../../contract/files.ts'
import type { TakenFile } from './files.ts'
import { openBackup, type Opener } from './open-backup.ts'

/** Never throws for a file that does not open: that is the answer. */
export async function inspectFile(file: TakenFile, opener: Opener): Promise<Inspection> {
  const { facts, recognised } = file
  const known = {
    format: facts.id,
    label: facts.label,
    encrypted: facts.opensWith !== 'nothing',
    opensWith: facts.opensWith,
    bytes: file.bytes,
    sha256: file.sha256,
    items: recognised.items,
    folders: recognised.folders,
    kdf: recognised.kdf,
  }
  const untried = { opens: null, refusal: null, refusalDetails: null, sealed: null, made: null }
  const given = facts.opensWith === 'account-key' ? opener.session : opener.filePassword
  if (facts.opensWith !== 'nothing' && given === undefined) return { ...known, ...untried }
  try {
    const { contents, sealed, made } = await openBackup(file, opener)
    const counts = { items: contents.items.length, folders: contents.folders.length }
    return { ...known, ...counts, opens: true, refusal: null, refusalDetails: null, sealed, made }
  } catch (error) {
    const { code, details } = asCofferError(error)
    return { ...known, ...untried, opens: false, refusal: code, refusalDetails: details }
  }
}
