/** Importing from a terminal: plan, choices, history, undo. */
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { SAMPLE } from './commands/sample.ts'
import { Home, runCoffer, type Outcome } from './testkit/coffer.ts'

/** The sample with other passwords in every login. */
const CHANGED = SAMPLE.replaceAll('s3cret', 'ch4nged')

let home: Home
let sample: string
let changed: string
beforeEach(async () => {
  home = new Home()
  await home.init('a.coffer')
  sample = home.write('sample.json', SAMPLE)
  changed = home.write('changed.json', CHANGED)
})

async function digest(): Promise<unknown> {
  return (await home.with('a.coffer', 'digest')).json.digest
}

async function importing(...args: string[]): Promise<Outcome> {
  return await home.with('a.coffer', 'import', ...args)
}

describe('import --plan', () => {
  it('counts every row and writes nothing', async () => {
    const before = await digest()
    const bytes = readFileSync(home.path('a.coffer'))
    const fresh = await importing(sample, '--plan')
    expect(fresh.status).toBe(0)
    expect(fresh.json).toMatchObject({
      ok: true,
      items: { new: 8, identical: 0, changed: 0, older: 0, newer: 0, unreadable: 0 },
      folders: { new: 2, reused: 0 },
      totals: { add: 8, merge: 0, skip: 0 },
      unreadable: [],
    })
    expect(readFileSync(home.path('a.coffer')).equals(bytes)).toBe(true)
    expect(await digest()).toBe(before)
  })

  it('says in words what differs, and no value', async () => {
    await importing(sample)
    const args = ['import', changed, '--plan', '--vault', home.path('a.coffer')]
    const { stdout } = await runCoffer([...args, '--password-file', home.path('password')], home.folder)
    expect(stdout).toContain('in the vault already')
    expect(stdout).toMatch(/changed: Mail .*: login\.password/)
    expect(stdout).not.toMatch(/s3cret|ch4nged/)
  })
})

describe('import --on-duplicate', () => {
  it.each([
    ['keep', { merged: 0 }],
    ['skip', { new: 0, merged: 0 }],
    ['merge', { new: 0 }],
  ])('%s: does that with what the vault has otherwise, and undo-import takes it back', async (how, items) => {
    await importing(sample)
    const before = await digest()
    const { json } = await importing(changed, '--plan')
    const different = (json.items as { changed: number }).changed
    expect(different).toBeGreaterThan(0)
    const done = await importing(changed, '--on-duplicate', how)
    const expected = { keep: { new: different }, skip: { skipped: 8 }, merge: { merged: different } }[how]
    expect(done.json.items).toMatchObject({ duplicates: 0, ...items, ...expected })
    expect(done.json.id === null).toBe(how === 'skip')
    if (how !== 'skip') {
      const undone = await home.with('a.coffer', 'undo-import')
      expect(undone.json).toMatchObject({ ok: true, id: done.json.id, kept: [] })
    }
    expect(await digest()).toBe(before)
  })
})

it('import --as-new adds everything a second time and says so', async () => {
  await importing(sample)
  expect((await importing(sample, '--as-new', '--plan')).json.totals).toMatchObject({ add: 8, merge: 0, skip: 0 })
  const again = await importing(sample, '--as-new')
  expect(again.json.items).toMatchObject({ new: 8, duplicates: 8, merged: 0, skipped: 0 })
  expect((await home.with('a.coffer', 'list')).json.items).toHaveLength(16)
})

it('imports lists the newest first, by file name alone; undo-import takes back the one that is named, once', async () => {
  await importing(sample)
  await importing(changed)
  const { json } = await home.with('a.coffer', 'imports')
  const records = json.imports as { id: string; file: string; added: number }[]
  expect(records.map(({ file }) => file)).toEqual(['changed.json', 'sample.json'])
  const [, first] = records
  const undone = await home.with('a.coffer', 'undo-import', first?.id ?? '')
  expect(undone.json).toMatchObject({ id: first?.id, removed: 8, foldersRemoved: 0, restored: 0, kept: [] })
  const again = await home.with('a.coffer', 'undo-import', first?.id ?? '')
  expect([again.status, again.json.code]).toEqual([2, 'usage/import-not-found'])
  await home.with('a.coffer', 'undo-import')
  expect((await home.with('a.coffer', 'undo-import')).json.code).toBe('usage/import-not-found')
})

it.each([
  [['--as-new', '--on-duplicate', 'skip']],
  [['--on-duplicate', 'both']],
  [['--map', 'name,url']],
  [['--map', 'name,colour']],
  [['--map', 'url,url']],
  [['--map', 'name,username']],
])('import %j is refused before anything is read', async (args) => {
  const refused = await importing(sample, ...args)
  expect([refused.status, refused.json.code]).toEqual([2, 'usage/bad-arguments'])
  expect((await home.with('a.coffer', 'list')).json.items).toEqual([])
})

it('import --salvage, --repair and --map read what a person asks for, and list the rest', async () => {
  const table = home.write(
    'table.csv',
    'Site,Who,Key,Colour\nhttps://a.example/,ann,p&amp;q,red\nhttps://b.example/,bo\n',
  )
  const map = ['--map', 'url,username,password,-']
  expect((await importing(table)).json.code).toBe('format/needs-mapping')
  expect((await importing(table, ...map)).json).toMatchObject({ code: 'format/bad-row', details: { line: 3 } })
  const plan = await importing(table, ...map, '--salvage', '--plan')
  expect(plan.json).toMatchObject({ items: { new: 1, unreadable: 1 }, damaged: 1, unreadable: [{ lines: [3, 3] }] })
  const done = await importing(table, ...map, '--salvage', '--repair')
  expect(done.json).toMatchObject({ items: { new: 1 }, unreadable: [{ lines: [3, 3], reason: 'format/bad-row' }] })
  const [item] = (await home.with('a.coffer', 'list')).json.items as { id: string }[]
  const { json } = await home.with('a.coffer', 'get', item?.id ?? '')
  expect(json.item).toMatchObject({ name: 'a.example', login: { username: 'ann', password: 'p&q' } })
})
