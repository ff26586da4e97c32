/**
 * Files written for a key that is not the vault's yet: they come with that key alone. Else nothing of them stays, unless
 * removing them could be a loss.
 */
import { hash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { listBackups } from '../commands/backups.ts'
import { rehearseRotation } from '../commands/rehearse-rotation.ts'
import { accountMarks } from '../crypto/account-marks.ts'
import { makeUserKey, type UserKey } from '../crypto/keys.ts'
import { identityOf } from '../files/held-files.ts'
import { makeSession, MASTER_PASSWORD, openVault, sql } from '../testkit/vaults.ts'
import { sealRows } from './sealed-json.ts'
import type { Session } from './session.ts'

const KEEP = { detach: false }

let file: string
let stick: string
let original: string
let session: Session
beforeEach(async () => {
  const made = await makeSession()
  ;({ file, session } = made)
  stick = path.join(made.folder, 'stick')
  mkdirSync(stick)
  original = path.join(made.folder, 'original')
  writeFileSync(original, 'original')
})

/** Of what the vault names as another key's. */
function strays(): string[] {
  return session.ledger.strays().map((record) => record.path)
}

function stage(name: string, key: UserKey = makeUserKey()): string {
  const target = path.join(stick, name)
  session.ledger.stage(
    {
      ...{ path: target, made: '2026-11-22T14:02:00.000Z', number: 1, format: 'bitwarden-account-restricted' },
      ...{ sha256: hash('sha256', name), bytes: name.length, items: 0, folders: 0, digest: '' },
      keyFingerprint: accountMarks(key).fingerprint,
    },
    { path: original, sha256: hash('sha256', 'original') },
  )
  writeFileSync(target, name)
  return target
}

async function reopen(): Promise<void> {
  session.lock()
  session = await openVault(file)
}

describe('what a rotation that never came left', () => {
  it('is removed when the vault is next unlocked', async () => {
    const left = stage('left')
    await reopen()
    expect(existsSync(left)).toBe(false)
  })

  it('on a drive that is away is removed when the drive is there again', async () => {
    const left = stage('left')
    renameSync(stick, `${stick} away`)
    await reopen()
    renameSync(`${stick} away`, stick)
    expect(existsSync(left)).toBe(true)
    await reopen()
    expect(existsSync(left)).toBe(false)
  })

  it.each([
    ['is another file by now', 'another'],
    ['is gone', null],
  ])('and %s is forgotten: nothing at its place is touched, then or later', async (_, now) => {
    const left = stage('left')
    if (now === null) renameSync(left, `${left} moved`)
    else writeFileSync(left, now)
    await reopen()
    expect(existsSync(left)).toBe(now !== null)
    writeFileSync(left, 'left')
    await reopen()
    expect(existsSync(left)).toBe(true)
  })

  it('is not removed by a copy of the vault file, which names it: the key may have come to the vault itself', async () => {
    const live = stage('live')
    session.lock()
    copyFileSync(file, `${file} of then`)
    for (let unlocked = 0; unlocked < 2; unlocked += 1) {
      session = await openVault(`${file} of then`)
      expect([existsSync(live), strays()]).toEqual([true, [live]])
      const [named, ...others] = await listBackups(session)
      expect([named?.path, named?.state, others]).toEqual([live, 'key-unknown', []])
      session.lock()
    }
  })

  it('is named by a vault file that was put back from a copy, until the person takes it off or it is gone', async () => {
    const [one, other] = [stage('one'), stage('other')]
    session.lock()
    copyFileSync(file, `${file} of then`)
    renameSync(`${file} of then`, file)
    session = await openVault(file)
    expect(strays().sort()).toEqual([one, other])
    const [first] = session.ledger.strays().filter((record) => record.path === one)
    session.ledger.forget(first?.id ?? '')
    renameSync(other, `${other} moved`)
    await reopen()
    expect([strays(), existsSync(one)]).toEqual([[], true])
  })

  it('is not removed where the file with the same contents is not there: it may be the last of them', async () => {
    const left = stage('left')
    renameSync(original, `${original} moved`)
    await reopen()
    expect([existsSync(left), strays()]).toEqual([true, [left]])
    renameSync(`${original} moved`, original)
    await reopen()
    expect([existsSync(left), strays()]).toEqual([false, []])
  })

  it('of a Coffer that noted no original is kept, and named', async () => {
    const left = stage('left')
    const { ledger } = session
    const [row] = ledger.strays()
    if (!row) throw new Error('not staged')
    const before = { ...row, staged: identityOf(file) }
    const [sealed] = sealRows(session.userKey, 'exports', [before])
    session.lock()
    sql(file, `UPDATE exports SET sealed = '${sealed?.sealed ?? ''}'`)
    session = await openVault(file)
    expect([existsSync(left), strays()]).toEqual([true, [left]])
  })

  it('is not removed by a rehearsal on a scratch copy', async () => {
    const left = stage('left')
    await rehearseRotation(session, MASTER_PASSWORD, KEEP)
    expect(existsSync(left)).toBe(true)
  })
})

describe('a rotation to a staged key', () => {
  it('takes up what was written for that key, and removes what was for another', async () => {
    const stagedKey = makeUserKey()
    const [fresh, left] = [stage('fresh', stagedKey), stage('left')]
    await session.rotateUserKey(MASTER_PASSWORD, { ...KEEP, stagedKey })
    expect(session.ledger.records().map((record) => record.path)).toEqual([fresh])
    expect([existsSync(fresh), existsSync(left)]).toEqual([true, false])
    await reopen()
    expect(existsSync(fresh)).toBe(true)
  })

  it('puts nothing on record that was for another key and is away, and removes it later', async () => {
    const left = stage('left')
    renameSync(stick, `${stick} away`)
    await session.rotateUserKey(MASTER_PASSWORD, { ...KEEP, stagedKey: makeUserKey() })
    expect(session.ledger.records()).toEqual([])
    renameSync(`${stick} away`, stick)
    await reopen()
    expect(existsSync(left)).toBe(false)
  })
})
