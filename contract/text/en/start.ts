/** The first page: files to drop, and the ways to a vault. */
export const start = {
  headline: 'Drop your backups here.',
  lead: 'Coffer tells you which ones would still save you, and why. Nothing leaves this computer.',
  dropHere: 'Drop files or a folder anywhere in this window',
  browse: 'Browse…',
  sample: 'Try the sample',
  sampleHint: 'A made-up export, to see what Coffer does with one.',
  or: 'Or begin with a vault',
  create: 'Create a vault',
  createHint: 'Empty, on this computer, under a master password of its own.',
  account: 'Use my Bitwarden account',
  accountHint: 'The same key as your account: .json (Encrypted) files pass both ways.',
  keyFile: 'Restore from an account key file',
  keyFileHint: 'On a new computer: with it, your older exports open again.',
  open: 'Open a vault…',
  openHint: 'A vault file of Coffer that is on this computer.',
  settings: 'Settings',
} as const
