/** F1 of the design: every change of an encrypted file is refused, or changes nothing that it says. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { CofferError } from '../../contract/errors.ts'
import { digestOf } from '../model/digest.ts'
import type { VaultContents } from '../model/item.ts'
import { makeAccount } from '../testkit/accounts.ts'
import { vaultContents } from '../testkit/arbitraries.ts'
import { printCounts } from '../testkit/print-counts.ts'
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

describe.each(['bitwarden-account-restricted', 'bitwarden-password-protected'] as const)('F1: %s', (id) => {
  let file: Buffer
  let digest: string
  beforeAll(async () => {
    file = Buffer.from(await formatOf(id).write(contents, secrets))
    digest = digestOf(contents)
    expect(await outcome(file)).toBe(digest)
  })

  it('refuses every one-byte change, or yields equal contents', async () => {
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
    // Under the seal not one byte may change; a password-protected file has a head that says nothing of its contents.
    if (id === 'bitwarden-account-restricted') expect(alike).toBe(0)
    printCounts(`${id}, one-byte changes`, { tried, 'equal contents': alike, 'false greens': wrong.length })
    expect(wrong).toEqual([])
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

describe('other keys', () => {
  it('two accounts refuse each other’s account-restricted exports', async () => {
    const file = await formatOf('bitwarden-account-restricted').write(contents, secrets)
    expect(await outcome(file, { account: makeAccount({ adopted: true }) })).toBe('format/other-key')
    expect(await outcome(file, {})).toBe('format/needs-account')
  })
})
