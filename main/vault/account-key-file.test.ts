/** The account key file as text: what is written, what is read, what is refused. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readAccountKey, writeAccountKey } from '../commands/accounts.ts'
import { exportVault } from '../commands/export-vault.ts'
import { takeFile } from '../commands/files.ts'
import { importAsNew } from '../testkit/import-as-new.ts'
import { addFolder, addItem } from '../commands/items.ts'
import { digestBackup } from '../commands/open-backup.ts'
import { digestOf } from '../model/digest.ts'
import { loginDraft, noteDraft } from '../testkit/drafts.ts'
import {
  EMAIL,
  FAST_KDF,
  makeQuickVault,
  makeSession,
  makeTempFolder,
  makeWrappedAccount,
  MASTER_PASSWORD,
  OLD_KDF,
  openVault,
  refusalOf,
} from '../testkit/vaults.ts'
import { formatAccountKey, parseAccountKey, type AccountKey } from './account-key-file.ts'
import { createVaultAround } from './create.ts'

const FINGERPRINT = '0123456789abcdef0123456789abcdef'
let account: AccountKey
beforeAll(async () => {
  const made = '2026-01-02T03:04:05.678Z'
  account = { ...(await makeWrappedAccount()), adopted: false, fingerprint: FINGERPRINT, made }
})

function bytesWith(changes: object): Buffer {
  return Buffer.from(JSON.stringify({ ...(JSON.parse(formatAccountKey(account)) as object), ...changes }))
}

describe('the text of an account key file', () => {
  it('holds what the documents name and nothing else', () => {
    const { email, kdf, wrappedUserKey, fingerprint, adopted, made } = account
    const expected = { coffer: 'account-key', version: 1, email, kdf, wrappedUserKey, fingerprint, adopted, made }
    expect(JSON.parse(formatAccountKey(account))).toEqual(expected)
  })

  it.each([
    ['an address', { email: EMAIL, salt: EMAIL }],
    ['an address with capitals and spaces', { email: ' Ann@Example.COM ', salt: EMAIL }],
    ['a salt of its own', { email: EMAIL, salt: 'another salt' }],
    ['no address', { email: null, salt: '0c9e1f7e-8f0f-4b43-9bb0-0d6ed3bd4c5e' }],
    ['Argon2id', { kdf: FAST_KDF }],
    ['Bitwarden beside it', { adopted: true }],
  ])('gives back the account: with %s', (_, changes) => {
    const changed = { ...account, ...changes }
    expect(parseAccountKey(Buffer.from(formatAccountKey(changed)))).toEqual(changed)
  })

  it.each<[string, object, string]>([
    ['another kind', { coffer: 'export' }, 'format/not-a-key-file'],
    ['no kind', { coffer: undefined }, 'format/not-a-key-file'],
    ['a newer version', { version: 2 }, 'format/newer-coffer'],
    ['a version of long ago', { version: 0 }, 'format/not-a-key-file'],
    ['a text for the version', { version: '2' }, 'format/not-a-key-file'],
    ['a number for the address', { email: 1 }, 'format/bad-shape'],
    ['neither address nor salt', { email: null }, 'format/bad-shape'],
    ['no address at all', { email: undefined }, 'format/bad-shape'],
    ['a number for the salt', { salt: 1 }, 'format/bad-shape'],
    ['no KDF', { kdf: undefined }, 'format/unknown-kdf'],
    ['a text for the KDF', { kdf: 'pbkdf2' }, 'format/unknown-kdf'],
    ['nothing for the KDF', { kdf: null }, 'format/unknown-kdf'],
    ['an unknown KDF', { kdf: { ...OLD_KDF, type: 'scrypt' } }, 'format/unknown-kdf'],
    ['too few rounds', { kdf: { ...OLD_KDF, iterations: 4_999 } }, 'format/kdf-out-of-range'],
    ['2^31 rounds', { kdf: { ...OLD_KDF, iterations: 2 ** 31 } }, 'format/kdf-out-of-range'],
    ['rounds as a text', { kdf: { ...OLD_KDF, iterations: '600000' } }, 'format/kdf-out-of-range'],
    ['4 TiB of memory', { kdf: { ...FAST_KDF, memoryMiB: 4 * 1024 * 1024 } }, 'format/kdf-out-of-range'],
    ['no parallelism', { kdf: { ...FAST_KDF, parallelism: undefined } }, 'format/kdf-out-of-range'],
    ['no wrapped key', { wrappedUserKey: undefined }, 'format/bad-shape'],
    ['a wrapped key that is none', { wrappedUserKey: '2.x' }, 'format/bad-shape'],
    ['a wrapped key of type 7', { wrappedUserKey: '7.g1gd' }, 'format/newer-encryption'],
    ['a wrapped key of type 0', { wrappedUserKey: '0.aaaa|bbbb' }, 'format/unsupported-encryption'],
    ['no fingerprint', { fingerprint: undefined }, 'format/bad-shape'],
    ['no day', { made: 20260102 }, 'format/bad-shape'],
  ])('is refused with %s', async (_, changes, code) => {
    expect(await refusalOf(() => parseAccountKey(bytesWith(changes)))).toBe(code)
  })

  it.each([
    ['nothing', ''],
    ['half of it', '{"coffer":"account-key","version":1,'],
    ['a list', '[]'],
    ['prose', 'account-key'],
    ['a name twice', '{"coffer":"account-key","coffer":"account-key","version":1}'],
    ['an export', '{"encrypted":false,"folders":[],"items":[]}'],
  ])('is refused where it is %s', async (_, text) => {
    expect(await refusalOf(() => parseAccountKey(Buffer.from(text)))).toBe('format/not-a-key-file')
  })

  it('is refused where it is no text', async () => {
    expect(await refusalOf(() => parseAccountKey(Uint8Array.of(0xff, 0xfe, 0x00)))).toBe('format/not-a-key-file')
  })
})

describe('after the loss of the computer', () => {
  let keyFile: string
  let backup: string
  let digest: string
  let fingerprint: string

  beforeAll(async () => {
    const { folder, session } = await makeSession()
    const folderId = addFolder(session, 'Work').id
    addItem(session, loginDraft('login', { folderId, login: { password: 'secret' } }))
    addItem(session, noteDraft('note', 'text'))
    keyFile = path.join(folder, 'key.json')
    backup = path.join(folder, 'backup.json')
    const masterPassword = MASTER_PASSWORD
    fingerprint = (await writeAccountKey(session, keyFile, { masterPassword, overwrite: false })).fingerprint
    await exportVault(session, { path: backup, choice: 'encrypted_json', masterPassword, overwrite: false })
    digest = digestOf(session.contents())
    session.lock()
  })

  it('the key file, the password and the export give everything back', async () => {
    const file = path.join(makeTempFolder(), 'vault')
    await createVaultAround(file, MASTER_PASSWORD, await readAccountKey(keyFile))
    const session = await openVault(file)
    expect(session.marks.fingerprint).toBe(fingerprint)
    expect(session.facts).toMatchObject({ adopted: false, retiredKeys: [] })
    expect(await importAsNew(session, await takeFile(backup))).toMatchObject({ sealed: true, items: { new: 2 } })
    expect(digestOf(session.contents())).toBe(digest)
  })

  it('the key file does not open without the password', async () => {
    const file = path.join(makeTempFolder(), 'vault')
    const task = async (): Promise<void> => createVaultAround(file, 'wrong', await readAccountKey(keyFile))
    expect(await refusalOf(task)).toBe('vault/wrong-password')
    expect(await refusalOf(() => openVault(file))).toBe('vault/not-found')
  })

  it.each([
    ['another fingerprint', { fingerprint: FINGERPRINT }, 'format/damaged'],
    ['another address', { email: 'bob@example.com' }, 'vault/wrong-password'],
    ['another salt', { salt: 'bob@example.com' }, 'vault/wrong-password'],
    ['another KDF', { kdf: { ...OLD_KDF, iterations: 5_001 } }, 'vault/wrong-password'],
  ])('the key file with %s gives no vault', async (_, changes, code) => {
    const altered = path.join(makeTempFolder(), 'key.json')
    writeFileSync(altered, JSON.stringify({ ...(JSON.parse(readFileSync(keyFile, 'utf8')) as object), ...changes }))
    const file = path.join(path.dirname(altered), 'vault')
    const task = async (): Promise<void> => createVaultAround(file, MASTER_PASSWORD, await readAccountKey(altered))
    expect(await refusalOf(task)).toBe(code)
    expect(await refusalOf(() => openVault(file))).toBe('vault/not-found')
  })

  it('the wrapped key of another account under the same password is told by its fingerprint', async () => {
    const original = await readAccountKey(keyFile)
    const { wrappedUserKey } = await makeWrappedAccount()
    const file = path.join(makeTempFolder(), 'vault')
    const task = (): Promise<void> => createVaultAround(file, MASTER_PASSWORD, { ...original, wrappedUserKey })
    expect(await refusalOf(task)).toBe('format/damaged')
  })

  it('a new vault with the same address, password and KDF does not open the export', async () => {
    const session = await openVault(await makeQuickVault())
    const file = await takeFile(backup)
    expect(await refusalOf(() => digestBackup(file, { session }))).toBe('format/other-key')
    expect(await refusalOf(() => importAsNew(session, file))).toBe('format/other-key')
    expect(session.contents().items).toEqual([])
  })

  it('nothing opens the export without a vault', async () => {
    expect(await refusalOf(async () => digestBackup(await takeFile(backup), {}))).toBe('format/needs-account')
  })
})

describe('writing the account key file', () => {
  it('wants the master password, and touches no file that is there', async () => {
    const { folder, session } = await makeSession()
    const file = path.join(folder, 'key.json')
    const write = (masterPassword: string, overwrite = false) =>
      writeAccountKey(session, file, { masterPassword, overwrite })
    expect(await refusalOf(() => write('wrong'))).toBe('vault/wrong-password')
    expect(await refusalOf(() => readAccountKey(file))).toBe('file/not-found')
    const { fingerprint } = await write(MASTER_PASSWORD)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(await readAccountKey(file)).toMatchObject({ ...session.account, fingerprint, adopted: false })
    expect(await refusalOf(() => write(MASTER_PASSWORD))).toBe('file/exists')
    await write(MASTER_PASSWORD, true)
  })

  it('onto the open vault is refused', async () => {
    const { file, session } = await makeSession()
    const task = (): unknown => writeAccountKey(session, file, { masterPassword: MASTER_PASSWORD, overwrite: true })
    expect(await refusalOf(task)).toBe('file/open-vault')
    expect(session.contents().items).toEqual([])
  })

  it('is of no use any more after a change of password, but the newer one is', async () => {
    const { file, folder, session } = await makeSession()
    const [older, newer] = [path.join(folder, 'older'), path.join(folder, 'newer')]
    await writeAccountKey(session, older, { masterPassword: MASTER_PASSWORD, overwrite: false })
    await session.changePassword('new', OLD_KDF)
    await writeAccountKey(session, newer, { masterPassword: 'new', overwrite: false })
    const restore = async (from: string, password: string): Promise<void> =>
      createVaultAround(`${file}-${password}`, password, await readAccountKey(from))
    expect(await refusalOf(() => restore(older, 'new'))).toBe('vault/wrong-password')
    expect(await refusalOf(() => restore(newer, 'new'))).toBe('done')
  })
})
