/** Exporting for the window: what an export would hold, and doing it. */
import path from 'node:path'
import type { ExportDone, ExportOrder, ExportPreview } from '../../contract/exports.ts'
import type { OnStep } from '../../contract/progress.ts'
import { exportVault } from '../commands/export-vault.ts'
import { explainExport } from '../commands/fidelity.ts'
import { lookAround } from '../commands/written-place.ts'
import type { Session } from '../commands/vault.ts'

export function previewExport(session: Session): ExportPreview {
  const { items, folders } = session.contents()
  const live = items.filter(({ deletedDate }) => deletedDate === null)
  const contents = { folders, items: live }
  return {
    items: live.length,
    folders: folders.length,
    trashed: items.length - live.length,
    fidelity: {
      encrypted_json: explainExport('encrypted_json', contents),
      json: explainExport('json', contents),
      csv: explainExport('csv', contents),
    },
    adopted: session.adopted,
  }
}

export async function exportTo(
  session: Session,
  order: ExportOrder & { readonly path: string },
  onStep: OnStep,
): Promise<ExportDone> {
  const { choice, masterPassword, withTrash } = order
  const done = await exportVault(
    session,
    {
      path: order.path,
      choice,
      masterPassword,
      filePassword: order.filePassword ?? undefined,
      overwrite: true,
      withoutTrash: !withTrash,
    },
    onStep,
  )
  const { id, kind, items, folders, bytes, sha256, leftOut } = done
  const { openToOthers, leftovers } = await lookAround(done.path)
  return {
    id,
    name: path.basename(done.path),
    place: path.dirname(done.path),
    choice,
    kind,
    items,
    folders,
    bytes,
    sha256,
    leftOut,
    openToOthers,
    leftovers: leftovers.map((file) => path.basename(file)),
  }
}
