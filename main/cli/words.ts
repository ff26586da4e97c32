/** Results in words. */
import type { BackupState, Ingredient } from '../../contract/backups.ts'
import type { CensusVerdict } from '../commands/census.ts'
import type { KdfConfig } from '../../contract/kdf-config.ts'
import type { ErrorCode } from '../../contract/errors.ts'
import type { Finding } from '../../contract/import-plan.ts'
import type { Inspection } from '../../contract/files.ts'
import type { Stage } from '../../contract/progress.ts'

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

/** What a loss or an ignored thing is called. Kinds: docs/FORMATS.md#losses. */
const KINDS: Readonly<Record<string, string>> = {
  trashedItems: 'items in the trash',
  otherTypes: 'items that are neither login nor note',
  passwordHistory: 'old passwords',
  passkeys: 'passkeys',
  uriMatches: 'match settings of addresses',
  emptyUris: 'empty addresses',
  fieldTypes: 'kinds of custom fields (hidden, boolean, linked)',
  reshapedFields: 'custom fields whose text reads differently',
  loginSettings: 'settings of logins',
  reprompts: 'unknown reprompt settings',
  dates: 'items’ dates',
  unknownFields: 'fields that Coffer does not know',
  folders: 'folders (empty or of the same name)',
  columns: 'unknown columns',
}

export function countedWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([kind, count]) => `${count} × ${KINDS[kind] ?? kind}`)
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

export function describeInspection(inspection: Inspection): string[] {
  const { label, opensWith, items, folders, kdf, opens, refusal, sealed, made, newerExport } = inspection
  const lines = [`${label}, ${plural(inspection.bytes, 'byte')}.`, OPENS_WITH[opensWith]]
  if (items !== null && folders !== null) lines.push(`${plural(items, 'item')}, ${plural(folders, 'folder')}.`)
  if (kdf) lines.push(`Key derivation: ${describeKdf(kdf)}.`)
  if (opens === true && opensWith !== 'nothing') lines.push('It opens with what you gave.')
  if (refusal !== null) lines.push(`It does not open with what you gave (${refusal}).`)
  if (sealed === true) lines.push(`Sealed by Coffer on ${made?.slice(0, 10) ?? ''}: nothing in it was changed since.`)
  if (newerExport !== null) lines.push(`An older copy: this vault made a newer export on ${newerExport.slice(0, 10)}.`)
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

export const INGREDIENT_WORDS: Readonly<Record<Ingredient, string>> = {
  'file-password': 'its file password',
  'account-key-file': 'the account key file (--key-file FILE)',
  'master-password': 'the master password',
}

export const STATE_WORDS: Readonly<Record<BackupState, string>> = {
  missing: 'missing',
  unreadable: 'cannot be read',
  changed: 'not the file that was written',
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
