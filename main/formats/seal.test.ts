/** F9 of the design: the tamper seal. Each test is named as the promise that it holds. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { CofferError } from '../../contract/errors.ts'
import { sealText } from '../crypto/enc-string.ts'
import { digestOf } from '../model/digest.ts'
import type { VaultContents } from '../model/item.ts'
import { accountOf, makeAccount } from '../testkit/accounts.ts'
import { vaultContents } from '../testkit/arbitraries.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { hasReference, referenceBytes, referenceJson } from '../testkit/reference.ts'
import { unlockAccount } from '../vault/keychain.ts'
import type { AccountSecrets, Counted } from './format.ts'
import { detect, formatOf } from './index.ts'

const VALIDATION = 'encKeyValidation_DO_NOT_EDIT'
const SEALED_TEXT = /2\.[A-Za-z0-9+/=]{24}\|[A-Za-z0-9+/=]+\|[A-Za-z0-9+/=]{44}/g

type Raw = Record<string, unknown> & { items: Record<string, unknown>[]; folders: Record<string, unknown>[] }

const account = makeAccount({ adopted: true })

async function seal(contents: VaultContents, by: AccountSecrets = account, counted?: Counted): Promise<Buffer> {
  return Buffer.from(await formatOf('bitwarden-account-restricted').write(contents, { account: by, counted }))
}

/** As Coffer writes it: what is not changed in between opens. */
function bytesOf(raw: unknown): Buffer {
  return Buffer.from(JSON.stringify(raw, null, 2))
}

/** The refusal of each file that was tried, and how many were none. */
class Trial {
  tried = 0
  readonly accepted: string[] = []
  readonly untyped: string[] = []
  readonly #kinds = new Map<string, number>()

  async expectRefused(kind: string, file: Uint8Array, as: AccountSecrets = account): Promise<void> {
    this.tried += 1
    this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1)
    try {
      await detect(file).read({ account: as })
      this.accepted.push(kind)
    } catch (error) {
      if (!(error instanceof CofferError) || error.code === 'internal') this.untyped.push(`${kind}: ${String(error)}`)
    }
  }

  print(what: string): void {
    printCounts(what, { tried: this.tried, accepted: this.accepted.length, ...Object.fromEntries(this.#kinds) })
  }
}

/** Values of a byte other than its own: each bit turned, its neighbours, and signs that JSON and EncStrings are made of. */
function otherValues(byte: number): number[] {
  const turned = Array.from({ length: 8 }, (_, bit) => byte ^ (1 << bit))
  const values = [...turned, byte + 1, byte - 1, ...Buffer.from(' "|A}\n')].map((value) => value & 0xff)
  return [...new Set(values)].filter((value) => value !== byte)
}

/** The document with one clear value changed, or one key taken away, doubled in spirit, or added; every way there is. */
function* edited(value: unknown, whole: () => unknown): Generator {
  if (typeof value !== 'object' || value === null) return
  const holder = value as Record<string, unknown>
  for (const key of Object.keys(holder)) {
    const before = holder[key]
    if (typeof before !== 'object' || before === null) {
      const isSealed = typeof before === 'string' && before.startsWith('2.')
      const others = isSealed ? [null, ''] : [null, true, false, 0, 1, 2, 3, '', 'x', randomUUID(), [], {}]
      for (const other of others) {
        if (other === before) continue
        holder[key] = other
        yield whole()
      }
      holder[key] = before
    } else yield* edited(before, whole)
    if (Array.isArray(value)) continue
    const copy = { ...holder }
    Reflect.deleteProperty(holder, key)
    yield whole()
    // Put back as the last one: another order of the same keys.
    holder[key] = before
    if (Object.keys(copy).at(-1) !== key) yield whole()
    for (const name of Object.keys(copy)) Reflect.deleteProperty(holder, name)
    Object.assign(holder, copy)
  }
}

/** Items dropped, doubled, and every two of them in each other’s place; of folders the same. */
function* rearranged(raw: Raw): Generator<[kind: string, raw: Raw]> {
  for (const list of ['items', 'folders'] as const) {
    const all: readonly Record<string, unknown>[] = raw[list]
    for (const [at, one] of all.entries()) {
      yield [`${list} dropped`, { ...raw, [list]: all.filter((other) => other !== one) }]
      yield [`${list} doubled`, { ...raw, [list]: [...all.slice(0, at), one, ...all.slice(at)] }]
      for (let to = at + 1; to < all.length; to += 1) {
        const swapped = [...all]
        swapped.splice(at, 1, all[to] ?? {})
        swapped.splice(to, 1, one)
        yield [`${list} re-ordered`, { ...raw, [list]: swapped }]
      }
    }
  }
}

/** Every two sealed texts in each other’s place, the validation string too. */
function* swappedTexts(text: string): Generator<Buffer> {
  const sealed = [...text.matchAll(SEALED_TEXT)].map(([found]) => found)
  for (const [at, a] of sealed.entries())
    for (const b of sealed.slice(at + 1)) yield Buffer.from(text.replace(a, '@').replace(b, a).replace('@', b))
}

/** Strings that the account’s key opens, or another’s: to be put in the place of the validation string. */
async function validationsFor(contents: VaultContents, text: string): Promise<string[]> {
  const older = await Promise.all([contents, { ...contents, items: contents.items.slice(1) }].map((of) => seal(of)))
  const foreign = JSON.parse((await seal(contents, makeAccount())).toString()) as Raw
  const facts = { coffer: 1, id: randomUUID(), made: '2026-11-22T10:00:00.000Z', items: contents.items.length }
  const made = [
    randomUUID(),
    'not a seal',
    '',
    JSON.stringify({ ...facts, folders: contents.folders.length, seal: Buffer.alloc(32).toString('base64') }),
    JSON.stringify({ ...facts, coffer: 0, folders: contents.folders.length, seal: '' }),
    JSON.stringify({ ...facts, coffer: 2, folders: contents.folders.length, seal: '' }),
  ].map((plain) => sealText(account.userKey, plain))
  return [
    ...older.map((file) => String((JSON.parse(file.toString()) as Raw)[VALIDATION])),
    String(foreign[VALIDATION]),
    ...[...text.matchAll(SEALED_TEXT)].slice(1).map(([found]) => found),
    ...made,
  ]
}

const [SMALL] = fc.sample(
  vaultContents(3).filter(
    ({ items, folders }) => items.length === 2 && folders.length > 0 && JSON.stringify(items).length < 2_000,
  ),
  { numRuns: 1, seed: 7 },
) as [VaultContents]
/** With items of every type. */
const MANY = fc.sample(
  vaultContents(6).filter(({ items, folders }) => items.length > 2 && folders.length > 1),
  { numRuns: 5, seed: 11 },
)

describe('F9: the tamper seal', () => {
  const trial = new Trial()
  let file: Buffer

  beforeAll(async () => {
    file = await seal(SMALL)
    for (const contents of [SMALL, ...MANY]) {
      const written = await seal(contents)
      const again = bytesOf(JSON.parse(written.toString()))
      expect(digestOf((await detect(again).read({ account })).contents)).toBe(digestOf(contents))
    }
  })

  it('refuses every byte × several values, and every byte dropped or doubled', async () => {
    for (let at = 0; at < file.length; at += 1) {
      const before = file[at] ?? 0
      for (const value of otherValues(before)) {
        file[at] = value
        await trial.expectRefused('bytes changed', file)
      }
      file[at] = before
      const [head, tail] = [file.subarray(0, at), file.subarray(at + 1)]
      await trial.expectRefused('bytes dropped', Buffer.concat([head, tail]))
      await trial.expectRefused('bytes doubled', Buffer.concat([head, file.subarray(at, at + 1), file.subarray(at)]))
    }
    expect(trial.accepted).toEqual([])
  }, 300_000)

  it('refuses every truncation', async () => {
    for (let length = 0; length < file.length; length += 1) {
      await trial.expectRefused('cut at the end', file.subarray(0, length))
      await trial.expectRefused('cut at the start', file.subarray(file.length - length))
    }
    expect(trial.accepted).toEqual([])
  })

  it('refuses every swap of two EncStrings', async () => {
    for (const contents of [SMALL, ...MANY])
      for (const swapped of swappedTexts((await seal(contents)).toString()))
        await trial.expectRefused('texts swapped', swapped)
    expect(trial.accepted).toEqual([])
  }, 300_000)

  it('refuses each item dropped, doubled, re-ordered, and each clear value edited', async () => {
    for (const contents of [SMALL, ...MANY]) {
      const raw = JSON.parse((await seal(contents)).toString()) as Raw
      for (const [kind, other] of rearranged(raw)) await trial.expectRefused(kind, bytesOf(other))
      for (const other of edited(raw, () => structuredClone(raw)))
        await trial.expectRefused('values edited', bytesOf(other))
    }
    expect(trial.accepted).toEqual([])
  }, 300_000)

  it('refuses transplanted validation strings, for whoever opens the file', async () => {
    for (const contents of [SMALL, ...MANY]) {
      const text = (await seal(contents)).toString()
      const raw = JSON.parse(text) as Raw
      const plain = { ...account, adopted: false }
      for (const validation of await validationsFor(contents, text))
        for (const as of [account, plain])
          await trial.expectRefused('validations transplanted', bytesOf({ ...raw, [VALIDATION]: validation }), as)
    }
    expect(trial.accepted).toEqual([])
  })

  it('of > 100,000 tried, accepted 0, and names each refusal', () => {
    trial.print('the tamper seal')
    expect(trial.tried).toBeGreaterThan(100_000)
    expect(trial.accepted).toEqual([])
    expect(trial.untyped).toEqual([])
  })

  it('carries where the file stands among the exports of its vault; files from before it open as before', async () => {
    const counted = { vault: randomUUID(), number: 7 }
    const written = await seal(SMALL, account, counted)
    expect((await detect(written).read({ account })).counted).toEqual(counted)
    const { sealed, counted: none } = await detect(file).read({ account })
    expect([sealed, none]).toEqual([true, undefined])
    // One member of the JSON inside of the validation string: Bitwarden sees an EncString as before.
    expect((JSON.parse(written.toString()) as Raw)[VALIDATION]).toMatch(new RegExp(`^${SEALED_TEXT.source}$`))
  })

  it.each([
    { number: 7 },
    { vault: 'x' },
    { vault: 1, number: 7 },
    ...[0, -1, 1.5, 2 ** 53].map((number) => ({ vault: 'x', number })),
  ])('refuses a count that no vault gives: %j', async (counted) => {
    const written = await seal(SMALL, account, counted as Counted)
    await expect(detect(written).read({ account })).rejects.toMatchObject({ code: 'format/seal-broken' })
  })

  it('refuses the same contents written by another JSON writer', async () => {
    const raw = JSON.parse(file.toString()) as Raw
    const compact = Buffer.from(JSON.stringify(raw))
    await expect(detect(compact).read({ account })).rejects.toMatchObject({ code: 'format/seal-broken' })
  })
})

/** The keys of a document: each with where it stands, the same for every element of a list. */
function keysOf(value: unknown, where = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((element) => keysOf(element, `${where}[]`))
  const { type } = value as { type?: unknown }
  const here = where === '.items[]' ? `${where}(type ${String(type)})` : where
  return Object.entries(value).flatMap(([key, inner]) => [`${here}.${key}`, ...keysOf(inner, `${here}.${key}`)])
}

function without(keys: Set<string>, others: Set<string>): string[] {
  return [...keys].filter((key) => !others.has(key)).sort()
}

/** What current clients write of a login beyond what older ones do. */
const NEWER_LOGIN_KEYS = ['autofillOnPageLoad', 'passwordRevisionDate'].map((key) => `.items[](type 1).login.${key}`)

/** A file as Bitwarden makes it, and Coffer’s own of the same contents: sealed, and with which keys. */
async function expectSealedAlike(
  made: Uint8Array,
  of: AccountSecrets,
): Promise<Record<'theirs' | 'ours', Set<string>>> {
  const { contents, sealed } = await detect(made).read({ account: of })
  const own = await seal(contents, of)
  expect([sealed, (await detect(own).read({ account: of })).sealed]).toEqual([false, true])
  const raw = JSON.parse(own.toString()) as Raw
  for (const sealedText of [raw[VALIDATION], ...raw.items.flatMap(({ key, name }) => [key, name])])
    expect(sealedText).toMatch(new RegExp(`^${SEALED_TEXT.source}$`))
  for (const { login } of raw.items) {
    const { uris } = (login ?? {}) as { uris?: { uri: string | null; uriChecksum?: string }[] | null }
    for (const { uri, uriChecksum } of uris ?? []) expect(uriChecksum?.startsWith('2.') ?? false).toBe(uri !== null)
  }
  const keys = (bytes: Uint8Array): Set<string> => new Set(keysOf(JSON.parse(Buffer.from(bytes).toString())))
  return { theirs: keys(made), ours: keys(own) }
}

describe('F9: the file still has exactly Bitwarden’s keys', () => {
  it('of all eight types, as in a file that other code made', async () => {
    const vector = JSON.parse(
      readFileSync(new URL('./testdata/602-account-all-types.json', import.meta.url), 'utf8'),
    ) as { file: string; account: { userKeyBase64: string } }
    const of = accountOf(vector.account.userKeyBase64, true)
    const { theirs, ours } = await expectSealedAlike(Buffer.from(vector.file), of)
    const less = without(theirs, ours)
    expect([without(ours, theirs), less]).toEqual([NEWER_LOGIN_KEYS, []])
    printCounts('keys of a vector', { compared: theirs.size, missing: less.length })
  })

  it.runIf(hasReference('a file that Bitwarden made'))('as in a file that Bitwarden made', async () => {
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
    const of = makeAccount({ userKey, adopted: true })
    const { theirs, ours } = await expectSealedAlike(referenceBytes('clients/account-encrypted-v1.json'), of)
    for (const key of NEWER_LOGIN_KEYS) expect(theirs).toContain(key)
    // Its other name, keyFingerprint, is written.
    expect(without(theirs, ours)).toEqual(['.items[](type 5).sshKey.fingerprint'])
    printCounts('keys of Bitwarden’s file', { compared: theirs.size, missing: 0 })
  })
})
