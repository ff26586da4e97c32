/** The way to an open vault: first start, new vaults, unlocking; and what offered files are worth. */
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

/** Making a vault, empty or around an account. */
export const create = {
  title: 'Create a vault',
  lead: 'One file on this computer that holds your items. Nothing is written before you have chosen where.',
  email: 'E-mail address (optional)',
  emailHint:
    'It goes into your key together with the password. Nothing is sent to it, and it need not be the one you use at Bitwarden. Without one, Coffer makes up something random instead.',
  emailFault: 'This does not look like an e-mail address. Mend it, or leave the field empty.',
  password: 'Master password',
  repeat: 'Master password again',
  passwordFault: 'This master password is too easy to guess. Make it longer, or use random words.',
  repeatFault: 'The two passwords are not the same.',
  noRecovery:
    'Coffer cannot recover this password. Without it, nobody can open the vault: write it down and keep it safe.',
  submit: 'Choose where to save…',
} as const

export const account = {
  title: 'Make a vault around your account',
  lead: 'The vault gets the encryption key of your account, so exports made for that account open in it.',
  kind: 'Where the key comes from',
  client: 'A Bitwarden program on this computer',
  clientHint: 'Its file data.json holds your encrypted key. You need to be logged in there.',
  keyFile: 'An account key file of Coffer',
  keyFileHint: 'The file that was saved from your vault, for the day this computer is gone.',
  places: 'Where data.json lies',
  windows: 'Windows',
  mac: 'macOS',
  linux: 'Linux',
  windowsPath: '%AppData%\\Bitwarden\\data.json',
  macPath: '~/Library/Application Support/Bitwarden/data.json',
  linuxPath: '~/.config/Bitwarden/data.json',
  cli: 'Bitwarden’s command line',
  cliPath: 'the same place, in a folder named “Bitwarden CLI”',
  unproved: 'Proved with the file of Bitwarden’s command line. The desktop’s is expected to be the same.',
  untouched: 'The file is read once and never changed. Your master password is never sent anywhere.',
  choose: 'Choose the file…',
  chooseOther: 'Choose another file…',
  chosen: 'Chosen file',
  email: 'Account',
  emailNone: 'The file names no e-mail address.',
  password: 'Master password of this account',
  passwordHint: 'The one you log in to Bitwarden with. It becomes the master password of the vault.',
  passwordHintKeyFile: 'The master password that was in use when the account key file was made.',
  passwordFault: 'The master password is needed to open the key.',
  fileFault: 'Choose the file with the key first.',
  later: 'If you change your password at Bitwarden later, this vault keeps the one from now.',
  submit: 'Choose where to save…',
} as const

export const unlock = {
  title: 'Unlock {name}',
  password: 'Master password',
  passwordFault: 'Type the master password of this vault.',
  submit: 'Unlock',
  keychain: 'Unlock with this computer’s keychain',
  openOther: 'Open another vault…',
  importFile: 'Check a file without unlocking',
  lockedBy: {
    person: 'Locked.',
    idle: 'Locked because nobody used Coffer for a while.',
    suspend: 'Locked because the computer went to sleep.',
    screen: 'Locked because the screen was locked.',
  },
} as const

/** What several files are worth, one line each. */
export const verdicts = {
  title: 'Would these save you?',
  lead: '{count} file was looked at. Nothing was imported. | {count} files were looked at. Nothing was imported.',
  omitted:
    '{count} more file was not looked at: this was too much at once. | {count} more files were not looked at: this was too much at once.',
  caption: 'What Coffer found in each file',
  items: '{count} item | {count} items',
  import: 'Import',
  importLabel: 'Import {name}',
  look: 'Look inside',
  lookLabel: 'Look inside {name}',
  done: 'Done',
  yes: 'Yes',
  likely: 'If you know its password',
  depends: 'Depends',
  no: 'No',
  plain: 'Readable by anyone who gets the file.',
  filePassword: 'Opens with its file password. Not tried yet.',
  sealed: 'Opens with this vault’s key: checked, and unchanged since it was made on {date}.',
  opensHere: 'Opens with this vault’s key: checked.',
  opensTyped: 'Opens with the file password that you typed: checked.',
  opensUnsealed:
    'Opens with this vault’s key: checked. Not sealed: the items are authenticated one by one, their arrangement is not.',
  otherKey: 'Bound to another account, or to an older key of this one.',
  needsAccount: 'Opens only with the key of the account that made it. Unlock that vault to try it.',
} as const

/** Reading a file that has a password of its own. */
export const lookInside = {
  title: 'Look inside {name}',
  lead: 'It is opened to read, without any vault. Nothing is saved.',
  password: 'File password',
  passwordHint: 'The password that was chosen when the file was exported.',
  passwordFault: 'Type the password of this file.',
  submit: 'Open to read',
} as const
