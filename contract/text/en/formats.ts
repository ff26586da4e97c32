import type { FormatId } from '../../formats.ts'

/** What kind of export a file is. */
export const formats = {
  'bitwarden-json': 'Bitwarden (json)',
  'bitwarden-password-protected': 'Bitwarden (json), encrypted with a file password',
  'bitwarden-account-restricted': 'Bitwarden (json), encrypted with one account’s key',
  'bitwarden-csv': 'Bitwarden (csv)',
  'chromium-csv': 'Chrome, Edge, Brave, Opera or Vivaldi (csv)',
  'firefox-csv': 'Firefox (csv)',
  'apple-csv': 'Apple Passwords or Safari (csv)',
  'lastpass-csv': 'LastPass (csv)',
  'keepass-xml': 'KeePass 2 (xml)',
  'keepassxc-csv': 'KeePassXC (csv)',
  'unknown-csv': 'a table of an unknown program (csv)',
} as const satisfies Readonly<Record<FormatId, string>>
