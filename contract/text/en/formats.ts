import type { FormatId } from '../../formats.ts'

/** What kind of export a file is. */
export const formats = {
  'bitwarden-json': 'Bitwarden (json)',
  'bitwarden-password-protected': 'Bitwarden (json), encrypted with a file password',
  'bitwarden-account-restricted': 'Bitwarden (json), encrypted with one account’s key',
  'bitwarden-csv': 'Bitwarden (csv)',
} as const satisfies Readonly<Record<FormatId, string>>
