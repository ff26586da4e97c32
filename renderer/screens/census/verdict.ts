/** Whether a file would save its owner, in words. What Coffer did not try, it does not claim. */
import type { VaultStatus } from '../../../contract/api.ts'
import type { ErrorCode, ErrorDetails } from '../../../contract/errors.ts'
import type { Inspection, OfferedFile } from '../../../contract/files.ts'
import { errorText, t } from '../../text/index.ts'
import { timeOrText } from '../../work/field-words.ts'
import { stepsAfter, type NextStep } from '../../work/next-steps.ts'
import { olderCopyWords } from '../../work/seal-words.ts'

export type VerdictTone = 'ok' | 'plain' | 'warn' | 'bad'

export interface Verdict {
  readonly tone: VerdictTone
  /** In a word or two. */
  readonly word: string
  readonly text: string
  /** What to do about a refusal, or what else is to be known. */
  readonly next: string | null
}

function refused(code: ErrorCode, details: ErrorDetails): Verdict {
  const { happened, next } = errorText({ code, details })
  const text = code === 'format/other-key' ? t('census.otherKey') : happened
  return { tone: 'bad', word: t('census.no'), text, next }
}

function opened(inspection: Inspection): Verdict {
  const { opensWith, sealed, made } = inspection
  const word = t('census.yes')
  if (opensWith === 'nothing') return { tone: 'warn', word, text: t('census.plain'), next: null }
  if (opensWith === 'file-password') return { tone: 'ok', word, text: t('census.opensTyped'), next: null }
  const date = made === null ? null : timeOrText(made)
  const checked = sealed && date !== null ? t('census.sealed', { date }) : t('census.opensHere')
  const older = olderCopyWords(inspection)
  const text = sealed === false ? t('census.opensUnsealed') : checked
  return { tone: older === null ? 'ok' : 'warn', word, text, next: older }
}

function untried({ opensWith }: Inspection): Verdict {
  return opensWith === 'file-password'
    ? { tone: 'plain', word: t('census.likely'), text: t('census.filePassword'), next: null }
    : { tone: 'warn', word: t('census.depends'), text: t('census.needsAccount'), next: null }
}

export function verdictOf({ inspection, error }: OfferedFile): Verdict {
  if (!inspection) return refused(error?.code ?? 'internal', error?.details ?? {})
  if (inspection.refusal !== null) return refused(inspection.refusal, inspection.refusalDetails ?? {})
  return inspection.opens === true ? opened(inspection) : untried(inspection)
}

/** Of a file that nothing was tried on for want of its vault, as of one that was refused. */
export function stepsFor({ inspection, error }: OfferedFile, vault: VaultStatus['state']): readonly NextStep[] {
  if (inspection?.newerExport) return ['backups']
  const untried = inspection?.opens === null && inspection.opensWith === 'account-key'
  const code = inspection ? (inspection.refusal ?? (untried ? 'format/needs-account' : null)) : error?.code
  return code ? stepsAfter(code, vault) : []
}

/** Recognised files first, each group as it was offered. */
export function recognisedFirst(files: readonly OfferedFile[]): readonly OfferedFile[] {
  return [...files.filter(({ inspection }) => inspection), ...files.filter(({ inspection }) => !inspection)]
}

/** Whether Coffer can open it to read without a vault. */
export function canLookInside({ inspection }: OfferedFile): boolean {
  return inspection !== null && inspection.opensWith !== 'account-key' && inspection.refusal === null
}
