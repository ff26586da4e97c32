/**
 * The sentences for every error code: what happened, what was not changed, what to do next. `{name}` stands for a detail
 * of the error.
 */
import type { ErrorText } from '../../error-text.ts'
import type { ErrorCode } from '../../errors.ts'
import { fileErrors } from './file-errors.ts'
import { keyErrors } from './key-errors.ts'
import { vaultErrors } from './vault-errors.ts'

const VAULT_UNCHANGED = 'Your vault was not changed.'
const NOTHING_IMPORTED = 'Nothing was imported, and your vault was not changed.'
const NOTHING_WRITTEN = 'No file was written, and none was changed.'
const NO_WORK = 'Nothing was done.'
const USE_ANOTHER_COPY =
  'Use another copy of this backup. If you have none, keep this file: parts of it may still be read.'

export const errors = {
  internal: {
    happened: 'Coffer met a fault of its own.',
    unchanged: 'A change is in your vault whole or not at all.',
    next: 'Try again. If it happens again, please report it; the report needs no file and no password.',
  },
  'usage/bad-arguments': {
    happened: 'The command was not understood.',
    unchanged: NO_WORK,
    next: 'Look up how it is written, then try again.',
  },
  'usage/password-needed': {
    happened: 'The master password is needed for this.',
    unchanged: NO_WORK,
    next: 'Give the master password of this vault.',
  },
  'usage/file-password-needed': {
    happened: 'This file has a password of its own, which is needed to open it.',
    unchanged: NO_WORK,
    next: 'Give the password that was chosen when the file was exported.',
  },
  'usage/blank-password': {
    happened: 'The password is empty, or nothing but spaces.',
    unchanged: NO_WORK,
    next: 'Choose a password with something to see in it.',
  },
  'usage/kdf-out-of-range': {
    happened: 'The key derivation setting “{setting}” must be a whole number from {min} to {max}.',
    unchanged: NO_WORK,
    next: 'Choose a number in that range, or leave the setting out.',
  },
  'usage/item-not-found': {
    happened: 'No item or folder of this vault has that id.',
    unchanged: VAULT_UNCHANGED,
    next: 'List the items to see their ids.',
  },
  'usage/import-not-found': {
    happened: 'This vault can undo no such import: it keeps the last five, and each can be undone once.',
    unchanged: VAULT_UNCHANGED,
    next: 'List the imports to see which can be undone.',
  },
  'usage/not-in-bin': {
    happened: 'Only items in the bin can be deleted for good.',
    unchanged: VAULT_UNCHANGED,
    next: 'Move the item to the bin first.',
  },
  'usage/format-takes-no-password': {
    happened: 'Only .json (Encrypted) can have a file password; {format} is written in clear.',
    unchanged: NOTHING_WRITTEN,
    next: 'Choose encrypted_json, or leave the file password out.',
  },
  'usage/demonstration': {
    happened: 'This is a demonstration without Electron’s sandbox: it opens only vaults that it made itself.',
    unchanged: NO_WORK,
    next: 'Create a throw-away vault here, or run Coffer in Electron for your own.',
  },
  'usage/bad-request': {
    happened: 'The window asked for something in a form that Coffer does not accept.',
    unchanged: NO_WORK,
    next: 'Try again. If it happens again, please report it.',
  },
  'usage/untrusted-sender': {
    happened: 'A page that is not Coffer’s own asked for something, and was refused.',
    unchanged: NO_WORK,
    next: 'Quit Coffer and start it again. If it happens again, please report it.',
  },
  'vault/locked': {
    happened: 'The vault is locked.',
    unchanged: NO_WORK,
    next: 'Unlock it with the master password, then try again.',
  },
  'vault/busy': {
    happened: 'Coffer is still at work on something else.',
    unchanged: NO_WORK,
    next: 'Wait until that is done, or stop it, then try again.',
  },
  'vault/changed': {
    happened: 'The vault was changed after this file was compared with it.',
    unchanged: NOTHING_IMPORTED,
    next: 'Open the file again to compare it with the vault as it is now.',
  },
  'file/changed': {
    happened: 'This file was changed since Coffer looked at it.',
    unchanged: NOTHING_IMPORTED,
    next: 'Choose it again, so that Coffer looks at what it is now.',
  },
  'file/ticket-expired': {
    happened: 'Coffer no longer holds the file that was chosen: it lets go of files when it locks.',
    unchanged: NO_WORK,
    next: 'Choose the file again.',
  },
  'vault/wrong-password': {
    happened: 'That is not the master password of this vault.',
    unchanged: VAULT_UNCHANGED,
    next: 'Type the master password again. Check Caps Lock and the keyboard layout.',
  },
  'format/wrong-password': {
    happened: 'That is not the password of this file, or the head of the file was altered.',
    unchanged: NOTHING_IMPORTED,
    next: 'Give the password that was chosen when this file was exported. It may differ from the master password.',
  },
  'format/other-key': {
    happened: 'This file was encrypted by another account, or with an older key of this one.',
    unchanged: NOTHING_IMPORTED,
    next: 'Open it in the vault that made it, or restore that account with its account key file. If its encryption key was rotated since, only an account key file from before that can.',
  },
  'format/retired-key': {
    happened:
      'This vault made this file with the encryption key that it retired on {retired}. This vault cannot open it any more.',
    unchanged: NOTHING_IMPORTED,
    next: 'Use an export made after that day, or one with a file password of its own.',
  },
  'format/needs-account': {
    happened: 'This file opens only with the encryption key of the account that made it.',
    unchanged: NO_WORK,
    next: 'Open that account’s vault first. On a new computer, restore the account with its account key file.',
  },
  'format/truncated': {
    happened: 'This file ends too early: a part of it is missing.',
    unchanged: NOTHING_IMPORTED,
    next: 'Copy it again from where it came, or use another backup.',
  },
  'format/damaged': {
    happened: 'This file was damaged or altered after it was made.',
    unchanged: NOTHING_IMPORTED,
    next: USE_ANOTHER_COPY,
  },
  'format/bad-shape': {
    happened: 'A part of this file is not what an export has in that place ({where}).',
    unchanged: NOTHING_IMPORTED,
    next: USE_ANOTHER_COPY,
  },
  'format/missing-validation': {
    happened: 'This file lacks the part that shows which key opens it.',
    unchanged: NOTHING_IMPORTED,
    next: USE_ANOTHER_COPY,
  },
  'format/seal-broken': {
    happened: 'The seal over this whole file does not hold: something in it was changed after Coffer made it.',
    unchanged: NOTHING_IMPORTED,
    next: USE_ANOTHER_COPY,
  },
  'format/seal-removed': {
    happened: 'This file must carry Coffer’s seal, and the seal was taken off.',
    unchanged: NOTHING_IMPORTED,
    next: USE_ANOTHER_COPY,
  },
  'format/bad-row': {
    happened: 'The row at line {line} of this CSV file cannot be read.',
    unchanged: NOTHING_IMPORTED,
    next: 'Mend that row in a text editor, or export the file again.',
  },
  'format/duplicate-key': {
    happened: 'This file names the same thing twice, so it can be read in two ways.',
    unchanged: NOTHING_IMPORTED,
    next: 'Export it again from where it came. No export program writes such a file.',
  },
  'format/bad-encoding': {
    happened: 'Some bytes of this file are not text (UTF-8).',
    unchanged: NOTHING_IMPORTED,
    next: USE_ANOTHER_COPY,
  },
  'backup/not-equal': {
    happened: 'This file opens, but what is in it is not what was exported.',
    unchanged: 'The file and your vault were not changed.',
    next: 'Do not count on this copy. Make a fresh export, then compare the two.',
  },
  'vault/damaged': {
    happened: 'This vault file is damaged or was altered.',
    unchanged: 'Nothing more was written to it.',
    next: 'Copy the vault file to a safe place, then create a new vault and import your newest backup.',
  },
  'format/unsupported-encryption': {
    happened: 'This uses an old kind of encryption that Coffer does not open (type {type}).',
    unchanged: NOTHING_IMPORTED,
    next: 'Export it again with a current Bitwarden client.',
  },
  'format/newer-encryption': {
    happened: 'This uses Bitwarden’s newer account encryption, which Coffer cannot open yet.',
    unchanged: NOTHING_IMPORTED,
    next: 'At Bitwarden, export as .json (Encrypted) with a file password; Coffer opens that kind.',
  },
  'format/newer-coffer': {
    happened: 'This file was made by a newer Coffer.',
    unchanged: NOTHING_IMPORTED,
    next: 'Update Coffer, then try again.',
  },
  'format/kdf-out-of-range': {
    happened: 'This file asks for a key derivation outside what Coffer runs ({setting} must be from {min} to {max}).',
    unchanged: 'Nothing was derived or imported, and your vault was not changed.',
    next: 'If you made this file, export it again with usual settings. If it came from elsewhere, do not trust it.',
  },
  'format/unknown-kdf': {
    happened: 'This file names a key derivation that Coffer does not know.',
    unchanged: NOTHING_IMPORTED,
    next: 'Update Coffer, or export the file again.',
  },
  'format/unknown-item-type': {
    happened: 'This file holds an item of a type that Coffer does not know (type {type}, at {where}).',
    unchanged: NOTHING_IMPORTED,
    next: 'Update Coffer. To keep every item, Coffer does not import the rest without it.',
  },
  'format/too-large': {
    happened: 'This file is larger than Coffer reads.',
    unchanged: 'Nothing was read, and your vault was not changed.',
    next: 'Check that it is the file you meant: an export of many thousand items has a few dozen megabytes.',
  },
  'format/too-deep': {
    happened: 'This file is nested deeper than any export.',
    unchanged: NOTHING_IMPORTED,
    next: 'Export it again from where it came. No export program writes such a file.',
  },
  'format/forbidden-key': {
    happened: 'This file uses a name that is meant to attack the program reading it.',
    unchanged: NOTHING_IMPORTED,
    next: 'Do not trust this file. Export again from where your data is.',
  },
  'format/unsafe-number': {
    happened: 'This file holds a number that would change while it is read.',
    unchanged: NOTHING_IMPORTED,
    next: 'Export it again from where it came.',
  },
  'format/lone-surrogate': {
    happened: 'A text holds half of a character, which cannot be stored without changing it.',
    unchanged: VAULT_UNCHANGED,
    next: 'Remove that character where the text came from and try again.',
  },
  'file/open-vault': {
    happened: 'That file belongs to a vault: it is one, one of its side files, or a link to one.',
    unchanged: 'It was neither read nor written.',
    next: 'Choose another file.',
  },
  'vault/newer': {
    happened: 'This vault was made by a newer Coffer.',
    unchanged: VAULT_UNCHANGED,
    next: 'Update Coffer, then open it again.',
  },
  ...keyErrors,
  ...vaultErrors,
  'crypto/argon2-failed': {
    happened: 'The key could not be derived: {memoryMiB} MiB of memory were needed and not to be had.',
    unchanged: VAULT_UNCHANGED,
    next: 'Close other programs and try again.',
  },
  'format/not-an-export': {
    happened: 'This file is not an export that Coffer knows.',
    unchanged: NOTHING_IMPORTED,
    next: 'Choose a file that Bitwarden, a browser or another password manager exported as .json, .csv or .xml.',
  },
  'format/utf-16': {
    happened: 'This file is text in UTF-16; an editor may have saved it so.',
    unchanged: NOTHING_IMPORTED,
    next: 'Use the file as it was exported, or save it as UTF-8.',
  },
  'format/zip': {
    happened: 'This is a ZIP archive.',
    unchanged: NOTHING_IMPORTED,
    next: 'Unpack it and import the data.json inside. Attachments are not imported.',
  },
  'format/vault-file': {
    happened: 'This is a vault file, not an export.',
    unchanged: 'It was not opened.',
    next: 'Open it as a vault.',
  },
  'format/not-a-key-file': {
    happened: 'This is not an account key file of Coffer.',
    unchanged: 'No vault was made.',
    next: 'Choose the file that “account key file” wrote.',
  },
  'format/not-bitwarden-data': {
    happened: 'No account was found in this file.',
    unchanged: 'No vault was made, and the file was not changed.',
    next: 'Choose the data.json of a Bitwarden client that is logged in, and name the account where it has several.',
  },
  'format/nothing-to-import': {
    happened: 'This file is a whole export with no items and no folders in it.',
    unchanged: NOTHING_IMPORTED,
    next: 'Check that it is the file you meant.',
  },
  'format/needs-mapping': {
    happened: 'This is a table of a program that Coffer does not know, so what its columns hold must be said.',
    unchanged: NOTHING_IMPORTED,
    next: 'Say for each column what it holds. A password or an address must be among them, and nothing twice.',
  },
  'vault/not-a-vault': {
    happened: 'That file is not a vault of Coffer.',
    unchanged: 'It was not changed.',
    next: 'Choose a vault file. An export is imported, not opened as a vault.',
  },
  ...fileErrors,
  'vault/not-recorded': {
    happened: 'The export was written and proved, but the vault could not finish its record of it.',
    unchanged: 'The items of your vault were not changed.',
    next: 'The file is good. Free some space or check the disk of the vault: the record is finished when the vault is next unlocked.',
  },
  'vault/not-found': {
    happened: 'There is no vault file there.',
    unchanged: NO_WORK,
    next: 'Look where it was moved, or create a new one.',
  },
  'vault/exists': {
    happened: 'There is a file where the new vault, or its log, would go.',
    unchanged: 'It was not touched.',
    next: 'Choose another name or folder for the new vault.',
  },
  'keychain/absent': {
    happened: 'Coffer cannot use a keychain on this computer.',
    unchanged: VAULT_UNCHANGED,
    next: 'Use the master password. On Linux a keychain comes with GNOME Keyring or KWallet.',
  },
  'keychain/refused': {
    happened: 'The keychain of this computer did not give or take the key: it is locked, or the key is gone from it.',
    unchanged: VAULT_UNCHANGED,
    next: 'Use the master password. To use the keychain, unlock it in the settings of your computer first.',
  },
  'keychain/stale': {
    happened: 'What the keychain of this computer holds no longer opens this vault.',
    unchanged: VAULT_UNCHANGED,
    next: 'Unlock with the master password. You can turn the keychain on again in the settings.',
  },
  'vault/in-use': {
    happened: 'Another process has this vault open.',
    unchanged: VAULT_UNCHANGED,
    next: 'Close the vault there, then try again.',
  },
} as const satisfies Readonly<Record<ErrorCode, ErrorText>>

/** What stands in an error’s sentence for a detail that is a word of the program. */
export const errorDetails = {
  iterations: 'iterations',
  memoryMiB: 'memory in MiB',
  parallelism: 'parallelism',
} as const
