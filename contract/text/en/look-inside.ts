/** A backup that is read without any vault, and the question for its password. */
export const lookInside = {
  reading: 'You are reading {name}. Nothing is saved.',
  import: 'Import into a vault',
  close: 'Close',
  ask: {
    title: 'Look inside {name}',
    lead: 'It is opened to read, without any vault. Nothing is saved.',
    password: 'File password',
    passwordHint: 'The password that was chosen when the file was exported.',
    passwordFault: 'Type the password of this file.',
    submit: 'Open to read',
  },
} as const
