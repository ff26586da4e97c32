/** An export that has its name is on record, whatever came in between. */
import { linkSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { whenFinished } from '../files/finish-first.ts'
import * as writing from '../files/write-atomic.ts'
import { CofferError } from '../../contract/errors.ts'
import { loginDraft } from '../testkit/drafts.ts'
import { makeSession, MASTER_PASSWORD, openVault, refusalOf } from '../testkit/vaults.ts'
import type { LedgerRow } from '../vault/ledger.ts'
import type { Session } from '../vault/session.ts'
import { writeAccountKey } from './accounts.ts'
import { listBackups } from './backups.ts'
import { exportVault } from './export-vault.ts'
import { addItem } from './items.ts'
import { rehearseRotation } from './rehearse-rotation.ts'

vi.mock('../files/write-atomic.ts', async (original) => ({ ...(await original<typeof writing>()) }))

const masterPassword = MASTER_PASSWORD

let file: string
let folder: string
let target: string
let session: Session
beforeEach(async () => {
  ;({ file, folder, session } = await makeSession())
  target = path.join(folder, 'june.json')
  addItem(session, loginDraft('mail'))
})
afterEach(() => {
  vi.restoreAllMocks()
})

async function make(at = target): Promise<string> {
  return (await exportVault(session, { path: at, choice: 'encrypted_json', masterPassword, overwrite: true })).id
}

async function reopen(): Promise<void> {
  session.lock()
  session = await openVault(file)
}

function onRecord(): string[] {
  return session.ledger.records().map(({ path: at }) => path.relative(folder, at))
}

/** Ends as kill -9 would: what comes after this call never runs. */
function killedAt(method: 'announce' | 'confirm'): () => Promise<unknown> {
  return async () => {
    const never = vi.spyOn(session.ledger, method).mockImplementation((): LedgerRow & undefined => {
      throw new Error('killed')
    })
    const settle = vi.spyOn(session.ledger, 'settleExport').mockResolvedValue()
    await make().catch(() => undefined)
    never.mockRestore()
    settle.mockRestore()
  }
}

/** Writes the file, and then fails as a disk does that does not confirm the name. */
function unconfirmed(): void {
  const { writeAtomic } = writing
  vi.spyOn(writing, 'writeAtomic').mockImplementation(async (...given) => {
    await writeAtomic(...given)
    throw new CofferError('file/unconfirmed')
  })
}

describe('killed', () => {
  it('before it is on record it has no name', async () => {
    await killedAt('announce')()
    await reopen()
    expect(onRecord()).toEqual([])
    expect(() => readFileSync(target)).toThrow('ENOENT')
  })

  it('between the naming and the end it is on record at the next unlock, and named before a rotation', async () => {
    await killedAt('confirm')()
    readFileSync(target)
    await reopen()
    expect(onRecord()).toEqual(['june.json'])
    const { exports } = await rehearseRotation(session, masterPassword, { detach: false })
    expect(exports.map(({ record, fate }) => [record.path, fate])).toEqual([[target, 'stops']])
  })

  it('between record and naming it leaves no record, and what was at its place keeps its own', async () => {
    const before = await make()
    const row = { ...session.ledger.get(before), sha256: '0'.repeat(64) }
    session.ledger.announce(row)
    expect(onRecord()).toHaveLength(2)
    await reopen()
    expect(session.ledger.records().map(({ id }) => id)).toEqual([before])
  })

  it('on a drive that is away it stays on record until that can be told', async () => {
    const stick = path.join(folder, 'stick')
    mkdirSync(stick)
    target = path.join(stick, 'june.json')
    await killedAt('confirm')()
    const bytes = readFileSync(target)
    rmSync(stick, { recursive: true })
    await reopen()
    expect([onRecord(), session.ledger.newest()]).toEqual([['stick/june.json'], undefined])
    const { exports } = await rehearseRotation(session, masterPassword, { detach: false })
    expect(exports.map(({ fate }) => fate)).toEqual(['unseen'])
    mkdirSync(stick)
    writeFileSync(target, bytes)
    await reopen()
    expect([onRecord(), session.ledger.newest()?.path]).toEqual([['stick/june.json'], target])
  })
})

describe('a name that the disk did not confirm', () => {
  it('is said, and the export is on record', async () => {
    unconfirmed()
    expect(await refusalOf(() => make())).toBe('file/unconfirmed')
    expect(onRecord()).toEqual(['june.json'])
    expect(session.ledger.newest()?.path).toBe(target)
  })

  it('of an account key file is said, and the key file is noted', async () => {
    unconfirmed()
    const write = () => writeAccountKey(session, target, { masterPassword, overwrite: false })
    expect(await refusalOf(write)).toBe('file/unconfirmed')
    expect(session.keyFile).not.toBeNull()
  })
})

it('a record that cannot be finished is said, and is finished at the next unlock', async () => {
  const before = await make()
  vi.spyOn(session.ledger, 'confirm').mockImplementation(() => {
    throw new CofferError('file/no-space')
  })
  expect(await refusalOf(() => make())).toBe('vault/not-recorded')
  await reopen()
  expect(onRecord()).toEqual(['june.json'])
  expect(session.ledger.records()[0]?.id).not.toBe(before)
})

it('a wish to end waits from the record to its end, and no longer', async () => {
  const told: string[] = []
  const confirm = session.ledger.confirm.bind(session.ledger)
  vi.spyOn(session.ledger, 'confirm').mockImplementation((row) => {
    whenFinished(() => told.push('ended'))
    confirm(row)
    told.push('recorded')
  })
  await make()
  whenFinished(() => told.push('free'))
  expect(told).toEqual(['recorded', 'ended', 'free'])
})

describe('one file has one record', () => {
  it('also through a linked folder', async () => {
    mkdirSync(path.join(folder, 'real'))
    symlinkSync(path.join(folder, 'real'), path.join(folder, 'linked'))
    await make(path.join(folder, 'real/june.json'))
    const id = await make(path.join(folder, 'linked/june.json'))
    expect(session.ledger.records().map((record) => record.id)).toEqual([id])
  })

  it('but another name of what was replaced is a file of its own', async () => {
    const kept = path.join(folder, 'kept.json')
    const before = await make(kept)
    linkSync(kept, target)
    const id = await make()
    expect(session.ledger.records().map((record) => record.id)).toEqual([id, before])
    expect((await listBackups(session)).map(({ state }) => state)).toEqual(['not-checked', 'not-checked'])
  })
})
