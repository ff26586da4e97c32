/** Making an empty vault. */
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
