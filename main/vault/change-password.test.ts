/** A new master password or KDF: the same user key, wrapped anew, and the old wrapping gone. */
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { KdfConfig } from '../../contract/kdf-config.ts'
import { exportVault } from '../commands/export-vault.ts'
import { takeFile } from '../commands/files.ts'
import { addItem } from '../commands/items.ts'
import { digestBackup } from '../commands/open-backup.ts'
import { digestOf } from '../model/digest.ts'
import { loginDraft } from '../testkit/drafts.ts'
import { bytesOf } from '../testkit/processes.ts'
import {
  FAST_KDF,
  makeQuickVault,
  makeSession,
  MASTER_PASSWORD,
  OLD_KDF,
  openVault,
  refusalOf,
  sql,
} from '../testkit/vaults.ts'

const NEW_PASSWORD = 'another horse'

describe('a new master password with a new KDF', () => {
  let file: string
  let backup: string
  let before: { wrapped: string; bytes: Buffer; fingerprint: string; digest: string; items: unknown }
  let bytesWhileOpen: Buffer

  beforeAll(async () => {
    const made = await makeSession()
    file = made.file
    backup = path.join(made.folder, 'backup.json')
    addItem(made.session, loginDraft('one', { login: { password: 'secret' } }))
    await exportVault(made.session, {
      path: backup,
      choice: 'encrypted_json',
      masterPassword: MASTER_PASSWORD,
      overwrite: false,
    })
    made.session.lock()
    const items = sql(file, 'SELECT * FROM items')
    const session = await openVault(file)
    before = {
      wrapped: session.account.wrappedUserKey,
      bytes: bytesOf(file),
      fingerprint: session.marks.fingerprint,
      digest: digestOf(session.contents()),
      items,
    }
    await session.changePassword(NEW_PASSWORD, FAST_KDF)
    bytesWhileOpen = bytesOf(file)
    session.lock()
  })

  it('ends the old password', async () => {
    expect(await refusalOf(() => openVault(file))).toBe('vault/wrong-password')
  })

  it('opens the same vault with the same key', async () => {
    const session = await openVault(file, NEW_PASSWORD)
    expect(session.account.kdf).toEqual(FAST_KDF)
    expect(session.marks.fingerprint).toBe(before.fingerprint)
    expect(digestOf(session.contents())).toBe(before.digest)
    expect(session.ledger.records()).toHaveLength(1)
    session.lock()
  })

  it('leaves every item sealed as it was', () => {
    expect(sql(file, 'SELECT * FROM items')).toEqual(before.items)
  })

  it('keeps exports of before opening', async () => {
    const session = await openVault(file, NEW_PASSWORD)
    expect(await digestBackup(await takeFile(backup), { session })).toBe(before.digest)
    session.lock()
  })

  it('leaves the old wrapped key in no byte, neither while the vault is open nor after', () => {
    expect(before.bytes.includes(before.wrapped)).toBe(true)
    expect(bytesWhileOpen.includes(before.wrapped)).toBe(false)
    expect(bytesOf(file).includes(before.wrapped)).toBe(false)
    expect(sql(file, 'SELECT scrub FROM account')).toEqual([{ scrub: 0 }])
  })
})

describe('what stays as it was', () => {
  it.each<[string, string, KdfConfig, string]>([
    ['a blank password', '', FAST_KDF, 'usage/blank-password'],
    ['half a character', 'x\ud800', FAST_KDF, 'format/lone-surrogate'],
    ['too few rounds', NEW_PASSWORD, { type: 'pbkdf2', iterations: 599_999 }, 'usage/kdf-out-of-range'],
    ['too much memory', NEW_PASSWORD, { ...FAST_KDF, memoryMiB: 1_025 }, 'usage/kdf-out-of-range'],
  ])('%s is refused and nothing changes', async (_, password, kdf, code) => {
    const file = await makeQuickVault()
    const before = sql(file, 'SELECT * FROM account')
    const session = await openVault(file)
    expect(await refusalOf(() => session.changePassword(password, kdf))).toBe(code)
    session.lock()
    expect(sql(file, 'SELECT * FROM account')).toEqual(before)
  })

  it('an account may keep settings that nobody may choose any more', async () => {
    const session = await openVault(await makeQuickVault())
    await session.changePassword(NEW_PASSWORD, OLD_KDF)
    expect(session.account.kdf).toEqual(OLD_KDF)
    await session.requirePassword(NEW_PASSWORD)
    expect(await refusalOf(() => session.requirePassword(MASTER_PASSWORD))).toBe('vault/wrong-password')
  })

  it('the facts of an adopted account', async () => {
    const file = await makeQuickVault({ adopted: true })
    const session = await openVault(file)
    const { passwordChanged, ...facts } = session.facts
    await session.changePassword(NEW_PASSWORD, OLD_KDF)
    session.lock()
    const { passwordChanged: now, ...kept } = (await openVault(file, NEW_PASSWORD)).facts
    expect(kept).toEqual(facts)
    expect([passwordChanged, now?.slice(0, 10)]).toEqual([null, new Date().toISOString().slice(0, 10)])
  })
})
