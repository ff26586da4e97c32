/** A proof counts for what the person has now, and what is newer is decided by a counter, whatever clocks say. */
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BackupState } from '../../contract/backups.ts'
import { loginDraft } from '../testkit/drafts.ts'
import { FAST_KDF, makeSession, makeTempFolder, MASTER_PASSWORD, OLD_KDF, openVault } from '../testkit/vaults.ts'
import type { Session } from '../vault/session.ts'
import { writeAccountKey } from './accounts.ts'
import { lastGoodCopy, listBackups, lookAtBackup, recordBurntHouse, type Backup } from './backups.ts'
import { restoreFromSurvivors } from './burnt-house.ts'
import { exportVault } from './export-vault.ts'
import { takeFile } from './files.ts'
import { inspectFile } from './inspect-file.ts'
import { addItem } from './items.ts'

const FILE_PASSWORD = 'file password'
const NEW_PASSWORD = 'battery staple'

let folder: string
let file: string
let session: Session
beforeEach(async () => {
  ;({ file, folder, session } = await makeSession())
  addItem(session, loginDraft('mail'))
})
afterEach(() => {
  vi.useRealTimers()
})

async function make(name: string, masterPassword: string, filePassword?: string): Promise<string> {
  const target = path.join(folder, name)
  const order = { path: target, choice: 'encrypted_json', masterPassword, filePassword, overwrite: true } as const
  return (await exportVault(session, order)).id
}

async function makeKeyFile(name: string, masterPassword: string): Promise<string> {
  const target = path.join(folder, name)
  await writeAccountKey(session, target, { masterPassword, overwrite: false })
  return target
}

/** The burnt-house drill, in this process. */
async function burn(id: string, accountKeyPath: string, masterPassword: string): Promise<Backup> {
  const { path: of } = session.ledger.get(id)
  const survivors = { path: of, filePassword: FILE_PASSWORD, accountKeyPath, masterPassword }
  await recordBurntHouse(session, id, () => restoreFromSurvivors(survivors))
  return await lookAtBackup(session, id)
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

describe('a proof with an account key file', () => {
  it.each([
    ['master password', NEW_PASSWORD, OLD_KDF],
    ['key derivation', MASTER_PASSWORD, FAST_KDF],
  ])('ends with a change of the %s, until one is made with a key file of now', async (_, password, kdf) => {
    const id = await make('june', MASTER_PASSWORD)
    const keyFile = await makeKeyFile('key', MASTER_PASSWORD)
    expect(await burn(id, keyFile, MASTER_PASSWORD)).toMatchObject({ state: 'proved', outgrown: null })
    expect(session.keyFile).not.toBeNull()
    await session.changePassword(password, kdf)
    session.lock()
    session = await openVault(file, password)
    const after = await lookAtBackup(session, id)
    expect(after).toMatchObject({ state: 'opens-here', outgrown: { since: today() } })
    expect(lastGoodCopy(await listBackups(session))).toBeNull()
    // The reminder to make a new one is back.
    expect(session.keyFile).toBeNull()
    // The old key file opens with what the person had: no proof for now.
    expect(await burn(id, keyFile, MASTER_PASSWORD)).toMatchObject({ state: 'opens-here' })
    const fresh = await makeKeyFile('new key', password)
    expect(await burn(id, fresh, password)).toMatchObject({ state: 'proved', outgrown: null })
    expect(lastGoodCopy(await listBackups(session))?.id).toBe(id)
  })

  it('stays what it is for a file with its own password', async () => {
    const id = await make('own', MASTER_PASSWORD, FILE_PASSWORD)
    await burn(id, '', MASTER_PASSWORD)
    await session.changePassword(NEW_PASSWORD, FAST_KDF)
    expect(await lookAtBackup(session, id)).toMatchObject({ state: 'proved', outgrown: null })
  })

  it('of a Coffer that did not note which one it was counts no more: the password may have changed since', async () => {
    const id = await make('june', MASTER_PASSWORD)
    session.ledger.prove(id, 'burntHouse', { at: new Date().toISOString(), refusal: null })
    expect(await lookAtBackup(session, id)).toMatchObject({ state: 'opens-here', outgrown: { since: null } })
  })

  it('of a vault that was restored from that key file still counts', async () => {
    const id = await make('june', MASTER_PASSWORD)
    const keyFile = await makeKeyFile('key', MASTER_PASSWORD)
    await burn(id, keyFile, MASTER_PASSWORD)
    await session.adoptAccount(MASTER_PASSWORD, { account: session.account, userKey: session.userKey })
    expect(await lookAtBackup(session, id)).toMatchObject({ state: 'proved', outgrown: null })
  })
})

describe('with a clock that jumps', () => {
  function setClock(date: string): void {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(date) })
  }

  it('an export dated 2031 is no newer than one that is made after it', async () => {
    setClock('2031-01-01')
    const one = await make('one', MASTER_PASSWORD, FILE_PASSWORD)
    const sealed = await make('sealed', MASTER_PASSWORD)
    setClock('2026-12-01')
    const two = await make('two', MASTER_PASSWORD)
    const keyFile = await makeKeyFile('key', MASTER_PASSWORD)
    for (const id of [one, sealed, two]) await burn(id, keyFile, MASTER_PASSWORD)
    const all = await listBackups(session)
    expect(all.map(({ id }) => id)).toEqual([two, sealed, one])
    expect(lastGoodCopy(all)?.id).toBe(two)
    const newerThan = async (name: string): Promise<string | null> =>
      (await inspectFile(await takeFile(path.join(folder, name)), { session })).newerExport
    expect([await newerThan('two'), await newerThan('sealed')]).toEqual([null, '2026-12-01T00:00:00.000Z'])
  })

  it('a failed check is the last word where it came last, and a good one where that did', async () => {
    const id = await make('june', MASTER_PASSWORD, FILE_PASSWORD)
    const at = (date: string, refusal: 'format/damaged' | null) => ({ at: new Date(date).toISOString(), refusal })
    const states: BackupState[] = []
    session.ledger.prove(id, 'burntHouse', at('2031-01-01', null))
    states.push((await lookAtBackup(session, id)).state)
    session.ledger.prove(id, 'restore', at('2026-01-01', 'format/damaged'))
    states.push((await lookAtBackup(session, id)).state)
    session.ledger.prove(id, 'burntHouse', at('2020-01-01', null))
    states.push((await lookAtBackup(session, id)).state)
    expect(states).toEqual(['proved', 'failed', 'proved'])
  })

  it('the order of random ledgers is that in which things were done', async () => {
    const act = fc.record({
      do: fc.constantFrom('export', 'good', 'bad', 'forget'),
      at: fc.date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
      of: fc.nat(9),
      drill: fc.constantFrom('restore', 'burntHouse'),
    })
    const record = { ...session.ledger.get(await make('any', MASTER_PASSWORD, FILE_PASSWORD)), proofs: {} }
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        for (const { id } of session.ledger.records()) session.ledger.forget(id)
        const made: { id: string; last: BackupState }[] = []
        for (const [index, { do: what, at, of, drill }] of acts.entries()) {
          const target = made[of % Math.max(made.length, 1)]
          const facts = { ...record, path: `${record.path} ${index}`, made: at.toISOString() }
          if (what === 'export') {
            const { id } = session.ledger.announce({ ...facts, number: session.ledger.next() })
            made.unshift({ id, last: 'not-checked' })
          } else if (!target) continue
          else if (what === 'forget') {
            session.ledger.forget(target.id)
            made.splice(made.indexOf(target), 1)
          } else {
            const refusal = what === 'good' ? null : 'format/damaged'
            session.ledger.prove(target.id, drill, { at: at.toISOString(), refusal })
            target.last = refusal === null ? 'proved' : 'failed'
          }
        }
        const found = session.ledger.records()
        expect(found.map(({ id }) => id)).toEqual(made.map(({ id }) => id))
        for (const [index, { proofs = {} }] of found.entries()) {
          const numbers = Object.values(proofs).map(({ number = 0, refusal }) => ({ number, refusal }))
          const latest = numbers.sort((a, b) => b.number - a.number)[0]
          const last = latest ? (latest.refusal === null ? 'proved' : 'failed') : 'not-checked'
          expect(last).toBe(made[index]?.last)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('the counter goes on after an unlock, a rotation and exports that were taken off', async () => {
    const numbers: number[] = []
    for (let round = 0; round < 3; round += 1) {
      const id = await make(`${round}`, MASTER_PASSWORD)
      numbers.push(session.ledger.get(id).number)
      session.ledger.forget(id)
      await session.rotateUserKey(MASTER_PASSWORD, { detach: false })
      session.lock()
      session = await openVault(file)
    }
    expect(numbers).toEqual([1, 2, 3])
  })

  it('a file of another vault with the same key is not measured by this one’s counter', async () => {
    const { session: stranger } = await makeSession()
    const target = path.join(makeTempFolder(), 'theirs')
    await stranger.adoptAccount(MASTER_PASSWORD, { account: session.account, userKey: session.userKey })
    const order = { path: target, choice: 'encrypted_json', masterPassword: MASTER_PASSWORD, overwrite: false } as const
    await exportVault(stranger, order)
    for (const name of ['a', 'b', 'c']) await make(name, MASTER_PASSWORD)
    const { opens, newerExport } = await inspectFile(await takeFile(target), { session })
    expect([opens, newerExport]).toEqual([true, null])
  })
})
