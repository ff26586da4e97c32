/** What is written comes back: everything in JSON, exactly the listed part in CSV. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leftOutOf } from '../../contract/fidelity.ts'
import type { FormatId } from '../../contract/formats.ts'
import { digestOf } from '../model/digest.ts'
import { fidelityOf } from '../model/fidelity.ts'
import type { Item, VaultContents } from '../model/item.ts'
import { makeAccount } from '../testkit/accounts.ts'
import { vaultContents } from '../testkit/arbitraries.ts'
import { detect, formatOf } from './index.ts'

const kdf = { type: 'pbkdf2', iterations: 5000 } as const
const secrets = { account: makeAccount(), filePassword: 'file password', kdf }

async function roundTrip(id: FormatId, contents: VaultContents): Promise<VaultContents> {
  const recognised = detect(await formatOf(id).write(contents, secrets))
  expect(recognised.format).toBe(id)
  return (await recognised.read(secrets)).contents
}

describe('round trip over generated vaults', () => {
  it.each([
    ['bitwarden-json', 300],
    ['bitwarden-password-protected', 100],
    ['bitwarden-account-restricted', 150],
  ] as const)('%s loses nothing (%i vaults)', async (id, numRuns) => {
    await fc.assert(
      fc.asyncProperty(vaultContents(), async (contents) => {
        const back = await roundTrip(id, contents)
        if (!isDeepStrictEqual(back, contents)) expect(back).toEqual(contents)
        expect(digestOf(back)).toBe(digestOf(contents))
      }),
      { numRuns },
    )
  })

  it('bitwarden-csv keeps exactly what docs/FORMATS.md#losses says (300 vaults)', async () => {
    await fc.assert(
      fc.asyncProperty(vaultContents(), async (contents) => {
        const back = await roundTrip('bitwarden-csv', contents)
        expect(digestOf(back)).toBe(digestOf(documentedRest(contents)))
        expect(digestOf(formatOf('bitwarden-csv').keeps(contents))).toBe(digestOf(back))
      }),
      { numRuns: 300 },
    )
  })

  it('a format with no losses to count gives an equal digest, and the other way round', async () => {
    await fc.assert(
      fc.asyncProperty(vaultContents(3), async (contents) => {
        const losses = leftOutOf(fidelityOf(contents, formatOf('bitwarden-csv').keeps(contents)))
        const counted = Object.keys(losses).filter((kind) => kind !== 'dates')
        const back = await roundTrip('bitwarden-csv', contents)
        expect(digestOf(back) === digestOf(contents)).toBe(counted.filter((kind) => !UNSEEN.has(kind)).length === 0)
      }),
      { numRuns: 300 },
    )
  })
})

/** Losses that the digest, which knows no dates, does not see in themselves. */
const UNSEEN = new Set(['dates'])

/** The table of docs/FORMATS.md#losses, written down once more from its text alone. */
function documentedRest({ folders, items }: VaultContents): VaultContents {
  const rows = items.filter(({ type, deletedDate }) => (type === 1 || type === 2) && deletedDate === null)
  const nameOf = new Map(folders.map(({ id, name }) => [id, name]))
  const names = new Set(rows.map(({ folderId }) => nameOf.get(folderId ?? '') ?? ''))
  names.delete('')
  return {
    folders: [...names].map((name) => ({ id: name, name })),
    items: rows.map((item) => restOf(item, nameOf.get(item.folderId ?? '') ?? null)),
  }
}

function restOf(item: Item, folder: string | null): Item {
  const bare = {
    ...item,
    folderId: folder === '' ? null : folder,
    passwordHistory: [],
    fields: fieldsOf(item),
    reprompt: item.reprompt === 1 ? 1 : 0,
  }
  delete (bare as { extra?: unknown }).extra
  if (!item.login) return { ...bare, secureNote: {} }
  const { username, password, totp, uris } = item.login
  const kept = uris.filter(({ uri }) => uri !== null && uri !== '').map(({ uri }) => ({ uri, match: null }))
  return {
    ...bare,
    login: {
      username,
      password,
      totp,
      uris: kept,
      passwordRevisionDate: null,
      autofillOnPageLoad: null,
      fido2Credentials: [],
    },
  }
}

function fieldsOf({ fields }: Item): Item['fields'] {
  const cell = fields.map(({ name, value }) => `${name ?? ''}: ${value ?? ''}`).join('\n')
  const kept: { name: string; value: string; type: number; linkedId: null }[] = []
  if (cell === '') return kept
  cell.split('\n').forEach((line, index) => {
    const parts = line.split(': ')
    const value = parts.pop() ?? ''
    const previous = kept.at(-1)
    if (parts.length > 0) kept.push({ name: parts.join(': '), value, type: 0, linkedId: null })
    else if (index > 0 && previous) previous.value = `${previous.value}\n${line}`
    else kept.push({ name: '', value: line, type: 0, linkedId: null })
  })
  return kept
}
