/** The ledger and the drills as the window sees them, in this thread and through the engine's own. */
import { existsSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { BackupView, DrillDone } from '../../contract/backups.ts'
import { writeAccountKey } from '../commands/accounts.ts'
import { exportVault } from '../commands/export-vault.ts'
import { addItem } from '../commands/items.ts'
import { startNodeProcess } from '../drill/node-process.ts'
import { loginDraft } from '../testkit/drafts.ts'
import { startUnlocked, type StartedEngine } from '../testkit/engines.ts'
import { makeSession, MASTER_PASSWORD, refusalOf } from '../testkit/vaults.ts'
import { EngineThread } from './engine-thread.ts'

const masterPassword = MASTER_PASSWORD
const FILE_PASSWORD = 'file password'
const NOTHING = { filePassword: null, masterPassword: null, accountKey: null }

let file: string
let folder: string
let started: StartedEngine
/** Of the export for this account, and of the one with a password of its own. */
let account: string
let own: string

beforeEach(async () => {
  const made = await makeSession()
  ;({ file, folder } = made)
  addItem(made.session, loginDraft('mail', { login: { username: 'ann', password: 's3cret' } }))
  const request = { choice: 'encrypted_json', masterPassword, overwrite: false } as const
  account = (await exportVault(made.session, { ...request, path: path.join(folder, 'account.json') })).id
  own = (
    await exportVault(made.session, { ...request, path: path.join(folder, 'own.json'), filePassword: FILE_PASSWORD })
  ).id
  await writeAccountKey(made.session, path.join(folder, 'key.json'), { masterPassword, overwrite: false })
  made.session.lock()
  started = await startUnlocked(file)
})

async function states(): Promise<Record<string, string>> {
  const list = await started.engine.listBackups()
  return Object.fromEntries(list?.backups.map(({ name, state }) => [name, state]) ?? [])
}

async function keyTicket(engine = started.engine): Promise<string> {
  return (await engine.chooseAccount({ path: path.join(folder, 'key.json'), kind: 'account-key-file' })).ticket
}

function told(done: DrillDone | null): unknown[] {
  return done ? [done.refusal?.code ?? null, done.items, done.backup.state] : ['stopped']
}

describe('the list', () => {
  it('names each backup and its place, and the last good copy', async () => {
    const list = await started.engine.listBackups()
    const [first] = list?.backups ?? []
    expect(first satisfies BackupView | undefined).toMatchObject({ name: 'own.json', place: folder, items: 1 })
    expect(list?.lastGood).toBeNull()
    await started.engine.burntHouse({ ...NOTHING, id: own, filePassword: FILE_PASSWORD })
    expect((await started.engine.listBackups())?.lastGood).toBe(own)
  })

  it('forgets an entry and leaves its file', async () => {
    started.engine.forgetBackup({ id: own })
    expect(await states()).toEqual({ 'account.json': 'not-checked' })
    expect(existsSync(path.join(folder, 'own.json'))).toBe(true)
    const again = (): void => {
      started.engine.forgetBackup({ id: own })
    }
    expect(await refusalOf(again)).toBe('usage/item-not-found')
  })
})

describe('a drill', () => {
  it('proves, and its proof is in the list', async () => {
    const drilled = await started.engine.drillBackup({ id: account, filePassword: null, masterPassword })
    expect(told(drilled)).toEqual([null, 1, 'opens-here'])
    const burnt = await started.engine.burntHouse({
      ...NOTHING,
      ...{ id: account, masterPassword, accountKey: await keyTicket() },
    })
    expect(told(burnt)).toEqual([null, 1, 'proved'])
    expect(await states()).toEqual({ 'account.json': 'proved', 'own.json': 'not-checked' })
  })

  it('that fails says why, and is in the list too', async () => {
    writeFileSync(path.join(folder, 'own.json'), 'cut off')
    const drilled = await started.engine.drillBackup({ id: own, filePassword: FILE_PASSWORD, masterPassword: null })
    expect(told(drilled)).toEqual(['format/not-an-export', 0, 'changed'])
    renameSync(path.join(folder, 'own.json'), path.join(folder, 'moved.json'))
    const burnt = await started.engine.burntHouse({ ...NOTHING, id: own, filePassword: FILE_PASSWORD })
    expect(told(burnt)).toEqual(['file/not-found', 0, 'missing'])
  })

  it.each([
    ['vault/wrong-password', () => started.engine.drillBackup({ ...NOTHING, id: account, masterPassword: 'wrong' })],
    ['usage/password-needed', () => started.engine.drillBackup({ ...NOTHING, id: account })],
    ['format/wrong-password', () => started.engine.burntHouse({ ...NOTHING, id: own, filePassword: 'wrong' })],
    ['format/needs-account', () => started.engine.burntHouse({ ...NOTHING, id: account, masterPassword })],
    ['file/ticket-expired', () => started.engine.burntHouse({ ...NOTHING, id: own, accountKey: 'no such ticket' })],
  ])('without what it needs is %s, and proves nothing', async (code, drill) => {
    expect(await refusalOf(drill)).toBe(code)
    expect(await states()).toEqual({ 'account.json': 'not-checked', 'own.json': 'not-checked' })
  })
})

describe('a fault of the account key file, or of the drill itself, is no finding about the backup', () => {
  const burn = async (ticket: string): Promise<DrillDone | null> =>
    await started.engine.burntHouse({ ...NOTHING, id: account, masterPassword, accountKey: ticket })
  const key = (): string => path.join(folder, 'key.json')

  beforeEach(async () => {
    expect(told(await burn(await keyTicket()))).toEqual([null, 1, 'proved'])
  })

  it.each<[string, () => void, string]>([
    [
      'missing',
      () => {
        renameSync(key(), `${key()}.away`)
      },
      'backup/key-file-unreadable',
    ],
    [
      'no key file',
      () => {
        writeFileSync(key(), 'something else')
      },
      'backup/key-file-unusable',
    ],
    [
      'made by something newer',
      () => {
        writeFileSync(key(), JSON.stringify({ coffer: 'account-key', version: 99 }))
      },
      'backup/key-file-unusable',
    ],
  ])('where it is %s', async (_, spoil, code) => {
    const ticket = await keyTicket()
    spoil()
    expect(await refusalOf(() => burn(ticket))).toBe(code)
    expect(await states()).toMatchObject({ 'account.json': 'proved' })
  })

  it('where it is another account’s', async () => {
    const other = await makeSession()
    const target = path.join(other.folder, 'other-key.json')
    await writeAccountKey(other.session, target, { masterPassword, overwrite: false })
    const { ticket } = await started.engine.chooseAccount({ path: target, kind: 'account-key-file' })
    expect(await refusalOf(() => burn(ticket))).toBe('backup/other-key-file')
    expect(await states()).toMatchObject({ 'account.json': 'proved' })
  })

  it('but another account’s export in the place of the backup is one, with the right key file', async () => {
    const other = await makeSession()
    const request = { choice: 'encrypted_json', masterPassword, overwrite: true } as const
    await exportVault(other.session, { ...request, path: path.join(folder, 'account.json') })
    expect(told(await burn(await keyTicket()))).toEqual(['format/other-key', 0, 'changed'])
  })
})

describe('a burnt-house drill through the engine’s thread', () => {
  async function startThread(onStage?: (thread: EngineThread) => void): Promise<EngineThread> {
    started.engine.close()
    const thread: EngineThread = new EngineThread(({ task }) => {
      if (task === 'drill') onStage?.(thread)
    }, startNodeProcess)
    onTestFinished(() => thread.end())
    await thread.call('open', { path: file })
    await thread.call('unlock', { masterPassword })
    return thread
  }

  it('is done in a process of its own', async () => {
    const thread = await startThread()
    const done = await thread.call('burntHouse', { ...NOTHING, id: own, filePassword: FILE_PASSWORD })
    expect(told(done)).toEqual([null, 1, 'proved'])
  })

  it('brings back the refusal as it is', async () => {
    const thread = await startThread()
    const wrong = thread.call('burntHouse', { ...NOTHING, id: own, filePassword: 'wrong' })
    expect(await refusalOf(() => wrong)).toBe('format/wrong-password')
  })

  it('is stopped with its process, and the engine goes on', async () => {
    const thread = await startThread((own) => {
      own.stop()
    })
    expect(await thread.call('burntHouse', { ...NOTHING, id: own, filePassword: FILE_PASSWORD })).toBeNull()
    expect(await thread.call('status', null)).toMatchObject({ vault: { state: 'unlocked' } })
  })

  it('is cut off by a lock', async () => {
    const thread = await startThread((own) => void own.end())
    const done = thread.call('burntHouse', { ...NOTHING, id: own, filePassword: FILE_PASSWORD })
    expect(['vault/locked', 'done']).toContain(await refusalOf(() => done))
    await thread.end()
  })
})
