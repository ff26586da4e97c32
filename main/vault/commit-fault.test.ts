/** A disk that fails while a change is being saved: what is said is what a fresh look at the file finds. */
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { exportVault } from '../commands/export-vault.ts'
import { addItem, deleteItems, trashItems } from '../commands/items.ts'
import { rotateKey } from '../commands/rotate-key.ts'
import { DISK_FAULT, DISK_FULL, failNext, WRITE_PROTECTED, type Run } from '../testkit/disk-faults.ts'
import { noteDraft } from '../testkit/drafts.ts'
import {
  makeQuickVault,
  makeSession,
  makeTempFolder,
  MASTER_PASSWORD,
  openVault,
  refusalOf,
  sql,
} from '../testkit/vaults.ts'
import { LockedVault, type Session } from './session.ts'

let file: string
let session: Session
beforeEach(async () => {
  ;({ file, session } = await makeSession())
})

function done(run: Run): void {
  run()
}

/** As SQLite does by itself where a disk is full. */
function takenBack(run: Run): void {
  run('ROLLBACK')
}

function notDone(): void {
  // The fault came first.
}

const OUTCOMES = [
  ['vault/change-kept', 1, done],
  ['vault/change-undone', 0, notDone],
] as const

describe('a fault at the very end of a change', () => {
  it.each(OUTCOMES)('is told as %s where that is so, and ends the session', async (code, count, outcome) => {
    failNext('COMMIT', outcome)
    expect(await refusalOf(() => addItem(session, noteDraft('new')))).toBe(code)
    expect(session.ended).toBe(true)
    expect(await refusalOf(() => addItem(session, noteDraft('more')))).toBe('vault/locked')
    expect(await refusalOf(() => session.contents())).toBe('vault/locked')
    const again = await openVault(file)
    expect(again.contents().items).toHaveLength(count)
  })

  it('is told as unknown where the file cannot be read afterwards', async () => {
    const copy = path.join(makeTempFolder(), 'copy')
    failNext('COMMIT', () => {
      copyFileSync(file, copy)
      writeFileSync(file, 'the disk is gone')
    })
    expect(await refusalOf(() => addItem(session, noteDraft('new')))).toBe('vault/change-unknown')
  })

  it('is no fault where the disk is full and SQLite took the change back: the session goes on', async () => {
    failNext('COMMIT', takenBack, DISK_FULL)
    expect(await refusalOf(() => addItem(session, noteDraft('new')))).toBe('file/no-space')
    expect(session.ended).toBe(false)
    addItem(session, noteDraft('with room'))
    session.lock()
    expect((await openVault(file)).contents().items.map(({ name }) => name)).toEqual(['with room'])
  })

  it('of an export that was only announced is no export: nothing is named, nothing is on record', async () => {
    const target = path.join(makeTempFolder(), 'a.json')
    failNext('COMMIT', done)
    const order = { path: target, choice: 'json', masterPassword: MASTER_PASSWORD, overwrite: false } as const
    expect(await refusalOf(() => exportVault(session, order))).toBe('vault/change-undone')
    expect(existsSync(target)).toBe(false)
    session.lock()
    expect((await openVault(file)).ledger.records()).toEqual([])
  })

  it('while the old key is wiped leaves the rotation done, and says that the wiping waits', async () => {
    addItem(session, noteDraft('kept'))
    const before = session.marks.fingerprint
    failNext('COMMIT', notDone, DISK_FAULT, 1)
    const rotated = await rotateKey(session, MASTER_PASSWORD, { detach: false })
    expect(rotated).toMatchObject({ items: 1, scrubbed: false })
    session.lock()
    expect((await openVault(file)).marks.fingerprint).not.toBe(before)
  })
})

describe('a fault while a vault is rewritten without what was removed', () => {
  it('ends the session once the change is in, and the rewriting is done at the next start', async () => {
    const { id } = addItem(session, noteDraft('gone'))
    trashItems(session, [id])
    failNext('VACUUM', notDone)
    deleteItems(session, [id])
    expect(session.ended).toBe(true)
    expect(sql(file, 'SELECT scrub FROM account')).toEqual([{ scrub: 1 }])
    const again = await openVault(file)
    expect(again.contents().items).toEqual([])
    again.lock()
    expect(sql(file, 'SELECT scrub FROM account')).toEqual([{ scrub: 0 }])
  })

  it('does so at its very end too', async () => {
    const { id } = addItem(session, noteDraft('gone'))
    trashItems(session, [id])
    // After the commit of the change itself.
    failNext('COMMIT', notDone, DISK_FAULT, 1)
    deleteItems(session, [id])
    expect(session.ended).toBe(true)
    expect((await openVault(file)).contents().items).toEqual([])
  })

  it('by a full disk is no fault', () => {
    const { id } = addItem(session, noteDraft('gone'))
    trashItems(session, [id])
    failNext('VACUUM', notDone, DISK_FULL)
    deleteItems(session, [id])
    expect(session.ended).toBe(false)
  })

  it('at the start keeps the vault closed, with what was in it', async () => {
    const before = addItem(session, noteDraft('there'))
    session.lock()
    sql(file, 'UPDATE account SET scrub = 1')
    failNext('VACUUM', notDone)
    expect(await refusalOf(() => LockedVault.open(file))).toBe('file/write-failed')
    expect((await openVault(file)).contents().items).toMatchObject([{ id: before.id }])
  })

  it('by a full disk at the start keeps nobody from the items', async () => {
    session.lock()
    sql(file, 'UPDATE account SET scrub = 1')
    failNext('VACUUM', notDone, DISK_FULL)
    expect((await openVault(file)).contents().items).toEqual([])
  })
})

describe('a fault at the change of the key', () => {
  let exported: string
  beforeEach(async () => {
    addItem(session, noteDraft('one'))
    exported = path.join(makeTempFolder(), 'a.json')
    const order = {
      path: exported,
      choice: 'encrypted_json',
      masterPassword: MASTER_PASSWORD,
      overwrite: false,
    } as const
    await exportVault(session, order)
  })

  /** At the COMMIT of the change-over, which is the one after the rehearsal and the staging. */
  async function rotateAndFail(outcome: (run: Run) => void): Promise<string> {
    const failAtSwitch = (stage: string): void => {
      if (stage === 'switch') failNext('COMMIT', outcome, DISK_FAULT)
    }
    return await refusalOf(() =>
      rotateKey(session, MASTER_PASSWORD, { detach: false, replace: true, onStep: failAtSwitch }),
    )
  }

  function namesBeside(): string[] {
    return readdirSync(path.dirname(exported)).sort()
  }

  it('that was kept leaves the replacements, which are the exports that open now', async () => {
    const before = session.marks.fingerprint
    expect(await rotateAndFail(done)).toBe('vault/change-kept')
    expect(namesBeside()).toHaveLength(2)
    const again = await openVault(file)
    expect(again.marks.fingerprint).not.toBe(before)
    expect(namesBeside()).toHaveLength(2)
    const opening = again.ledger.records().filter(({ keyFingerprint }) => keyFingerprint === again.marks.fingerprint)
    expect(opening.map(({ path: place }) => existsSync(place))).toEqual([true])
  })

  it('that was undone leaves them until the vault is opened afresh, which has the old key', async () => {
    const before = session.marks.fingerprint
    expect(await rotateAndFail(notDone)).toBe('vault/change-undone')
    expect(namesBeside()).toHaveLength(2)
    const again = await openVault(file)
    expect(again.marks.fingerprint).toBe(before)
    expect(namesBeside()).toEqual(['a.json'])
  })

  it('of which nothing is known removes nothing', async () => {
    const kept = readFileSync(file)
    expect(
      await rotateAndFail(() => {
        writeFileSync(file, 'the disk is gone')
      }),
    ).toBe('vault/change-unknown')
    expect(namesBeside()).toHaveLength(2)
    expect(kept.byteLength).toBeGreaterThan(0)
  })
})

it('a disk that says of itself that it is write-protected only when it is written opens for reading', async () => {
  addItem(session, noteDraft('there'))
  session.lock()
  failNext('BEGIN EXCLUSIVE; COMMIT;', notDone, WRITE_PROTECTED)
  const opened = await openVault(file)
  expect(opened.notice).toBe('read-only')
  expect(opened.contents().items).toHaveLength(1)
})

describe('a vault file that others can read', () => {
  it('is closed to them, and that is told', async () => {
    const open = await makeQuickVault()
    chmodSync(open, 0o644)
    const opened = await openVault(open)
    expect(opened.notice).toBe('closed-to-others')
    expect(statSync(open).mode & 0o777).toBe(0o600)
    opened.lock()
    expect((await openVault(open)).notice).toBeNull()
  })

  it('so is the journal beside it', async () => {
    const open = await makeQuickVault()
    writeFileSync(`${open}-journal`, '', { mode: 0o644 })
    const opened = await openVault(open)
    addItem(opened, noteDraft('one'))
    expect(opened.notice).toBe('closed-to-others')
    expect(statSync(`${open}-journal`).mode & 0o777).toBe(0o600)
  })

  it('is left alone where it is another program’s', async () => {
    const other = path.join(makeTempFolder(), 'other.db')
    writeFileSync(other, '')
    sql(other, 'CREATE TABLE theirs (x)')
    chmodSync(other, 0o644)
    expect(await refusalOf(() => LockedVault.open(other))).toBe('vault/not-a-vault')
    expect(statSync(other).mode & 0o777).toBe(0o644)
  })
})
