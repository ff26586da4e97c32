/** The sentences for what files, folders and disks refuse. */
const VAULT_UNCHANGED = 'Your vault was not changed.'
const NOTHING_WRITTEN = 'No file was written, and none was changed.'
const NO_WORK = 'Nothing was done.'
const NOTHING_REPLACED = 'Coffer changed nothing that was there before.'

export const fileErrors = {
  'file/not-found': {
    happened: 'There is no such file or folder.',
    unchanged: NO_WORK,
    next: 'Check the name and the place.',
  },
  'file/not-regular': {
    happened: 'That is not an ordinary file.',
    unchanged: NO_WORK,
    next: 'Choose a file, not a folder or a device.',
  },
  'file/no-permission': {
    happened: 'The system does not allow Coffer to use that place.',
    unchanged: NOTHING_WRITTEN,
    next: 'Choose another folder, or change its permissions.',
  },
  'file/exists': {
    happened: 'A file of that name is there already.',
    unchanged: 'It was not touched.',
    next: 'Choose another name, or replace it on purpose.',
  },
  'file/no-space': {
    happened: 'The disk is full.',
    unchanged: 'What was there before is still there, whole.',
    next: 'Free some space or choose another disk, then try again.',
  },
  'file/read-failed': {
    happened: 'The file could not be read to its end.',
    unchanged: VAULT_UNCHANGED,
    next: 'Copy it to this computer and try again. The disk or stick may be failing.',
  },
  'file/write-failed': {
    happened: 'The file could not be written safely.',
    unchanged: 'What was there before is still there, whole.',
    next: 'Try another folder or disk.',
  },
  'file/verify-failed': {
    happened: 'What was written did not read back the same, so it was not kept.',
    unchanged: 'What was there before is still there, whole.',
    next: 'Try another disk: this one may be failing.',
  },
  'file/unconfirmed': {
    happened: 'The file was written, but the disk did not confirm that it will stay under its name.',
    unchanged: 'The items of your vault were not changed.',
    next: 'Look whether the file is there, and make another one on a disk that you trust.',
  },
  'file/bad-name': {
    happened: 'That disk takes no file of this name: it is too long, or not all of it is text that the disk allows.',
    unchanged: NOTHING_REPLACED,
    next: 'Choose a shorter name, of letters and digits, or give the file one first.',
  },
  'file/busy': {
    happened: 'Another program is using that file, or the disk is busy with it.',
    unchanged: NOTHING_REPLACED,
    next: 'Close the file there, or wait a moment, then try again.',
  },
  'file/disk-gone': {
    happened: 'The disk or network folder with that file is not there any more, or does not answer.',
    unchanged: NOTHING_REPLACED,
    next: 'Connect it again and look whether the file is as you expect, then try again.',
  },
  'file/too-many-open': {
    happened: 'This computer has as many files open as it allows.',
    unchanged: NOTHING_REPLACED,
    next: 'Close some programs, then try again.',
  },
} as const
