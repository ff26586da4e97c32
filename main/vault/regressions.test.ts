/** Faults that were found once, kept from coming back. */
import { copyFileSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import { exportVault } from '../commands/export-vault.ts'
import { takeFile } from '../commands/files.ts'
import { inspectFile } from '../commands/inspect-file.ts'
import { addItem, listItems } from '../commands/items.ts'
import { sealText } from '../crypto/enc-string.ts'
import { makeUserKey } from '../crypto/keys.ts'
import { readCapped } from '../files/read-capped.ts'
import { tempBeside, writeAtomic } from '../files/write-atomic.ts'
import { noteDraft } from '../testkit/drafts.ts'
import { askForVault } from '../testkit/processes.ts'
import {
  EMAIL,
  FAST_KDF,
  makeQuickVault,
  makeSession,
  makeTempFolder,
  MASTER_PASSWORD,
  OLD_KDF,
  openVault,
  refusalOf,
  sql,
} from '../testkit/vaults.ts'
import { createVault } from './create.ts'
import { formatOf } from '../formats/index.ts'
import { findClientAccount } from './bitwarden-client-data.ts'
import { LockedVault } from './session.ts'

const toJson = { choice: 'json', masterPassword: MASTER_PASSWORD, overwrite: true } as const

it('a password change and a rotation at once leave a vault that opens', async () => {
  const { file, session } = await makeSession()
  addItem(session, noteDraft('x'))
  await Promise.allSettled([
    session.changePassword('new', { type: 'pbkdf2', iterations: 600_000 }),
    session.rotateUserKey(MASTER_PASSWORD, { detach: false }),
  ])
  session.lock()
  const refusals = [await refusalOf(() => openVault(file)), await refusalOf(() => openVault(file, 'new'))]
  expect(refusals).toContain('done')
})

it('a password change that reported success is the one that opens', async () => {
  const { file, session } = await makeSession()
  await Promise.all([session.rotateUserKey(MASTER_PASSWORD, { detach: false }), session.changePassword('new', OLD_KDF)])
  session.lock()
  expect(await refusalOf(() => openVault(file, 'new'))).toBe('done')
})

it('a vault that was renamed while open is still refused', async () => {
  const { file, session } = await makeSession()
  addItem(session, noteDraft('x'))
  const moved = `${file}.moved`
  renameSync(file, moved)
  expect(await refusalOf(() => readCapped(moved, 1e9))).toBe('file/open-vault')
  expect(await askForVault(moved)).toBe('vault/in-use')
})

it('locking a session twice does not give away the session that follows it', async () => {
  const { file, session } = await makeSession()
  session.lock()
  await openVault(file)
  session.lock()
  expect(await refusalOf(() => readCapped(file, 1e9))).toBe('file/open-vault')
  expect(await askForVault(file)).toBe('vault/in-use')
})

it.each(['nowhere', 'loop'])('exporting onto a link to %s is refused with a code', async (to) => {
  const { folder, session } = await makeSession()
  symlinkSync(to, path.join(folder, 'loop'))
  expect(await refusalOf(() => exportVault(session, { ...toJson, path: path.join(folder, 'loop') }))).toMatch(/^file\//)
})

it('making a vault below a file is refused with a code', async () => {
  const file = path.join(makeTempFolder(), 'file')
  writeFileSync(file, '')
  expect(await refusalOf(() => createVault(path.join(file, 'vault'), 'x', { email: EMAIL, kdf: FAST_KDF }))).toMatch(
    /^(file|vault)\//,
  )
})

it('the -shm that a killed creation leaves is swept', async () => {
  const target = path.join(makeTempFolder(), 'target')
  const temp = tempBeside(target).replace(`-${process.pid}-`, `-${spawnSync('true').pid}-`)
  writeFileSync(`${temp}-shm`, '')
  await writeAtomic(target, Buffer.from('x'), { overwrite: false })
  expect(readdirSync(path.dirname(target))).toEqual(['target'])
})

it('an item whose folder is not there does not stop every export', async () => {
  const { folder, session } = await makeSession()
  const refusal = await refusalOf(() => addItem(session, { ...noteDraft('x'), folderId: 'none' }))
  if (refusal === 'done')
    expect(await refusalOf(() => exportVault(session, { ...toJson, path: path.join(folder, 'out') }))).toBe('done')
})

it('what is in memory after a save is what is on disk', async () => {
  const { folder, session } = await makeSession()
  const item = addItem(session, { ...noteDraft('x'), extra: undefined } as never)
  expect(await refusalOf(() => exportVault(session, { ...toJson, path: path.join(folder, 'out') }))).toBe('done')
  Object.assign(item, { name: 'changed by the caller' })
  expect(listItems(session)[0]?.name).toBe('x')
})

it.each(['-journal', '-shm'])(
  'a name that SQLite takes for its own beside the open vault is refused: %s',
  async (side) => {
    const { file, session } = await makeSession()
    expect(await refusalOf(() => exportVault(session, { ...toJson, path: file + side }))).toBe('file/open-vault')
  },
)

it('an export is still there after another vault beside it was opened', async () => {
  const { session } = await makeSession()
  const other = await makeQuickVault()
  const refusal = await refusalOf(() => exportVault(session, { ...toJson, path: `${other}-wal` }))
  const opened = await openVault(other)
  opened.lock()
  if (refusal === 'done') expect(readdirSync(path.dirname(other))).toContain('vault.coffer-wal')
})

it('a table that is not as Coffer made it is damage', async () => {
  const { file, session } = await makeSession()
  addItem(session, noteDraft('x'))
  session.lock()
  const copy = `${file}-copy`
  copyFileSync(file, copy)
  sql(
    file,
    'CREATE TABLE t (id TEXT PRIMARY KEY, sealed)',
    'INSERT INTO t SELECT id, NULL FROM items',
    'DROP TABLE items',
    'ALTER TABLE t RENAME TO items',
  )
  expect(await refusalOf(async () => (await openVault(file)).contents())).toBe('vault/damaged')
  sql(copy, 'CREATE TRIGGER t AFTER INSERT ON items BEGIN DELETE FROM items WHERE id <> new.id; END')
  expect(await refusalOf(() => openVault(copy))).toBe('vault/damaged')
})

it('a folder or a pipe for a vault is told as that', async () => {
  const folder = makeTempFolder()
  mkdirSync(path.join(folder, 'x'))
  spawnSync('mkfifo', [path.join(folder, 'pipe')])
  expect(await refusalOf(() => LockedVault.open(path.join(folder, 'x')))).toBe('file/not-regular')
  expect(await refusalOf(() => LockedVault.open(path.join(folder, 'pipe')))).toBe('file/not-regular')
})

it('an unknown KDF of an account that was not asked for stops nothing', () => {
  const [a, b] = ['1', '2'].map((digit) => `${digit.repeat(8)}-1111-4111-8111-${digit.repeat(12)}`) as [string, string]
  const of = (id: string, salt: string, kdfType: number): object => ({
    [`user_${id}_masterPasswordUnlock_masterPasswordUnlockKey`]: {
      salt,
      kdf: { kdfType, iterations: 600_000 },
      masterKeyWrappedUserKey: sealText(makeUserKey(), 'a user key'),
    },
  })
  const data = { global_account_accounts: { [a]: { email: 'a@x' } }, ...of(b, 'b@x', 9), ...of(a, 'a@x', 0) }
  expect(findClientAccount(Buffer.from(JSON.stringify(data)), 'a@x').email).toBe('a@x')
})

it('a blank address does not give an empty salt', async () => {
  const file = path.join(makeTempFolder(), 'vault')
  const refusal = await refusalOf(() => createVault(file, 'x', { email: '  ', kdf: FAST_KDF }))
  if (refusal === 'done') expect(sql(file, 'SELECT salt FROM account')[0]?.salt).not.toBe('')
})

it('an export and a rotation at once leave an export that opens, or one that the record tells as ended', async () => {
  for (let delay = 0; delay < 12; delay += 3) {
    const { session } = await makeSession()
    addItem(session, noteDraft('note'))
    const file = path.join(makeTempFolder(), 'e.json')
    const exporting = exportVault(session, { ...toJson, choice: 'encrypted_json', path: file })
    await new Promise((resolve) => setTimeout(resolve, delay))
    await Promise.all([exporting, session.rotateUserKey(MASTER_PASSWORD, { detach: true })])
    const [record] = session.ledger.records()
    const opens = await inspectFile(await takeFile(file), { session })
    expect(opens.opens).toBe(record?.keyFingerprint === session.marks.fingerprint)
    expect([null, 'format/retired-key']).toContain(opens.refusal)
  }
})

it('an export that does not hold the vault is never named', async () => {
  const { session } = await makeSession()
  addItem(session, noteDraft('note'))
  const file = path.join(makeTempFolder(), 'e.json')
  const json = formatOf('bitwarden-json')
  vi.spyOn(json, 'write').mockResolvedValueOnce(await json.write({ folders: [], items: [] }, {}))
  expect(await refusalOf(() => exportVault(session, { ...toJson, path: file }))).toBe('file/verify-failed')
  expect(readdirSync(path.dirname(file))).toEqual([])
})

it('an export larger than what Coffer reads is never named', async () => {
  const { session } = await makeSession()
  const file = path.join(makeTempFolder(), 'e.json')
  vi.spyOn(formatOf('bitwarden-json'), 'write').mockResolvedValueOnce(Buffer.alloc(256 * 1024 * 1024 + 1))
  expect(await refusalOf(() => exportVault(session, { ...toJson, path: file }))).toBe('format/too-large')
  expect(readdirSync(path.dirname(file))).toEqual([])
})
