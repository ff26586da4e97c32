/** Files made to take for ever or to fill the memory: what is looked at, held or listed is bounded. */
import { describe, expect, it, vi } from 'vitest'
import { CofferError } from '../../contract/errors.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { FolderNames } from './items/make-items.ts'
import { readTable } from './csv/rows.ts'
import { keepassXml } from './foreign/keepass/xml.ts'
import { lastpassCsv } from './foreign/lastpass/csv.ts'
import { detect } from './index.ts'
import { openSource } from './text/source.ts'

function codeOf(task: () => unknown): string {
  try {
    task()
    return 'accepted'
  } catch (error) {
    if (error instanceof CofferError) return error.code
    throw error
  }
}

function keepass(groups: string): Buffer {
  return Buffer.from(`<KeePassFile><Root><Group><Name>Root</Name>${groups}</Group></Root></KeePassFile>`)
}

describe('F7: no file takes for ever', () => {
  it.each([
    ['a quote that the next row closes, in very many columns', 'a","\n', 200],
    ['a quote that the next row closes', 'x",y,"z\na,b,c,d\n', 4],
    ['a quote that the next row closes, in one column too few', 'x","z\na,b,c,d\n', 4],
    ['quotes within quotes', '"""x\n"",', 5],
  ])('CSV rows with %s are looked at a bounded number of times', (_, rows, columns) => {
    const looked = [2_000, 20_000].map((times) => {
      const text = `${'name,'.repeat(columns - 1)}password\n${rows.repeat(times)}`
      return { characters: text.length, looked: readTable(text, ',').looked }
    })
    for (const { characters, looked: count } of looked) expect(count).toBeLessThan(18 * (characters + 1000))
    printCounts('characters looked at', { ...looked[1] })
  })

  it('loses no good row to a quote that the next row closes', () => {
    const { rows, bad } = readTable(`name,url,username,password\n${'x",y,"z\na,b,c,d\n'.repeat(2_000)}`, ',')
    expect([rows.length, bad.length]).toEqual([2_000, 2_000])
  })

  it('takes an address of very many commas for what it is', async () => {
    const header = 'name,type,login_uri,login_username,login_password'
    const file = detect(Buffer.from(`${header}\nn,login,"${','.repeat(300_000)}",u,p\n`))
    expect((await file.read({})).contents.items.map(({ name }) => name)).toEqual(['n'])
  })

  it('looks for the table of a web page in one tag alone', () => {
    const table = 'url,username,password,extra,name,grouping,fav\nhttps://a.example,u,p,,n,,0\n'
    const page = (tag: string): string | undefined =>
      lastpassCsv.recognise(openSource(Buffer.from(`<html>${tag}${table}</pre></html>`)))?.format
    const found = ['<pre>', '<PRE>', '<pre style="white-space: pre-wrap">', '<pre<pre>', '<pre\n>'].map(page)
    expect(found).toEqual(['lastpass-csv', 'lastpass-csv', 'lastpass-csv', 'lastpass-csv', 'lastpass-csv'])
    expect(['<preface>', '<PreviousParentGroup>', `<pre ${'x'.repeat(2_000)}>`, '<pre'].map(page)).toEqual(
      Array.from({ length: 4 }),
    )
  })

  it('keeps very long folder names apart without a map of them', () => {
    const names = Array.from({ length: 50 }, (_, index) => `${'n'.repeat(20_000)}${index + 10}`)
    const folders = new FolderNames()
    const set = vi.spyOn(Map.prototype, 'set')
    for (const name of [...names, ...names]) folders.idOf(name)
    const lengths = set.mock.calls.map(([key]) => String(key).length)
    set.mockRestore()
    expect(lengths.length).toBeGreaterThanOrEqual(names.length)
    expect(Math.max(...lengths)).toBeLessThan(1_100)
    expect(folders.all().map(({ name }) => name)).toEqual(names)
  })
})

describe('F7: no file fills the memory', () => {
  const inner = (times: number): string => '<Group><Name>x</Name></Group>'.repeat(times)
  const outer = (length: number, groups: string): Buffer =>
    keepass(`<Group><Name>${'A'.repeat(length)}</Name>${groups}</Group>`)

  it.each([
    ['a path of very many characters', outer(10_001, '')],
    ['paths that together have very many', outer(9_000, inner(3_000))],
    ['very many groups', keepass('<Group/>'.repeat(200_001))],
  ])('refuses a KeePass file with %s', (_, file) => {
    expect(codeOf(() => detect(file))).toBe('format/too-large')
  })

  it('refuses a KeePass file of very many bytes before it is parsed', () => {
    const file = Buffer.concat([keepass('<unclosed>'), Buffer.alloc(64 * 1024 * 1024, ' ')])
    expect(codeOf(() => keepassXml.recognise(openSource(file)))).toBe('format/too-large')
  })

  it('reads one within the limits', () => {
    expect(detect(outer(9_000, inner(100))).folders).toBe(2)
  })
})

describe('F7: no XML gets through to what reads it', () => {
  it.each(['hasOwnProperty="1" b="2"', 'constructor="1" b="2"', '__proto__="1" b="2"', 'toString="1" b="2"'])(
    'attributes %s are read or refused',
    (attributes) => {
      const file = Buffer.from(`<KeePassFile ${attributes}><Root><Group/></Root></KeePassFile>`)
      expect(['accepted', 'format/damaged']).toContain(codeOf(() => detect(file)))
    },
  )
})

describe('F7: what is in the recycle bin stays there', () => {
  it('gives no folder for groups in it, and puts their entries in none', async () => {
    const entry = '<Entry><String><Key>Title</Key><Value>x</Value></String></Entry>'
    const group = (name: string, uuid: string, more: string): string =>
      `<Group><UUID>${uuid}</UUID><Name>${name}</Name>${more}</Group>`
    const groups = group('Work', 'a', entry) + group('Bin', 'bin', group('Old', 'b', group('Older', 'c', entry)))
    const root = group('Root', 'r', groups)
    const file = `<KeePassFile><Meta><RecycleBinUUID>bin</RecycleBinUUID></Meta><Root>${root}</Root></KeePassFile>`
    const { contents } = await detect(Buffer.from(file)).read({})
    expect(contents.folders.map(({ name }) => name)).toEqual(['Work'])
    expect(contents.items.map(({ folderId, deletedDate }) => [folderId, deletedDate !== null])).toEqual([
      ['folder-1', false],
      [null, true],
    ])
  })
})
