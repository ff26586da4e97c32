/** The engine in this thread: exports, changes of keys and passwords, stopped and not, and one work at a time. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { asCofferError } from '../../contract/errors.ts'
import type { ExportOrder } from '../../contract/exports.ts'
import { leftOutOf } from '../../contract/fidelity.ts'
import { EXPORT_CHOICES } from '../../contract/formats.ts'
import { addFolder, addItem, trashItems } from '../commands/items.ts'
import { loginDraft, noteDraft } from '../testkit/drafts.ts'
import { makeQuickVault, makeTempFolder, MASTER_PASSWORD, openVault, refusalOf } from '../testkit/vaults.ts'
import { AS_IT_IS, changeKeys, startUnlocked, type StartedEngine } from '../testkit/engines.ts'
import type { Engine } from './engine.ts'

const masterPassword = MASTER_PASSWORD
const FILE_PASSWORD = 's3cret file password'
const OWN: ExportOrder = { choice: 'encrypted_json', filePassword: null, masterPassword, withTrash: true }
const KINDS: [string, Partial<ExportOrder>][] = [
  ['bitwarden-account-restricted', {}],
  ['bitwarden-password-protected', { filePassword: FILE_PASSWORD }],
  ['bitwarden-json', { choice: 'json' }],
  ['bitwarden-csv', { choice: 'csv' }],
]

let file: string
let folder: string
let made: StartedEngine
let engine: Engine
beforeEach(async () => {
  file = await makeQuickVault()
  folder = makeTempFolder()
  const session = await openVault(file)
  const folderId = addFolder(session, 'Work').id
  for (const name of ['mail', 'bank'])
    addItem(session, loginDraft(name, { folderId, login: { username: 'ann', password: 's3cret password' } }))
  trashItems(session, [addItem(session, noteDraft('trashed')).id])
  session.lock()
  made = await startUnlocked(file)
  engine = made.engine
})

function out(name = 'out'): string {
  return path.join(folder, name)
}

async function opens(backup: string): Promise<boolean | null | undefined> {
  const { files } = await engine.offer({ paths: [backup] })
  return files[0]?.inspection?.opens
}

async function onRecord(): Promise<string[]> {
  return ((await engine.listBackups())?.backups ?? []).map(({ name }) => name)
}

describe('what an export would hold', () => {
  it('is counted without the bin, with what each format leaves out', () => {
    const { fidelity, ...counts } = engine.exportPreview()
    expect(counts).toEqual({ items: 2, folders: 1, trashed: 1, adopted: false })
    const leftOut = EXPORT_CHOICES.map((choice) => leftOutOf(fidelity[choice].file))
    expect(leftOut).toEqual([{}, {}, { dates: 4 }])
    expect(leftOutOf(fidelity.json.atBitwarden)).toEqual({ dates: 4 })
  })

  it('tells whether the account lives at Bitwarden too', async () => {
    const adopted = await startUnlocked(await makeQuickVault({ adopted: true }))
    expect(adopted.engine.exportPreview()).toMatchObject({ items: 0, folders: 0, trashed: 0, adopted: true })
  })
})

describe.each(KINDS)('an export as %s', (kind, changes) => {
  const order: ExportOrder = { ...OWN, ...changes }

  it('is written, recorded and found again by its id', async () => {
    const done = await engine.export({ ...order, path: out() })
    const items = kind === 'bitwarden-csv' ? 2 : 3
    const leftOut = kind === 'bitwarden-csv' ? { dates: 4, trashedItems: 1 } : {}
    expect(done).toMatchObject({ name: 'out', place: folder, choice: order.choice, kind, items, folders: 1, leftOut })
    expect(done?.bytes).toBe(readFileSync(out()).byteLength)
    expect(engine.exportPath({ id: done?.id ?? '' })).toBe(out())
    const { files } = await engine.offer({ paths: [out()] })
    expect(files[0]?.inspection).toMatchObject({ format: kind, sha256: done?.sha256 })
    expect(await onRecord()).toEqual(['out'])
    const stages = made.told.filter(({ task }) => task === 'export').map(({ stage }) => stage)
    expect([...new Set(stages)]).toEqual(['derive', 'seal', 'write', 'prove'])
  })

  it('leaves the bin out where that is wished, and says how much', async () => {
    const done = await engine.export({ ...order, withTrash: false, path: out() })
    expect(done).toMatchObject({ items: 2, leftOut: { trashedItems: 1 } })
  })

  it('takes the place of a file that is there: the dialog has asked', async () => {
    writeFileSync(out(), 'old')
    await engine.export({ ...order, path: out() })
    const { files } = await engine.offer({ paths: [out()] })
    expect(files[0]?.inspection?.format).toBe(kind)
  })

  it('with a wrong master password writes nothing', async () => {
    const wrong = { ...order, masterPassword: 'wrong', path: out() }
    expect(await refusalOf(() => engine.export(wrong))).toBe('vault/wrong-password')
    expect(readdirSync(folder)).toEqual([])
    expect(await onRecord()).toEqual([])
  })

  it.each(['derive', 'seal', 'write', 'prove'])('that is stopped at "%s" never was', async (stage) => {
    writeFileSync(out(), 'old')
    made.stopAt = `export ${stage}`
    expect(await engine.export({ ...order, path: out() })).toBeNull()
    expect(await engine.export({ ...order, path: out('other') })).toBeNull()
    expect(made.told.at(-1)).toMatchObject({ task: 'export', stage })
    expect(readdirSync(folder)).toEqual(['out'])
    expect(readFileSync(out(), 'utf8')).toBe('old')
    expect(await onRecord()).toEqual([])
    made.stopAt = ''
    expect(await engine.export({ ...order, path: out() })).toMatchObject({ name: 'out' })
  })
})

it('an export that is not on record has no path', async () => {
  expect(await refusalOf(() => engine.exportPath({ id: 'none' }))).toBe('usage/item-not-found')
})

describe('a change of keys', () => {
  it('is planned with the exports that end by it named, and does what was planned', async () => {
    await engine.export({ ...OWN, path: out('own') })
    await engine.export({ ...OWN, filePassword: FILE_PASSWORD, path: out('protected') })
    expect(engine.planKeyChange()).toMatchObject({
      ...{ items: 3, folders: 1, exports: 2, adopted: false },
      bound: [{ name: 'own' }],
    })
    const fates = await engine.rehearseKeyChange({ masterPassword, detach: false })
    expect(fates).toMatchObject({
      stops: [{ name: 'own', place: folder, format: 'bitwarden-account-restricted', items: 3 }],
      opens: [{ name: 'protected', place: folder, format: 'bitwarden-password-protected', items: 3 }],
      ...{ unseen: [], gone: [] },
    })
    expect(Object.keys(fates?.opens[0] ?? {}).sort()).toEqual(['format', 'id', 'items', 'made', 'name', 'place'])
    expect(await opens(out('own'))).toBe(true)
    expect(await engine.changeKeys({ masterPassword, detach: false, replace: false })).toEqual({
      ...{ items: 3, folders: 1, scrubbed: true, replacements: [] },
      ...fates,
    })
    expect(await opens(out('own'))).toBe(false)
    expect(engine.page({ source: 'vault', filter: { view: 'all' }, search: '', offset: 0 }).total).toBe(2)
    const stages = made.told.filter(({ task }) => task === 'change-keys').map(({ stage }) => stage)
    expect([...new Set(stages)]).toEqual(['derive', 'open', 'seal', 'prove', 'switch'])
  })

  it.each(['derive', 'open', 'seal', 'prove'])('that is stopped at "%s" changes none', async (stage) => {
    await engine.export({ ...OWN, path: out() })
    made.stopAt = `change-keys ${stage}`
    expect(await changeKeys(engine)).toBeNull()
    expect(made.told.at(-1)).toMatchObject({ task: 'change-keys', stage, stoppable: true })
    expect(await opens(out())).toBe(true)
    engine.close()
    engine = (await startUnlocked(file)).engine
    expect(await opens(out())).toBe(true)
  })

  it('is not stopped any more at the switch, and says so', async () => {
    await engine.export({ ...OWN, path: out() })
    made.stopAt = 'change-keys switch'
    expect(await changeKeys(engine)).toMatchObject({ items: 3 })
    expect(made.told.at(-1)).toMatchObject({ stage: 'switch', stoppable: false })
    expect(await opens(out())).toBe(false)
  })

  it('is refused with a wrong password, and at Bitwarden without leaving it', async () => {
    await engine.export({ ...OWN, path: out() })
    const refused = { masterPassword: 'wrong', detach: false }
    expect(await refusalOf(() => engine.rehearseKeyChange(refused))).toBe('vault/wrong-password')
    expect(await opens(out())).toBe(true)
    const { engine: adopted } = await startUnlocked(await makeQuickVault({ adopted: true }))
    expect(adopted.planKeyChange().adopted).toBe(true)
    const change = (detach: boolean) => (): unknown => changeKeys(adopted, { detach })
    expect(await refusalOf(change(false))).toBe('vault/detach-needed')
    expect(await refusalOf(change(true))).toBe('done')
    expect(adopted.status().vault).toMatchObject({ adopted: false })
  })
})

describe('a change of the master password', () => {
  const order = { masterPassword, newPassword: 's3cret new password' }

  it('keeps every export, and only the new one opens', async () => {
    await engine.export({ ...OWN, path: out() })
    expect(await engine.changePassword(order)).toEqual({ scrubbed: true })
    expect(await opens(out())).toBe(true)
    expect(await refusalOf(() => engine.confirm({ masterPassword }))).toBe('vault/wrong-password')
    engine.close()
    expect(await refusalOf(() => startUnlocked(file))).toBe('vault/wrong-password')
    engine = (await startUnlocked(file, order.newPassword)).engine
    expect(await opens(out())).toBe(true)
  })

  it.each([
    ['a wrong old one', { ...order, masterPassword: 'wrong' }, 'vault/wrong-password'],
    ['a new one of blanks', { ...order, newPassword: ' \t' }, 'usage/blank-password'],
  ])('is refused with %s', async (_, wrong, code) => {
    expect(await refusalOf(() => engine.changePassword(wrong))).toBe(code)
    expect(await engine.confirm({ masterPassword })).toBeNull()
  })

  it('that is stopped before the switch changes nothing', async () => {
    made.stopAt = 'change-password derive'
    expect(await engine.changePassword(order)).toBeNull()
    engine.close()
    expect(await refusalOf(() => openVault(file))).toBe('done')
  })
})

describe('one work at a time', () => {
  const WORKS: [string, (ticket: string) => unknown][] = [
    ['export', () => engine.export({ ...OWN, path: out('second') })],
    ['check', (ticket) => engine.check({ ticket, filePassword: null, options: AS_IT_IS })],
    ['runImport', () => engine.runImport()],
    ['openBackup', (ticket) => engine.openBackup({ ticket, filePassword: null })],
    ['rehearseKeyChange', () => engine.rehearseKeyChange({ masterPassword, detach: false })],
    ['changeKeys', () => engine.changeKeys({ masterPassword, detach: false, replace: true })],
    ['changePassword', () => engine.changePassword({ masterPassword, newPassword: 'new' })],
    ['create', () => engine.create({ path: out('vault'), email: null, masterPassword })],
    ['createAround', (ticket) => engine.createAround({ path: out('vault'), ticket, email: null, masterPassword })],
    ['unlock', () => engine.unlock({ masterPassword })],
    ['open', () => engine.open({ path: out('none') })],
  ]

  it.each(WORKS)('refuses another, and the first is done: %s', async (_, work) => {
    const ticket = (await engine.sample()).files[0]?.ticket ?? ''
    await engine.check({ ticket, filePassword: null, options: AS_IT_IS })
    const [first, ...later] = [
      engine.export({ ...OWN, path: out('first') }),
      refusalOf(() => work(ticket)),
      Promise.resolve(engine.page({ source: 'vault', filter: { view: 'all' }, search: '', offset: 0 })),
      refusalOf(() => engine.confirm({ masterPassword })),
    ] as const
    expect(await Promise.all(later)).toMatchObject(['vault/busy', { total: 2 }, 'done'])
    expect(await first).toMatchObject({ name: 'first', items: 3 })
    expect(await onRecord()).toEqual(['first'])
    expect(existsSync(out('vault'))).toBe(false)
    expect(engine.status().vault).toMatchObject({ state: 'unlocked', name: 'vault' })
    // What was checked before is still there to be added.
    expect(await engine.runImport()).toMatchObject({ items: { new: 8 } })
  })
})

describe('nothing secret', () => {
  it('is in what is told, nor in an error', async () => {
    const heard: ({ readonly code: string; readonly details?: object } | null)[] = []
    const hear = async (task: () => unknown): Promise<void> => {
      try {
        await task()
        heard.push({ code: 'done' })
      } catch (error) {
        const { code, details } = asCofferError(error)
        heard.push({ code, details })
      }
    }
    const wrong = 's3cret mistake'
    writeFileSync(out('s3cret name.json'), '{ "encrypted": false, "items": [{ "type": 1, "name": "s3cret" }, 1] }')
    const own = { ...OWN, path: out('own') }
    await hear(() => engine.export(own))
    await hear(() => engine.export({ ...own, filePassword: FILE_PASSWORD, path: out('protected') }))
    await hear(() => engine.export({ ...own, masterPassword: wrong }))
    await hear(() => engine.export({ ...own, path: out('s3cret none/out') }))
    await hear(() => engine.export({ ...own, choice: 'csv', filePassword: FILE_PASSWORD }))
    for (const name of ['own', 'protected', 's3cret name.json']) {
      const { ticket, error } = (await engine.offer({ paths: [out(name)] })).files[0] ?? { ticket: '', error: null }
      heard.push(error)
      await hear(() => engine.check({ ticket, filePassword: wrong, options: AS_IT_IS }))
      await hear(() => engine.check({ ticket, filePassword: FILE_PASSWORD, options: AS_IT_IS }))
    }
    await hear(() => engine.exportPath({ id: 's3cret' }))
    await hear(() => engine.view({ source: 'vault', id: 's3cret' }))
    await hear(() => changeKeys(engine))
    await hear(() => engine.changePassword({ masterPassword, newPassword: 's3cret new password' }))
    await hear(() => engine.open({ path: out('s3cret none') }))
    await hear(() => engine.create({ path: file, email: null, masterPassword: wrong }))
    expect(heard.map((outcome) => outcome?.code)).toEqual([
      ...['done', 'done', 'vault/wrong-password', 'file/not-found', 'usage/format-takes-no-password'],
      ...[undefined, 'done', 'done', undefined, 'format/wrong-password', 'done'],
      // A row that cannot be read is told when the file is opened.
      ...[undefined, 'format/bad-shape', 'format/bad-shape', 'usage/item-not-found', 'usage/item-not-found'],
      ...['done', 'done', 'vault/not-found', 'vault/exists'],
    ])
    const text = JSON.stringify([heard, made.told])
    expect(text).not.toMatch(/s3cret|battery/)
    expect(text).not.toContain(folder)
    expect(made.told.length).toBeGreaterThan(20)
  })
})
