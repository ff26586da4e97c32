/** F6: undoing imports. */
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { en } from '../../contract/text/en.ts'
import { KEPT_IMPORTS, type ImportDone, type RowAction } from '../../contract/import-plan.ts'
import { writeDocument } from '../formats/bitwarden/json.ts'
import { digestOf } from '../model/digest.ts'
import type { Item, VaultContents } from '../model/item.ts'
import { vaultContents } from '../testkit/arbitraries.ts'
import { loginDraft, manyItems, noteDraft } from '../testkit/drafts.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { bytesOf } from '../testkit/processes.ts'
import { makeSession, MASTER_PASSWORD, openVault, refusalOf, sql } from '../testkit/vaults.ts'
import { copyKeyBytes } from '../crypto/keys.ts'
import type { Session } from '../vault/session.ts'
import { takeBytes } from './files.ts'
import { commitImport, listImports, reportOf, undoImport } from './import-history.ts'
import { planImport } from './import-plan.ts'
import { addFolder, addItem, deleteItems, editItem, moveItems, renameFolder, setFavorite, trashItems } from './items.ts'

const WORK = '11111111-1111-4111-8111-111111111111'
const SERVERS = '22222222-2222-4222-8222-222222222222'

let file: string
let session: Session
beforeEach(async () => {
  ;({ file, session } = await makeSession())
})

async function reopen(): Promise<void> {
  session.lock()
  session = await openVault(file)
}

function digest(): string {
  return digestOf(session.contents())
}

async function importing(contents: VaultContents, action: RowAction = 'add', fileName = 'a.json'): Promise<ImportDone> {
  const plan = await planImport(session, takeBytes(Buffer.from(writeDocument(contents))))
  for (const finding of ['changed', 'older', 'newer'] as const) plan.decide(finding, action)
  return commitImport(session, plan, { fileName })
}

function idOf(done: ImportDone): string {
  if (done.id === null) throw new Error('nothing was imported')
  return done.id
}

const NESTED = [
  { id: WORK, name: 'Work' },
  { id: SERVERS, name: 'Work/Servers' },
]

/** `contents` as another place may have it: some items changed, some gone, folders as they are. */
function elsewhere({ folders, items }: VaultContents): VaultContents {
  const changed = items
    .filter((_, index) => index % 4 !== 3)
    .map((item, index): Item => {
      if (index % 3 === 2 || item.deletedDate !== null) return item
      const login = item.login && { ...item.login, password: `other ${index}` }
      return { ...item, notes: `other ${index}`, revisionDate: '2099-01-01T00:00:00.000Z', ...(login && { login }) }
    })
  return { folders, items: changed }
}

describe('F6: undo', () => {
  it('digest(before) = digest(after import + undo) on generated vaults, for add, merge and folders, across lock and restart', async () => {
    const counts = { vaults: 0, added: 0, merged: 0, folders: 0 }
    const property = fc.asyncProperty(
      vaultContents(8),
      vaultContents(8),
      fc.constantFrom<RowAction>('merge', 'add', 'merge', 'skip', 'merge'),
      fc.boolean(),
      async (own, foreign, action, restart) => {
        session.save(own)
        const before = digest()
        const there = elsewhere(own)
        const both = { folders: [...there.folders, ...foreign.folders], items: [...there.items, ...foreign.items] }
        if (both.items.length + both.folders.length > 0) {
          const done = await importing(both, action)
          if (restart) await reopen()
          if (done.id !== null) expect(undoImport(session, done.id).kept).toEqual([])
          counts.added += done.items.new
          counts.merged += done.items.merged
          counts.folders += done.folders.new
        }
        expect(digest()).toBe(before)
        expect(session.contents().folders).toHaveLength(own.folders.length)
        counts.vaults += 1
        session.change({
          goneItems: session.contents().items.map(({ id }) => id),
          goneFolders: session.contents().folders.map(({ id }) => id),
        })
      },
    )
    await fc.assert(property, { numRuns: 60 })
    printCounts('imports undone on generated vaults', counts)
    expect(Math.min(counts.added, counts.merged, counts.folders)).toBeGreaterThan(0)
  })

  it(`the last ${KEPT_IMPORTS}, in reverse, after a restart each; an older one is gone, with every byte`, async () => {
    const digests: string[] = []
    const ids: string[] = []
    let dropped = ''
    const base = manyItems(6)
    for (let round = 0; round <= KEPT_IMPORTS; round += 1) {
      digests.push(digest())
      const items = base.map((item) => ({ ...item, notes: `round ${round}`, folderId: SERVERS }))
      const action = round % 2 === 0 ? 'add' : 'merge'
      ids.push(idOf(await importing({ folders: NESTED, items }, action, `/some/folder/round ${round}.json`)))
      if (round === 0) {
        session.lock()
        const [oldest] = sql(file, 'SELECT sealed FROM imports')
        dropped = String(oldest?.sealed).slice(0, 60)
        session = await openVault(file)
      }
    }
    const names = listImports(session).map((record) => record.file)
    expect(names).toEqual(['round 5.json', 'round 4.json', 'round 3.json', 'round 2.json', 'round 1.json'])
    expect(await refusalOf(() => undoImport(session, ids[0] ?? ''))).toBe('usage/import-not-found')
    expect(bytesOf(file).includes(dropped)).toBe(false)
    for (let round = KEPT_IMPORTS; round > 0; round -= 1) {
      await reopen()
      expect(undoImport(session, ids[round] ?? '').kept).toEqual([])
      expect(digest()).toBe(digests[round])
    }
    expect(listImports(session)).toEqual([])
    printCounts('imports undone in reverse', { made: ids.length, undone: KEPT_IMPORTS })
  })

  it('what was edited, moved, binned or made a favourite since stays and is listed; what was deleted stays deleted', async () => {
    const own = addItem(session, loginDraft('Mail', { login: { username: 'ann', password: 'old' } }))
    const names = ['edited', 'moved', 'binned', 'favourite', 'deleted', 'untouched']
    const items = manyItems(6).map((item, index) => ({ ...item, name: names[index] ?? '' }))
    const mail = { ...own, login: { ...loginDraft('').login, password: 'new', username: 'ann' } } as Item
    const done = await importing({ folders: [], items: [...items, mail] }, 'merge')
    expect(done.items).toMatchObject({ new: 6, merged: 1 })
    const byName = new Map(session.contents().items.map((item) => [item.name, item]))
    const idNamed = (name: string): string => byName.get(name)?.id ?? ''
    const other = addFolder(session, 'Other')
    editItem(session, { ...session.item(idNamed('edited')), notes: 'mine' })
    moveItems(session, [idNamed('moved')], other.id)
    trashItems(session, [idNamed('binned')])
    setFavorite(session, [idNamed('favourite')], true)
    deleteItems(session, [idNamed('deleted')])
    editItem(session, { ...session.item(own.id), notes: 'mine too' })
    await reopen()
    const undone = undoImport(session, idOf(done))
    expect([...undone.kept].sort()).toEqual(['Mail', 'binned', 'edited', 'favourite', 'moved'])
    expect(undone).toMatchObject({ removed: 1, restored: 0 })
    expect(session.item(own.id)).toMatchObject({ notes: 'mine too', login: { password: 'new' } })
    expect(
      session
        .contents()
        .items.map(({ name }) => name)
        .sort(),
    ).toEqual([...undone.kept].sort())
  })

  it('folders that were renamed or hold something since stay; empty ones go', async () => {
    const done = await importing({
      folders: [...NESTED, { id: '33333333-3333-4333-8333-333333333333', name: 'Empty' }],
      items: [],
    })
    expect(done.folders).toEqual({ new: 3, reused: 0 })
    renameFolder(session, WORK, 'Office')
    addItem(session, noteDraft('mine', null))
    moveItems(session, [session.contents().items[0]?.id ?? ''], SERVERS)
    expect(undoImport(session, idOf(done))).toEqual({ removed: 0, restored: 0, foldersRemoved: 1, kept: [] })
    expect(session.contents().folders.map(({ name }) => name)).toEqual(['Office', 'Work/Servers'])
  })

  it('leaves no byte of what it removed, and none of what was remembered', async () => {
    const done = await importing({ folders: [], items: manyItems(3) })
    session.lock()
    const sealed = ['items', 'imports'].flatMap((table) => sql(file, `SELECT sealed FROM ${table}`))
    const parts = sealed.map((row) => String(row.sealed).slice(0, 60))
    session = await openVault(file)
    expect(parts.filter((part) => bytesOf(file).includes(part))).toHaveLength(4)
    undoImport(session, idOf(done))
    // The log is empty too, while the vault is open.
    expect(parts.filter((part) => bytesOf(file).includes(part))).toEqual([])
  })

  it('remembers nothing of an item that is deleted for good', async () => {
    const own = addItem(session, loginDraft('Mail', { login: { username: 'ann', password: 'swordfish' } }))
    const other = addItem(session, noteDraft('other', 'text'))
    const rows = [own, other].map((item) => ({ ...item, notes: 'newer' }))
    const done = await importing({ folders: [], items: rows }, 'merge')
    expect(JSON.stringify(session.imports.rows())).toContain('swordfish')
    deleteItems(session, [own.id])
    await reopen()
    expect(JSON.stringify(session.imports.rows())).not.toContain('swordfish')
    expect(listImports(session)).toMatchObject([{ id: done.id, merged: 2 }])
    expect(undoImport(session, idOf(done))).toMatchObject({ restored: 1, kept: [] })
    expect(session.contents().items).toEqual([other])
  })

  it('undo data never holds a key', async () => {
    const own = addItem(session, loginDraft('Mail', { login: { username: 'ann', password: 'old' } }))
    await importing({ folders: NESTED, items: [{ ...own, notes: 'newer' }, ...manyItems(5)] }, 'merge')
    const stored = JSON.stringify(session.imports.rows())
    const keys = Buffer.from(copyKeyBytes(session.userKey))
    const parts = [keys, keys.subarray(0, 32), keys.subarray(32)]
    const spelled = parts.flatMap((part) => (['base64', 'base64url', 'hex'] as const).map((way) => part.toString(way)))
    const forbidden = [...spelled, session.account.wrappedUserKey, MASTER_PASSWORD]
    expect(forbidden.filter((secret) => stored.includes(secret))).toEqual([])
    expect(Object.keys(session.imports.rows()[0] ?? {}).sort()).toEqual(
      [
        'added',
        'at',
        'file',
        'folders',
        'format',
        'id',
        'ignored',
        'merged',
        'number',
        'skipped',
        'unread',
        'unreadable',
      ].sort(),
    )
    session.lock()
    for (const row of sql(file, 'SELECT sealed FROM imports')) expect(row.sealed).toMatch(/^2\./)
  })

  it('still undoes after the key was rotated', async () => {
    const own = addItem(session, loginDraft('Mail', { login: { username: 'ann', password: 'old' } }))
    const before = digest()
    const done = await importing({ folders: NESTED, items: [{ ...own, notes: 'newer' }, ...manyItems(5)] }, 'merge')
    await session.rotateUserKey(MASTER_PASSWORD, { detach: false })
    await reopen()
    expect(undoImport(session, idOf(done))).toEqual({ removed: 5, restored: 1, foldersRemoved: 2, kept: [] })
    expect(digest()).toBe(before)
  })
})

describe('the history', () => {
  it('refuses a plan of another state of the vault, and changes nothing', async () => {
    const plan = await planImport(session, takeBytes(Buffer.from(writeDocument({ folders: [], items: manyItems(2) }))))
    addItem(session, noteDraft('meanwhile', null))
    const before = digest()
    expect(await refusalOf(() => commitImport(session, plan, { fileName: 'a' }))).toBe('vault/changed')
    expect([digest(), listImports(session)]).toEqual([before, []])
  })

  it('reports counts in a language’s words, no item by its name', async () => {
    const done = await importing({ folders: NESTED, items: manyItems(3) })
    const report = reportOf(session, idOf(done), en)
    expect(report).toContain('Items added: 3\n')
    expect(report).toContain('Folders added: 2\n')
    expect(report).not.toMatch(/item \d|password|Work|\{|\bann\b/)
  })

  it('does not say where the file was', async () => {
    await importing({ folders: [], items: manyItems(1) }, 'add', 'C:\\Users\\ann\\export.json')
    expect(listImports(session)[0]).toMatchObject({ file: 'export.json', added: 1, foldersAdded: 0 })
  })
})
