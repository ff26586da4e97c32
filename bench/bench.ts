/**
 * npm run bench [ITEMS]: what Coffer does with a vault of 10,000 items, each beside the same cryptography and JSON done
 * with bare node:crypto calls in the same run. Rounds alternate; medians and their ratio are printed. No test.
 */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { exportVault } from '../main/commands/export-vault.ts'
import { takeFile } from '../main/commands/files.ts'
import { commitImport } from '../main/commands/import-history.ts'
import { planImport } from '../main/commands/import-plan.ts'
import { listItems } from '../main/commands/items.ts'
import { createVault, openVaultFile } from '../main/commands/vault.ts'
import { formatOf } from '../main/formats/index.ts'
import { makeAccount } from '../main/testkit/accounts.ts'
import { makeContents, sealedTexts } from './contents.ts'

const ROUNDS = 5
const ITEMS = Number(process.argv[2] ?? 10_000)
const PASSWORD = 'bench password'
const KDF = { type: 'argon2id', iterations: 2, memoryMiB: 16, parallelism: 1 } as const

const contents = makeContents(ITEMS)
const fields = sealedTexts(contents)
const count = fields.reduce((sum, list) => sum + list.length, 0)
const account = makeAccount()
const keys = fields.map(() => ({ enc: createSecretKey(randomBytes(32)), mac: createSecretKey(randomBytes(32)) }))
const folder = mkdtempSync(path.join(tmpdir(), 'coffer-bench-'))

interface Bare {
  readonly iv: Buffer
  readonly ciphertext: Buffer
  readonly mac: Buffer
}

function bareSeal(enc: KeyObject, mac: KeyObject, plain: Buffer): Bare {
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-256-cbc', enc, iv)
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()])
  return { iv, ciphertext, mac: createHmac('sha256', mac).update(iv).update(ciphertext).digest() }
}

function bareOpen(enc: KeyObject, mac: KeyObject, { iv, ciphertext, mac: expected }: Bare): Buffer {
  if (!createHmac('sha256', mac).update(iv).update(ciphertext).digest().equals(expected)) throw new Error('bad MAC')
  const decipher = createDecipheriv('aes-256-cbc', enc, iv)
  return Buffer.concat([decipher.update(ciphertext), decipher.final()])
}

/** The fields of every item under its own key, and the key under one more. */
function bareSealAll(): Bare[][] {
  return fields.map((texts, index) => {
    const { enc, mac } = keys[index] ?? { enc: createSecretKey(randomBytes(32)), mac: createSecretKey(randomBytes(32)) }
    return [Buffer.alloc(64), ...texts.map((text) => Buffer.from(text))].map((plain) => bareSeal(enc, mac, plain))
  })
}

const bareSealed = bareSealAll()
function bareOpenAll(): void {
  bareSealed.forEach((list, index) => {
    const key = keys[index]
    if (key) for (const sealed of list) bareOpen(key.enc, key.mac, sealed).toString('utf8')
  })
}

const plainText = JSON.stringify(contents)
function bareBlob(): void {
  const key = keys[0]
  if (key) bareSeal(key.enc, key.mac, Buffer.from(JSON.stringify(contents))).ciphertext.toString('base64')
}

interface Row {
  readonly name: string
  readonly beside: string
  run(): Promise<unknown>
  bare(): void
}

async function timed(task: () => unknown): Promise<number> {
  const started = performance.now()
  await task()
  return performance.now() - started
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

async function importAsNew(): Promise<void> {
  const plan = await planImport(session, await takeFile(plainFile))
  plan.asNew(true)
  commitImport(session, plan, { fileName: 'plain.json' })
}

const vaultFile = path.join(folder, 'bench.coffer')
await createVault(vaultFile, PASSWORD, { email: null, kdf: KDF })
const vault = await openVaultFile(vaultFile)
const session = await vault.unlock(PASSWORD)
const restrictedFile = path.join(folder, 'restricted.json')
writeFileSync(restrictedFile, await formatOf('bitwarden-account-restricted').write(contents, { account: session }))
const plainFile = path.join(folder, 'plain.json')
writeFileSync(plainFile, await formatOf('bitwarden-json').write(contents, {}))
await importAsNew()

const rows: Row[] = [
  {
    name: 'write account-restricted',
    beside: 'bare seal of the same fields and keys',
    run: () => formatOf('bitwarden-account-restricted').write(contents, { account }),
    bare: bareSealAll,
  },
  {
    name: 'read account-restricted from disk',
    beside: 'bare open of the same fields and keys',
    run: async () => (await takeFile(restrictedFile)).recognised.read({ account: session }),
    bare: bareOpenAll,
  },
  {
    name: 'write plain JSON',
    beside: 'JSON.stringify',
    run: () => formatOf('bitwarden-json').write(contents, {}),
    bare: () => JSON.stringify(contents, null, 2),
  },
  {
    name: 'read plain JSON from disk',
    beside: 'JSON.parse',
    run: async () => (await takeFile(plainFile)).recognised.read({}),
    bare: () => JSON.parse(plainText) as unknown,
  },
  {
    name: 'export .json (Encrypted): KDF, seal, write, fsync, re-read, compare',
    beside: 'bare seal and open of the same fields and keys',
    run: () =>
      exportVault(session, {
        path: path.join(folder, 'out.json'),
        choice: 'encrypted_json',
        masterPassword: PASSWORD,
        overwrite: true,
      }),
    bare: () => {
      bareSealAll()
      bareOpenAll()
    },
  },
  {
    name: 'export password-protected: KDF twice, seal, write, fsync, re-read, compare',
    beside: 'bare seal of the document as one text',
    run: () =>
      exportVault(session, {
        path: path.join(folder, 'own.json'),
        choice: 'encrypted_json',
        masterPassword: PASSWORD,
        filePassword: 'own',
        overwrite: true,
      }),
    bare: bareBlob,
  },
  {
    name: 'list',
    beside: 'JSON.stringify',
    run: () => Promise.resolve(listItems(session, 'number 77')),
    bare: () => JSON.stringify(contents),
  },
]

process.stdout.write(`${ITEMS} items, ${count} sealed texts, Node ${process.version}, ${ROUNDS} rounds in turn\n\n`)
for (const { name, beside, ...row } of rows) {
  const [run, bare] = [
    () => row.run(),
    () => {
      row.bare()
    },
  ]
  const [own, other]: [number[], number[]] = [[], []]
  await run()
  bare()
  for (let round = 0; round < ROUNDS; round += 1) {
    own.push(await timed(run))
    other.push(await timed(bare))
  }
  const ratio = median(own.map((value, index) => value / (other[index] ?? NaN)))
  const rate = Math.round(ITEMS / (median(own) / 1000)).toLocaleString('en')
  process.stdout.write(
    `${name}\n  ${median(own).toFixed(0)} ms, ${rate} items a second; ${ratio.toFixed(2)} x ${beside} (${median(other).toFixed(0)} ms)\n`,
  )
}

// Once each: they change the vault.
const importTime = await timed(importAsNew)
process.stdout.write(`import of ${ITEMS} items into a vault that has them\n  ${importTime.toFixed(0)} ms (one run)\n`)
session.lock()
const unlockTime = await timed(async () => {
  const opened = await (await openVaultFile(vaultFile)).unlock(PASSWORD)
  listItems(opened)
  opened.lock()
})
process.stdout.write(`unlock to list of ${2 * ITEMS} items, KDF included\n  ${unlockTime.toFixed(0)} ms (one run)\n`)
rmSync(folder, { recursive: true, force: true })
