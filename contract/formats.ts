/** The formats Coffer knows, as a person sees them. */
import { formats } from './text/en/formats.ts'

/** Formats that Coffer writes. */
export type ExportFormatId =
  'bitwarden-json' | 'bitwarden-password-protected' | 'bitwarden-account-restricted' | 'bitwarden-csv'

/** Files of other programs, which it only reads. */
export type ForeignFormatId =
  'chromium-csv' | 'firefox-csv' | 'apple-csv' | 'lastpass-csv' | 'keepass-xml' | 'keepassxc-csv' | 'unknown-csv'

export type FormatId = ExportFormatId | ForeignFormatId

/** What is needed to open a file of a format. */
export type OpensWith = 'nothing' | 'file-password' | 'account-key'

/** Names of the export choices, as on the command line and in Bitwarden's own export dialog. */
export const EXPORT_CHOICES = ['encrypted_json', 'json', 'csv'] as const
export type ExportChoice = (typeof EXPORT_CHOICES)[number]

export interface FormatFacts {
  readonly id: FormatId
  /** In English, for the command line. */
  readonly label: string
  readonly opensWith: OpensWith
}

export const FORMATS: Readonly<Record<FormatId, FormatFacts>> = {
  'bitwarden-json': {
    id: 'bitwarden-json',
    label: formats['bitwarden-json'],
    opensWith: 'nothing',
  },
  'bitwarden-password-protected': {
    id: 'bitwarden-password-protected',
    label: formats['bitwarden-password-protected'],
    opensWith: 'file-password',
  },
  'bitwarden-account-restricted': {
    id: 'bitwarden-account-restricted',
    label: formats['bitwarden-account-restricted'],
    opensWith: 'account-key',
  },
  'bitwarden-csv': {
    id: 'bitwarden-csv',
    label: formats['bitwarden-csv'],
    opensWith: 'nothing',
  },
  'chromium-csv': foreign('chromium-csv'),
  'firefox-csv': foreign('firefox-csv'),
  'apple-csv': foreign('apple-csv'),
  'lastpass-csv': foreign('lastpass-csv'),
  'keepass-xml': foreign('keepass-xml'),
  'keepassxc-csv': foreign('keepassxc-csv'),
  'unknown-csv': foreign('unknown-csv'),
}

/** None of them is encrypted. */
function foreign(id: ForeignFormatId): FormatFacts {
  return { id, label: formats[id], opensWith: 'nothing' }
}
