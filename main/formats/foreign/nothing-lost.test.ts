/** Odd KeePass texts and tables without a header: kept or counted, and no cell told as a column's name. */
import { describe, expect, it } from 'vitest'
import { CofferError } from '../../../contract/errors.ts'
import type { ColumnMapping } from '../../../contract/import-plan.ts'
import type { Item } from '../../model/item.ts'
import { detect, formatOf } from '../index.ts'

function keepass(content: string): Buffer {
  return Buffer.from(`<KeePassFile><Root><Group><Name>Root</Name>${content}</Group></Root></KeePassFile>`)
}

function strings(texts: Readonly<Record<string, string>>): string {
  return Object.entries(texts)
    .map(([key, value]) => `<String><Key>${key}</Key><Value>${value}</Value></String>`)
    .join('')
}

async function itemOf(content: string): Promise<Item | undefined> {
  return (await detect(keepass(`<Entry>${content}</Entry>`)).read({})).contents.items[0]
}

/** The TOTP and the names of hidden fields and of others. */
async function otpOf(texts: Readonly<Record<string, string>>): Promise<unknown[]> {
  const item = await itemOf(strings(texts))
  const named = (hidden: number): unknown[] =>
    (item?.fields ?? []).filter(({ type }) => type === hidden).map(({ name, value }) => [name, value])
  return [item?.login?.totp, named(1), named(0)]
}

async function refused(file: Buffer, mapping: ColumnMapping): Promise<unknown> {
  try {
    await detect(file).read({ mapping })
    return 'accepted'
  } catch (error) {
    if (error instanceof CofferError) return [error.code, error.details]
    throw error
  }
}

describe('F7: no secret of a one-time password is lost', () => {
  it.each([
    ['TimeOtp-Secret-Hex', '48656c6c6f21deadbeef', 'JBSWY3DPEHPK3PXP'],
    ['TimeOtp-Secret-Hex', '4865 6C6C\n6F21 DEAD BEEF', 'JBSWY3DPEHPK3PXP'],
    ['TimeOtp-Secret-Base64', 'SGVs bG8h3q2+7w==', 'JBSWY3DPEHPK3PXP'],
  ])('%s %j is read whole', async (key, text, totp) => {
    expect(await otpOf({ [key]: text })).toEqual([totp, [], []])
  })

  it.each([
    ['TimeOtp-Secret-Hex', '48656c6c6f21deadbee'],
    ['TimeOtp-Secret-Hex', '0x48656c6c6f21'],
    ['TimeOtp-Secret-Hex', '4865zz6c'],
    ['TimeOtp-Secret-Hex', '  '],
    ['TimeOtp-Secret-Base64', '  '],
    ['TimeOtp-Secret-Base64', '???'],
    ['TimeOtp-Secret-Base64', 'SGVsbG8h3q2-7w=='],
    ['TimeOtp-Secret-Base64', 'SGVsbG8h3q2+7w'],
  ])('%s %j stays a hidden field', async (key, text) => {
    expect(await otpOf({ [key]: text })).toEqual([null, [[key, text]], []])
  })

  it.each([
    ['TimeOtp-Algorithm', 'constructor'],
    ['TimeOtp-Algorithm', '__proto__'],
    ['TimeOtp-Length', 'six'],
    ['TimeOtp-Period', '30&amp;x=1'],
  ])('with %s %s it stays a hidden field', async (key, text) => {
    const plain = text.replace('&amp;', '&')
    expect(await otpOf({ 'TimeOtp-Secret-Base32': 'ABCDEFGH', [key]: text })).toEqual([
      null,
      [['TimeOtp-Secret-Base32', 'ABCDEFGH']],
      [[key, plain]],
    ])
  })

  it('what KeeOtp cannot mean stays as it is', async () => {
    const text = 'key=ABCDEFGH&size=six'
    expect(await otpOf({ otp: text.replace('&', '&amp;') })).toEqual([text, [], []])
  })
})

describe('F7: a date that cannot be is kept as it is written', () => {
  const inSeconds = (seconds: bigint): string => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(seconds)
    return bytes.toString('base64')
  }

  it.each([
    ['before the year 0', -100_000_000_000n],
    ['after 9999', 400_000_000_000n],
    ['beyond all dates', 2n ** 62n],
  ])('%s, and the export that follows is read', async (_, seconds) => {
    const text = inSeconds(seconds)
    const names = ['CreationTime', 'LastModificationTime', 'ExpiryTime']
    const times = names.map((name) => `<${name}>${text}</${name}>`).join('')
    const file = keepass(`<Entry>${strings({ Title: 'x' })}<Times>${times}<Expires>True</Expires></Times></Entry>`)
    const { contents } = await detect(file).read({})
    const [item] = contents.items
    expect([item?.creationDate, item?.revisionDate]).toEqual([null, null])
    expect(item?.fields.map(({ name, value }) => [name, value])).toEqual([
      ['CreationTime', text],
      ['LastModificationTime', text],
      ['Expires', text],
    ])
    const written = await formatOf('bitwarden-json').write(contents, {})
    expect((await detect(Buffer.from(written)).read({})).contents.items).toHaveLength(1)
  })

  it('the first and last second that a date can tell are dates', async () => {
    const times = `<CreationTime>${inSeconds(0n)}</CreationTime><LastModificationTime>${inSeconds(315_537_897_599n)}</LastModificationTime>`
    const item = await itemOf(`${strings({ Title: 'x' })}<Times>${times}</Times>`)
    expect([item?.creationDate, item?.revisionDate, item?.fields]).toEqual([
      '0001-01-01T00:00:00.000Z',
      '9999-12-31T23:59:59.000Z',
      [],
    ])
  })
})

describe('F7: what a folder has no place for is counted', () => {
  it('the notes of groups', async () => {
    const file = keepass(
      '<Notes>top</Notes><Group><Name>A</Name><Notes>own</Notes></Group><Group><Name>B</Name></Group>',
    )
    expect((await detect(file).read({})).ignored).toEqual({ settings: 2 })
  })
})

describe('F7: a table without a header', () => {
  const mapping: ColumnMapping = ['url', 'username', 'password']

  it.each([
    ['addresses', 'https://a.example,bob,hunter2'],
    ['a mailbox', 'Mail,bob@mail.example,password'],
    ['no known word', 'Bank,bob,hunter2'],
    ['a password that holds a known word', 'Bank,bob,password123'],
  ])('with %s in its first row loses no row and shows no cell as a name', async (_, row) => {
    const file = Buffer.from(`${row}\nhttps://b.example,al,pw2\nhttps://c.example,al,"pw"3\n`)
    const recognised = detect(file)
    expect([recognised.items, recognised.columns]).toEqual([2, { names: ['', '', ''], sample: row.split(',') }])
    const { contents, unreadable = [] } = await recognised.read({ mapping, salvage: true })
    expect(contents.items.map(({ login }) => login?.password)).toEqual([row.split(',')[2], 'pw2'])
    expect(unreadable.map(({ lines, column }) => [lines, column])).toEqual([[[3, 3], 'password']])
    const rest = Buffer.from(recognised.writeRows?.(unreadable) ?? []).toString()
    expect(rest).toBe('https://c.example,al,"pw"3\n')
  })

  it.each([
    'Web Site,userName,passWord',
    'login_uri,x,y',
    'Konto,Benutzer,Kennwort',
    'site,identifiant,mot de passe',
    'Sitio,usuario,contraseña',
    'E-Mail,x,y',
  ])('%s is a header', (header) => {
    const { columns, items } = detect(Buffer.from(`${header}\na,b,c\n`))
    expect([columns?.names, items]).toEqual([header.split(','), 1])
  })

  it('a fault tells what the column holds or its number, never the header', async () => {
    const file = Buffer.from('Site,Who,Secret\na,b,"c"d\n e,f,g\n')
    const details = ['format/bad-row', { line: 2, column: 'password' }]
    expect(await refused(file, mapping)).toEqual(details)
    const other = Buffer.from('Site,Who,Secret\na,b,c\nd,"e"x,f\n')
    expect(await refused(other, ['url', null, 'password'])).toEqual(['format/bad-row', { line: 3, column: '2' }])
  })
})

describe('F7: a list of faults stays short', () => {
  it('of a CSV file with a long column name', async () => {
    const long = `login_${'x'.repeat(5_000)}`
    const header = `name,type,login_uri,login_username,login_password,${long}`
    const file = detect(Buffer.from(`${header}\nn,,,,,"a"b\nn,login,,,,\n`))
    const { unreadable = [] } = await file.read({ salvage: true })
    expect(unreadable.map(({ column }) => column)).toEqual([long.slice(0, 100)])
  })

  it('of a KeePass file with a long text name', async () => {
    const key = 'k'.repeat(5_000)
    const file = detect(keepass(`<Entry><String><Key>${key}</Key></String></Entry>`))
    const { unreadable = [] } = await file.read({ salvage: true })
    expect(unreadable.map(({ column }) => column)).toEqual([`String/${key}`.slice(0, 100)])
  })
})
