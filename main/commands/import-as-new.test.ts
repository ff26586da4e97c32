/** Importing everything as new: all of it in one transaction, or nothing. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { digestOf } from '../model/digest.ts'
import { loginDraft, manyItems, noteDraft } from '../testkit/drafts.ts'
import { makeQuickVault, makeSession, MASTER_PASSWORD, openVault, refusalOf, sql } from '../testkit/vaults.ts'
import type { Session } from '../vault/session.ts'
import { writeDocument } from '../formats/bitwarden/json.ts'
import type { Folder, Item } from '../model/item.ts'
import type { ImportDone } from '../../contract/import-plan.ts'
import { importAsNew } from '../testkit/import-as-new.ts'
import { exportVault, type ExportRequest } from './export-vault.ts'
import { readPasswordFile, takeFile } from './files.ts'
import { addFolder, addItem, listItems, trashItems } from './items.ts'

const FILE_PASSWORD = 'file password'
const WORK = '11111111-1111-4111-8111-111111111111'
const HOME = '22222222-2222-4222-8222-222222222222'

let file: string
let folder: string
let session: Session
beforeEach(async () => {
  const made = await makeSession()
  file = made.file
  folder = made.folder
  session = made.session
})

async function importText(text: string): Promise<ImportDone> {
  const source = path.join(folder, 'source')
  writeFileSync(source, text)
  return await importAsNew(session, await takeFile(source))
}

/** A plain JSON export, item n in the folder that `folderOf` names. */
function plain(folders: readonly Folder[], folderOf: (index: number) => string | null, count = 3): string {
  const items = manyItems(count).map((item, index): Item => ({ ...item, folderId: folderOf(index) }))
  return writeDocument({ folders, items })
}

async function expectUnchanged(before: string): Promise<void> {
  expect(digestOf(session.contents())).toBe(before)
  session.lock()
  session = await openVault(file)
  expect(digestOf(session.contents())).toBe(before)
}

describe.each<[string, Partial<ExportRequest>]>([
  ['encrypted_json', { choice: 'encrypted_json' }],
  ['encrypted_json with a file password', { choice: 'encrypted_json', filePassword: FILE_PASSWORD }],
  ['json', { choice: 'json' }],
  ['csv', { choice: 'csv' }],
])('an export as %s', (_, changes) => {
  let out: string
  beforeEach(async () => {
    out = path.join(folder, 'out')
    const folderId = addFolder(session, 'Work').id
    addItem(session, loginDraft('login', { folderId, login: { username: 'ann', password: 'p' } }))
    addItem(session, noteDraft('note', 'text'))
    const request = { path: out, choice: 'json', masterPassword: MASTER_PASSWORD, overwrite: false } as const
    await exportVault(session, { ...request, ...changes })
  })

  it('imported again doubles every item and says so; folders are used again', async () => {
    const report = await importAsNew(session, await takeFile(out), changes.filePassword)
    expect(report).toMatchObject({ items: { new: 2, duplicates: 2 }, folders: { new: 0, reused: 1 } })
    session.lock()
    session = await openVault(file)
    const list = listItems(session)
    expect(list.map(({ name }) => name)).toEqual(['login', 'login', 'note', 'note'])
    expect(new Set(list.map(({ id }) => id)).size).toBe(4)
    expect(list.map((item) => item.folder)).toEqual(['Work', 'Work', null, null])
    expect(session.contents().folders).toHaveLength(1)
    const third = await importAsNew(session, await takeFile(out), changes.filePassword)
    expect(third.items).toMatchObject({ new: 2, duplicates: 2 })
    expect(session.contents().items).toHaveLength(6)
  })

  it('goes into another vault as new, unless it opens with the first one alone', async () => {
    const digest = digestOf(session.contents())
    const other = await openVault(await makeQuickVault())
    const importing = async (): Promise<unknown> => importAsNew(other, await takeFile(out), changes.filePassword)
    if (changes.choice === 'encrypted_json' && changes.filePassword === undefined) {
      expect(await refusalOf(importing)).toBe('format/other-key')
      expect(other.contents()).toEqual({ folders: [], items: [] })
      return
    }
    expect(await importing()).toMatchObject({ items: { new: 2, duplicates: 0 }, folders: { new: 1, reused: 0 } })
    expect(digestOf(other.contents())).toBe(digest)
    for (const item of other.contents().items) expect(Date.parse(item.creationDate ?? '')).not.toBeNaN()
  })
})

describe('a file with a password of its own', () => {
  it('is not opened without it, with a wrong one or with a blank one', async () => {
    addItem(session, noteDraft('x'))
    const request = { choice: 'encrypted_json', masterPassword: MASTER_PASSWORD, overwrite: false } as const
    const out = path.join(folder, 'out')
    await exportVault(session, { ...request, path: out, filePassword: FILE_PASSWORD })
    const before = digestOf(session.contents())
    const backup = await takeFile(out)
    expect(await refusalOf(() => importAsNew(session, backup))).toBe('usage/file-password-needed')
    expect(await refusalOf(() => importAsNew(session, backup, MASTER_PASSWORD))).toBe('format/wrong-password')
    expect(await refusalOf(() => importAsNew(session, backup, ''))).toBe('usage/blank-password')
    await expectUnchanged(before)
  })
})

describe('folders', () => {
  it('are used again by name', async () => {
    const own = addFolder(session, 'Work')
    const report = await importText(plain([{ id: WORK, name: 'Work' }], () => WORK))
    expect(report.folders).toEqual({ new: 0, reused: 1 })
    expect(session.contents().folders).toEqual([own])
    expect(session.contents().items.every(({ folderId }) => folderId === own.id)).toBe(true)
  })

  it('are used again by id, under the name that they have here', async () => {
    session.save({ folders: [{ id: WORK, name: 'Work today' }] })
    const report = await importText(plain([{ id: WORK, name: 'Work of old' }], () => WORK))
    expect(report.folders).toEqual({ new: 0, reused: 1 })
    expect(listItems(session).map((item) => item.folder)).toEqual(Array(3).fill('Work today'))
  })

  it('are new otherwise, and keep their ids, their items and their nesting', async () => {
    const folders = [
      { id: WORK, name: 'Work' },
      { id: HOME, name: 'Work/Home' },
    ]
    const report = await importText(plain(folders, (index) => [WORK, HOME, null][index] ?? null))
    expect(report.folders).toEqual({ new: 2, reused: 0 })
    expect(session.contents().folders).toEqual(folders)
    expect(listItems(session).map((item) => item.folder)).toEqual(['Work', 'Work/Home', null])
  })

  it('of one name in one file stay two, also with ids that are none', async () => {
    const folders = [
      { id: 'a', name: 'Same' },
      { id: 'b', name: 'Same' },
    ]
    const report = await importText(plain(folders, (index) => ['a', 'b', 'b'][index] ?? null))
    expect(report.folders).toEqual({ new: 2, reused: 0 })
    const ids = session.contents().items.map(({ folderId }) => folderId)
    expect(new Set(ids).size).toBe(2)
    expect(ids[1]).toBe(ids[2])
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('that a file does not have leave an item in none', async () => {
    await importText(plain([], () => WORK))
    expect(listItems(session).map((item) => item.folder)).toEqual([null, null, null])
  })

  it('come in alone too', async () => {
    expect(await importText(plain([{ id: WORK, name: 'Work' }], () => null, 0))).toMatchObject({ items: { new: 0 } })
    expect(session.contents().folders).toEqual([{ id: WORK, name: 'Work' }])
  })
})

describe('items', () => {
  it('get new ids and keep everything else, dates and trash included', async () => {
    const own = addItem(session, noteDraft('own'))
    const [first, ...rest] = manyItems(2) as [Item, Item]
    const incoming = [{ ...first, id: own.id, deletedDate: '2026-02-03T04:05:06Z' }, ...rest]
    await importText(writeDocument({ folders: [], items: incoming }))
    const found = session.contents().items
    expect(found).toHaveLength(3)
    expect(session.item(own.id)).toEqual(own)
    const withoutIds = (items: readonly Item[]): unknown[] => items.map((item) => ({ ...item, id: null }))
    expect(withoutIds(found.slice(1))).toEqual(withoutIds(incoming))
  })

  it('are duplicates only where all of it is equal', async () => {
    const [one, two] = manyItems(2) as [Item, Item]
    session.save({ items: [one, two] })
    trashItems(session, [two.id])
    const other = { ...one, notes: 'other' }
    const report = await importText(writeDocument({ folders: [], items: [one, one, two, other] }))
    expect(report.items).toMatchObject({ new: 4, duplicates: 2 })
  })
})

describe('nothing is written', () => {
  let before: string
  beforeEach(() => {
    addItem(session, noteDraft('own'))
    before = digestOf(session.contents())
  })

  it.each<[string, (text: string) => string, string]>([
    [
      'its last item is of an unknown type',
      (text) => text.replace(/"type": 1(?![\s\S]*"type": 1)/, '"type": 99'),
      'format/unknown-item-type',
    ],
    ['its last item has a number for a name', (text) => text.replace('"item 49"', '49'), 'format/bad-shape'],
    ['its last item has half a character', (text) => text.replace('item 49', '\\ud800'), 'format/lone-surrogate'],
    ['it is cut short', (text) => text.slice(0, -20), 'format/truncated'],
    ['it is empty of items', () => plain([], () => null, 0), 'format/nothing-to-import'],
    ['it is no export', () => 'prose', 'format/not-an-export'],
  ])('where %s', async (_, spoil, code) => {
    const text = plain([{ id: WORK, name: 'Work' }], () => WORK, 50)
    const spoilt = spoil(text)
    expect(spoilt).not.toBe(text)
    expect(await refusalOf(() => importText(spoilt))).toBe(code)
    await expectUnchanged(before)
  })

  it('where a byte of the last sealed text is altered', async () => {
    const request = { choice: 'encrypted_json', masterPassword: MASTER_PASSWORD, overwrite: false } as const
    const out = path.join(folder, 'out')
    await exportVault(session, { ...request, path: out })
    const text = readFileSync(out, 'utf8')
    const at = text.lastIndexOf('2.') + 8
    writeFileSync(out, `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`)
    expect(await refusalOf(async () => importAsNew(session, await takeFile(out)))).toBe('format/seal-broken')
    await expectUnchanged(before)
  })

  it('where a row of the vault itself is damaged', async () => {
    session.lock()
    sql(file, "UPDATE items SET sealed = 'x'")
    session = await openVault(file)
    expect(await refusalOf(() => importText(plain([], () => null)))).toBe('vault/damaged')
    session.lock()
    expect(sql(file, 'SELECT sealed FROM items')).toEqual([{ sealed: 'x' }])
  })
})

describe('files that commands take', () => {
  it('are never the open vault', async () => {
    expect(await refusalOf(() => takeFile(file))).toBe('file/open-vault')
    expect(await refusalOf(() => readPasswordFile(file))).toBe('file/open-vault')
    session.lock()
    expect(await refusalOf(() => takeFile(file))).toBe('format/vault-file')
  })

  it.each([
    ['secret\n', 'secret'],
    ['secret\r\n', 'secret'],
    ['secret\n\n', 'secret\n'],
    [' se cret \t', ' se cret \t'],
    ['', ''],
    ['\n', ''],
    ['pässwörd 😀', 'pässwörd 😀'],
  ])('hold a password as typed, but for one line end: %j', async (text, password) => {
    const source = path.join(folder, 'password')
    writeFileSync(source, text)
    expect(await readPasswordFile(source)).toBe(password)
  })

  it('hold no password that is not text, or too long', async () => {
    const source = path.join(folder, 'password')
    writeFileSync(source, Buffer.of(0x70, 0xff))
    expect(await refusalOf(() => readPasswordFile(source))).toBe('format/bad-encoding')
    writeFileSync(source, 'x'.repeat(64 * 1024 + 1))
    expect(await refusalOf(() => readPasswordFile(source))).toBe('format/too-large')
  })
})
