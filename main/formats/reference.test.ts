/** Files made by Bitwarden's clients, its SDK and KeePassXC, where they are at hand. */
import { describe, expect, it } from 'vitest'
import type { Item, VaultContents } from '../model/item.ts'
import { unlockAccount } from '../vault/keychain.ts'
import { makeAccount } from '../testkit/accounts.ts'
import { hasReference, referenceBytes, referenceJson } from '../testkit/reference.ts'
import { detect, formatOf } from './index.ts'
import type { ReadReport, Secrets } from './format.ts'

const run = hasReference('exports made by Bitwarden and KeePassXC')

async function read(name: string, secrets: Secrets = {}): Promise<ReadReport> {
  return await detect(referenceBytes(name)).read(secrets)
}

/** Whether every value of `expected` stands in `found`, null, absent and an empty list being one. */
function expectHolds(found: unknown, expected: unknown, where: string): void {
  if (Array.isArray(expected)) {
    expected.forEach((value, index) => {
      expectHolds((found as unknown[])[index], value, `${where}/${index}`)
    })
  } else if (typeof expected === 'object' && expected !== null) {
    for (const [key, value] of Object.entries(expected)) {
      if (!NOT_KEPT.has(key))
        expectHolds((found as Record<string, unknown>)[NAMES[key] ?? key], value, `${where}/${key}`)
    }
  } else expect(Array.isArray(found) && found.length === 0 ? null : (found ?? null), where).toEqual(expected)
}
const NOT_KEPT = new Set(['uriChecksum', 'organizationId', 'collectionIds', 'key', 'secureNote', 'encrypted'])
const NAMES: Record<string, string> = { fingerprint: 'keyFingerprint' }

describe.runIf(run)('reference files', () => {
  it('Bitwarden, account-restricted, all eight types: every value, and only in an adopted vault', async () => {
    type Account = Parameters<typeof unlockAccount>[0] & {
      password: string
      kdf: { kdfIterations: number }
      masterKeyWrappedUserKey: string
    }
    const given = referenceJson<Account>('clients/account-encrypted-v1.account.json')
    const kdf = { type: 'pbkdf2', iterations: given.kdf.kdfIterations } as const
    const { userKey } = await unlockAccount(
      { ...given, kdf, wrappedUserKey: given.masterKeyWrappedUserKey },
      given.password,
    )
    const name = 'clients/account-encrypted-v1.json'
    const { contents, sealed } = await read(name, { account: makeAccount({ userKey, adopted: true }) })
    expectHolds(contents, referenceJson('clients/account-encrypted-v1.expected.json'), '')
    expect([contents.items.length, sealed]).toEqual([8, false])
    expect(new Set(contents.items.map(({ type }) => type)).size).toBe(8)
    const foreign = read(name, { account: makeAccount({ userKey, adopted: false }) })
    await expect(foreign).rejects.toMatchObject({ code: 'format/seal-removed' })
    await expect(read(name, { account: makeAccount() })).rejects.toMatchObject({ code: 'format/other-key' })
  })

  it('Bitwarden, account of the newer kind: refused by name', () => {
    expect(() => detect(referenceBytes('clients/account-encrypted-v2.json'))).toThrow('format/newer-encryption')
  })

  it.each(['bitwarden_encrypted_export.json', 'bitwarden_encrypted_argon2id_export.json'])(
    'KeePassXC: %s',
    async (name) => {
      const { contents } = await read(`keepassxc/${name}`, { filePassword: 'a' })
      expect(contents.folders).toEqual([{ id: '7a66b0f0-0fd0-4dad-b00e-af7e017bcbe0', name: 'Credit Cards' }])
      const [item] = contents.items as [Item]
      expect(item).toMatchObject({ name: 'KeePassXC', favorite: true })
      expect(item.login).toMatchObject({ username: 'keepassxc', password: 'TYsbQUyeD3qrav', totp: 'fsfsfsfsefefef' })
      expect(item.login?.uris).toHaveLength(2)
      await expect(read(`keepassxc/${name}`, { filePassword: 'b' })).rejects.toMatchObject({
        code: 'format/wrong-password',
      })
    },
  )

  it('KeePassXC: plain, of the old kind without a flag', async () => {
    const { contents } = await read('keepassxc/bitwarden_export.json')
    const folders = new Map(contents.folders.map(({ id, name }) => [id, name]))
    const found = contents.items.map(({ name, folderId }) => `${folders.get(folderId ?? '') ?? ''}/${name}`)
    expect(found.sort()).toEqual(
      ['My Folder/Login Name', 'My Folder/My Identity', 'My Folder/My Secure Note', 'Second Folder/Card Name'].sort(),
    )
    const by = (name: string): Item | undefined => contents.items.find((item) => item.name === name)
    expect(by('Login Name')?.login).toMatchObject({ username: 'myusername@gmail.com', password: 'mypassword' })
    expect(by('Login Name')?.login?.uris).toHaveLength(3)
    expect(by('My Identity')?.identity?.ssn).toBe('123-12-1234')
    expect(by('Card Name')?.card).toMatchObject({ cardholderName: 'Jane Doe', number: '1234567891011121', code: '123' })
    expect(by('My Secure Note')?.notes?.split('\n')).toHaveLength(3)
  })

  it('SDK: plain JSON, every value, and written again with the same values', async () => {
    const { contents } = await read('sdk-internal/json_export.json')
    expectHolds(contents, referenceJson('sdk-internal/json_export.json'), '')
    const written = await formatOf('bitwarden-json').write(contents, {})
    expectHolds(JSON.parse(Buffer.from(written).toString()), referenceJson('sdk-internal/json_export.json'), '')
  })

  it('SDK: CSV of the older generation; and the newer one', async () => {
    const { contents } = await read('sdk-internal/csv_expected.csv')
    expect(contents.items.map(({ login }) => login?.password)).toEqual(['Abc123', '3Pvb8u7EfbV*nJ'])
    expect(fieldsOf(contents)).toEqual(['Test=v', 'Hidden=asdfer'])
    const newer = await read('synthetic/csv_2026_columns.csv')
    expect(newer.contents.items[0]?.archivedDate).toBe('2026-01-01T00:00:00.000Z')
    expect(newer.contents.items[0]?.login?.uris.map(({ uri }) => uri)).toEqual(['https://a.test', 'https://b.test'])
  })

  it.each(['zip_layout_by_id.zip', 'zip_layout_by_name.zip'])('%s is named', (name) => {
    expect(() => detect(referenceBytes(`synthetic/${name}`))).toThrow('format/zip')
  })
})

function fieldsOf({ items }: VaultContents): string[] {
  return items.flatMap(({ fields }) => fields.map(({ name, value }) => `${name ?? ''}=${value ?? ''}`))
}
