/** Accounts for tests of formats, without a vault file. */
import { accountMarks } from '../crypto/account-marks.ts'
import { importKey, makeUserKey, type UserKey } from '../crypto/keys.ts'
import type { AccountSecrets } from '../formats/format.ts'

export function makeAccount({ adopted = false, userKey = makeUserKey() } = {}): AccountSecrets {
  return { userKey, marks: accountMarks(userKey), adopted }
}

export function accountOf(userKeyBase64: string, adopted: boolean): AccountSecrets {
  return makeAccount({ adopted, userKey: importKey<UserKey>(Buffer.from(userKeyBase64, 'base64')) })
}
