/** Every change of an encrypted file is refused, or changes nothing that it says. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { CofferError } from '../../contract/errors.ts'
import { digestOf } from '../model/digest.ts'
import type { VaultContents } from '../model/item.ts'
import { makeAccount } from '../testkit/accounts.ts'
import { vaultContents } from '../testkit/arbitraries.ts'
import type { Secrets, WriteSecrets } from './format.ts'
import { detect, formatOf } from './index.ts'

const account = makeAccount({ adopted: true })
const secrets: WriteSecrets = { account, filePassword: 'pw', kdf: { type: 'pbkdf2', iterations: 5000 } }
const [contents] = fc.sample(
  vaultContents(3).filter(
    ({ items, folders }) => items.length === 2 && folders.length > 0 && JSON.stringify(items).length < 2000,
  ),
  { numRuns: 1, seed: 7 },
) as [VaultContents]

/** The digest read, or the code of the refusal. */
async function outcome(file: Uint8Array, given: Secrets = secrets): Promise<string> {
  try {
    return digestOf((await detect(file).read(given)).contents)
  } catch (error) {
    return error instanceof CofferError ? error.code : `untyped: ${String(error)}`
  }
}

describe.each(['bitwarden-account-restricted', 'bitwarden-password-protected'] as const)('%s', (id) => {
  let file: Buffer
  let digest: string
  beforeAll(async () => {
    file = Buffer.from(await formatOf(id).write(contents, secrets))
    digest = digestOf(contents)
    expect(await outcome(file)).toBe(digest)
  })

  it('refuses or reads alike after every one-byte change', async () => {
    const wrong: string[] = []
    let [tried, alike] = [0, 0]
    for (let at = 0; at < file.length; at += 1) {
      const before = file[at] ?? 0
      for (const value of [before ^ 1, before ^ 0x20]) {
        file[at] = value
        const found = await outcome(file)
        tried += 1
        if (found === digest) alike += 1
        else if (!/^[a-z]+\/[a-z0-9-]+$/.test(found)) wrong.push(`${at}: ${found}`)
      }
      file[at] = before
    }
    expect(wrong).toEqual([])
    // Under the seal not one byte may change; a password-protected file has a head that says nothing of its contents.
    if (id === 'bitwarden-account-restricted') expect(alike).toBe(0)
    process.stdout.write(`${id}: ${tried} changes tried, ${alike} read alike, 0 read otherwise\n`)
  }, 300_000)

  it('refuses every truncation', async () => {
    for (let length = 0; length < file.length; length += 7) {
      expect(await outcome(file.subarray(0, length))).toMatch(/^format\/(truncated|not-an-export)$/)
    }
  })

  it('tells a change of ciphertext or MAC as damage (exit status 5)', async () => {
    const text = file.toString('utf8')
    for (const [sealed] of text.matchAll(/2\.[A-Za-z0-9+/=]{24}\|[A-Za-z0-9+/=]+\|[A-Za-z0-9+/=]{44}/g)) {
      for (const at of [sealed.indexOf('|') + 3, sealed.lastIndexOf('|') + 3]) {
        const other = sealed[at] === 'A' ? 'B' : 'A'
        const changed = text.replace(sealed, sealed.slice(0, at) + other + sealed.slice(at + 1))
        expect(await outcome(Buffer.from(changed))).toMatch(/^format\/(damaged|seal-broken)$/)
      }
    }
  })
})

describe('a sealed file', () => {
  type Raw = Record<string, unknown> & { items: Record<string, unknown>[]; folders: unknown[] }
  const written = async (): Promise<Raw> =>
    JSON.parse(Buffer.from(await formatOf('bitwarden-account-restricted').write(contents, secrets)).toString()) as Raw
  const bytesOf = (raw: unknown): Buffer => Buffer.from(JSON.stringify(raw, null, 2))

  it('refuses the same contents written by another JSON writer', async () => {
    expect(await outcome(Buffer.from(JSON.stringify(await written())))).toBe('format/seal-broken')
  })

  it('refuses items dropped, doubled, put in another order, and every swap of two sealed texts', async () => {
    const raw = await written()
    const text = bytesOf(raw).toString()
    const [first, ...rest] = raw.items
    const arrangements = [rest, [...raw.items, first], [...rest, first]].map((items) => bytesOf({ ...raw, items }))
    const sealed = [...text.matchAll(/"(2\.[^"]+)"/g)].map(([, found]) => found ?? '').slice(1)
    const swaps = sealed.flatMap((a, i) =>
      sealed.slice(i + 1).map((b) => Buffer.from(text.replace(a, '@').replace(b, a).replace('@', b))),
    )
    for (const file of [...arrangements, ...swaps]) expect(await outcome(file)).toBe('format/seal-broken')
    expect(swaps.length).toBeGreaterThan(100)
  })

  it('has exactly the keys of Bitwarden’s own files', async () => {
    const raw = await written()
    expect(Object.keys(raw)).toEqual(['encrypted', 'encKeyValidation_DO_NOT_EDIT', 'folders', 'items'])
    for (const folder of raw.folders) expect(Object.keys(folder as object)).toEqual(['id', 'name'])
    for (const item of raw.items) {
      expect(item.key).toMatch(/^2\./)
      expect(item.name).toMatch(/^2\./)
      const { uris = [] } = (item.login ?? {}) as { uris?: { uri: string | null; uriChecksum?: string }[] }
      for (const { uri, uriChecksum } of uris) expect(uriChecksum?.startsWith('2.') ?? false).toBe(uri !== null)
    }
  })

  it('does not take another validation string, from an older export of the same account or made of a UUID', async () => {
    const [older, newer] = [await written(), await written()]
    const moved = { ...newer, encKeyValidation_DO_NOT_EDIT: older.encKeyValidation_DO_NOT_EDIT }
    expect(await outcome(bytesOf(moved))).toBe('format/seal-broken')
    const folderName = (newer.folders[0] as { name: string }).name
    expect(await outcome(bytesOf({ ...newer, encKeyValidation_DO_NOT_EDIT: folderName }))).toBe('format/seal-broken')
  })
})

describe('other keys', () => {
  it('two accounts refuse each other’s account-restricted exports', async () => {
    const file = await formatOf('bitwarden-account-restricted').write(contents, secrets)
    expect(await outcome(file, { account: makeAccount({ adopted: true }) })).toBe('format/other-key')
    expect(await outcome(file, {})).toBe('format/needs-account')
  })
})
