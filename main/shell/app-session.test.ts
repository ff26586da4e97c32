/** Locking, opening and making vaults: what the engine, the window and the menu hear of it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AppStatus } from '../../contract/api.ts'
import { CofferError } from '../../contract/errors.ts'
import type { Progress } from '../../contract/progress.ts'
import { failNextOpen, makeFakeSession } from '../testkit/app-sessions.ts'
import { makeTempFolder, refusalOf } from '../testkit/vaults.ts'
import type { AppSession } from './app-session.ts'
import type { FakeEngine } from './testkit/fake-engine.ts'

const PASSWORD = { masterPassword: 'x' }
const NEW = { email: null, masterPassword: 'x' }
const WORK: Progress = { task: 'export', stage: 'seal', done: 1, total: 4, stoppable: true }

let engines: FakeEngine[]
let happened: string[]
let events: [string, unknown][]
let session: AppSession

function makeSession(demonstration?: string): AppSession {
  const made = makeFakeSession(demonstration)
  ;({ engines, happened, events } = made)
  return made.session
}

beforeEach(() => {
  session = makeSession()
})

function engine(): FakeEngine {
  const last = engines.at(-1)
  if (!last) throw new Error('no engine')
  return last
}

function lastStatus(): AppStatus {
  return events.findLast(([event]) => event === 'status')?.[1] as AppStatus
}

async function unlockedVault(): Promise<void> {
  await session.open('/a.coffer')
  await session.unlock(PASSWORD)
  happened.length = 0
}

describe('locking', () => {
  it('ends the engine, reloads the window, clears the clipboard, and opens the same vault again, locked', async () => {
    await unlockedVault()
    const before = engine()
    await session.lock('person')
    expect(before.ended).toBe(1)
    expect(engines).toHaveLength(2)
    expect(engine().calls).toEqual([['open', { path: '/a.coffer' }]])
    expect(happened.slice(0, 2)).toEqual(['clipboard cleared', 'reload'])
    expect(session.status).toMatchObject({ vault: { state: 'locked', name: '/a.coffer' }, lockedBy: 'person' })
    expect(lastStatus()).toEqual(session.status)
  })

  it('tells at once, before the engine has ended, that the vault is locked', async () => {
    await unlockedVault()
    let end = (): void => undefined
    engine().ending = new Promise((resolve) => {
      end = resolve
    })
    const locked = session.lock('idle')
    expect(session.status.vault.state).toBe('locked')
    expect(happened).toContain('reload')
    end()
    await locked
  })

  it('while work runs: says so, asks it to stop, reloads at once and waits for the end', async () => {
    await unlockedVault()
    const before = engine()
    before.holds = ['export']
    const exported = refusalOf(() => session.call('export', {} as never))
    await Promise.resolve()
    before.working = true
    let end = (): void => undefined
    before.ending = new Promise((resolve) => {
      end = resolve
    })
    happened.length = 0
    const locked = session.lock('suspend')
    expect(happened).toEqual(['clipboard cleared', 'locking', 'reload'])
    expect(before.stopped).toBe(1)
    expect(engines).toHaveLength(1)
    end()
    await locked
    expect(await exported).toBe('vault/locked')
    expect(engines).toHaveLength(2)
  })

  it('is done once, however often it is asked for', async () => {
    await unlockedVault()
    await Promise.all([session.lock('suspend'), session.lock('screen'), session.lock('idle')])
    expect(engines).toHaveLength(2)
    expect(happened.filter((step) => step === 'reload')).toHaveLength(1)
    expect(session.status.lockedBy).toBe('suspend')
  })

  it('does nothing where nothing is open', async () => {
    await session.lock('idle')
    await session.open('/a.coffer')
    happened.length = 0
    await session.lock('idle')
    expect(engines).toHaveLength(1)
    expect(happened).toEqual([])
  })

  it.each(['unlock', 'create', 'createAround', 'openBackup'] as const)(
    'stops short a %s that is under way',
    async (method) => {
      if (method === 'unlock') await session.open('/a.coffer')
      const before = engine()
      before.holds = [method]
      const entered = refusalOf(() =>
        method === 'unlock' ? session.unlock(PASSWORD) : session.call(method, { path: '/b.coffer' } as never),
      )
      await Promise.resolve()
      await session.lock('screen')
      expect(await entered).toBe('vault/locked')
      expect(session.status.vault.state).toBe(method === 'unlock' ? 'locked' : 'none')
    },
  )

  it('does not take an unlocked vault from an engine that finished while it was told to end', async () => {
    await session.open('/a.coffer')
    const before = engine()
    before.holds = ['unlock']
    const unlocked = refusalOf(() => session.unlock(PASSWORD))
    await Promise.resolve()
    const locked = session.lock('screen')
    before.pending.splice(0)[0]?.resolve(before.unlocked('/a.coffer'))
    expect(await unlocked).toBe('vault/locked')
    await locked
    expect(session.status.vault.state).toBe('locked')
    expect(events.some(([, value]) => (value as AppStatus | null)?.vault.state === 'unlocked')).toBe(false)
  })

  it('keeps a secret from a call that was answered too late', async () => {
    await unlockedVault()
    const before = engine()
    before.holds = ['reveal']
    const revealed = refusalOf(() => session.call('reveal', {} as never))
    await Promise.resolve()
    const locked = session.lock('person')
    before.pending.splice(0)[0]?.resolve('hunter2')
    expect(await revealed).toBe('vault/locked')
    await locked
  })

  it('lets calls wait for the fresh engine', async () => {
    await unlockedVault()
    const locked = session.lock('person')
    expect((await session.unlock(PASSWORD)).vault.state).toBe('unlocked')
    await locked
    expect(engine().calls.map(([method]) => method)).toEqual(['open', 'unlock'])
    expect(session.status.lockedBy).toBeNull()
  })

  it('tells why where the vault does not open again', async () => {
    await unlockedVault()
    failNextOpen(engines, new CofferError('vault/not-found'))
    await session.lock('person')
    expect(session.status).toMatchObject({
      vault: { state: 'none' },
      problem: { code: 'vault/not-found', details: {} },
    })
  })
})

describe('progress', () => {
  it('goes to the window, and to the taskbar for what is work', async () => {
    await unlockedVault()
    engine().tell(WORK)
    expect(happened).toEqual(['progress'])
    engine().working = true
    engine().tell(WORK)
    expect(happened).toEqual(['progress', 'progress', 'bar 1'])
    engine().working = false
    await session.call('status', null)
    expect(happened.at(-1)).toBe('no bar')
  })

  it('of an engine that was sent away is nobody’s business', async () => {
    await unlockedVault()
    const before = engine()
    await session.lock('person')
    happened.length = 0
    before.tell(WORK)
    expect(happened).toEqual([])
  })
})

describe('opening', () => {
  it('keeps the vault for the next start', async () => {
    expect(await session.open('/a.coffer')).toMatchObject({ vault: { state: 'locked' }, lockedBy: null, problem: null })
    expect(happened).toContain('remember /a.coffer')
  })

  it('another vault sends the keys of the first away, with their engine and the page', async () => {
    await unlockedVault()
    const status = await session.open('/b.coffer')
    expect(status).toMatchObject({ vault: { state: 'locked', name: '/b.coffer' }, lockedBy: null })
    expect(engines[0]?.ended).toBe(1)
    expect(engine().calls).toEqual([['open', { path: '/b.coffer' }]])
    expect(happened).toContain('reload')
  })

  it('what does not open leaves the first as it is', async () => {
    await unlockedVault()
    engine().fails = { open: new CofferError('vault/not-a-vault') }
    expect(await refusalOf(() => session.open('/b.json'))).toBe('vault/not-a-vault')
    expect(session.status.vault).toMatchObject({ state: 'unlocked', name: '/a.coffer' })
    expect(engines).toHaveLength(1)
  })

  it('the vault that is open already changes nothing', async () => {
    await unlockedVault()
    await session.open('/a.coffer')
    expect(session.status.vault.state).toBe('unlocked')
    expect(happened).toEqual([])
  })

  it('waits for work to be done with', async () => {
    await unlockedVault()
    engine().working = true
    expect(await refusalOf(() => session.open('/b.coffer'))).toBe('vault/busy')
    expect(await refusalOf(() => session.create({ ...NEW, path: '/b.coffer' }))).toBe('vault/busy')
  })

  it('at the start becomes a problem where it fails', async () => {
    engine().fails = { open: new CofferError('vault/not-found') }
    await session.start('/gone.coffer')
    expect(session.status).toMatchObject({ vault: { state: 'none' }, problem: { code: 'vault/not-found' } })
    expect(lastStatus().problem).toEqual({ code: 'vault/not-found', details: {} })
    engine().fails = {}
    await session.open('/a.coffer')
    expect(session.status.problem).toBeNull()
  })
})

describe('making a vault', () => {
  it('opens it, unlocked', async () => {
    expect(await session.create({ ...NEW, path: '/n.coffer' })).toMatchObject({ vault: { state: 'unlocked' } })
    expect(happened).toContain('remember /n.coffer')
    expect(happened).not.toContain('reload')
  })

  it('beside one that is unlocked loads the page anew', async () => {
    await unlockedVault()
    await session.createAround({ ...NEW, path: '/n.coffer', ticket: 't' })
    expect(happened).toContain('reload')
  })

  it('that was stopped changes nothing', async () => {
    await unlockedVault()
    engine().holds = ['create']
    const made = session.create({ ...NEW, path: '/n.coffer' })
    await Promise.resolve()
    engine().pending[0]?.resolve(null)
    expect(await made).toBeNull()
    expect(session.status.vault).toMatchObject({ state: 'unlocked', name: '/a.coffer' })
  })
})

it('asks the engine again after a change of keys, for the vault may have left its account', async () => {
  await unlockedVault()
  await session.changeKeys({ masterPassword: 'x', detach: true, replace: false })
  expect(
    engine()
      .calls.slice(-2)
      .map(([method]) => method),
  ).toEqual(['changeKeys', 'status'])
})

it('seats a fresh engine where the thread died', async () => {
  await unlockedVault()
  engine().dead = true
  expect(await refusalOf(() => session.call('counts', { source: 'vault' }))).toBe('vault/locked')
  expect(engines).toHaveLength(2)
  expect(session.status).toMatchObject({ vault: { state: 'locked', name: '/a.coffer' }, lockedBy: null })
})

it('a locked vault is no dead engine', async () => {
  await session.open('/a.coffer')
  engine().fails = { counts: new CofferError('vault/locked') }
  expect(await refusalOf(() => session.call('counts', { source: 'vault' }))).toBe('vault/locked')
  expect(engines).toHaveLength(1)
})

it('ends with the clipboard cleared and no engine left', async () => {
  await unlockedVault()
  engine().holds = ['page']
  const asked = refusalOf(() => session.call('page', {} as never))
  await Promise.resolve()
  await session.end()
  expect(happened).toContain('clipboard cleared')
  expect(await asked).toBe('vault/locked')
  expect(engines).toHaveLength(1)
  expect(engine().ended).toBe(1)
})

describe('a demonstration', () => {
  it('makes and opens vaults in its own folder only', async () => {
    const folder = makeTempFolder()
    const outside = path.join(makeTempFolder(), 'own.coffer')
    writeFileSync(outside, '')
    mkdirSync(path.join(folder, 'in'))
    session = makeSession(folder)
    expect(session.status.demonstration).toBe(true)
    for (const refused of [
      () => session.open(outside),
      () => session.create({ ...NEW, path: outside }),
      () => session.createAround({ ...NEW, path: outside, ticket: 't' }),
    ])
      expect(await refusalOf(refused)).toBe('usage/demonstration')
    await session.start(outside)
    expect(session.status.problem?.code).toBe('usage/demonstration')
    expect(engine().calls).toEqual([])
    await session.create({ ...NEW, path: path.join(folder, 'in', 'n.coffer') })
    expect(session.status.vault.state).toBe('unlocked')
  })
})
