/** What an offered file and the vault's state lead to: what is in the way, what is asked for, which steps there are. */
import type { VaultStatus } from '../../../contract/api.ts'
import type { ErrorCode } from '../../../contract/errors.ts'
import type { Inspection, OfferedFile, WireError } from '../../../contract/files.ts'
import type { FormatId } from '../../../contract/formats.ts'
import type { ImportAim, ImportKind } from '../../stores/import-wizard.ts'
import { t } from '../../text/index.ts'
import type { WizardStep } from '../../work/wizard.ts'

export type ImportStep = 'file' | 'unlock' | 'columns' | 'file-password' | 'check' | 'working' | 'report'

const JSON_FORMATS: readonly FormatId[] = [
  'bitwarden-json',
  'bitwarden-password-protected',
  'bitwarden-account-restricted',
]

export function kindOf({ inspection }: OfferedFile): ImportKind | null {
  if (!inspection) return null
  return JSON_FORMATS.includes(inspection.format) ? 'json' : 'csv'
}

const NEEDS_ACCOUNT: WireError = { code: 'format/needs-account', details: {} }
const NEEDS_MAPPING: ErrorCode = 'format/needs-mapping'

/** Refusals that may be for single rows, while others can be read: reading it with that in mind tells. */
const OF_ROWS: readonly ErrorCode[] = [
  'format/bad-row',
  'format/bad-shape',
  'format/unknown-item-type',
  'format/unsupported-encryption',
  'format/damaged',
]

export function maySalvage(code: ErrorCode): boolean {
  return OF_ROWS.includes(code)
}

/** Not read as it is, but there is something that a person can say of it. */
function leavesChoice({ opensWith, refusal, items }: Inspection): boolean {
  if (refusal === null) return false
  return refusal === NEEDS_MAPPING || (opensWith === 'nothing' && items !== null && items > 0 && maySalvage(refusal))
}

/** A table of a program that Coffer does not know. */
export function asksForColumns(file: OfferedFile | null): boolean {
  return file?.inspection?.refusal === NEEDS_MAPPING
}

/** Why this file cannot go on from here, before anyone types a password; null where it can. */
export function refusalOf({ error, inspection }: OfferedFile, vault: VaultStatus['state']): WireError | null {
  if (!inspection) return error
  if (inspection.opensWith === 'account-key' && vault === 'none') return NEEDS_ACCOUNT
  const { refusal, refusalDetails } = inspection
  // Of a time without a vault: now there is one to try.
  if (refusal === null || refusal === NEEDS_ACCOUNT.code || leavesChoice(inspection)) return null
  return { code: refusal, details: refusalDetails ?? {} }
}

/** A refusal that stays as long as the file is the same; any other may be gone at the next try. */
export function isAboutFile(code: ErrorCode): boolean {
  return code.startsWith('format/') || code.startsWith('file/')
}

export function asksForPassword(file: OfferedFile | null): boolean {
  return file?.inspection?.opensWith === 'file-password' && file.inspection.refusal === null
}

/** A file for one account opens in its vault alone, and one with a choice to make is planned. */
export function canLookInside(file: OfferedFile, vault: VaultStatus['state']): boolean {
  const { inspection } = file
  if (vault === 'unlocked' || !inspection || inspection.opensWith === 'account-key') return false
  return !leavesChoice(inspection)
}

export function importSteps(plan: {
  readonly aim: ImportAim
  readonly unlock: boolean
  readonly columns: boolean
  readonly filePassword: boolean
}): WizardStep<ImportStep>[] {
  const into = plan.aim === 'import'
  const steps: (WizardStep<ImportStep> & { applies: boolean })[] = [
    { id: 'file', title: t('import.steps.file'), applies: true },
    { id: 'unlock', title: t('import.steps.unlock'), applies: into && plan.unlock },
    { id: 'columns', title: t('import.steps.columns'), applies: into && plan.columns },
    { id: 'file-password', title: t('import.steps.filePassword'), applies: plan.filePassword },
    { id: 'check', title: t('import.steps.check'), applies: into },
    { id: 'working', title: t('import.steps.working'), applies: into },
    { id: 'report', title: t('import.steps.report'), applies: into },
  ]
  return steps.filter(({ applies }) => applies)
}
