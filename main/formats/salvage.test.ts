/** Reading what can be read of a file, and listing the rest at its true place. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CofferError } from '../../contract/errors.ts'
import { sealText } from '../crypto/enc-string.ts'
import { makeAccount } from '../testkit/accounts.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { makeNote } from './items/make-items.ts'
import type { AccountSecrets, BadRow, ReadReport, Secrets } from './format.ts'
import { detect, formatOf } from './index.ts'

const SALVAGE = { salvage: true } as const

async function read(file: string | Uint8Array, secrets: Secrets = SALVAGE): Promise<ReadReport> {
  return detect(typeof file === 'string' ? Buffer.from(file) : file).read(secrets)
}

async function refusal(file: string | Uint8Array, secrets: Secrets = {}): Promise<object> {
  try {
    await read(file, secrets)
    return { code: 'accepted' }
  } catch (error) {
    if (error instanceof CofferError) return { code: error.code, details: error.details }
    throw error
  }
}

function placesOf({ unreadable = [] }: ReadReport): unknown[] {
  return unreadable.map(({ lines, column }) => [lines, column])
}

const HEADER = 'name,url,username,password,note'

/** One row a call, on one line or three; every seventh holds quotes, commas and line ends. */
function goodRow(index: number): string {
  const note = index % 7 === 0 ? `"first ""${index}"",\nsecond\nthird"` : `note ${index}`
  return `Site ${index},https://${index}.example/,me,"p,w ${index}",${note}`
}

/** Faults by the number of the row that has them; what is wrong, and in which column that shows. */
const FAULTS: ReadonlyMap<number, readonly [row: string, column: string | null]> = new Map([
  [17, ['Open,https://x.example/,me,"never closed,note', 'password']],
  [140, ['Few,https://x.example/,me,pw', null]],
  [141, ['Many,https://x.example/,me,pw,note,more', null]],
  [400, ['Text after,https://x.example/,"me"too,pw,note', 'username']],
  [555, ['Two lines,https://x.example/,me,pw,"a\nb"c', 'note']],
  [777, ['Carriage return,https://x.example/,me,pw\rword,note', 'password']],
  [1000, ['Last,https://x.example/,me,pw,"note', 'note']],
])

describe('F7: salvage of CSV', () => {
  it('1,000 rows with 7 planted faults give 993 in and 7 listed at their true lines', async () => {
    const lines = [HEADER]
    const planted: [lines: [number, number], column: string | null, raw: string][] = []
    for (let row = 1; row <= 1000; row += 1) {
      const [text, column] = FAULTS.get(row) ?? [goodRow(row), null]
      const first = lines.length + 1
      // Only what stands in quotes breaks a line without ending the row; a carriage return alone is a line's end too.
      const parts = text.split(/[\n\r]/)
      lines.push(...parts)
      if (FAULTS.has(row)) planted.push([[first, first + parts.length - 1], column, text])
    }
    // Lines were counted apart at the carriage return; the file has it where it was.
    const file = `${lines.join('\n').replace('pw\nword', 'pw\rword')}\n`
    const report = await read(file)
    printCounts('F7', { in: report.contents.items.length, listed: report.unreadable?.length ?? 0 })
    expect(report.contents.items).toHaveLength(993)
    expect(report.unreadable?.map(({ lines: place, column, raw }) => [place, column, raw])).toEqual(planted)
    expect(await refusal(file)).toEqual({
      code: 'format/bad-row',
      details: { line: planted[0]?.[0][0], column: 'password' },
    })
  })

  it('loses no good row and invents none, whatever faults stand between them', async () => {
    // What begins with a letter: a quote left open before it never looks closed.
    const cell = fc
      .string({ unit: fc.constantFrom('a', 'ü', ' ', '"', ',', '\n', '=', '😀') })
      .map((rest) => `c${rest}`)
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
    const goodCells = fc.array(cell, { minLength: 5, maxLength: 5 })
    const fault = fc.constantFrom(
      'o,p,"left open,x,y',
      'few,x',
      'm,a,n,y,x,z',
      't,"a"fter,x,y,z',
      'q,"b"",x,y',
      'r,a\rb,x,y,z',
    )
    let [rows, bad] = [0, 0]
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(goodCells, fault), { maxLength: 12 }), async (parts) => {
        const lines = parts.map((part) => (typeof part === 'string' ? part : part.map(quoted).join(',')))
        const { contents, unreadable = [] } = await read([HEADER, ...lines, ''].join('\n'))
        const found = contents.items.map(({ name, login, notes }) => [
          name,
          login?.uris[0]?.uri,
          login?.username,
          login?.password,
          notes,
        ])
        expect(found).toEqual(parts.filter((part) => typeof part !== 'string'))
        // Faults that stand one after another may be listed as one range.
        expect(unreadable.length).toBeLessThanOrEqual(parts.length - found.length)
        expect(unreadable.map(({ raw }) => raw).join('\n')).toBe(
          parts.filter((part) => typeof part === 'string').join('\n'),
        )
        rows += found.length
        bad += unreadable.length
      }),
      { numRuns: 500 },
    )
    printCounts('rows between faults', { read: rows, listed: bad })
  })

  it('loses no good row to a quote left open that seems to close later', async () => {
    const report = await read(`${HEADER}\na,b,c,"open,x\ngood,",u",v,p,t\nlast,u,v,p,t\n`)
    expect(report.contents.items.map(({ name }) => name)).toEqual(['good', 'last'])
    expect(placesOf(report)).toEqual([[[2, 2], null]])
  })

  it('names the column of a cell that cannot be what it must be', async () => {
    const header =
      'folder,favorite,type,name,notes,fields,reprompt,archivedDate,login_uri,login_username,login_password,login_totp'
    const file = `${header}\n,,card,a,,,,,,,,\n,,note,b,,,,,,,,\n,,login,c,,,,yesterday,,,,\n`
    const report = await read(file)
    expect(report.contents.items.map(({ name }) => name)).toEqual(['b'])
    expect(placesOf(report)).toEqual([
      [[2, 2], 'type'],
      [[4, 4], 'archivedDate'],
    ])
    expect(await refusal(file)).toEqual({ code: 'format/bad-row', details: { line: 2, column: 'type' } })
  })

  it('gives the bad rows as a file of their own, which mended is read whole', async () => {
    const file = `\uFEFF${HEADER}\r\na,,me,pw,\r\nb,,"me"x,pw,\r\nc,,me,pw\r\n`
    const recognised = detect(Buffer.from(file))
    const { unreadable = [] } = await recognised.read(SALVAGE)
    const rest = Buffer.from(recognised.writeRows?.(unreadable) ?? []).toString('utf8')
    expect(rest).toBe(`\uFEFF${HEADER}\r\nb,,"me"x,pw,\r\nc,,me,pw\r\n`)
    const mended = rest.replace('"me"x', 'mex').replace('c,,me,pw', 'c,,me,pw,')
    expect((await read(mended, {})).contents.items.map(({ name }) => name)).toEqual(['b', 'c'])
  })

  it('gives up looking for the next good row in a file made to make it look for ever', async () => {
    const file = `${HEADER}\n${'"""x\n"",'.repeat(300_000)}`
    expect((await read(file)).contents.items).toEqual([])
  })
})

const good = { type: 2, name: 'good' }

describe('F7: salvage of JSON', () => {
  const items = [good, { type: 99, name: 'x' }, { type: 2, name: 7 }, good, { type: 1, login: { uris: [{ uri: 5 }] } }]
  const file = JSON.stringify({ encrypted: false, folders: [], items })

  it('lists each item that cannot be read by its pointer, and gives the rest', async () => {
    const report = await read(file)
    expect(report.contents.items.map(({ name }) => name)).toEqual(['good', 'good'])
    expect(report.unreadable?.map(({ pointer, reason }) => [pointer, reason])).toEqual([
      ['/items/1', 'format/unknown-item-type'],
      ['/items/2/name', 'format/bad-shape'],
      ['/items/4/login/uris/0/uri', 'format/bad-shape'],
    ])
    expect(await refusal(file)).toMatchObject({ code: 'format/unknown-item-type' })
  })

  it('gives those items as a file of their own', async () => {
    const recognised = detect(Buffer.from(file))
    const { unreadable = [] } = await recognised.read(SALVAGE)
    const rest = JSON.parse(Buffer.from(recognised.writeRows?.(unreadable) ?? []).toString('utf8')) as object
    expect(rest).toEqual({ encrypted: false, folders: [], items: [items[1], items[2], items[4]] })
  })

  it.each([
    ['a key twice', '{"encrypted":false,"items":[{"type":2,"name":"a","name":"b"}]}', 'format/duplicate-key'],
    [
      'a number that loses digits',
      '{"encrypted":false,"items":[{"type":2,"x":12345678901234567890}]}',
      'format/unsafe-number',
    ],
    ['too deep', `{"encrypted":false,"items":[{"type":2,"x":${'['.repeat(40)}${']'.repeat(40)}}]}`, 'format/too-deep'],
    ['a broken folder', '{"encrypted":false,"folders":[{"id":1}],"items":[]}', 'format/bad-shape'],
  ])('refuses a whole file with %s all the same', async (_, text, code) => {
    expect(await refusal(text, SALVAGE)).toMatchObject({ code })
  })
})

/** An account-restricted file as Bitwarden writes it: no seal. */
function unsealed({ userKey }: AccountSecrets): string {
  const items = ['a', 'b', 'c'].map((name) => ({ type: 2, name: sealText(userKey, name) }))
  const validation = sealText(userKey, '6f3f4a3c-8f5b-4d3e-9c2a-0a1b2c3d4e5f')
  return JSON.stringify({ encrypted: true, encKeyValidation_DO_NOT_EDIT: validation, folders: [], items })
}

/** The first item's name with one character of its ciphertext altered. */
function spoilName(file: string): string {
  return file.replace(
    /("name": ?"2\.[^|]*\|)(.)/,
    (_, head: string, first: string) => head + (first === 'A' ? 'B' : 'A'),
  )
}

describe('F7: salvage of encrypted files', () => {
  const secrets = { filePassword: 'pw', kdf: { type: 'pbkdf2', iterations: 5000 } } as const
  const adopted = makeAccount({ adopted: true })
  const contents = {
    folders: [],
    items: ['a', 'b', 'c'].map((name) => makeNote(name, { name })),
  }

  it('reads inside a password-protected file, once it is proved whole', async () => {
    const file = Buffer.from(await formatOf('bitwarden-password-protected').write(contents, secrets))
    expect((await read(file, { ...secrets, ...SALVAGE })).unreadable).toBeUndefined()
    const altered = file
      .toString('utf8')
      .replace(/("data": "2\.[^|]*\|)(.)/, (_, head: string, first: string) => head + (first === 'A' ? 'B' : 'A'))
    expect(await refusal(altered, { ...secrets, ...SALVAGE })).toMatchObject({ code: 'format/damaged' })
  })

  it('never gives part of a file whose seal does not hold', async () => {
    const file = Buffer.from(
      await formatOf('bitwarden-account-restricted').write(contents, { account: adopted }),
    ).toString('utf8')
    for (const spoil of [spoilName, (text: string) => text.replace('"favorite": false', '"favorite": true')]) {
      expect(spoil(file)).not.toBe(file)
      expect(await refusal(spoil(file), { account: adopted, ...SALVAGE })).toMatchObject({ code: 'format/seal-broken' })
    }
  })

  it('gives the whole items of an unsealed file in an adopted vault, and in no other', async () => {
    const spoilt = spoilName(unsealed(adopted))
    const report = await read(spoilt, { account: adopted, ...SALVAGE })
    expect(report.contents.items.map(({ name }) => name)).toEqual(['b', 'c'])
    expect(report.unreadable).toMatchObject([{ pointer: '/items/0/name', reason: 'format/damaged', lines: null }])
    expect(await refusal(spoilt, { account: adopted })).toMatchObject({ code: 'format/damaged' })
    const own = { ...adopted, adopted: false }
    expect(await refusal(spoilt, { account: own, ...SALVAGE })).toMatchObject({ code: 'format/seal-removed' })
    const rest = detect(Buffer.from(spoilt)).writeRows?.(report.unreadable as BadRow[]) ?? new Uint8Array()
    expect(await read(rest, { account: adopted, ...SALVAGE })).toMatchObject({ contents: { items: [] } })
  })
})
