/** Making a vault file and opening it. */
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { CREATION_RANGE, type KdfConfig } from '../../contract/kdf-config.ts'
import { run } from '../testkit/processes.ts'
import {
  EMAIL,
  FAST_KDF,
  makeQuickVault,
  makeTempFolder,
  makeVault,
  makeWrappedAccount,
  MASTER_PASSWORD,
  OLD_KDF,
  openVault,
  refusalOf,
  sql,
} from '../testkit/vaults.ts'
import { createVault, createVaultAround } from './create.ts'
import { VERSIONS } from './schema.ts'
import { LockedVault } from './session.ts'

const account = { email: EMAIL, kdf: FAST_KDF }

function accountRow(file: string): Record<string, unknown> {
  return sql(file, 'SELECT * FROM account')[0] ?? {}
}

describe('a new vault', () => {
  it('alone in its folder, has mode 0600 and its folder 0700, whatever the umask', () => {
    const file = path.join(makeTempFolder(), 'new', 'vault')
    const modes = run('create', { file, password: MASTER_PASSWORD })
    expect(modes).toEqual({ folder: '700', vault: '600' })
  })

  it('stands alone in its folder and holds the account that was asked for', async () => {
    const file = await makeVault({ email: '  Ann@Example.COM ' })
    expect(readdirSync(path.dirname(file))).toEqual(['vault.coffer'])
    const session = await openVault(file)
    expect(session.account).toMatchObject({ email: '  Ann@Example.COM ', salt: 'ann@example.com', kdf: FAST_KDF })
    expect(session.facts).toMatchObject({ adopted: false, retiredKeys: [] })
    expect(session.contents()).toEqual({ folders: [], items: [] })

    // Address, password and KDF do not make the key.
    const other = await openVault(await makeVault())
    expect(other.account).toMatchObject({ salt: session.account.salt, kdf: FAST_KDF })
    expect(other.marks.fingerprint).not.toBe(session.marks.fingerprint)
  })

  it('has a random salt where there is no address', async () => {
    const salts = [await makeVault({ email: null }), await makeVault({ email: null })].map(
      (file) => accountRow(file).salt,
    )
    expect(salts[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}$/)
    expect(salts[0]).not.toBe(salts[1])
  })
})

describe('where a file is already', () => {
  it.each([
    ['a text', 'not a vault'],
    ['nothing in it', ''],
  ])('with %s, it is left as it is', async (_, content) => {
    const file = path.join(makeTempFolder(), 'taken')
    writeFileSync(file, content)
    const before = statSync(file)
    expect(await refusalOf(() => createVault(file, MASTER_PASSWORD, account))).toBe('vault/exists')
    expect(readFileSync(file, 'utf8')).toBe(content)
    expect(statSync(file).mtimeMs).toBe(before.mtimeMs)
    expect(readdirSync(path.dirname(file))).toEqual(['taken'])
  })

  it('a vault keeps its key', async () => {
    const file = await makeQuickVault()
    const before = accountRow(file)
    expect(await refusalOf(() => createVault(file, 'other', account))).toBe('vault/exists')
    expect(accountRow(file)).toEqual(before)
  })

  it('a link that leads nowhere stays that', async () => {
    const file = path.join(makeTempFolder(), 'link')
    symlinkSync('nowhere', file)
    expect(await refusalOf(() => createVault(file, MASTER_PASSWORD, account))).toBe('vault/exists')
    expect(lstatSync(file).isSymbolicLink()).toBe(true)
    expect(readdirSync(path.dirname(file))).toEqual(['link'])
  })
})

describe('the key derivation of a new vault', () => {
  const { pbkdf2, argon2id } = CREATION_RANGE
  const outside: [string, KdfConfig][] = [
    ['PBKDF2, too few rounds', { type: 'pbkdf2', iterations: pbkdf2.iterations.min - 1 }],
    ['PBKDF2, too many rounds', { type: 'pbkdf2', iterations: pbkdf2.iterations.max + 1 }],
    ['PBKDF2, half a round', { type: 'pbkdf2', iterations: 600_000.5 }],
    ...Object.entries(argon2id).flatMap(([name, { min, max }]) =>
      [min - 1, max + 1].map((value): [string, KdfConfig] => [`${name} ${value}`, { ...FAST_KDF, [name]: value }]),
    ),
  ]

  it.each(outside)('is refused outside its range: %s', async (_, kdf) => {
    const file = path.join(makeTempFolder(), 'vault')
    const refusal = await refusalOf(() => createVault(file, MASTER_PASSWORD, { email: EMAIL, kdf }))
    expect(refusal).toBe('usage/kdf-out-of-range')
    expect(readdirSync(path.dirname(file))).toEqual([])
  })

  it('may be PBKDF2 with as few rounds as the range allows', async () => {
    const kdf = { type: 'pbkdf2', iterations: pbkdf2.iterations.min } as const
    expect((await openVault(await makeVault({ kdf }))).account.kdf).toEqual(kdf)
  })

  it('may be below the range for an account that exists, but not below what any file may ask', async () => {
    expect((await openVault(await makeQuickVault())).account.kdf).toEqual(OLD_KDF)
    const hostile = { ...(await makeWrappedAccount()), kdf: { ...OLD_KDF, iterations: 4_999 }, adopted: true }
    const file = path.join(makeTempFolder(), 'vault')
    expect(await refusalOf(() => createVaultAround(file, MASTER_PASSWORD, hostile))).toBe('format/kdf-out-of-range')
    expect(existsSync(file)).toBe(false)
  })

  it('wants a password', async () => {
    const file = path.join(makeTempFolder(), 'vault')
    expect(await refusalOf(() => createVault(file, '', account))).toBe('usage/blank-password')
    expect(existsSync(file)).toBe(false)
  })
})

describe('opening', () => {
  let file: string
  beforeAll(async () => {
    file = await makeQuickVault()
  })

  it.each(['wrong', ' correct horse battery staple', 'Correct horse battery staple', 'correct horse battery staple\n'])(
    'refuses the password %j',
    async (password) => {
      expect(await refusalOf(() => openVault(file, password))).toBe('vault/wrong-password')
    },
  )

  it('works after a wrong password', async () => {
    expect(await refusalOf(() => openVault(file, 'wrong'))).toBe('vault/wrong-password')
    const session = await openVault(file)
    session.lock()
    expect(await refusalOf(() => session.userKey)).toBe('internal')
    expect(await refusalOf(() => session.contents())).toBe('internal')
  })

  it('follows a link to the vault', async () => {
    const link = path.join(makeTempFolder(), 'link')
    symlinkSync(file, link)
    const session = await openVault(link)
    expect(session.account.email).toBe(EMAIL)
    session.lock()
    expect(readdirSync(path.dirname(link))).toEqual(['link'])
  })

  it.each([
    ['a text file', 'no vault '.repeat(1_000)],
    ['a short text file', 'x'],
    ['an empty file', ''],
  ])('refuses %s and leaves it as it is', async (_, content) => {
    const other = path.join(makeTempFolder(), 'other')
    writeFileSync(other, content)
    expect(await refusalOf(() => LockedVault.open(other))).toBe('vault/not-a-vault')
    expect(readFileSync(other, 'utf8')).toBe(content)
    expect(readdirSync(path.dirname(other))).toEqual(['other'])
  })

  it("refuses another program's database", async () => {
    const other = path.join(makeTempFolder(), 'other')
    sql(other, 'CREATE TABLE account (only_one TEXT)')
    const before = readFileSync(other)
    expect(await refusalOf(() => LockedVault.open(other))).toBe('vault/not-a-vault')
    expect(readFileSync(other).equals(before)).toBe(true)
  })

  it('refuses a vault of a newer Coffer and leaves it as it is', async () => {
    const newer = await makeQuickVault()
    sql(newer, `PRAGMA user_version = ${VERSIONS.length + 1}`)
    const before = readFileSync(newer)
    expect(await refusalOf(() => LockedVault.open(newer))).toBe('vault/newer')
    expect(readFileSync(newer).equals(before)).toBe(true)
  })

  it('says where there is no vault', async () => {
    expect(await refusalOf(() => LockedVault.open(path.join(makeTempFolder(), 'none')))).toBe('vault/not-found')
  })
})
