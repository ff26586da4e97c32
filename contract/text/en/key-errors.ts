/** The sentences for what keeps an account's key from being changed or taken up, or its key file from proving a backup. */
const VAULT_UNCHANGED = 'Your vault was not changed.'
const NO_FINDING = 'Nothing was found out about this backup: what was proved of it still stands.'

export const keyErrors = {
  'backup/other-key-file': {
    happened: 'The account key file does not fit this backup: it is of another account, or of another key of this one.',
    unchanged: NO_FINDING,
    next: 'Choose the account key file that was saved while the key that made this backup was in use.',
  },
  'backup/key-file-unusable': {
    happened:
      'Coffer cannot use the account key file: it was altered, was made by something newer, or is another kind of file.',
    unchanged: NO_FINDING,
    next: 'Choose another copy of the account key file, or save a new one from the settings.',
  },
  'backup/key-file-unreadable': {
    happened: 'The account key file is not at its place any more, or could not be read.',
    unchanged: NO_FINDING,
    next: 'Check where it is and who may read it, then choose it again.',
  },
  'vault/not-rehearsed': {
    happened: 'The key or the exports on record have changed since the change of the key was tried out.',
    unchanged: VAULT_UNCHANGED,
    next: 'Try it out again, and look at what would stop opening.',
  },
  'vault/wrong-account-password': {
    happened: 'That is not the Bitwarden master password of this account.',
    unchanged: VAULT_UNCHANGED,
    next: 'Check Caps Lock, and whether the password was changed at Bitwarden since the client last signed in.',
  },
  'vault/other-account': {
    happened: 'This vault belongs to another Bitwarden account than the one you chose.',
    unchanged: VAULT_UNCHANGED,
    next: 'Choose the account with the e-mail address of this vault, or make a new vault around the other account.',
  },
  'vault/detach-needed': {
    happened:
      'This vault shares its encryption key with a Bitwarden account. A new key ends the exchange with it both ways.',
    unchanged: VAULT_UNCHANGED,
    next: 'If that is what you want, say so and try again. To stay together, change the key at Bitwarden.',
  },
} as const
