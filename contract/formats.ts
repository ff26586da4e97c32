/** The formats Coffer knows, as a person sees them. */

export type FormatId =
  'bitwarden-json' | 'bitwarden-password-protected' | 'bitwarden-account-restricted' | 'bitwarden-csv'

/** What is needed to open a file of a format. */
export type OpensWith = 'nothing' | 'file-password' | 'account-key'

/** Names of the export choices, as on the command line and in Bitwarden's own export dialog. */
export type ExportChoice = 'encrypted_json' | 'json' | 'csv'

export interface FormatFacts {
  readonly id: FormatId
  readonly label: string
  readonly opensWith: OpensWith
}

export const FORMATS: Readonly<Record<FormatId, FormatFacts>> = {
  'bitwarden-json': {
    id: 'bitwarden-json',
    label: 'Bitwarden (json)',
    opensWith: 'nothing',
  },
  'bitwarden-password-protected': {
    id: 'bitwarden-password-protected',
    label: 'Bitwarden (json), encrypted with a file password',
    opensWith: 'file-password',
  },
  'bitwarden-account-restricted': {
    id: 'bitwarden-account-restricted',
    label: "Bitwarden (json), encrypted with one account's key",
    opensWith: 'account-key',
  },
  'bitwarden-csv': {
    id: 'bitwarden-csv',
    label: 'Bitwarden (csv)',
    opensWith: 'nothing',
  },
}
