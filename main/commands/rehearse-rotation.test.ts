/** F3 of the design: rotation is rehearsed first, and replaces before it ends anything. Named as the promises. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Fate } from '../../contract/exports.ts'
import { Stopped, type OnStep } from '../../contract/progress.ts'
import { tempBeside } from '../files/write-atomic.ts'
import { digestOf } from '../model/digest.ts'
import { loginDraft } from '../testkit/drafts.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { bytesOf } from '../testkit/processes.ts'
import {
  makeQuickVault,
  makeSession,
  makeTempFolder,
  MASTER_PASSWORD,
  openVault,
  refusalOf,
} from '../testkit/vaults.ts'
import { sampled } from '../testkit/sampled.ts'
import type { Session } from '../vault/session.ts'
import { lastGoodCopy, listBackups, recordBurntHouse } from './backups.ts'
import { restoredOf } from './burnt-house.ts'
import { exportVault } from './export-vault.ts'
import { takeFile } from './files.ts'
import { inspectFile } from './inspect-file.ts'
import { addItem } from './items.ts'
import { openBackup } from './open-backup.ts'
import { rehearseRotation } from './rehearse-rotation.ts'
import { rotateKey } from './rotate-key.ts'
import { openVaultFile } from './vault.ts'

const LEDGERS = sampled(41, 1_000)
const masterPassword = MASTER_PASSWORD
const FILE_PASSWORD = 'file password'
const KEEP = { detach: false }

let session: Session
let file: string
let folder: string
beforeEach(async () => {
  ;({ session, file, folder } = await makeSession())
  addItem(session, loginDraft('mail', { login: { username: 'ann', password: 's3cret' } }))
})

async function make(name: string, filePassword?: string): Promise<string> {
  const request = { path: path.join(folder, name), choice: 'encrypted_json', masterPassword, filePassword } as const
  return (await exportVault(session, { ...request, overwrite: true })).path
}

function names(): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('vault.coffer'))
    .sort()
}

function namedBy(fate: Fate, rehearsed: Awaited<ReturnType<typeof rehearseRotation>>): string[] {
  return rehearsed.exports
    .filter((one) => one.fate === fate)
    .map(({ record }) => path.basename(record.path))
    .sort()
}

describe('F3: the rehearsal', () => {
  it('with 3 account-restricted and 2 password-protected exports on record names exactly the 3', async () => {
    for (const name of ['a', 'b', 'c']) await make(name)
    for (const name of ['d', 'e']) await make(name, FILE_PASSWORD)
    const rehearsed = await rehearseRotation(session, masterPassword, KEEP)
    expect([namedBy('stops', rehearsed), namedBy('opens', rehearsed)]).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ])
    expect(names()).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('of an export on a drive that is away says that it stops too, unless it needs no key or one of before', async () => {
    const before = await make('before')
    await session.rotateUserKey(masterPassword, KEEP)
    const [a, own, cut] = [await make('a'), await make('own', FILE_PASSWORD), await make('cut')]
    for (const at of [before, a, own]) rmSync(at)
    writeFileSync(cut, 'cut')
    const rehearsed = await rehearseRotation(session, masterPassword, KEEP)
    expect([namedBy('unseen', rehearsed), namedBy('gone', rehearsed)]).toEqual([['a'], ['before', 'cut', 'own']])
  })

  it(`of ${LEDGERS} random ledgers (moved, edited, mislabelled files) gives predicted = actual`, async () => {
    const account = await make('account')
    const own = await make('own', FILE_PASSWORD)
    const [mineNow, ownBytes] = [session.ledger.records().find((record) => record.path === account), readFileSync(own)]
    if (!mineNow) throw new Error('not made')
    for (const { id } of session.ledger.records()) session.ledger.forget(id)
    let files = 0
    /** What lies at the path; 'dead' is of a key before. */
    const HOLDS = ['account', 'own', 'plain', 'cut', 'nothing', 'dead'] as const
    /** What the ledger thinks. */
    const LABELS = ['account', 'own'] as const
    const entry = fc.record({ holds: fc.constantFrom(...HOLDS), label: fc.constantFrom(...LABELS) })
    const kinds = HOLDS.flatMap((holds) => LABELS.map((label) => ({ holds, label })))
    let dead = readFileSync(account)
    // Every kind of entry is in the first, whatever chance brings.
    const ledgers = [kinds, ...fc.sample(fc.array(entry, { maxLength: 4 }), LEDGERS - 1)]
    for (const ledger of ledgers) {
      const fresh = readFileSync(await make('account'))
      for (const { id } of session.ledger.records()) session.ledger.forget(id)
      const contents = {
        account: fresh,
        own: ownBytes,
        plain: Buffer.from('{"encrypted":false,"folders":[],"items":[]}'),
        cut: fresh.subarray(0, -10),
        nothing: null,
        dead,
      }
      for (const [index, { holds, label }] of ledger.entries()) {
        const at = path.join(folder, `entry ${index}`)
        const bytes = contents[holds]
        if (bytes) writeFileSync(at, bytes)
        else rmSync(at, { force: true })
        const keyFingerprint = label === 'account' ? session.marks.fingerprint : null
        session.ledger.confirm(session.ledger.announce({ ...mineNow, path: at, keyFingerprint }))
        files += 1
      }
      const { exports } = await rehearseRotation(session, masterPassword, KEEP)
      const before = await Promise.all(exports.map(({ record }) => opens(record.path)))
      const retiring = session.marks.fingerprint
      await session.rotateUserKey(masterPassword, KEEP)
      dead = fresh
      for (const [index, { record, fate }] of exports.entries()) {
        const [was, is] = [before[index] ?? false, await opens(record.path)]
        const isAway = !existsSync(record.path) && record.keyFingerprint === retiring
        expect(fate, JSON.stringify(ledger)).toBe(is ? 'opens' : was ? 'stops' : isAway ? 'unseen' : 'gone')
      }
    }
    printCounts('random ledgers', { tried: ledgers.length, files, 'false predictions': 0 })
  })

  it('leaves the vault’s bytes as they were, cancelled at any step or not at all', async () => {
    await make('a')
    const bytes = (): Buffer => bytesOf(file)
    const [before, here] = [bytes(), names()]
    const steps: string[] = []
    await rehearseRotation(session, masterPassword, { ...KEEP, onStep: (stage) => steps.push(stage) })
    expect(steps).toContain('read')
    for (let at = 0; at < steps.length; at += 1) {
      let step = 0
      const onStep: OnStep = () => {
        if (step++ === at) throw new Stopped()
      }
      await expect(rehearseRotation(session, masterPassword, { ...KEEP, onStep })).rejects.toBeInstanceOf(Stopped)
      expect([bytes().equals(before), names()]).toEqual([true, here])
    }
  })

  it('that was killed leaves its scratch copy only until the next one, or until the vault is opened by any path', async () => {
    const dead = `-${spawnSync('true').pid}-`
    const left = tempBeside(file).replace(`-${process.pid}-`, dead)
    writeFileSync(left, 'a retired key')
    await rehearseRotation(session, masterPassword, KEEP)
    expect(existsSync(left)).toBe(false)
    session.lock()
    writeFileSync(left, 'a retired key')
    const link = path.join(makeTempFolder(), 'link.coffer')
    symlinkSync(file, link)
    const opened = await openVaultFile(link)
    opened.close()
    expect(existsSync(left)).toBe(false)
  })

  it('is refused with a wrong password, and without consent where the account is adopted', async () => {
    const adopted = await openVault(await makeQuickVault({ adopted: true }))
    expect(await refusalOf(() => rehearseRotation(adopted, masterPassword, KEEP))).toBe('vault/detach-needed')
    expect(await refusalOf(() => rehearseRotation(session, 'wrong', KEEP))).toBe('vault/wrong-password')
    expect(names()).toEqual([])
  })
})

/** With the vault as it is now; a password-protected file with its password. */
async function opens(at: string): Promise<boolean> {
  try {
    await openBackup(await takeFile(at), { session, filePassword: FILE_PASSWORD })
    return true
  } catch {
    return false
  }
}

describe('F3: a rotation with replacements', () => {
  it('has a proved replacement beside each export that stops opening, and leaves the originals', async () => {
    const [june, own] = [await make('june.json'), await make('own.json', FILE_PASSWORD)]
    addItem(session, loginDraft('later'))
    const original = readFileSync(june)
    const done = await rotateKey(session, masterPassword, { ...KEEP, replace: true })
    const replacement = path.join(folder, 'june (new key).json')
    expect(done.replacements).toMatchObject([{ original: { path: june }, record: { path: replacement } }])
    expect(readFileSync(june).equals(original)).toBe(true)
    expect([await opens(june), await opens(own), await opens(replacement)]).toEqual([false, true, true])
    // It holds what the original held, not what the vault holds now.
    const { contents } = await openBackup(await takeFile(replacement), { session })
    expect(contents.items.map(({ name }) => name)).toEqual(['mail'])
    const states = (await listBackups(session)).map(({ path: at, state }) => [path.basename(at), state])
    expect(Object.fromEntries(states)).toEqual({
      'june.json': 'key-retired',
      'june (new key).json': 'opens-here',
      'own.json': 'not-checked',
    })
    expect(digestOf(session.contents())).toBe(digestOf((await reopened()).contents()))
  })

  it('dates a replacement as what it holds, so that the newest contents stay the last good copy', async () => {
    await make('january.json')
    addItem(session, loginDraft('later'))
    await make('june.json')
    const { replacements } = await rotateKey(session, masterPassword, { ...KEEP, replace: true })
    for (const { original, record } of replacements) {
      expect(record.made).toBe(original.made)
      const { made, newerExport } = await inspectFile(await takeFile(record.path), { session })
      expect([made, newerExport === null]).toEqual([original.made, record.path.includes('june')])
      const { contents } = await openBackup(await takeFile(record.path), { session })
      const { wrapping } = session
      const restore = async () => await Promise.resolve({ ...restoredOf(contents, true), wrapping })
      await recordBurntHouse(session, record.id, restore)
    }
    expect(replacements).toHaveLength(2)
    expect(lastGoodCopy(await listBackups(session))?.path).toBe(path.join(folder, 'june (new key).json'))
  })

  it('gives each replacement a name that is free', async () => {
    await make('june.json')
    writeFileSync(path.join(folder, 'june (new key).json'), 'mine')
    const done = await rotateKey(session, masterPassword, { ...KEEP, replace: true })
    expect(done.replacements.map(({ record }) => path.basename(record.path))).toEqual(['june (new key 2).json'])
    expect(readFileSync(path.join(folder, 'june (new key).json'), 'utf8')).toBe('mine')
  })

  it('cancelled at any step leaves the vault, its key and its folder as they were', async () => {
    for (const name of ['a.json', 'b.json']) await make(name)
    const [digest, { fingerprint }, here] = [digestOf(session.contents()), session.marks, names()]
    let [at, steps] = [0, 0]
    for (;;) {
      steps = 0
      const stopAt = at
      const onStep: OnStep = () => {
        if (steps++ === stopAt) throw new Stopped()
      }
      try {
        await rotateKey(session, masterPassword, { ...KEEP, replace: true, onStep })
        break
      } catch (error) {
        expect(error).toBeInstanceOf(Stopped)
      }
      expect([session.marks.fingerprint, digestOf(session.contents()), names()]).toEqual([fingerprint, digest, here])
      expect(session.ledger.records()).toHaveLength(2)
      at += 1
    }
    expect(at).toBeGreaterThan(10)
    expect(session.marks.fingerprint).not.toBe(fingerprint)
  })

  it('with a file that was moved away replaces the others', async () => {
    const [a] = [await make('a.json'), await make('b.json')]
    renameSync(a, `${a}.away`)
    const { replacements } = await rotateKey(session, masterPassword, { ...KEEP, replace: true })
    expect(replacements.map(({ record }) => path.basename(record.path))).toEqual(['b (new key).json'])
  })
})

async function reopened(): Promise<Session> {
  session.lock()
  session = await openVault(file)
  return session
}
