/** F5 and F7: the plan of an import, and doing it. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { LISTED_ROWS } from '../../contract/import-plan.ts'
import { Stopped } from '../../contract/progress.ts'
import { writeDocument } from '../formats/bitwarden/json.ts'
import { formatOf } from '../formats/index.ts'
import { digestOf } from '../model/digest.ts'
import { loginDraft, manyItems, noteDraft } from '../testkit/drafts.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { makeSession, openVault, refusalOf } from '../testkit/vaults.ts'
import type { Item, VaultContents } from '../model/item.ts'
import type { Session } from '../vault/session.ts'
import { takeFile } from './files.ts'
import { commitImport, listImports } from './import-history.ts'
import { planImport, type ImportPlan, type PlanOpener } from './import-plan.ts'
import { addFolder, addItem, editItem, moveItems, trashItems } from './items.ts'

const WORK = '11111111-1111-4111-8111-111111111111'
const SERVERS = '22222222-2222-4222-8222-222222222222'
const EMPTY = '33333333-3333-4333-8333-333333333333'
const FILE = { fileName: 'source.json' }

let file: string
let folder: string
let session: Session
beforeEach(async () => {
  ;({ file, folder, session } = await makeSession())
})

async function planText(text: string | Uint8Array, opener?: PlanOpener): Promise<ImportPlan> {
  const source = path.join(folder, 'source')
  writeFileSync(source, text)
  return await planImport(session, await takeFile(source), opener)
}

async function planOf(contents: VaultContents, opener?: PlanOpener): Promise<ImportPlan> {
  return await planText(writeDocument(contents), opener)
}

/** A login that the vault has, and as rows may have it. */
function mail(changes: Partial<Item> = {}): Item {
  const dates = { creationDate: null, revisionDate: '2026-01-02T03:04:05.678Z', deletedDate: null, archivedDate: null }
  return {
    ...loginDraft('Mail', { login: { username: 'ann', password: 'secret one' } }),
    id: 'x',
    ...dates,
    ...changes,
  }
}

describe('F5: an import plan', () => {
  it('the same file twice gives 0 new, N identical, and an unchanged digest', async () => {
    const contents = {
      folders: [{ id: WORK, name: 'Work' }],
      items: manyItems(40).map((item) => ({ ...item, folderId: WORK })),
    }
    const first = commitImport(session, await planOf(contents), FILE)
    expect(first).toMatchObject({ items: { new: 40, duplicates: 0, merged: 0, skipped: 0 }, folders: { new: 1 } })
    const digest = digestOf(session.contents())
    const plan = await planOf(contents)
    expect(plan.preview()).toMatchObject({
      items: { new: 0, identical: 40, changed: 0, older: 0, newer: 0, unreadable: 0 },
      folders: { new: 0, reused: 1 },
      totals: { add: 0, merge: 0, skip: 40 },
    })
    const second = commitImport(session, plan, FILE)
    expect(second).toMatchObject({ id: null, items: { new: 0, skipped: 40 }, folders: { new: 0, reused: 1 } })
    expect(digestOf(session.contents())).toBe(digest)
    printCounts('the same file twice', plan.counts())
  })

  it('as new, 40 become 80 exactly, and turning it off gives the choices back', async () => {
    const contents = { folders: [], items: manyItems(40) }
    commitImport(session, await planOf(contents), FILE)
    const plan = await planOf(contents)
    expect(plan.asNew(true)).toMatchObject({ add: 40, merge: 0, skip: 0 })
    expect(plan.asNew(false)).toMatchObject({ add: 0, merge: 0, skip: 40 })
    plan.asNew(true)
    const done = commitImport(session, plan, FILE)
    expect(done.items).toMatchObject({ new: 40, duplicates: 40, merged: 0, skipped: 0 })
    expect(session.contents().items).toHaveLength(80)
    printCounts('as new', { before: 40, after: session.contents().items.length })
  })

  it('of the vault’s own export in any format is identical throughout, in 0 new items', async () => {
    const home = addFolder(session, 'Home')
    for (const name of ['one', 'two', 'two'])
      addItem(session, loginDraft(name, { folderId: home.id, login: { username: name, password: 'p', totp: 't' } }))
    addItem(session, noteDraft('note', 'text'))
    const digest = digestOf(session.contents())
    const kinds = ['bitwarden-json', 'bitwarden-csv', 'bitwarden-account-restricted'] as const
    for (const kind of kinds) {
      const plan = await planText(await formatOf(kind).write(session.contents(), { account: session }))
      expect(plan.counts()).toMatchObject({ new: 0, identical: 4 })
      expect(commitImport(session, plan, FILE).id).toBeNull()
    }
    expect(digestOf(session.contents())).toBe(digest)
  })

  it('of a browser’s file is identical over items that have since got a TOTP, a folder and a second address', async () => {
    const csv =
      'name,url,username,password,note\nMail,https://mail.example/,ann,secret,\nShop,https://shop.example/,bo,pw,\n'
    commitImport(session, await planText(csv), FILE)
    const [first] = session.contents().items
    if (!first?.login) throw new Error('nothing was imported')
    const uris = [...first.login.uris, { uri: 'https://other.example', match: 3 }]
    editItem(session, { ...first, login: { ...first.login, totp: 'TOTP', uris } })
    moveItems(session, [first.id], addFolder(session, 'Home').id)
    expect((await planText(csv)).counts()).toMatchObject({ new: 0, identical: 2 })
    const changed = await planText(csv.replace('secret', 'another'))
    expect(changed.counts()).toMatchObject({ identical: 1, changed: 1 })
    expect(changed.page({ filter: 'attention', offset: 0 }).rows).toMatchObject([
      { row: 0, name: 'Mail', username: 'ann', finding: 'changed', action: 'add', differs: ['login.password'] },
    ])
  })

  it('shows no value, names what differs, and gives both values on request', async () => {
    const own = addItem(session, mail())
    const uris = [{ uri: 'https://mail.example', match: null }]
    const login = { ...loginDraft('').login, username: 'ann', password: 'secret two', uris } as Item['login'] & object
    const history = [{ password: 'secret three', lastUsedDate: null }]
    const plan = await planOf({
      folders: [],
      items: [{ ...own, passwordHistory: history, login, notes: 'secret four' }],
    })
    const page = plan.page({ filter: 'all', offset: 0 })
    expect(new Set(page.rows[0]?.differs)).toEqual(new Set(['login.password', 'notes', 'history.0', 'uris.0']))
    expect(JSON.stringify([page, plan.preview()])).not.toContain('secret')
    expect(plan.differences(0)).toContainEqual({ field: 'login.password', inVault: 'secret one', inFile: 'secret two' })
    expect(await refusalOf(() => plan.differences(1))).toBe('usage/bad-request')
  })

  it('lists rows in pages and by what they are', async () => {
    addItem(session, mail())
    const items = [mail(), mail({ notes: 'other', revisionDate: null }), ...manyItems(248)]
    const plan = await planOf({ folders: [], items })
    const [first, second] = [0, 200].map((offset) => plan.page({ filter: 'all', offset }))
    expect([first?.total, first?.rows.length, second?.rows.length]).toEqual([250, 200, 50])
    expect([...(first?.rows ?? []), ...(second?.rows ?? [])].map(({ row }) => row)).toEqual([...items.keys()])
    const totals = (['new', 'present', 'attention'] as const).map((filter) => plan.page({ filter, offset: 0 }).total)
    expect(totals).toEqual([249, 1, 0])
    expect(plan.page({ filter: 'present', offset: 0 }).rows.map(({ row }) => row)).toEqual([0])
  })

  it('takes a choice for rows or for all of one finding, and none that is not possible', async () => {
    const own = [addItem(session, mail()), addItem(session, mail({ name: 'Post' }))]
    const items = [...own.map((item) => ({ ...item, notes: 'other' })), ...own.slice(1), ...manyItems(2)]
    const plan = await planOf({ folders: [], items })
    expect(plan.counts()).toMatchObject({ changed: 1, identical: 1, new: 3 })
    expect(plan.totals()).toMatchObject({ add: 4, merge: 0, skip: 1 })
    expect(plan.decide('changed', 'merge')).toMatchObject({ add: 3, merge: 1, skip: 1 })
    expect(plan.decide('identical', 'add')).toMatchObject({ add: 3, merge: 1, skip: 1 })
    expect(plan.decide('new', 'merge')).toMatchObject({ add: 3, merge: 1, skip: 1 })
    expect(plan.decide([3, 4], 'skip')).toMatchObject({ add: 1, merge: 1, skip: 3 })
    for (const rows of [[5], [-1], [0.5]])
      expect(await refusalOf(() => plan.decide(rows, 'add'))).toBe('usage/bad-request')
    const done = commitImport(session, plan, FILE)
    expect(done.items).toMatchObject({ new: 1, duplicates: 0, merged: 1, skipped: 3 })
    expect(session.contents().items).toHaveLength(3)
  })

  it('equal rows inside one file are all new', async () => {
    const plan = await planOf({ folders: [], items: Array.from({ length: 3 }, () => mail()) })
    expect(plan.counts()).toMatchObject({ new: 3, identical: 0 })
    expect(commitImport(session, plan, FILE).items).toMatchObject({ new: 3, duplicates: 0 })
    expect((await planOf({ folders: [], items: [mail(), mail(), mail(), mail()] })).counts()).toMatchObject({
      ...{ new: 1, identical: 3 },
    })
  })

  it('does not take what is in the bin for being there', async () => {
    const own = addItem(session, mail())
    trashItems(session, [own.id])
    const plan = await planOf({ folders: [], items: [own] })
    expect(plan.counts()).toMatchObject({ new: 1 })
    expect(commitImport(session, plan, FILE).items).toMatchObject({ new: 1, duplicates: 0 })
  })

  it('makes the folders that rows need with the folders around them, and none for skipped rows', async () => {
    const folders = [
      { id: WORK, name: 'Work' },
      { id: SERVERS, name: 'Work/Servers' },
      { id: EMPTY, name: 'Empty' },
      { id: '44444444-4444-4444-8444-444444444444', name: 'Skipped' },
    ]
    const [one, two, three] = manyItems(3) as [Item, Item, Item]
    const items = [
      { ...one, folderId: SERVERS },
      { ...two, folderId: WORK },
      { ...three, folderId: folders[3]?.id ?? null },
    ]
    const plan = await planOf({ folders, items })
    expect(plan.preview().folders).toEqual({ new: 4, reused: 0 })
    plan.decide([1, 2], 'skip')
    expect(plan.preview().folders).toEqual({ new: 3, reused: 0 })
    const done = commitImport(session, plan, FILE)
    expect(done.folders).toEqual({ new: 3, reused: 0 })
    expect(session.contents().folders.map(({ name }) => name)).toEqual(['Work', 'Work/Servers', 'Empty'])
    expect(session.contents().items.map(({ folderId }) => folderId)).toEqual([SERVERS])
    expect((await planOf({ folders, items })).preview().folders).toEqual({ new: 1, reused: 3 })
  })

  it('that is stopped anywhere leaves the vault untouched', async () => {
    const contents = { folders: [{ id: WORK, name: 'Work' }], items: manyItems(200) }
    commitImport(session, await planOf(contents), FILE)
    const before = [digestOf(session.contents()), listImports(session).length]
    const changed = {
      ...contents,
      items: contents.items.map((item) => ({ ...item, notes: 'other', revisionDate: null })),
    }
    let stops = 0
    /** Stops at the nth step; gives whether there was one. */
    async function stopAt(step: number): Promise<boolean> {
      let steps = 0
      const onStep = (): void => {
        steps += 1
        if (steps === step) throw new Stopped()
      }
      try {
        const plan = await planOf(changed, { onStep })
        plan.decide('changed', 'merge')
        commitImport(session, plan, FILE, onStep)
        return false
      } catch (error) {
        expect(error).toBeInstanceOf(Stopped)
        stops += 1
        return true
      }
    }
    // Read, match on both sides, merge, seal, save: 5 times 200 steps and some.
    for (const step of [1, 100, 250, 399, 405, 450, 600, 700, 800]) {
      expect(await stopAt(step)).toBe(true)
      expect([digestOf(session.contents()), listImports(session).length]).toEqual(before)
    }
    session.lock()
    session = await openVault(file)
    expect([digestOf(session.contents()), listImports(session).length]).toEqual(before)
    printCounts('imports stopped', { tried: stops, changed: 0 })
  })

  it('promises a folder only for rows that go into it', async () => {
    const folders = [{ id: WORK, name: 'Work' }]
    const plan = await planOf({ folders, items: manyItems(1).map((item) => ({ ...item, folderId: WORK })) })
    expect(plan.totals()).toEqual({ add: 1, merge: 0, skip: 0, folders: 1 })
    expect(plan.decide([0], 'skip')).toEqual({ add: 0, merge: 0, skip: 1, folders: 0 })
    expect(commitImport(session, plan, FILE).id).toBeNull()
  })

  it('lists the first rows that could not be read, and counts all', async () => {
    const rows = Array.from({ length: LISTED_ROWS + 20 }, () => 'only one cell')
    const text = ['name,url,username,password', 'Mail,,ann,secret', ...rows].join('\n')
    const done = commitImport(session, await planText(text, { salvage: true }), FILE)
    expect([done.unreadable.length, done.items.unreadable]).toEqual([LISTED_ROWS, LISTED_ROWS + 20])
    expect(listImports(session)[0]?.unreadable).toBe(LISTED_ROWS + 20)
  })
})

describe('F7: salvage', () => {
  const HEADER = 'name,url,username,password,note'
  const FAULTS: ReadonlyMap<number, string> = new Map([
    [10, 'Open,https://x.example/,me,"never closed,note'],
    [200, 'Few,https://x.example/,me,pw'],
    [201, 'Many,https://x.example/,me,pw,note,more'],
    [480, 'Text after,https://x.example/,"me"too,pw,note'],
    [640, 'Few again,x'],
    [777, 'Text after,https://x.example/,me,"pw"word,note'],
    [1000, 'Last,https://x.example/,me,pw,"note'],
  ])

  /** Every fifth row stands on two lines. */
  function badFile(): { text: string; faults: number[] } {
    const lines = [HEADER]
    const faults: number[] = []
    for (let row = 1; row <= 1000; row += 1) {
      const fault = FAULTS.get(row)
      if (fault !== undefined) faults.push(lines.length + 1)
      const good = `Site ${row},https://${row}.example/,me,pw ${row},${row % 5 === 0 ? '"two\nlines"' : 'note'}`
      lines.push(...(fault ?? good).split('\n'))
    }
    return { text: `${lines.join('\n')}\n`, faults }
  }

  it('1,000 rows with 7 planted faults give 993 in and 7 listed at their true lines', async () => {
    const { text, faults } = badFile()
    const before = digestOf(session.contents())
    expect(await refusalOf(() => planText(text))).toBe('format/bad-row')
    expect(digestOf(session.contents())).toBe(before)
    const plan = await planText(text, { salvage: true })
    expect(plan.counts()).toMatchObject({ new: 993, unreadable: 7 })
    expect(
      plan.page({ filter: 'attention', offset: 0 }).rows.map(({ row, unreadable }) => [row, unreadable?.lines?.[0]]),
    ).toEqual(faults.map((line, index) => [993 + index, line]))
    expect(plan.decide('unreadable', 'add')).toMatchObject({ add: 993, merge: 0, skip: 7 })
    expect(plan.asNew(true)).toMatchObject({ add: 993, merge: 0, skip: 7 })
    const done = commitImport(session, plan, { fileName: 'bad.csv' })
    expect(done.items).toMatchObject({ new: 993, duplicates: 0, merged: 0, skipped: 0 })
    expect(done.unreadable.map(({ lines }) => lines?.[0])).toEqual(faults)
    expect(JSON.stringify([done, session.imports.rows()])).not.toContain('never closed')
    expect(session.contents().items).toHaveLength(993)
    expect(Buffer.from(plan.unreadableFile() ?? []).toString()).toContain('never closed')
    printCounts('salvaged', { in: session.contents().items.length, listed: done.unreadable.length })
  })

  it('of a file with no row that can be read is refused for the first', async () => {
    expect(await refusalOf(() => planText(`${HEADER}\nFew,x\n`, { salvage: true }))).toBe('format/bad-row')
  })

  it('of nothing is refused as nothing', async () => {
    expect(await refusalOf(() => planOf({ folders: [], items: [] }, { salvage: true }))).toBe(
      'format/nothing-to-import',
    )
  })
})
