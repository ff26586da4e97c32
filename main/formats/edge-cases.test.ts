/** Cases that the vectors do not have: what would be lost quietly, and what is told to whom. */
import { describe, expect, it } from 'vitest'
import { CofferError } from '../../contract/errors.ts'
import { leftOutOf } from '../../contract/fidelity.ts'
import { digestOf } from '../model/digest.ts'
import { fidelityOf } from '../model/fidelity.ts'
import type { VaultContents } from '../model/item.ts'
import { detect, formatOf } from './index.ts'

const HEADER =
  'folder,favorite,type,name,notes,fields,reprompt,archivedDate,login_uri,login_username,login_password,login_totp'

async function read(file: string | Uint8Array): Promise<VaultContents> {
  return (await detect(typeof file === 'string' ? Buffer.from(file) : file).read({})).contents
}

async function codeOf(file: string | Uint8Array): Promise<string> {
  try {
    await read(file)
    return 'accepted'
  } catch (error) {
    return error instanceof CofferError ? error.code : String(error)
  }
}

describe('CSV', () => {
  it.each(['2026/01/02', '1', 'yesterday'])(
    'refuses the archivedDate %j, which no JSON export could hold',
    async (date) => {
      expect(await codeOf(`${HEADER}\n,,login,x,,,0,${date},,,,`)).toBe('format/bad-row')
    },
  )

  it('keeps every address of a cell, whatever separates the lines', async () => {
    const { items } = await read(`${HEADER}\n,,login,x,,,0,,"https://a.test,https://b.test\r\nhttps://c.test",,,`)
    expect(items[0]?.login?.uris.map(({ uri }) => uri)).toEqual(['https://a.test', 'https://b.test', 'https://c.test'])
  })

  it('keeps a cell that is no CSV row as one address', async () => {
    const { items } = await read(`${HEADER}\n,,login,x,,,0,,"""https://a.test",,,`)
    expect(items[0]?.login?.uris.map(({ uri }) => uri)).toEqual(['"https://a.test'])
  })

  it('refuses more rows than a vault may have, blank ones too, before it has read them all', async () => {
    expect(await codeOf(HEADER + '\n'.repeat(5_000_000))).toBe('format/too-large')
  })

  it('takes the first collection of an organisation’s row, and types in any case', async () => {
    const { folders, items } = await read(
      `${HEADER.replace('folder,favorite', 'collections')}\n"Team,All",NOTE,x,y,,0,,,,,`,
    )
    expect([folders[0]?.name, items[0]?.type, items[0]?.notes]).toEqual(['Team', 2, 'y'])
  })

  it('names a column that has no place', async () => {
    const { ignored } = await detect(Buffer.from(`${HEADER},colour\n,,login,x,,,0,,,,,,red`)).read({})
    expect(ignored).toEqual({ columns: 1 })
  })

  it('counts a reprompt setting that it cannot hold', async () => {
    const contents = await read(
      JSON.stringify({ encrypted: false, folders: [], items: [{ type: 2, name: 'x', reprompt: 2 }] }),
    )
    expect(leftOutOf(fidelityOf(contents, formatOf('bitwarden-csv').keeps(contents)))).toEqual({ reprompts: 1 })
    expect(digestOf(formatOf('bitwarden-csv').keeps(contents))).not.toBe(digestOf(contents))
  })

  it('with rows that end otherwise than the header is refused, before a password gains a carriage return', async () => {
    const header = 'name,type,login_uri,login_username,login_password'
    expect(await codeOf(`${header}\nx,login,,me,hunter2\r\n`)).toBe('format/bad-row')
    expect(await codeOf(`${header}\r\nx,login,,me,hunter2\n`)).toBe('format/bad-row')
    expect(await codeOf(`${header}\r\nx,login,,me,hunter2\r\n`)).toBe('accepted')
    expect(await codeOf(`${header}\r\nx,login,,me,"hunter\n2"\r\n`)).toBe('accepted')
  })

  it.each(['"', '"x', 'x"y"z', '"a"b', `"${'x"'.repeat(200_000)}${' '.repeat(200_000)}`])(
    'with the quotes of %.12j is refused or read, in time that grows with its length alone',
    async (cell) => {
      const code = await codeOf(`${HEADER}\n,,login,${cell},,,0,,,,,`)
      expect(code).toBe(cell.startsWith('"') ? 'format/bad-row' : 'accepted')
      const quoted = `"${cell.replaceAll('"', '""')}"`
      const { items } = await read(`${HEADER}\n,,login,x,,,0,,${quoted},,,`)
      expect(items[0]?.login?.uris.map(({ uri }) => uri).join()).toBe(cell)
    },
  )

  it('saved in Windows-1252 is read, and says so', async () => {
    const bytes = Buffer.from(`${HEADER}\n,,login,Zürich \x80,,,0,,,,,`, 'latin1')
    expect(detect(bytes).text).toEqual({ encoding: 'windows-1252', byteOrderMark: false, delimiter: ',' })
    expect((await read(bytes)).items[0]?.name).toBe('Zürich €')
  })

  it('of UTF-8 in which a byte was damaged is not taken for Windows-1252', async () => {
    const bytes = Buffer.from(`${HEADER}\n,,login,Zürich,Grüße,,0,,,,,`)
    const at = bytes.indexOf('Gr') + 2
    bytes[at] = 0xff
    expect(await codeOf(bytes)).toBe('format/bad-encoding')
  })

  it.each([
    ['utf-16le', true],
    ['utf-16le', false],
    ['utf-16be', true],
    ['utf-16be', false],
  ] as const)('in %s is read (byte order mark: %s)', async (encoding, byteOrderMark) => {
    const text = `${byteOrderMark ? '\uFEFF' : ''}${HEADER}\n,,login,Zürich 😀,,,0,,,,,`
    const bytes = Buffer.from(text, 'utf16le')
    if (encoding === 'utf-16be') bytes.swap16()
    expect(detect(bytes).text).toEqual({ encoding, byteOrderMark, delimiter: ',' })
    expect((await read(bytes)).items[0]?.name).toBe('Zürich 😀')
    expect(await codeOf(bytes.subarray(0, -1))).toBe('format/utf-16')
  })

  it.each([';', '\t'] as const)('with cells parted by %j is read', async (delimiter) => {
    const text = `${HEADER.replaceAll(',', delimiter)}\n,,login,"a${delimiter}b",x,,0,,,,,`.split('\n')
    const file = `${text[0]}\n${(text[1] ?? '').replaceAll(',', delimiter)}`
    expect(detect(Buffer.from(file)).text?.delimiter).toBe(delimiter)
    expect((await read(file)).items[0]?.name).toBe(`a${delimiter}b`)
  })
})

describe('JSON', () => {
  it.each(['{"id":12345678901234567890}', '{"constructor":1}', '['.repeat(40), '{"a":"\\ud800"}'])(
    'of another program (%.30s) is simply no export',
    async (text) => {
      expect(await codeOf(text)).toBe('format/not-an-export')
    },
  )

  it('keeps folders beside an empty list of collections', async () => {
    const folders = [{ id: 'f', name: 'F' }]
    const contents = await read(
      JSON.stringify({ encrypted: false, collections: [], folders, items: [{ type: 2, folderId: 'f' }] }),
    )
    expect([contents.folders, contents.items[0]?.folderId]).toEqual([folders, 'f'])
  })

  it('with more values than any export has is refused before it is built', async () => {
    const many = '[1],'.repeat(5_000_001)
    expect(await codeOf(`{"encrypted":false,"items":[],"x":[${many}1]}`)).toBe('format/too-large')
  })

  it.each([
    ['0.1234567890123456789', false],
    ['9007199254740991.4', false],
    ['1e-400', false],
    ['1.23456789012345e-320', false],
    ['0.30000000000000004', true],
    ['0.1', true],
    ['1.50', true],
    ['0.0', true],
    ['1e3', true],
    ['9007199254740991', true],
  ])('a number in an unknown field, %s, is kept or refused, never changed', async (number, kept) => {
    const code = await codeOf(`{"encrypted":false,"folders":[],"items":[{"type":2,"x":${number}}]}`)
    expect(code).toBe(kept ? 'accepted' : 'format/unsafe-number')
  })
})
