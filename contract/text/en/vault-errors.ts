/** The sentences for a vault file that stands otherwise than it should, or on a disk that failed. */
const VAULT_UNTOUCHED = 'Neither the vault nor that file was touched.'
const LOCKED = 'Coffer locked the vault and looked at its file afresh.'

export const vaultErrors = {
  'vault/foreign-log': {
    happened:
      'Beside this vault lies “{log}”, the log of an interrupted change. It does not belong to the vault file as it is now.',
    unchanged: VAULT_UNTOUCHED,
    next: 'If you put this vault file there, move “{log}” to another folder and open the vault again. If not, copy both files to a safe place first.',
  },
  'vault/log-waits': {
    happened: 'A change of this vault was interrupted; “{log}” beside it takes it back, and that has to be written.',
    unchanged: VAULT_UNTOUCHED,
    next: 'Copy the vault and “{log}” together to a folder that can be written, and open the vault there.',
  },
  'vault/read-only': {
    happened: 'This vault lies where nothing can be written, so it is open for reading alone.',
    unchanged: 'The vault was not changed.',
    next: 'Copy the vault file to a folder that can be written, and open it there.',
  },
  'vault/change-kept': {
    happened: `The disk reported a fault while the change was saved. ${LOCKED} The change is in it.`,
    unchanged: 'Everything else in the vault is as it was.',
    next: 'Unlock it again. Copy the vault file to another disk: this one may be failing.',
  },
  'vault/change-undone': {
    happened: `The disk reported a fault while the change was saved. ${LOCKED} The change is not in it.`,
    unchanged: 'The vault is as it was before.',
    next: 'Unlock it again and look. Copy the vault file to another disk: this one may be failing.',
  },
  'vault/change-unknown': {
    happened: 'The disk reported a fault while the change was saved, and the vault file cannot be read now.',
    unchanged: 'The change is in the file whole or not at all; Coffer cannot tell which.',
    next: 'Leave what lies beside the vault file where it is. Connect the disk again or restart the computer, then open the vault and look.',
  },
} as const
