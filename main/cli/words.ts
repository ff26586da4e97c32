/** Results in words. */
import { isAhead, type BackupFacts, type BackupState, type Ingredient, type Outgrown } from '../../contract/backups.ts'
import type { CensusVerdict } from '../../contract/census.ts'
import type { KdfConfig } from '../../contract/kdf-config.ts'
import type { FidelityStatement } from '../../contract/fidelity.ts'
import type { ExportChoice } from '../../contract/formats.ts'
import type { ErrorCode } from '../../contract/errors.ts'
import type { Finding, IgnoredKind } from '../../contract/import-plan.ts'
import type { Inspection } from '../../contract/files.ts'
import type { Stage } from '../../contract/progress.ts'
import { fidelity } from '../../contract/text/en/fidelity.ts'

/** What a terminal's person types to do what an error's last sentence says. */
export const TYPED: Partial<Readonly<Record<ErrorCode, string>>> = {
  'usage/bad-arguments': 'coffer --help',
  'usage/password-needed': '--password-file FILE',
  'usage/file-password-needed': '--file-password-file FILE',
  'usage/import-not-found': 'coffer imports',
  'format/needs-account': 'coffer init --from-key-file FILE',
  'vault/detach-needed': 'coffer rotate-key --detach',
  'format/vault-file': '--vault FILE',
  'format/not-bitwarden-data': '--email ADDRESS',
  'file/exists': '--force',
  'vault/not-found': 'coffer init',
  'vault/exists': '--vault FILE',
}

export const STAGES: Readonly<Record<Stage, string>> = {
  derive: 'deriving the key',
  read: 'reading',
  open: 'decrypting',
  seal: 'encrypting',
  write: 'writing',
  prove: 'reading it back and comparing',
  save: 'saving',
  switch: 'changing over to the new key',
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** What is called that was not taken over; kinds that a vault could hold are called as in the window. */
const IGNORED: Readonly<Record<IgnoredKind, string>> = {
  columns: 'columns that have no place',
  attachments: 'attachments',
  oldVersions: 'older versions of entries, beyond their passwords',
  settings: 'entries’ icons, colours and automatic typing',
}
const KINDS: Readonly<Record<string, string>> = { ...fidelity.classes, ...IGNORED }

export function kindWords(kind: string): string {
  return KINDS[kind] ?? kind
}

/** What a kind of export keeps, one line a class. */
export function describeFidelity(choice: ExportChoice, { file, atBitwarden }: FidelityStatement): string[] {
  const there = new Map(atBitwarden.map(({ what, kept }) => [what, kept]))
  return [
    `${choice}: kept in the file, and by Bitwarden after importing it`,
    ...file.map(({ what, here, kept }) => {
      const figures = [kept, there.get(what) ?? 0].map((count) => `${count} of ${here}`.padStart(12))
      return `  ${kindWords(what).padEnd(48)}${figures.join('')}`
    }),
  ]
}

export function countedWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([kind, count]) => `${count} × ${kindWords(kind)}`)
    .join(', ')
}

export function describeKdf(kdf: KdfConfig): string {
  return kdf.type === 'pbkdf2'
    ? `PBKDF2-SHA-256, ${kdf.iterations.toLocaleString('en')} rounds`
    : `Argon2id, ${kdf.iterations} rounds, ${kdf.memoryMiB} MiB, ${kdf.parallelism} lanes`
}

const OPENS_WITH = {
  nothing: 'It is not encrypted: anyone can read it.',
  'file-password': 'It opens with the file password that was chosen when it was exported.',
  'account-key': 'It opens only with the encryption key of the account that made it.',
} as const

/** Of a date. */
const AHEAD = 'in the future: a clock is or was wrong'

export function describeInspection(inspection: Inspection): string[] {
  const { label, opensWith, items, folders, kdf, opens, refusal, sealed, made, newerExport } = inspection
  const lines = [`${label}, ${plural(inspection.bytes, 'byte')}.`, OPENS_WITH[opensWith]]
  if (items !== null && folders !== null) lines.push(`${plural(items, 'item')}, ${plural(folders, 'folder')}.`)
  if (kdf) lines.push(`Key derivation: ${describeKdf(kdf)}.`)
  if (opens === true && opensWith !== 'nothing') lines.push('It opens with what you gave.')
  if (refusal !== null) lines.push(`It does not open with what you gave (${refusal}).`)
  if (sealed === true) lines.push(`Sealed by Coffer on ${made?.slice(0, 10) ?? ''}: nothing in it was changed since.`)
  if (made !== null && isAhead(made)) lines.push(`Its date is ${AHEAD}.`)
  if (newerExport !== null) lines.push(olderCopyLine(newerExport))
  if (sealed === false) lines.push('Not sealed: items are authenticated one by one, their arrangement is not.')
  return lines
}

/** What rows are to the vault, behind their number. */
export const FINDING_WORDS: Readonly<Record<Finding, string>> = {
  new: 'new',
  identical: 'in the vault already',
  changed: 'with other contents than the vault has',
  older: 'older than what the vault has',
  newer: 'newer than what the vault has',
  unreadable: 'that could not be read',
}

/** What a backup is good for, its reason if it has one, and a date that cannot be. */
export function describeBackup({ state, outgrown, made }: Pick<BackupFacts, 'state' | 'outgrown' | 'made'>): string {
  const words = [STATE_WORDS[state]]
  if (state === 'opens-here' && outgrown) words.push(describeOutgrown(outgrown))
  if (isAhead(made)) words.push(`its date is ${AHEAD}`)
  return words.join('; ')
}

function describeOutgrown({ since }: Outgrown): string {
  return since === null
    ? 'proved with an account key file that may not fit your password of now'
    : `proved with the password or key derivation of before ${since}`
}

export function olderCopyLine(newerExport: string): string {
  return `An older copy: this vault made a newer export on ${newerExport.slice(0, 10)}.`
}

export const INGREDIENT_WORDS: Readonly<Record<Ingredient, string>> = {
  'file-password': 'its file password',
  'account-key-file': 'the account key file (--key-file FILE)',
  'master-password': 'the master password',
}

const STATE_WORDS: Readonly<Record<BackupState, string>> = {
  missing: 'missing',
  unreadable: 'cannot be read',
  changed: 'not the file that was written',
  'key-unknown': 'of a key that never came here',
  'key-retired': 'made with a retired key',
  failed: 'failed its last check',
  proved: 'proved to restore',
  'opens-here': 'opens only on this computer',
  'not-checked': 'not checked yet',
}

export const CENSUS_WORDS: Readonly<Record<CensusVerdict, string>> = {
  nothing: 'opens with nothing',
  'file-password': 'opens with its password',
  'this-account': 'opens with this account',
  'unknown-key': 'opens with an unknown key',
  damaged: 'damaged',
  refused: 'refused',
  'not-an-export': 'not an export',
  unreadable: 'cannot be read',
}

export function scrubLines(scrubbed: boolean): string[] {
  return scrubbed
    ? []
    : ['What was replaced is still in the vault file: it goes when the vault is next opened with room on the disk.']
}
