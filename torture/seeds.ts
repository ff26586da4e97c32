/** What mutations begin with: a good file of every format, and what reads it. */
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { ReadOptions } from '../contract/import-plan.ts'
import { SAMPLE } from '../main/commands/sample.ts'
import { digestOf } from '../main/commands/vault.ts'
import { sealText } from '../main/crypto/enc-string.ts'
import { deriveMasterKey } from '../main/crypto/kdf.ts'
import type { StretchedKey } from '../main/crypto/keys.ts'
import { stretchMasterKey } from '../main/crypto/stretch.ts'
import type { AccountSecrets } from '../main/formats/format.ts'
import { detect, formatOf } from '../main/formats/index.ts'
import { sealItem } from '../main/formats/bitwarden/sealed-texts.ts'
import type { VaultContents } from '../main/model/item.ts'
import type { JsonObject } from '../main/model/json.ts'
import { accountOf, makeAccount } from '../main/testkit/accounts.ts'
import { clientDataOf } from '../main/testkit/client-data.ts'
import { formatAccountKey, parseAccountKey } from '../main/vault/account-key-file.ts'
import { findClientAccount } from '../main/vault/bitwarden-client-data.ts'
import { emailSalt, wrapUserKey } from '../main/vault/keychain.ts'
import { mutateJson } from './mutants.ts'
import type { Random } from './random.ts'

const TESTDATA = new URL('../main/formats/testdata/', import.meta.url)
const KDF = { type: 'pbkdf2', iterations: 5_000 } as const
const FILE_PASSWORD = 'file password'
const EMAIL = 'ann@example.com'
/** Larger ones cost time and try nothing that smaller ones do not. */
const MOST_BYTES = 12_000

/** Reads, or throws: what it throws must be a CofferError that is not `internal`. */
export type Read = (bytes: Uint8Array, options: Partial<ReadOptions>) => unknown

export interface Seed {
  readonly format: string
  readonly bytes: Uint8Array
  readonly read: Read
}

interface Vector {
  readonly file?: string
  readonly fileBase64?: string
  readonly filePassword?: string
  readonly account?: { readonly userKeyBase64: string; readonly adopted: boolean }
  readonly expect: { readonly code: string } | { readonly format: string }
}

/** A file that asks for a longer derivation than its seed is looked at, but not derived. */
function readerOf(filePassword: string | undefined, account: AccountSecrets | undefined): Read {
  return async (bytes, options) => {
    const recognised = detect(bytes)
    const { kdf } = recognised
    if (kdf && (kdf.type !== KDF.type || kdf.iterations > KDF.iterations)) return
    digestOf((await recognised.read({ filePassword, account, ...options })).contents)
  }
}

function vectorSeeds(): Seed[] {
  return readdirSync(TESTDATA)
    .filter((name) => /^\d{3}-.*\.json$/.test(name))
    .flatMap((name) => {
      const vector = JSON.parse(readFileSync(new URL(name, TESTDATA), 'utf8')) as Vector
      const { file = '', fileBase64, filePassword, account, expect } = vector
      const bytes = fileBase64 === undefined ? Buffer.from(file, 'utf8') : Buffer.from(fileBase64, 'base64')
      if (!('format' in expect) || bytes.byteLength > MOST_BYTES) return []
      const secrets = account && accountOf(account.userKeyBase64, account.adopted)
      return [{ format: expect.format, bytes, read: readerOf(filePassword, secrets) }]
    })
}

/** A good file of every kind that Coffer reads into memory. */
export async function outerSeeds(): Promise<Seed[]> {
  const account = makeAccount()
  const { contents } = await detect(Buffer.from(SAMPLE)).read({})
  const read = readerOf(FILE_PASSWORD, account)
  const written = await Promise.all(
    (['bitwarden-account-restricted', 'bitwarden-password-protected', 'bitwarden-json', 'bitwarden-csv'] as const).map(
      async (format) => {
        const bytes = await formatOf(format).write(contents, { account, filePassword: FILE_PASSWORD, kdf: KDF })
        return { format, bytes, read }
      },
    ),
  )
  const key = stretchMasterKey(await deriveMasterKey('password', EMAIL, KDF))
  const wrapped = { email: EMAIL, salt: emailSalt(EMAIL), kdf: KDF, wrappedUserKey: wrapUserKey(key, account.userKey) }
  const { fingerprint } = account.marks
  const keyFile = formatAccountKey({ ...wrapped, fingerprint, adopted: false, made: new Date().toISOString() })
  return [
    ...vectorSeeds(),
    ...written,
    { format: 'account key file', bytes: Buffer.from(keyFile), read: (bytes) => parseAccountKey(bytes) },
    {
      format: 'Bitwarden client data',
      bytes: Buffer.from(clientDataOf(wrapped)),
      read: (bytes) => findClientAccount(bytes, null),
    },
  ]
}

/** A kind of file that is sealed: what stands inside is changed, and sealed again as its maker would. */
export interface InnerSeed {
  readonly format: string
  /** The next changed file. */
  readonly next: (random: Random) => Uint8Array
  readonly read: Read
}

export async function innerSeeds(): Promise<InnerSeed[]> {
  const account = makeAccount({ adopted: true })
  const salt = 'c2FsdCBvZiBhIGZpbGU='
  const key = stretchMasterKey(await deriveMasterKey(FILE_PASSWORD, salt, KDF))
  const read = readerOf(FILE_PASSWORD, account)
  const clear = JSON.parse(SAMPLE) as { folders: { id: string; name: string }[]; items: JsonObject[] }
  return [
    { format: 'bitwarden-account-restricted', next: (random) => sealedAccountFile(clear, account, random), read },
    { format: 'bitwarden-account-restricted, its seal', next: sealedSealFile(account, await sealedOf(account)), read },
    { format: 'bitwarden-password-protected', next: (random) => protectedFile(clear, key, salt, random), read },
  ]
}

async function sealedOf(account: AccountSecrets): Promise<JsonObject> {
  const contents: VaultContents = (await detect(Buffer.from(SAMPLE)).read({})).contents
  const bytes = await formatOf('bitwarden-account-restricted').write(contents, { account })
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as JsonObject
}

function sealedAccountFile(
  { folders, items }: { folders: { id: string; name: string }[]; items: JsonObject[] },
  { userKey }: AccountSecrets,
  random: Random,
): Uint8Array {
  const changed = mutateJson(items, random) as JsonObject[]
  const sealed = changed.map((item) => (isSealable(item) ? sealItem(item, userKey) : item))
  const document = {
    encrypted: true,
    encKeyValidation_DO_NOT_EDIT: sealText(userKey, randomUUID()),
    folders: folders.map(({ id, name }) => ({ id, name: sealText(userKey, name) })),
    items: sealed,
  }
  return Buffer.from(JSON.stringify(document))
}

function isSealable(item: unknown): boolean {
  return typeof item === 'object' && item !== null && !Array.isArray(item)
}

/** Changes what the seal says of the file, under the key that it is sealed with. */
function sealedSealFile({ userKey }: AccountSecrets, document: JsonObject): InnerSeed['next'] {
  const seal = { coffer: 1, id: randomUUID(), made: new Date().toISOString(), items: 8, folders: 2, seal: 'AAAA' }
  return (random) => {
    const text = JSON.stringify(mutateJson(seal, random))
    return Buffer.from(JSON.stringify({ ...document, encKeyValidation_DO_NOT_EDIT: sealText(userKey, text) }))
  }
}

function protectedFile(clear: unknown, key: StretchedKey, salt: string, random: Random): Uint8Array {
  const document = {
    ...{ encrypted: true, passwordProtected: true, salt, kdfType: 0, kdfIterations: KDF.iterations },
    encKeyValidation_DO_NOT_EDIT: sealText(key, randomUUID()),
    data: sealText(key, JSON.stringify(mutateJson(clear, random))),
  }
  return Buffer.from(JSON.stringify(document))
}
