/** Adopting an account from a Bitwarden client's data.json, of both generations. */
import { randomUUID } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readClientAccount } from '../commands/accounts.ts'
import { takeFile } from '../commands/files.ts'
import { importAsNew } from '../testkit/import-as-new.ts'
import { formatEncString, sealBytes, sealText } from '../crypto/enc-string.ts'
import { makeUserKey } from '../crypto/keys.ts'
import { accountMarks } from '../crypto/account-marks.ts'
import {
  EMAIL,
  makeTempFolder,
  makeWrappedAccount,
  MASTER_PASSWORD,
  OLD_KDF,
  openVault,
  refusalOf,
} from '../testkit/vaults.ts'
import { findClientAccount } from './bitwarden-client-data.ts'
import { createVaultAround } from './create.ts'
import { deriveStretchedKey, type WrappedAccount } from './keychain.ts'

const ANN = '11111111-1111-4111-8111-111111111111'
const BOB = '22222222-2222-4222-8222-222222222222'
const BOB_EMAIL = 'bob@example.com'
const userKey = makeUserKey()
let ann: WrappedAccount
let bob: WrappedAccount

beforeAll(async () => {
  ann = await makeWrappedAccount({ userKey })
  bob = await makeWrappedAccount({ email: BOB_EMAIL })
})

const KDF = { kdfType: 0, iterations: OLD_KDF.iterations }

/** What a client of today keeps of an account that is logged in. */
function newer(id: string, { salt, wrappedUserKey }: WrappedAccount, kdf: unknown = KDF): object {
  const unlock = { salt, kdf, masterKeyWrappedUserKey: wrappedUserKey }
  return { [`user_${id}_masterPasswordUnlock_masterPasswordUnlockKey`]: unlock }
}

/** What older clients kept. */
function older(id: string, { wrappedUserKey }: WrappedAccount, kdf: unknown = KDF): object {
  return {
    [`user_${id}_masterPassword_masterKeyEncryptedUserKey`]: wrappedUserKey,
    [`user_${id}_kdfConfig_kdfConfig`]: kdf,
  }
}

function dataOf(...parts: object[]): Buffer {
  const known = { [ANN]: { email: ' Ann@Example.com', name: 'Ann' }, [BOB]: { email: BOB_EMAIL, name: null } }
  const head = { stateVersion: 80, global_account_activeAccountId: ANN, global_account_accounts: known }
  return Buffer.from(JSON.stringify(Object.assign(head, ...parts)))
}

describe.each([
  ['newer', newer],
  ['older', older],
])('data of a %s client', (_, write) => {
  it('gives the account, its salt and its KDF', () => {
    const found = findClientAccount(dataOf(write(ANN, ann)), null)
    expect(found).toEqual({ ...ann, email: ' Ann@Example.com', salt: EMAIL })
  })

  it('of several gives the one last used, or the one that is named', () => {
    const data = dataOf(write(BOB, bob), write(ANN, ann))
    expect(findClientAccount(data, null).wrappedUserKey).toBe(ann.wrappedUserKey)
    expect(findClientAccount(data, ' BOB@example.com ').wrappedUserKey).toBe(bob.wrappedUserKey)
    expect(findClientAccount(data, 'ANN@example.com').wrappedUserKey).toBe(ann.wrappedUserKey)
  })

  it('names no account that is not in it or is logged out', async () => {
    const data = dataOf(write(ANN, ann))
    for (const email of [BOB_EMAIL, 'eve@example.com', ''])
      expect(await refusalOf(() => findClientAccount(data, email))).toBe('format/not-bitwarden-data')
    expect(await refusalOf(() => findClientAccount(dataOf(), null))).toBe('format/not-bitwarden-data')
  })

  it.each([
    ['too few rounds', { kdfType: 0, iterations: 1 }, 'format/kdf-out-of-range'],
    ['2^31 rounds', { kdfType: 0, iterations: 2 ** 31 }, 'format/kdf-out-of-range'],
    ['rounds as a text', { kdfType: 0, iterations: '600000' }, 'format/kdf-out-of-range'],
    ['4 TiB', { kdfType: 1, iterations: 3, memory: 4_194_304, parallelism: 4 }, 'format/kdf-out-of-range'],
    ['half of Argon2id', { kdfType: 1, iterations: 3 }, 'format/kdf-out-of-range'],
    ['an unknown KDF', { kdfType: 2, iterations: 600_000 }, 'format/unknown-kdf'],
    ['no KDF', null, 'format/unknown-kdf'],
  ])('is refused with %s', async (_name, kdf, code) => {
    expect(await refusalOf(() => findClientAccount(dataOf(write(ANN, ann, kdf)), null))).toBe(code)
  })

  it('is not held up by the settings of an account that was not asked for', () => {
    const data = dataOf(write(ANN, ann, { kdfType: 9 }), write(BOB, bob))
    expect(findClientAccount(data, BOB_EMAIL).wrappedUserKey).toBe(bob.wrappedUserKey)
  })

  it('with Argon2id gives its three numbers', () => {
    const kdf = { kdfType: 1, iterations: 3, memory: 64, parallelism: 4 }
    const expected = { type: 'argon2id', iterations: 3, memoryMiB: 64, parallelism: 4 }
    expect(findClientAccount(dataOf(write(ANN, ann, kdf)), null).kdf).toEqual(expected)
  })

  it('of an account with the newer encryption is told so', async () => {
    const typed = { ...ann, wrappedUserKey: '7.g1hFowE6AAERbwNYGqEDGgAS1vYEUA' }
    const file = path.join(makeTempFolder(), 'vault')
    const adopt = (account: WrappedAccount) => (): Promise<void> =>
      createVaultAround(file, MASTER_PASSWORD, {
        ...findClientAccount(dataOf(write(ANN, account)), null),
        adopted: true,
      })
    expect(await refusalOf(adopt(typed))).toBe('format/newer-encryption')
    const long = sealBytes(await deriveStretchedKey(MASTER_PASSWORD, EMAIL, OLD_KDF), Buffer.alloc(96, 1))
    expect(await refusalOf(adopt({ ...ann, wrappedUserKey: formatEncString(long) }))).toBe('format/newer-encryption')
    expect(await refusalOf(() => openVault(file))).toBe('vault/not-found')
  })
})

describe('data of both generations', () => {
  it('goes by the newer, with its own salt', () => {
    const own = { ...bob, salt: 'a salt of its own' }
    const found = findClientAccount(dataOf(older(ANN, ann), newer(ANN, own)), null)
    expect(found).toMatchObject({ salt: 'a salt of its own', wrappedUserKey: bob.wrappedUserKey })
  })

  it('goes by the older where the newer is not whole', () => {
    const empty = { [`user_${ANN}_masterPasswordUnlock_masterPasswordUnlockKey`]: null }
    expect(findClientAccount(dataOf(older(ANN, ann), empty), null).wrappedUserKey).toBe(ann.wrappedUserKey)
  })
})

describe('what is no client data', () => {
  it.each([
    ['nothing', ''],
    ['prose', 'data'],
    ['a list', '[]'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['an export', '{"encrypted":false,"items":[]}'],
    ['texts where objects belong', '{"global_account_accounts":"x","global_account_activeAccountId":"y"}'],
  ])('is refused: %s', async (_, text) => {
    expect(await refusalOf(() => findClientAccount(Buffer.from(text), null))).toBe('format/not-bitwarden-data')
  })

  it('may begin with a byte order mark', () => {
    const data = Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), dataOf(newer(ANN, ann))])
    expect(findClientAccount(data, null).wrappedUserKey).toBe(ann.wrappedUserKey)
  })
})

/** An account-restricted export of Ann's as Bitwarden writes it: no seal. */
function bitwardenExport(): string {
  const validation = sealText(userKey, randomUUID())
  const note = { type: 2, name: sealText(userKey, 'from Bitwarden'), secureNote: { type: 0 } }
  return JSON.stringify({ encrypted: true, encKeyValidation_DO_NOT_EDIT: validation, folders: [], items: [note] })
}

describe('an adopted account', () => {
  it('opens with its Bitwarden password, reads unsealed exports of its own, and leaves the file alone', async () => {
    const folder = makeTempFolder()
    const [data, file, backup] = ['data.json', 'vault', 'export.json'].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ]
    writeFileSync(data, dataOf(newer(ANN, ann), older(BOB, bob)))
    const before = { bytes: readFileSync(data), stats: statSync(data) }
    const account = await readClientAccount(data, null)
    expect(account.adopted).toBe(true)
    expect(await refusalOf(() => createVaultAround(file, 'wrong', account))).toBe('vault/wrong-password')
    await createVaultAround(file, MASTER_PASSWORD, account)
    expect(readFileSync(data).equals(before.bytes)).toBe(true)
    expect(statSync(data)).toMatchObject({ mtimeMs: before.stats.mtimeMs, ino: before.stats.ino })

    const session = await openVault(file)
    expect(session.adopted).toBe(true)
    expect(session.marks.fingerprint).toBe(accountMarks(userKey).fingerprint)
    writeFileSync(backup, bitwardenExport())
    expect(await importAsNew(session, await takeFile(backup))).toMatchObject({ sealed: false, items: { new: 1 } })
    expect(session.contents().items[0]?.name).toBe('from Bitwarden')
  })

  it('is what lets unsealed exports of its key in: a vault with the same key that is not adopted refuses them', async () => {
    const folder = makeTempFolder()
    const [file, backup] = [path.join(folder, 'vault'), path.join(folder, 'export.json')]
    await createVaultAround(file, MASTER_PASSWORD, { ...ann, adopted: false })
    writeFileSync(backup, bitwardenExport())
    const session = await openVault(file)
    expect(await refusalOf(async () => importAsNew(session, await takeFile(backup)))).toBe('format/seal-removed')
  })

  it('is found neither in a folder nor in a file that is not there', async () => {
    expect(await refusalOf(() => readClientAccount(makeTempFolder(), null))).toBe('file/not-regular')
    expect(await refusalOf(() => readClientAccount(path.join(makeTempFolder(), 'none'), null))).toBe('file/not-found')
  })
})
