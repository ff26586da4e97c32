/** What an offered file and the vault's state lead to: what is in the way, what is asked for, which steps there are. */
import type { VaultStatus } from '../../../contract/api.ts'
import type { ErrorCode } from '../../../contract/errors.ts'
import type { OfferedFile, WireError } from '../../../contract/files.ts'
import type { ImportAim, ImportKind } from '../../stores/import-wizard.ts'
import { t } from '../../text/index.ts'
import type { WizardStep } from '../parts/wizard.ts'

export type ImportStep = 'file' | 'unlock' | 'file-password' | 'check' | 'working' | 'report'

export function kindOf({ inspection }: OfferedFile): ImportKind | null {
  if (!inspection) return null
  return inspection.format === 'bitwarden-csv' ? 'csv' : 'json'
}

const NEEDS_ACCOUNT: WireError = { code: 'format/needs-account', details: {} }

/** Why this file cannot go on from here, before anyone types a password; null where it can. */
export function refusalOf({ error, inspection }: OfferedFile, vault: VaultStatus['state']): WireError | null {
  if (!inspection) return error
  if (inspection.opensWith === 'account-key' && vault === 'none') return NEEDS_ACCOUNT
  const { refusal, refusalDetails } = inspection
  // Of a time without a vault: now there is one to try.
  if (refusal === null || refusal === NEEDS_ACCOUNT.code) return null
  return { code: refusal, details: refusalDetails ?? {} }
}

/** A refusal that stays as long as the file is the same; any other may be gone at the next try. */
export function isAboutFile(code: ErrorCode): boolean {
  return code.startsWith('format/') || code.startsWith('file/')
}

export function asksForPassword(file: OfferedFile | null): boolean {
  return file?.inspection?.opensWith === 'file-password' && file.inspection.refusal === null
}

/** A file for one account opens in its vault alone. */
export function canLookInside(file: OfferedFile, vault: VaultStatus['state']): boolean {
  return vault !== 'unlocked' && file.inspection !== null && file.inspection.opensWith !== 'account-key'
}

export function importSteps(plan: {
  readonly aim: ImportAim
  readonly unlock: boolean
  readonly filePassword: boolean
}): WizardStep<ImportStep>[] {
  const into = plan.aim === 'import'
  const steps: (WizardStep<ImportStep> & { applies: boolean })[] = [
    { id: 'file', title: t('import.steps.file'), applies: true },
    { id: 'unlock', title: t('import.steps.unlock'), applies: into && plan.unlock },
    { id: 'file-password', title: t('import.steps.filePassword'), applies: plan.filePassword },
    { id: 'check', title: t('import.steps.check'), applies: into },
    { id: 'working', title: t('import.steps.working'), applies: into },
    { id: 'report', title: t('import.steps.report'), applies: into },
  ]
  return steps.filter(({ applies }) => applies)
}
