/** The formats Coffer knows, as a person sees them. */
import { formats } from './text/en/formats.ts'

export type FormatId =
  'bitwarden-json' | 'bitwarden-password-protected' | 'bitwarden-account-restricted' | 'bitwarden-csv'

/** What is needed to open a file of a format. */
export type OpensWith = 'nothing' | 'file-password' | 'account-key'

/** Names of the export choices, as on the command line and in Bitwarden's own export dialog. */
export type ExportChoice = 'encrypted_json' | 'json' | 'csv'

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
}
