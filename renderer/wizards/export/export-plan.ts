/** What the choices of an export lead to: its steps, what it holds, what is ordered. */
import type { CofferApi } from '../../../contract/api.ts'
import type { ExportPreview, LeftOutCounts } from '../../../contract/exports.ts'
import type { ExportChoice, OpensWith } from '../../../contract/formats.ts'
import type { ExportChoices } from '../../stores/export-wizard.ts'
import { t } from '../../text/index.ts'
import type { WizardStep } from '../parts/wizard.ts'

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
  const losses = preview.leftOut[choice]
  return canHoldTrash(choice) || preview.trashed === 0 ? losses : { trashedItems: preview.trashed, ...losses }
}

/** How many items the file will hold. */
export function itemsIn({ choice, withTrash }: ExportChoices, preview: ExportPreview): number {
  const kept = preview.items - (preview.leftOut[choice].otherTypes ?? 0)
  return kept + (withTrash && canHoldTrash(choice) ? preview.trashed : 0)
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
