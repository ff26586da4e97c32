/** The sentences for what keeps an account's key from being changed or taken up. */
const VAULT_UNCHANGED = 'Your vault was not changed.'

export const keyErrors = {
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
