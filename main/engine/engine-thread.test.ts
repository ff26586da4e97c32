/** The engine's own thread: what crosses, how it is stopped, and what its end leaves behind. */
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { CofferError } from '../../contract/errors.ts'
import type { ExportOrder } from '../../contract/exports.ts'
import { SAMPLE } from '../commands/sample.ts'
import { writeDocument } from '../formats/bitwarden/json.ts'
import { manyItems } from '../testkit/drafts.ts'
import { makeQuickVault, makeTempFolder, makeVault, MASTER_PASSWORD, openVault, refusalOf } from '../testkit/vaults.ts'
import { startNodeProcess } from '../drill/node-process.ts'
import { AS_IT_IS } from '../testkit/engines.ts'
import { EngineThread } from './engine-thread.ts'

const started = vi.hoisted(() => ({ options: [] as unknown[] }))

// Only listens: the threads are real.
vi.mock('node:worker_threads', async (original) => {
  const threads = await original<typeof import('node:worker_threads')>()
  class Listened extends threads.Worker {
    constructor(file: string | URL, options?: WorkerOptions) {
      super(file, options)
      started.options.push(options)
    }
  }
  return { ...threads, Worker: Listened }
})

const masterPassword = MASTER_PASSWORD
const MANY = 1_500
const ALL = { source: 'vault', filter: { view: 'all' }, search: '', offset: 0 } as const
const OWN: ExportOrder = { choice: 'encrypted_json', filePassword: null, masterPassword, withTrash: true }

/** A vault of many items, and for each test a copy of it. */
let original: string
let full: string
/** Where exports go. */
let folder: string
beforeAll(async () => {
  original = await makeFullVault(MANY)
})
beforeEach(() => {
  full = path.join(makeTempFolder(), 'vault.coffer')
  copyFileSync(original, full)
  folder = makeTempFolder()
})

async function makeFullVault(count: number): Promise<string> {
  const file = await makeQuickVault()
  const session = await openVault(file)
  session.save({ items: manyItems(count) })
  session.lock()
  return file
}

const threads: EngineThread[] = []
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.end()))
})

/** Runs `act` when the thread first tells of that stage of a task. */
function makeThread(at = '', act?: (thread: EngineThread) => void): { thread: EngineThread; told: string[] } {
  const told: string[] = []
  const thread = new EngineThread(({ task, stage }) => {
    const first = `${task} ${stage}` === at && !told.includes(at)
    told.push(`${task} ${stage}`)
    if (first) act?.(thread)
  }, startNodeProcess)
  threads.push(thread)
  return { thread, told }
}

async function unlock(thread: EngineThread, file = full): Promise<EngineThread> {
  await thread.call('open', { path: file })
  await thread.call('unlock', { masterPassword })
  return thread
}

function out(): string {
  return path.join(folder, 'out')
}

describe('the thread', () => {
  it('is one of this process, and says so once it is there', async () => {
    const { thread } = makeThread()
    expect(thread.pid).toBeNull()
    expect(await thread.call('status', null)).toMatchObject({ vault: { state: 'none' }, backup: null })
    expect(thread.pid).toBe(process.pid)
  })

  it('is started so that it refuses what Electron has not', async () => {
    started.options.length = 0
    makeThread()
    // The same start with another file: what the engine itself is refused cannot be asked from here.
    const file = path.join(folder, 'asks.mjs')
    writeFileSync(
      file,
      `import { argon2Sync, createCipheriv } from 'node:crypto'
      import { parentPort } from 'node:worker_threads'
      const codeOf = (task) => { try { task(); return 'done' } catch (error) { return error.code } }
      const argon2 = { message: 'x', nonce: Buffer.alloc(16), parallelism: 1, tagLength: 32, memory: 64, passes: 2 }
      parentPort.postMessage([
        codeOf(() => argon2Sync('argon2id', argon2)),
        codeOf(() => createCipheriv('aes-256-ccm', Buffer.alloc(32), Buffer.alloc(12), { authTagLength: 16 })),
        codeOf(() => createCipheriv('aes-256-cbc', Buffer.alloc(32), Buffer.alloc(16))),
      ])`,
    )
    const same = new Worker(file, started.options[0] as WorkerOptions)
    const answer = await new Promise((resolve, reject) => same.once('message', resolve).once('error', reject))
    expect(answer).toEqual(['ERR_CRYPTO_ARGON2_NOT_SUPPORTED', 'ERR_CRYPTO_UNKNOWN_CIPHER', 'done'])
    await same.terminate()
  })

  it('derives with Argon2id in a thread of its own', async () => {
    const { thread } = makeThread()
    expect((await (await unlock(thread, await makeVault())).call('status', null)).vault.state).toBe('unlocked')
  })
})

describe('a call', () => {
  it('has the answer that is its own, whatever comes between', async () => {
    const thread = await unlock(makeThread().thread)
    const [status, page, sample, counts, last] = await Promise.all([
      thread.call('status', null),
      thread.call('page', { ...ALL, offset: MANY - 1 }),
      thread.call('sample', null),
      thread.call('counts', { source: 'vault' }),
      thread.call('page', { ...ALL, search: 'item 1499' }),
    ])
    expect(status.vault.state).toBe('unlocked')
    expect(page).toMatchObject({ total: MANY, rows: [{ name: `item ${MANY - 1}` }] })
    expect(sample.files[0]?.name).toBe('sample.json')
    expect(counts.all).toBe(MANY)
    expect(last.total).toBe(1)
  })

  it('that is refused throws the same error: code and details', async () => {
    const { thread } = makeThread()
    const caught = async (task: Promise<unknown>): Promise<unknown> => await task.catch((error: unknown) => error)
    const locked = await caught(thread.call('counts', { source: 'vault' }))
    expect(locked).toBeInstanceOf(CofferError)
    expect(locked).toMatchObject({ code: 'vault/locked', details: {} })
    const file = path.join(folder, 'odd.json')
    writeFileSync(file, SAMPLE.replace('"type": 8', '"type": 80'))
    const { files } = await thread.call('offer', { paths: [file] })
    const odd = await caught(thread.call('openBackup', { ticket: files[0]?.ticket ?? '', filePassword: null }))
    expect(odd).toBeInstanceOf(CofferError)
    expect(odd).toMatchObject({ code: 'format/unknown-item-type', details: { where: '/items/7', type: 80 } })
    expect(await refusalOf(() => thread.call('none' as 'status', null))).toBe('internal')
  })

  it('that cannot cross is refused here, and is no work', async () => {
    const thread = await unlock(makeThread().thread)
    const order = { ...OWN, path: (() => '') as unknown as string }
    expect(await refusalOf(() => thread.call('export', order))).toContain('DataCloneError')
    expect(thread.working).toBe(false)
  })

  it('is work while it is what a person would not want cut off', async () => {
    const thread = await unlock(makeThread().thread)
    const calls = [thread.call('page', ALL), thread.call('sample', null)]
    expect(thread.working).toBe(false)
    const exporting = thread.call('export', { ...OWN, path: out() })
    expect(thread.working).toBe(true)
    await Promise.all(calls)
    await exporting
    expect(thread.working).toBe(false)
  })
})

describe('a stop', () => {
  it.each(['derive', 'seal', 'write', 'prove'])(
    'during "%s" ends a long export and leaves nothing of it',
    async (stage) => {
      const { thread, told } = makeThread(`export ${stage}`, (own) => {
        own.stop()
      })
      await unlock(thread)
      expect(await thread.call('export', { ...OWN, path: out() })).toBeNull()
      expect(told.at(-1)).toMatch(/^export /)
      expect(readdirSync(folder)).toEqual([])
      expect((await thread.call('planKeyChange', null)).exports).toBe(0)
    },
  )

  it('right behind the order counts, though the thread has not begun', async () => {
    const thread = await unlock(makeThread().thread)
    void thread.call('page', ALL)
    const exporting = thread.call('export', { ...OWN, path: out() })
    thread.stop()
    expect(await exporting).toBeNull()
    expect(readdirSync(folder)).toEqual([])
    expect((await thread.call('planKeyChange', null)).exports).toBe(0)
  })

  it('before the order counts no more', async () => {
    const thread = await unlock(makeThread().thread)
    thread.stop()
    expect(await thread.call('export', { ...OWN, path: out() })).toMatchObject({ items: MANY })
    expect(readdirSync(folder)).toEqual(['out'])
  })
})

describe('the end', () => {
  it.each(['derive', 'seal', 'prove'])(
    'during "%s" of an export leaves no file, and gives the vault free',
    async (stage) => {
      let ending = Promise.resolve()
      const { thread } = makeThread(`export ${stage}`, (own) => {
        ending = own.end()
      })
      await unlock(thread)
      const outcome = thread.call('export', { ...OWN, path: out() }).catch((error: unknown) => error)
      const answer = await outcome
      expect(answer === null || (answer instanceof CofferError && answer.code === 'vault/locked')).toBe(true)
      await ending
      expect(readdirSync(folder)).toEqual([])
      expect(thread.working).toBe(false)

      const { thread: next } = makeThread()
      await unlock(next)
      expect((await next.call('page', ALL)).total).toBe(MANY)
      expect((await next.call('planKeyChange', null)).exports).toBe(0)
    },
  )

  it('lets what is being saved come to its end', async () => {
    const file = await makeQuickVault()
    let ending = Promise.resolve()
    const { thread } = makeThread('import save', (own) => {
      ending = own.end()
    })
    await unlock(thread, file)
    const { files } = await thread.call('sample', null)
    await thread.call('check', { ticket: files[0]?.ticket ?? '', filePassword: null, options: AS_IT_IS })
    expect(await thread.call('runImport', null)).toMatchObject({ items: { new: 8 } })
    await ending
    expect((await openVault(file)).contents().items).toHaveLength(8)
  })

  it('may be asked for twice, and refuses every call after it', async () => {
    const thread = await unlock(makeThread().thread)
    const running = thread.call('page', ALL)
    const begun = performance.now()
    await Promise.all([thread.end(), thread.end()])
    await thread.end()
    // Long before it would be cut off.
    expect(performance.now() - begun).toBeLessThan(20_000)
    expect((await running).total).toBe(MANY)
    for (const call of [
      () => thread.call('status', null),
      () => thread.call('unlock', { masterPassword }),
      () => thread.call('export', { ...OWN, path: out() }),
    ])
      expect(await refusalOf(call)).toBe('vault/locked')
    expect(thread.working).toBe(false)
    thread.stop()
  })

  it('comes at once where a thread has not even begun', async () => {
    const { thread } = makeThread()
    const call = refusalOf(() => thread.call('open', { path: full }))
    await thread.end()
    expect(await call).toMatch(/^(?:done|vault\/locked)$/)
    await unlock(makeThread().thread)
  })

  it('waits for no password that waits for its turn', async () => {
    const thread = await unlock(makeThread().thread)
    const guess = (): Promise<string> => refusalOf(() => thread.call('confirm', { masterPassword: 'wrong' }))
    for (let count = 0; count < 4; count += 1) expect(await guess()).toBe('vault/wrong-password')
    // These would wait for two, four and eight seconds, one after the other.
    const waiting = [guess(), guess(), guess()]
    const begun = performance.now()
    await thread.end()
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(await Promise.all(waiting)).toEqual(['vault/locked', 'vault/locked', 'vault/locked'])
  })

  it('waits for no files that were not looked at yet', async () => {
    const text = writeDocument({ folders: [], items: manyItems(500) })
    for (let count = 0; count < 30; count += 1) writeFileSync(path.join(folder, `${count}`), text)
    const thread = await unlock(makeThread().thread)
    const offering = refusalOf(() => thread.call('offer', { paths: [folder] }))
    await thread.end()
    expect(await offering).toBe('vault/locked')
  })

  it('takes the keys with it: a fresh thread has none', async () => {
    const first = await unlock(makeThread().thread)
    await first.end()
    const { thread } = makeThread()
    expect((await thread.call('open', { path: full })).vault.state).toBe('locked')
    expect(await refusalOf(() => thread.call('page', ALL))).toBe('vault/locked')
  })
})

describe('the main thread', () => {
  // No test of speed: work of seconds in this thread would keep the timer waiting for as long.
  it('goes on while a large vault is exported', { retry: 2 }, async () => {
    const thread = await unlock(makeThread().thread, await makeFullVault(3_000))
    const begun = performance.now()
    let [last, longest, ticks] = [performance.now(), 0, 0]
    const timer = setInterval(() => {
      const now = performance.now()
      longest = Math.max(longest, now - last)
      last = now
      ticks += 1
    }, 5)
    const done = await thread.call('export', { ...OWN, path: out() })
    clearInterval(timer)
    expect(done?.items).toBe(3_000)
    expect(ticks).toBeGreaterThan(10)
    expect(longest).toBeLessThan(Math.max(250, (performance.now() - begun) / 5))
  })
})
