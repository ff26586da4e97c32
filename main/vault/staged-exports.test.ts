/** Files written for a key that is not the vault's yet: they come with that key alone, and else nothing of them stays. */
import { hash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { rehearseRotation } from '../commands/rehearse-rotation.ts'
import { accountMarks } from '../crypto/account-marks.ts'
import { makeUserKey, type UserKey } from '../crypto/keys.ts'
import { makeSession, MASTER_PASSWORD, openVault } from '../testkit/vaults.ts'
import type { Session } from './session.ts'

const KEEP = { detach: false }

let file: string
let stick: string
let session: Session
beforeEach(async () => {
  const made = await makeSession()
  ;({ file, session } = made)
  stick = path.join(made.folder, 'stick')
  mkdirSync(stick)
})

function stage(name: string, key: UserKey = makeUserKey()): string {
  const target = path.join(stick, name)
  session.ledger.stage({
    ...{ path: target, made: '2026-11-22T14:02:00.000Z', format: 'bitwarden-account-restricted' },
    ...{ sha256: hash('sha256', name), bytes: name.length, items: 0, folders: 0, digest: '' },
    keyFingerprint: accountMarks(key).fingerprint,
  })
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

  it('is not removed by a copy of the vault file: the key may have come to the vault itself', async () => {
    const live = stage('live')
    session.lock()
    copyFileSync(file, `${file} of then`)
    ;(await openVault(`${file} of then`)).lock()
    expect(existsSync(live)).toBe(true)
    // The copy has forgotten it.
    ;(await openVault(`${file} of then`)).lock()
    expect(existsSync(live)).toBe(true)
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
