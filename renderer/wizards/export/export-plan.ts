/** What the choices of an export lead to: its steps, what it holds, what is ordered. */
import type { CofferApi } from '../../../contract/api.ts'
import type { ExportPreview } from '../../../contract/exports.ts'
import { FIDELITY_CLASSES, leftOutOf, type FidelityRow, type LeftOutCounts } from '../../../contract/fidelity.ts'
import type { ExportChoice, OpensWith } from '../../../contract/formats.ts'
import { ITEM_TYPES } from '../../../contract/items.ts'
import type { ExportChoices } from '../../stores/export-wizard.ts'
import { t } from '../../text/index.ts'
import type { WizardStep } from '../../work/wizard.ts'

type ExportRun = Parameters<CofferApi['exports']['run']>[0]

export type ExportStep = 'format' | 'file-password' | 'confirm' | 'working' | 'result'

export function opensWithOf({ choice, opensWith }: Pick<ExportChoices, 'choice' | 'opensWith'>): OpensWith {
  return choice === 'encrypted_json' ? opensWith : 'nothing'
}

export function exportSteps(choices: ExportChoices): WizardStep<ExportStep>[] {
  return [
    { id: 'format', title: t('export.steps.format') },
    ...(opensWithOf(choices) === 'file-password'
      ? [{ id: 'file-password', title: t('export.steps.filePassword') } as const]
      : []),
    { id: 'confirm', title: t('export.steps.confirm') },
    { id: 'working', title: t('export.steps.working') },
    { id: 'result', title: t('export.steps.result') },
  ]
}

/** A table has no place for the bin. */
export function canHoldTrash(choice: ExportChoice): boolean {
  return choice !== 'csv'
}

/** What `choice` cannot carry, counted; the bin is named where it cannot be asked for. */
export function lossesOf(choice: ExportChoice, preview: ExportPreview): LeftOutCounts {
  const losses = leftOutOf(preview.fidelity[choice].file)
  return canHoldTrash(choice) || preview.trashed === 0 ? losses : { trashedItems: preview.trashed, ...losses }
}

/** How many items the file will hold. */
export function itemsIn({ choice, withTrash }: ExportChoices, preview: ExportPreview): number {
  const rows = preview.fidelity[choice].file.filter(({ what }) => what in ITEM_TYPES)
  const kept = rows.reduce((sum, row) => sum + row.kept, 0)
  return kept + (withTrash && canHoldTrash(choice) ? preview.trashed : 0)
}

/** One class of what the vault holds: how much of it the file keeps, and Bitwarden after importing that. */
export interface KeptRow extends FidelityRow {
  readonly atBitwarden: number
}

/** The fidelity statement of what is chosen, the bin as it is chosen too. Bitwarden has no place for it in a file. */
export function keptRows(choices: Pick<ExportChoices, 'choice' | 'withTrash'>, preview: ExportPreview): KeptRow[] {
  const { file, atBitwarden } = preview.fidelity[choices.choice]
  const there = new Map(atBitwarden.map(({ what, kept }) => [what, kept]))
  const rows = file.map((row) => ({ ...row, atBitwarden: there.get(row.what) ?? 0 }))
  if (preview.trashed > 0) {
    const kept = choices.withTrash && canHoldTrash(choices.choice) ? preview.trashed : 0
    rows.push({ what: 'trashedItems', here: preview.trashed, kept, atBitwarden: 0 })
  }
  return rows.sort((a, b) => FIDELITY_CLASSES.indexOf(a.what) - FIDELITY_CLASSES.indexOf(b.what))
}

export function orderOf(choices: ExportChoices, masterPassword: string, filePassword: string): ExportRun {
  return {
    choice: choices.choice,
    filePassword: opensWithOf(choices) === 'file-password' ? filePassword : null,
    masterPassword,
    withTrash: choices.withTrash && canHoldTrash(choices.choice),
    replaces: choices.replaces?.id ?? null,
  }
}
