/** A new user key: everything is kept, and nothing of the old key can be had any more. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { exportVault } from '../commands/export-vault.ts'
import { takeFile } from '../commands/files.ts'
import { addFolder, addItem } from '../commands/items.ts'
import { digestBackup, openBackup } from '../commands/open-backup.ts'
import { formatOf } from '../formats/index.ts'
import { digestOf } from '../model/digest.ts'
import { loginDraft, noteDraft } from '../testkit/drafts.ts'
import { bytesOf } from '../testkit/processes.ts'
import { makeQuickVault, makeSession, MASTER_PASSWORD, openVault, refusalOf, sql } from '../testkit/vaults.ts'
import type { Session } from './session.ts'

const KEEP = { detach: false }

/** Every sealed text of a closed vault, and its wrapped key. */
function sealedTexts(file: string): string[] {
  const tables = ['items', 'folders', 'exports'].map((table) => `SELECT sealed FROM ${table}`)
  const rows = sql(
    file,
    [...tables, 'SELECT facts FROM account', 'SELECT wrapped_user_key FROM account'].join(' UNION ALL '),
  )
  return rows.map(({ sealed }) => String(sealed))
}

function fill(session: Session): void {
  const folderId = addFolder(session, 'Work').id
  for (let index = 0; index < 40; index += 1) {
    addItem(
      session,
      loginDraft(`login ${index}`, { folderId, notes: 'x'.repeat(index * 25), login: { password: 'p' } }),
    )
  }
  addItem(session, noteDraft('a long note', 'long '.repeat(10_000)))
}

describe('a rotation', () => {
  let file: string
  let session: Session
  let before: { texts: string[]; bytes: Buffer; fingerprint: string; contents: unknown; digest: string; facts: object }
  let bytesWhileOpen: Buffer
  const place = (name: string): string => path.join(path.dirname(file), name)

  beforeAll(async () => {
    const made = await makeSession()
    file = made.file
    fill(made.session)
    const request = { masterPassword: MASTER_PASSWORD, choice: 'encrypted_json', overwrite: false } as const
    await exportVault(made.session, { ...request, path: place('restricted') })
    await exportVault(made.session, { ...request, path: place('protected'), filePassword: 'file password' })
    const unrecorded = await formatOf('bitwarden-account-restricted').write(made.session.contents(), {
      account: made.session,
    })
    writeFileSync(place('unrecorded'), unrecorded)
    made.session.lock()
    const texts = sealedTexts(file)

    session = await openVault(file)
    before = {
      texts,
      bytes: bytesOf(file),
      fingerprint: session.marks.fingerprint,
      contents: structuredClone(session.contents()),
      digest: digestOf(session.contents()),
      facts: session.facts,
    }
    await session.rotateUserKey(MASTER_PASSWORD, KEEP)
    bytesWhileOpen = bytesOf(file)
  })

  it('keeps every item and folder, before and after the vault is opened again', async () => {
    expect(session.contents()).toEqual(before.contents)
    session.lock()
    session = await openVault(file)
    expect(session.contents().items).toHaveLength(41)
    expect(digestOf(session.contents())).toBe(before.digest)
    expect(session.ledger.records()).toHaveLength(2)
  })

  it('makes a new key and puts the old one on record by its name', () => {
    expect(session.marks.fingerprint).not.toBe(before.fingerprint)
    const { retiredKeys, ...rest } = session.facts
    expect(retiredKeys.map(({ fingerprint }) => fingerprint)).toEqual([before.fingerprint])
    expect(retiredKeys[0]?.retired.slice(0, 10)).toBe(new Date().toISOString().slice(0, 10))
    expect({ ...rest, retiredKeys: [] }).toEqual(before.facts)
  })

  it('ends a recorded export, with the day named', async () => {
    const backup = await takeFile(place('restricted'))
    const refused = await openBackup(backup, { session }).catch((error: unknown) => error)
    const retired = session.facts.retiredKeys[0]?.retired.slice(0, 10)
    expect(refused).toMatchObject({ code: 'format/retired-key', details: { retired } })
  })

  it('ends an export that is not on record', async () => {
    const backup = await takeFile(place('unrecorded'))
    expect(await refusalOf(() => openBackup(backup, { session }))).toBe('format/other-key')
  })

  it('leaves an export with a password of its own alone', async () => {
    const backup = await takeFile(place('protected'))
    expect(await digestBackup(backup, { filePassword: 'file password' })).toBe(before.digest)
  })

  it('leaves no old ciphertext in any byte, neither while the vault is open nor after', () => {
    session.lock()
    const closed = bytesOf(file)
    expect(before.texts).toHaveLength(46)
    // Long texts are cut over pages of the file: their beginnings stand whole.
    for (const text of before.texts.map((sealed) => sealed.slice(0, 60))) {
      expect(before.bytes.includes(text)).toBe(true)
      expect(bytesWhileOpen.includes(text)).toBe(false)
      expect(closed.includes(text)).toBe(false)
    }
    expect(sql(file, 'SELECT scrub FROM account')).toEqual([{ scrub: 0 }])
  })

  it('leaves no part of a long old text either', () => {
    const long = before.texts.find((text) => text.length > 60_000) ?? ''
    const parts = Array.from({ length: 15 }, (_, index) => long.slice(index * 4_000, index * 4_000 + 100))
    expect(parts.filter((part) => before.bytes.includes(part)).length).toBeGreaterThan(10)
    expect(parts.filter((part) => bytesWhileOpen.includes(part))).toEqual([])
  })

  it('can be made again', async () => {
    const again = await openVault(file)
    const second = again.marks.fingerprint
    await again.rotateUserKey(MASTER_PASSWORD, KEEP)
    expect(again.facts.retiredKeys.map(({ fingerprint }) => fingerprint)).toEqual([before.fingerprint, second])
    again.lock()
    const reopened = await openVault(file)
    expect(digestOf(reopened.contents())).toBe(before.digest)
    expect(reopened.facts).toEqual(again.facts)
    expect(await refusalOf(async () => openBackup(await takeFile(place('restricted')), { session: reopened }))).toBe(
      'format/retired-key',
    )
    reopened.lock()
  })
})

describe('a rotation that is refused', () => {
  const rows = (file: string): unknown =>
    ['account', 'items', 'folders', 'exports'].map((table) => sql(file, `SELECT * FROM ${table}`))

  async function attempt(file: string, masterPassword: string): Promise<{ code: string; unchanged: boolean }> {
    const before = rows(file)
    const session = await openVault(file)
    const { fingerprint } = session.marks
    const code = await refusalOf(() => session.rotateUserKey(masterPassword, KEEP))
    const sameKey = session.marks.fingerprint === fingerprint
    session.lock()
    return { code, unchanged: sameKey && JSON.stringify(rows(file)) === JSON.stringify(before) }
  }

  async function makeFilled(adopted = false): Promise<string> {
    const file = await makeQuickVault({ adopted })
    const session = await openVault(file)
    addItem(session, noteDraft('one'))
    addItem(session, noteDraft('two'))
    addFolder(session, 'Work')
    const masterPassword = MASTER_PASSWORD
    const target = path.join(path.dirname(file), 'out.json')
    await exportVault(session, { path: target, choice: 'json', masterPassword, overwrite: false })
    session.lock()
    return file
  }

  it('with a wrong password changes nothing', async () => {
    expect(await attempt(await makeFilled(), 'wrong')).toEqual({ code: 'vault/wrong-password', unchanged: true })
  })

  it.each(['items', 'folders', 'exports'])('with a damaged row among the %s changes nothing', async (table) => {
    const file = await makeFilled()
    sql(file, `UPDATE ${table} SET sealed = substr(sealed, 1, length(sealed) - 4) || 'AAA='`)
    expect(await attempt(file, MASTER_PASSWORD)).toEqual({ code: 'vault/damaged', unchanged: true })
  })

  it('where the key is shared with Bitwarden changes nothing, unless the vault is detached', async () => {
    const file = await makeFilled(true)
    expect(await attempt(file, MASTER_PASSWORD)).toEqual({ code: 'vault/detach-needed', unchanged: true })
    const session = await openVault(file)
    await session.rotateUserKey(MASTER_PASSWORD, { detach: true })
    session.lock()
    const reopened = await openVault(file)
    expect(reopened.adopted).toBe(false)
    expect(reopened.contents().items).toHaveLength(2)
    expect(reopened.facts.retiredKeys).toHaveLength(1)
    reopened.lock()
  })
})

describe('a rewriting of the file that was interrupted', () => {
  it.each([
    ['is done when the vault is next opened', 1, false],
    ['is not done where none was due', 0, true],
  ])('%s', async (_, scrub, remains) => {
    const file = await makeQuickVault()
    const residue = `INSERT INTO items VALUES ('x', '${'residue '.repeat(2_000)}')`
    sql(file, 'PRAGMA secure_delete = OFF', residue, 'DELETE FROM items', `UPDATE account SET scrub = ${scrub}`)
    expect(bytesOf(file).includes('residue residue')).toBe(true)
    const session = await openVault(file)
    expect(bytesOf(file).includes('residue residue')).toBe(remains)
    session.lock()
    expect(bytesOf(file).includes('residue residue')).toBe(remains)
    expect(sql(file, 'SELECT scrub FROM account')).toEqual([{ scrub: 0 }])
  })
})
