/** Unlocking the vault. */
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
    fault: 'Locked because the disk reported a fault.',
  },
} as const
