/** A disk that fails while a change is being saved: what is said is what a fresh look at the file finds. */
import { chmodSync, copyFileSync, existsSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { exportVault } from '../commands/export-vault.ts'
import { addItem } from '../commands/items.ts'
import { rotateKey } from '../commands/rotate-key.ts'
import { noteDraft } from '../testkit/drafts.ts'
import {
  makeQuickVault,
  makeSession,
  makeTempFolder,
  MASTER_PASSWORD,
  openVault,
  refusalOf,
} from '../testkit/vaults.ts'
import type { Session } from './session.ts'

let file: string
let session: Session
beforeEach(async () => {
  ;({ file, session } = await makeSession())
})

/** The next COMMIT, or one after it, reports a fault, after `done` or in place of it. */
function failNextCommit(done: (commit: () => void) => void, passed = 0): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on what the spy is called on
  const { exec } = DatabaseSync.prototype
  let waits = passed
  vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, statement: string) {
    if (statement !== 'COMMIT' || waits !== 0) {
      if (statement === 'COMMIT') waits -= 1
      exec.call(this, statement)
      return
    }
    waits -= 1
    done(() => {
      exec.call(this, statement)
    })
    throw Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 1_034 })
  })
}

const OUTCOMES = [
  [
    'vault/change-kept',
    1,
    (commit: () => void): void => {
      commit()
    },
  ],
  ['vault/change-undone', 0, (): void => undefined],
] as const

describe('a fault at the very end of a change', () => {
  it.each(OUTCOMES)('is told as %s where that is so, and ends the session', async (code, count, done) => {
    failNextCommit(done)
    expect(await refusalOf(() => addItem(session, noteDraft('new')))).toBe(code)
    expect(session.ended).toBe(true)
    expect(await refusalOf(() => addItem(session, noteDraft('more')))).toBe('vault/locked')
    session.lock()
    const again = await openVault(file)
    expect(again.contents().items).toHaveLength(count)
  })

  it('is told as unknown where the file cannot be read afterwards', async () => {
    const copy = path.join(makeTempFolder(), 'copy')
    failNextCommit(() => {
      copyFileSync(file, copy)
      writeFileSync(file, 'the disk is gone')
    })
    expect(await refusalOf(() => addItem(session, noteDraft('new')))).toBe('vault/change-unknown')
  })

  it('of a rotation leaves the vault with the key that is said to be in it', async () => {
    const before = session.marks.fingerprint
    const rotated = refusalOf(() => rotateKey(session, MASTER_PASSWORD, { detach: false }))
    failNextCommit((commit) => {
      commit()
    })
    expect(await rotated).toBe('vault/change-kept')
    session.lock()
    const again = await openVault(file)
    expect(again.marks.fingerprint).not.toBe(before)
  })

  it('of an export that was only announced is no export: nothing is named, nothing is on record', async () => {
    const target = path.join(makeTempFolder(), 'a.json')
    failNextCommit((commit) => {
      commit()
    })
    const order = { path: target, choice: 'json', masterPassword: MASTER_PASSWORD, overwrite: false } as const
    expect(await refusalOf(() => exportVault(session, order))).toBe('vault/change-undone')
    expect(existsSync(target)).toBe(false)
    session.lock()
    expect((await openVault(file)).ledger.records()).toEqual([])
  })

  it('while the old key is wiped leaves the rotation done, and says that the wiping waits', async () => {
    addItem(session, noteDraft('kept'))
    const before = session.marks.fingerprint
    failNextCommit(() => undefined, 1)
    const done = await rotateKey(session, MASTER_PASSWORD, { detach: false })
    expect(done).toMatchObject({ items: 1, scrubbed: false })
    session.lock()
    expect((await openVault(file)).marks.fingerprint).not.toBe(before)
  })
})

it('a vault file that others can read is closed to them, and that is told', async () => {
  const open = await makeQuickVault()
  chmodSync(open, 0o644)
  const opened = await openVault(open)
  expect(opened.notice).toBe('closed-to-others')
  expect(statSync(open).mode & 0o777).toBe(0o600)
  opened.lock()
  expect((await openVault(open)).notice).toBeNull()
})
