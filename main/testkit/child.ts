/** What a test has done in a process of its own (processes.ts): `node child.ts ROLE JSON`. Speaks in lines. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { LockedVault as Locked, Session } from '../vault/session.ts'
import type { Task } from './processes.ts'

const FAST_KDF = { type: 'argon2id', iterations: 2, memoryMiB: 16, parallelism: 1 } as const
const input = createInterface(process.stdin)[Symbol.asyncIterator]()

function say(value: unknown): void {
  process.stdout.write(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`)
}

/** Waits for the test to say something, or to end it. */
async function wait(): Promise<void> {
  await input.next()
}

function codeOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function openSession({ file, password = '' }: Task): Promise<Session> {
  const { LockedVault } = await import('../vault/session.ts')
  return await LockedVault.open(file).unlock(password)
}

const ROLES: Readonly<Record<string, (task: Task) => unknown>> = {
  /** Opens the vault and holds it until told to end. */
  async hold({ file }) {
    const { LockedVault } = await import('../vault/session.ts')
    let vault: Locked | null = null
    try {
      vault = LockedVault.open(file)
      say('owner')
    } catch (error) {
      say(codeOf(error))
    }
    await wait()
    vault?.close()
  },

  /** Makes a vault and opens it, with no mode bit masked; the modes of all that came to be. */
  async create({ file, password = '' }) {
    const { createVault } = await import('../vault/create.ts')
    process.umask(0)
    await createVault(file, password, { email: null, kdf: FAST_KDF })
    await openSession({ file, password })
    const modes = readdirSync(path.dirname(file)).map((name) => [name, modeOf(path.join(path.dirname(file), name))])
    say({ folder: modeOf(path.dirname(file)), ...Object.fromEntries(modes) })
  },

  /** Writes one file, with no mode bit masked. */
  async write({ file, bytes = 0 }) {
    const { writeAtomic } = await import('../files/write-atomic.ts')
    process.umask(0)
    await writeAtomic(file, Buffer.alloc(bytes, 1), { overwrite: false })
    say({ mode: modeOf(file) })
  },

  /** Writes file after file, each full of its own number, and one over and over, until killed. */
  async writeForever({ file, bytes = 0 }) {
    const { writeAtomic } = await import('../files/write-atomic.ts')
    flushCompileCache()
    say('ready')
    for (let number = 1; ; number += 1) {
      await writeAtomic(`${file}-${number}`, Buffer.alloc(bytes, number), { overwrite: false })
      await writeAtomic(file, Buffer.alloc(bytes, number), { overwrite: true })
    }
  },

  /** On a disk of 1 MiB: writes over a file more than there is room for. */
  async overfill({ file }) {
    const { writeAtomic } = await import('../files/write-atomic.ts')
    await writeAtomic(file, Buffer.alloc(100_000, 1), { overwrite: false })
    const code = await writeAtomic(file, Buffer.alloc(2_000_000, 2), { overwrite: true }).then(() => 'done', codeOf)
    say({ code, names: readdirSync(path.dirname(file)), kept: readFileSync(file).equals(Buffer.alloc(100_000, 1)) })
  },

  /** On a disk of 1 MiB: a new vault, and items of 50 kB until there is no room. */
  async overfillVault(task) {
    const [{ createVault }, { addItem }, { loginDraft }] = await Promise.all([
      import('../vault/create.ts'),
      import('../commands/items.ts'),
      import('./drafts.ts'),
    ])
    await createVault(task.file, task.password ?? '', { email: null, kdf: FAST_KDF })
    const session = await openSession(task)
    const saved: string[] = []
    try {
      while (saved.length < 100) saved.push(addItem(session, loginDraft('big', { notes: 'x'.repeat(50_000) })).id)
      say({ code: 'done' })
    } catch (error) {
      const seen = session.contents().items.map(({ id }) => id)
      session.lock()
      const found = (await openSession(task)).contents().items.map(({ id }) => id)
      say({ code: codeOf(error), saved: saved.sort(), seen: seen.sort(), found: found.sort() })
    }
  },

  /** The bytes of a file, which the process that holds it may not read. */
  bytes({ file }) {
    say({ base64: readFileSync(file, 'base64') })
  },

  /** Where nothing can be written: what is read of the vault, an export elsewhere, and what comes of a change. */
  async readOnly(task) {
    const [{ exportVault }, { addItem }, { noteDraft }] = await Promise.all([
      import('../commands/export-vault.ts'),
      import('../commands/items.ts'),
      import('./drafts.ts'),
    ])
    const session = await openSession(task)
    const { notice } = session
    const names = session.contents().items.map(({ name }) => name)
    const masterPassword = task.password ?? ''
    const order = { path: task.source ?? '', choice: 'json', masterPassword, overwrite: false } as const
    const { id } = await exportVault(session, order)
    const known = session.ledger.get(id).path === task.source
    let change = 'done'
    try {
      addItem(session, noteDraft('more'))
    } catch (error) {
      change = codeOf(error)
    }
    session.lock()
    const later = (await openSession(task)).ledger.records().length
    say({ notice, names, known, change, later })
  },

  /** Adds an item and does nothing more. */
  async addAndStay(task) {
    const [{ addItem }, { noteDraft }] = await Promise.all([import('../commands/items.ts'), import('./drafts.ts')])
    addItem(await openSession(task), noteDraft('added'))
    say('done')
    await wait()
  },

  /** Imports a file, merging what the vault has otherwise, once told to begin. */
  async import(task) {
    const [{ planImport }, { commitImport }, { takeFile }] = await Promise.all([
      import('../commands/import-plan.ts'),
      import('../commands/import-history.ts'),
      import('../commands/files.ts'),
    ])
    const session = await openSession(task)
    flushCompileCache()
    say('ready')
    await wait()
    const plan = await planImport(session, await takeFile(task.source ?? ''))
    plan.decide('changed', 'merge')
    commitImport(session, plan, { fileName: 'source' })
    say('done')
    await wait()
  },

  /** Undoes the newest import, once told to begin. */
  async undo(task) {
    const { listImports, undoImport } = await import('../commands/import-history.ts')
    const session = await openSession(task)
    flushCompileCache()
    say('ready')
    await wait()
    undoImport(session, listImports(session)[0]?.id ?? '')
    say('done')
    await wait()
  },

  /** Rotates the key, once told to begin. */
  async rotate(task) {
    const session = await openSession(task)
    flushCompileCache()
    say('ready')
    await wait()
    await session.rotateUserKey(task.password ?? '', { detach: false })
    say('done')
    await wait()
  },

  /** Takes up the account of `source`, a client's data.json, with the vault's password, once told to begin. */
  async adopt(task) {
    const [{ adoptAccount }, { readClientAccount }] = await Promise.all([
      import('../commands/adopt-account.ts'),
      import('../commands/accounts.ts'),
    ])
    const session = await openSession(task)
    const account = await readClientAccount(task.source ?? '', null)
    const password = task.password ?? ''
    flushCompileCache()
    say('ready')
    await wait()
    await adoptAccount(session, { account, accountPassword: password, masterPassword: password })
    say('done')
    await wait()
  },

  /** Rotates the key with replacements for what stops opening, once told to begin. */
  async rotateReplacing(task) {
    const { rotateKey } = await import('../commands/rotate-key.ts')
    const session = await openSession(task)
    flushCompileCache()
    say('ready')
    await wait()
    await rotateKey(session, task.password ?? '', { detach: false, replace: true })
    say('done')
    await wait()
  },
}

function modeOf(file: string): string {
  return (statSync(file).mode & 0o777).toString(8)
}

const [role = '', task = '{}'] = process.argv.slice(2)
await ROLES[role]?.(JSON.parse(task) as Task)
process.exit()
