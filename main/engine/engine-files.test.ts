/** The engine in this thread: files on offer, backups that are only read, and imports. */
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Inspection, OfferedFile } from '../../contract/files.ts'
import { addItem } from '../commands/items.ts'
import { SAMPLE } from '../commands/sample.ts'
import { digestOf } from '../model/digest.ts'
import { loginDraft } from '../testkit/drafts.ts'
import { makeQuickVault, makeTempFolder, MASTER_PASSWORD, openVault, refusalOf } from '../testkit/vaults.ts'
import { AS_IT_IS, changeKeys, startEngine, startUnlocked, type StartedEngine } from '../testkit/engines.ts'
import type { Engine } from './engine.ts'

const ALL = { source: 'backup', filter: { view: 'all' }, search: '', offset: 0 } as const
const masterPassword = MASTER_PASSWORD
const FILE_PASSWORD = 'file password'

let file: string
let folder: string
let made: StartedEngine
let engine: Engine
beforeEach(async () => {
  file = await makeQuickVault()
  folder = makeTempFolder()
  const session = await openVault(file)
  addItem(session, loginDraft('mail', { login: { username: 'ann', password: 's3cret' } }))
  addItem(session, loginDraft('bank', { reprompt: 1, login: { username: 'ann', password: 's3cret too' } }))
  session.lock()
  made = await startUnlocked(file)
  engine = made.engine
})

function write(name: string, text: string): string {
  const written = path.join(folder, name)
  writeFileSync(written, text)
  return written
}

/** An export of the vault that is open; its path. */
async function exported(filePassword: string | null = null): Promise<string> {
  const out = path.join(folder, filePassword === null ? 'own.json' : 'protected.json')
  await engine.export({ choice: 'encrypted_json', filePassword, masterPassword, withTrash: true, path: out })
  return out
}

async function offer(of: Engine, ...paths: string[]): Promise<OfferedFile> {
  const { files } = await of.offer({ paths })
  const [first] = files
  if (!first) throw new Error('nothing on offer')
  return first
}

async function inspect(of: Engine, path: string): Promise<Inspection | null> {
  return (await offer(of, path)).inspection
}

/** Of the vault on disk; the engine that holds it is closed. */
async function digest(): Promise<string> {
  engine.close()
  const session = await openVault(file)
  const found = digestOf(session.contents())
  session.lock()
  return found
}

describe('a file on offer', () => {
  it('is told by what it is; where it lies is not', async () => {
    const { files, omitted } = await engine.offer({ paths: [write('sample.json', SAMPLE)] })
    expect(omitted).toBe(0)
    expect(files).toHaveLength(1)
    expect(files[0]).toMatchObject({ name: 'sample.json', error: null })
    expect(files[0]?.inspection).toMatchObject({
      ...{ format: 'bitwarden-json', encrypted: false, opensWith: 'nothing', items: 8, folders: 2, opens: true },
      ...{ bytes: Buffer.byteLength(SAMPLE), refusal: null },
    })
    expect(files[0]?.inspection?.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify(files)).not.toContain(folder)
    expect(JSON.stringify(files)).not.toContain('s3cret')
  })

  it('that is refused says why, and its ticket is good for no more', async () => {
    const text = await offer(engine, write('text', 'text'))
    expect(text).toMatchObject({ name: 'text', inspection: null, error: { code: 'format/not-an-export' } })
    const none = await offer(engine, path.join(folder, 'none'))
    expect(none).toMatchObject({ name: 'none', inspection: null, error: { code: 'file/not-found' } })
    expect(await offer(engine, file)).toMatchObject({ inspection: null, error: { code: 'file/open-vault' } })
    expect(JSON.stringify([text, none])).not.toContain(folder)
    const check = (ticket: string) => (): unknown => engine.check({ ticket, filePassword: null, options: AS_IT_IS })
    expect(await refusalOf(check(text.ticket))).toBe('format/not-an-export')
    expect(await refusalOf(check(none.ticket))).toBe('file/not-found')
    write('text', SAMPLE)
    expect(await refusalOf(check(text.ticket))).toBe('file/changed')
  })

  it('may come in a folder with others, and what is too much is counted', async () => {
    mkdirSync(path.join(folder, 'many'))
    for (let count = 0; count < 503; count += 1) write(`many/${count}`, 'text')
    const { files, omitted } = await engine.offer({ paths: [path.join(folder, 'many')] })
    expect(files.map(({ name }) => name)).toEqual(Array.from({ length: 500 }, (_, at) => `${at}`))
    expect(omitted).toBe(3)
    expect(new Set(files.map(({ ticket }) => ticket)).size).toBe(500)
  })

  it('of this account opens with its key, once that is there', async () => {
    const backup = await exported()
    const known = { format: 'bitwarden-account-restricted', encrypted: true, items: 2, folders: 0 }
    expect(await inspect(engine, backup)).toMatchObject({ ...known, opens: true, refusal: null, sealed: true })
    engine.close()
    await engine.open({ path: file })
    expect(await inspect(engine, backup)).toMatchObject({ ...known, opens: null, refusal: null, sealed: null })
  })

  it('of another account says so', async () => {
    const backup = await exported()
    const other = await startUnlocked(await makeQuickVault())
    expect(await inspect(other.engine, backup)).toMatchObject({ opens: false, refusal: 'format/other-key' })
    const { ticket } = await offer(other.engine, backup)
    expect(await refusalOf(() => other.engine.check({ ticket, filePassword: null, options: AS_IT_IS }))).toBe(
      'format/other-key',
    )
    expect(other.engine.page({ ...ALL, source: 'vault' }).total).toBe(0)
  })

  it('of a key that this vault had says when that was retired', async () => {
    const backup = await exported()
    await changeKeys(engine)
    const retired = new Date().toISOString().slice(0, 10)
    const refusal = { refusal: 'format/retired-key', refusalDetails: { retired } }
    expect(await inspect(engine, backup)).toMatchObject({ opens: false, ...refusal })
  })

  it('that has changed since is not what was looked at', async () => {
    const sample = write('sample.json', SAMPLE)
    const { ticket } = await offer(engine, sample)
    appendFileSync(sample, ' ')
    const order = { ticket, filePassword: null, options: AS_IT_IS }
    expect(await refusalOf(() => engine.check(order))).toBe('file/changed')
    expect(await refusalOf(() => engine.openBackup(order))).toBe('file/changed')
    expect(engine.status().backup).toBeNull()
    writeFileSync(sample, SAMPLE)
    expect(await engine.check(order)).toMatchObject({ items: { new: 8 } })
    rmSync(sample)
    expect(await refusalOf(() => engine.check(order))).toBe('file/not-found')
  })

  it('is named by its own ticket only', async () => {
    const account = write('data.json', JSON.stringify({ global_account_accounts: {} }))
    expect(await refusalOf(() => engine.chooseAccount({ path: account, kind: 'bitwarden-data' }))).toBe(
      'format/not-bitwarden-data',
    )
    for (const ticket of ['', 'none', '7a1c0000-0000-4000-8000-000000000001']) {
      expect(await refusalOf(() => engine.check({ ticket, filePassword: null, options: AS_IT_IS }))).toBe(
        'file/ticket-expired',
      )
      expect(await refusalOf(() => engine.openBackup({ ticket, filePassword: null }))).toBe('file/ticket-expired')
    }
  })
})

describe('a backup that is only read', () => {
  it('needs no vault, and is gone when it is closed', async () => {
    const { engine: bare } = startEngine()
    const { files } = await bare.sample()
    const ticket = files[0]?.ticket ?? ''
    const backup = { name: 'sample.json', format: 'bitwarden-json', items: 8, folders: 2 }
    expect(await bare.openBackup({ ticket, filePassword: null })).toMatchObject({ vault: { state: 'none' }, backup })
    expect(bare.status().backup).toEqual(backup)
    expect(bare.counts({ source: 'backup' })).toMatchObject({ all: 8, favorites: 1, trash: 0 })
    const { total, rows } = bare.page({ ...ALL, search: 'mail' })
    expect([total, rows[0]?.name, rows[0]?.subtitle]).toEqual([1, 'Mail', 'sample@example.com'])
    const id = rows[0]?.id ?? ''
    expect(JSON.stringify(bare.view({ source: 'backup', id }))).not.toContain('s3cret')
    const order = { source: 'backup', id, address: 'login.password', masterPassword: null } as const
    expect(await bare.reveal(order)).toBe('s3cret-mail')
    expect(bare.closeBackup()).toMatchObject({ vault: { state: 'none' }, backup: null })
    expect(await refusalOf(() => bare.reveal(order))).toBe('file/ticket-expired')
  })

  it('asks for no master password: there is none', async () => {
    const { ticket } = await offer(engine, await exported(FILE_PASSWORD))
    const { engine: bare } = startEngine()
    const { ticket: own } = await offer(bare, path.join(folder, 'protected.json'))
    expect(await refusalOf(() => bare.openBackup({ ticket, filePassword: FILE_PASSWORD }))).toBe('file/ticket-expired')
    expect(await bare.openBackup({ ticket: own, filePassword: FILE_PASSWORD })).toMatchObject({ backup: { items: 2 } })
    const id = bare.page({ ...ALL, search: 'bank' }).rows[0]?.id ?? ''
    expect(bare.view({ source: 'backup', id }).reprompt).toBe(true)
    const order = { source: 'backup', id, address: 'login.password', masterPassword: null } as const
    expect(await bare.reveal(order)).toBe('s3cret too')
  })

  it('that does not open leaves the one that is open', async () => {
    const [sample] = (await engine.sample()).files
    await engine.openBackup({ ticket: sample?.ticket ?? '', filePassword: null })
    const { ticket } = await offer(engine, await exported(FILE_PASSWORD))
    const open = (filePassword: string | null) => (): unknown => engine.openBackup({ ticket, filePassword })
    expect(await refusalOf(open(null))).toBe('usage/file-password-needed')
    expect(await refusalOf(open('wrong'))).toBe('format/wrong-password')
    const own = await offer(engine, await exported())
    expect(await refusalOf(() => engine.openBackup({ ticket: own.ticket, filePassword: null }))).toBe(
      'format/needs-account',
    )
    expect(engine.status().backup?.name).toBe('sample.json')
    expect(engine.page(ALL).total).toBe(8)
  })

  it.each(['read', 'derive', 'open'])('is not opened where that is stopped at "%s"', async (stage) => {
    const { ticket } = await offer(engine, await exported(FILE_PASSWORD))
    made.stopAt = `open ${stage}`
    expect(await engine.openBackup({ ticket, filePassword: FILE_PASSWORD })).toBeNull()
    expect(engine.status().backup).toBeNull()
    made.stopAt = ''
    expect(await engine.openBackup({ ticket, filePassword: FILE_PASSWORD })).toMatchObject({ backup: { items: 2 } })
  })
})

describe('a check', () => {
  it('counts what would be new and what is there, and changes nothing', async () => {
    const own = await offer(engine, await exported())
    const preview = await engine.check({ ticket: own.ticket, filePassword: null, options: AS_IT_IS })
    expect(preview).toEqual({
      ...{ format: 'bitwarden-account-restricted', folders: { new: 0, reused: 0 }, sealed: true, ignored: {} },
      items: { new: 0, identical: 2, changed: 0, older: 0, newer: 0, unreadable: 0 },
      ...{ made: own.inspection?.made, newerExport: null, absent: [], damaged: 0, text: null },
      totals: { add: 0, merge: 0, skip: 2, folders: 0 },
    })
    const sample = await offer(engine, write('sample.json', SAMPLE))
    const plain = await engine.check({ ticket: sample.ticket, filePassword: null, options: AS_IT_IS })
    expect(plain).toMatchObject({ items: { new: 8, identical: 0 }, folders: { new: 2 }, sealed: null })
    expect(engine.page({ ...ALL, source: 'vault' }).total).toBe(2)
  })

  it('leaves the vault as it is', async () => {
    const before = await digest()
    made = await startUnlocked(file)
    engine = made.engine
    const { ticket } = await offer(engine, write('sample.json', SAMPLE))
    expect(await engine.check({ ticket, filePassword: null, options: AS_IT_IS })).toMatchObject({ items: { new: 8 } })
    expect(await digest()).toBe(before)
  })

  it('that fails leaves nothing to add', async () => {
    const ticket = (await engine.sample()).files[0]?.ticket ?? ''
    await engine.check({ ticket, filePassword: null, options: AS_IT_IS })
    expect(await refusalOf(() => engine.check({ ticket: 'none', filePassword: null, options: AS_IT_IS }))).toBe(
      'file/ticket-expired',
    )
    expect(await refusalOf(() => engine.runImport())).toBe('file/ticket-expired')
    const protectedFile = await offer(engine, await exported(FILE_PASSWORD))
    for (const [filePassword, code] of [
      [null, 'usage/file-password-needed'],
      ['wrong', 'format/wrong-password'],
    ] as const)
      expect(
        await refusalOf(() => engine.check({ ticket: protectedFile.ticket, filePassword, options: AS_IT_IS })),
      ).toBe(code)
    expect(await refusalOf(() => engine.runImport())).toBe('file/ticket-expired')
  })

  it.each([
    ['bitwarden-json', 'read'],
    ['bitwarden-account-restricted', 'read'],
    ['bitwarden-account-restricted', 'open'],
    ['bitwarden-password-protected', 'read'],
    ['bitwarden-password-protected', 'derive'],
    ['bitwarden-password-protected', 'open'],
  ])('of %s that is stopped at "%s" leaves nothing to add', async (format, stage) => {
    const filePassword = format === 'bitwarden-password-protected' ? FILE_PASSWORD : null
    const source = format === 'bitwarden-json' ? write('sample.json', SAMPLE) : await exported(filePassword)
    const { ticket, inspection } = await offer(engine, source)
    expect(inspection?.format).toBe(format)
    made.told.length = 0
    made.stopAt = `check ${stage}`
    expect(await engine.check({ ticket, filePassword, options: AS_IT_IS })).toBeNull()
    expect(made.told.at(-1)).toMatchObject({ task: 'check', stage })
    expect(await refusalOf(() => engine.runImport())).toBe('file/ticket-expired')
  })
})

describe('an import', () => {
  async function checked(): Promise<void> {
    const ticket = (await engine.sample()).files[0]?.ticket ?? ''
    expect(await engine.check({ ticket, filePassword: null, options: AS_IT_IS })).not.toBeNull()
  }

  it('adds what was checked; a second time as new all of it is there twice', async () => {
    await checked()
    expect(await engine.runImport()).toEqual({
      ...{ id: expect.any(String) as string, format: 'bitwarden-json', folders: { new: 2, reused: 0 } },
      items: { new: 8, duplicates: 0, merged: 0, skipped: 0, unreadable: 0 },
      ...{ sealed: null, ignored: {}, unreadable: [], absent: [] },
    })
    expect(engine.counts({ source: 'vault' })).toMatchObject({ all: 10 })
    expect(engine.page({ ...ALL, source: 'vault', search: 'Wi-Fi' }).rows[0]?.folder).toBe('Home/Network')
    await checked()
    engine.asNew({ on: true })
    expect(await engine.runImport()).toMatchObject({
      ...{ items: { new: 8, duplicates: 8 }, folders: { new: 0, reused: 2 } },
    })
    expect(engine.counts({ source: 'vault' })).toMatchObject({ all: 18 })
    engine.close()
    expect((await openVault(file)).contents().items).toHaveLength(18)
  })

  it('is of one check, once', async () => {
    expect(await refusalOf(() => engine.runImport())).toBe('file/ticket-expired')
    await checked()
    await engine.runImport()
    expect(await refusalOf(() => engine.runImport())).toBe('file/ticket-expired')
    await checked()
    expect(engine.discardImport()).toBeNull()
    expect(await refusalOf(() => engine.runImport())).toBe('file/ticket-expired')
    expect(engine.counts({ source: 'vault' })).toMatchObject({ all: 10 })
  })

  it('that is stopped before it is saved adds nothing, and may be run again', async () => {
    const before = await digest()
    made = await startUnlocked(file)
    engine = made.engine
    await checked()
    made.stopAt = 'import seal'
    expect(await engine.runImport()).toBeNull()
    expect(engine.counts({ source: 'vault' })).toMatchObject({ all: 2 })
    expect(await digest()).toBe(before)

    made = await startUnlocked(file)
    engine = made.engine
    await checked()
    made.stopAt = 'import seal'
    expect(await engine.runImport()).toBeNull()
    made.stopAt = ''
    expect(await engine.runImport()).toMatchObject({ items: { new: 8 } })
  })

  it('that is being saved is not stopped, and says so', async () => {
    await checked()
    made.stopAt = 'import save'
    made.told.length = 0
    expect(await engine.runImport()).toMatchObject({ items: { new: 8 } })
    expect(made.told).toMatchObject([
      { task: 'import', stage: 'read', done: 0, total: 8, stoppable: true },
      { task: 'import', stage: 'seal', done: 0, total: 8, stoppable: true },
      { task: 'import', stage: 'save', done: null, total: null, stoppable: false },
    ])
  })
})
