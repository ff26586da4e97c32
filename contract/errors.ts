/**
 * Every way Coffer can refuse, as a code. Codes cross processes as data; the sentences for them stand in
 * error-text.ts, exhaustive by type.
 */

/** Exit status of the command line for each code (README, "Exit codes"). One row per code is the whole registry. */
export const EXIT_STATUS = {
  internal: 1,

  'usage/bad-arguments': 2,
  'usage/password-needed': 2,
  'usage/file-password-needed': 2,
  'usage/blank-password': 2,
  'usage/kdf-out-of-range': 2,
  'usage/item-not-found': 2,
  'usage/import-not-found': 2,
  'usage/not-in-bin': 2,
  'usage/format-takes-no-password': 2,
  'usage/demonstration': 2,
  'usage/bad-request': 2,
  'usage/untrusted-sender': 2,

  'vault/wrong-password': 3,
  'format/wrong-password': 3,
  'vault/wrong-account-password': 3,

  'format/other-key': 4,
  'format/retired-key': 4,
  'format/needs-account': 4,
  'backup/other-key-file': 4,

  'format/truncated': 5,
  'format/damaged': 5,
  'format/bad-shape': 5,
  'format/missing-validation': 5,
  'format/seal-broken': 5,
  'format/seal-removed': 5,
  'format/bad-row': 5,
  'format/duplicate-key': 5,
  'format/bad-encoding': 5,
  'vault/damaged': 5,
  'backup/not-equal': 5,

  'format/unsupported-encryption': 6,
  'format/newer-encryption': 6,
  'format/newer-coffer': 6,
  'format/kdf-out-of-range': 6,
  'format/unknown-kdf': 6,
  'format/unknown-item-type': 6,
  'format/too-large': 6,
  'format/too-deep': 6,
  'format/forbidden-key': 6,
  'format/unsafe-number': 6,
  'format/lone-surrogate': 6,
  'file/open-vault': 6,
  'vault/newer': 6,
  'vault/foreign-log': 6,
  'vault/detach-needed': 6,
  'vault/other-account': 6,
  'crypto/argon2-failed': 6,

  'format/not-an-export': 7,
  'format/utf-16': 7,
  'format/zip': 7,
  'format/vault-file': 7,
  'format/not-a-key-file': 7,
  'backup/key-file-unusable': 7,
  'format/not-bitwarden-data': 7,
  'format/nothing-to-import': 7,
  'format/needs-mapping': 7,
  'vault/not-a-vault': 7,

  'file/not-found': 8,
  'file/not-regular': 8,
  'file/no-permission': 8,
  'file/exists': 8,
  'file/no-space': 8,
  'file/read-failed': 8,
  'file/write-failed': 8,
  'file/verify-failed': 8,
  'file/unconfirmed': 8,
  'file/bad-name': 8,
  'file/busy': 8,
  'file/disk-gone': 8,
  'file/too-many-open': 8,
  'backup/key-file-unreadable': 8,
  'vault/not-recorded': 8,
  'vault/not-found': 8,
  'vault/log-waits': 8,
  'vault/read-only': 8,
  'vault/change-kept': 8,
  'vault/change-undone': 8,
  'vault/change-unknown': 8,
  'vault/exists': 8,

  'file/changed': 8,
  'file/ticket-expired': 8,
  'keychain/absent': 9,
  'keychain/refused': 9,
  'keychain/stale': 9,
  'vault/in-use': 9,
  'vault/locked': 9,
  'vault/not-rehearsed': 9,
  'vault/busy': 9,
  'vault/changed': 9,
} as const

export type ErrorCode = keyof typeof EXIT_STATUS

/** Facts that help to find the fault. Never a secret, an item's name or a full path. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>

/** The one error class. `message` is the code: sentences are looked up where they are shown. */
export class CofferError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause })
    this.name = 'CofferError'
    this.code = code
    this.details = details
  }
}

/** Runs `task`; a CofferError with code `from` comes out as `to`, every other error as it is. */
export function renameError<T>(from: ErrorCode, to: ErrorCode, task: () => T): T {
  try {
    return task()
  } catch (error) {
    if (error instanceof CofferError && error.code === from) throw new CofferError(to, error.details, error)
    throw error
  }
}

/** Any thrown value as a CofferError; what is not one is `internal`, with the original as its cause. */
export function asCofferError(error: unknown): CofferError {
  return error instanceof CofferError ? error : new CofferError('internal', {}, error)
}
