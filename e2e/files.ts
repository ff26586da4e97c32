/**
 * Test data on disk: vaults and exports that Coffer's own command line makes, and copies of them that were spoiled. Made
 * once in each run; what a test opens or changes, it copies.
 */
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const ROOT = path.resolve(import.meta.dirname, '..')
const run = promisify(execFile)

export const MASTER_PASSWORD = 'amber window quiet river'
export const FILE_PASSWORD = 'silver ladder humble ocean'
export const EMAIL = 'ann@example.com'
export const OTHER_EMAIL = 'bob@example.com'
/** Of the vault with many items. */
export const MANY = 5000

/** Weak on purpose: what is tested here is not the derivation. */
const QUICK = ['--kdf', 'argon2id', '--iterations', '2', '--memory', '16', '--parallelism', '1']
const FOLDER = 'coffer-e2e-data-'

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** One for all workers of a run; those of runs that are over go. */
const folder = path.join(os.tmpdir(), `${FOLDER}${process.ppid}`)
fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
for (const name of fs.readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(FOLDER))) {
  if (!isAlive(Number(name.slice(FOLDER.length))))
    fs.rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true })
}

/** Runs the command line and gives what it wrote. */
export async function cli(...args: string[]): Promise<string> {
  const quiet = '--disable-warning=ExperimentalWarning'
  // Compiling the program anew costs more than most commands.
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(ROOT, 'node_modules/.cache/coffer-tests') }
  const { stdout } = await run(process.execPath, [quiet, path.join(ROOT, 'main/cli.ts'), ...args], { cwd: ROOT, env })
  return stdout
}

/** A file that is made at the first call; later calls, of other workers too, give its path. */
function fileOnce(name: string, make: (file: string) => Promise<void>): () => Promise<string> {
  const file = path.join(folder, name)
  async function made(): Promise<string> {
    if (fs.existsSync(file)) return file
    const own = path.join(folder, `${process.pid}-${name}`)
    await make(own)
    // Whichever worker is first: what is made of it later fits to one vault alone.
    await fs.promises.link(own, file).catch(() => undefined)
    await fs.promises.rm(own)
    return file
  }
  let promise: Promise<string> | null = null
  return () => (promise ??= made())
}

function text(name: string, content: () => string): () => Promise<string> {
  return fileOnce(name, async (file) => {
    await fs.promises.writeFile(file, content())
  })
}

const masterFile = text('master', () => MASTER_PASSWORD)
const fileSecret = text('secret', () => FILE_PASSWORD)

async function under(vault: string): Promise<string[]> {
  return ['--vault', vault, '--password-file', await masterFile()]
}

/** A vault under MASTER_PASSWORD with what is in `exported`. */
export async function makeVault(
  file: string,
  { email, exported }: { email?: string; exported?: string } = {},
): Promise<void> {
  const as = email === undefined ? [] : ['--email', email]
  await cli('init', ...as, ...QUICK, ...(await under(file)))
  if (exported !== undefined) await cli('import', exported, ...(await under(file)))
}

/** A copy that the test may open and change. */
export async function copyInto(target: string, file: Promise<string> | string, name?: string): Promise<string> {
  const from = await file
  const copy = path.join(target, name ?? path.basename(from))
  await fs.promises.mkdir(target, { recursive: true })
  await fs.promises.copyFile(from, copy)
  return copy
}

/** The sample of Coffer: one item of each type, two folders. */
export const sampleExport = fileOnce('sample.json', async (file) => {
  await run(process.execPath, [path.join(ROOT, 'scripts/make-sample.ts'), file], { cwd: ROOT })
})

interface Exported {
  folders: object[]
  items: Record<string, unknown>[]
}

const BLANK = {
  ...{ organizationId: null, folderId: null, collectionIds: null, notes: null, fields: [], favorite: false },
  ...{ reprompt: 0, passwordHistory: null, deletedDate: null, archivedDate: null },
  ...{ creationDate: '2025-01-01T12:00:00.000Z', revisionDate: '2026-05-02T08:15:30.250Z' },
}

export function login(name: string, password: string, rest: object = {}): Record<string, unknown> {
  const fields = { username: `${name.toLowerCase()}@example.com`, password, totp: null, uris: [] }
  return { ...BLANK, type: 1, name, login: fields, ...rest }
}

function exportOf(items: object[], folders: object[] = []): string {
  return JSON.stringify({ encrypted: false, folders, items })
}

/** The sample and what it has none of: a protected item, two in the bin, one without a name, markup for a name. */
export const richExport = fileOnce('rich.json', async (file) => {
  const sample = JSON.parse(await fs.promises.readFile(await sampleExport(), 'utf8')) as Exported
  const deletedDate = '2026-11-01T10:00:00.000Z'
  const more = [
    login('Guarded', 's3cret-guarded', { reprompt: 1 }),
    login('Old forum', 's3cret-forum', { deletedDate }),
    login('Old shop', 's3cret-shop', { deletedDate }),
    { ...login('', 's3cret-nameless'), login: { username: null, password: 's3cret-nameless', totp: null, uris: [] } },
    login('<img src=x onerror=alert(1)>', 's3cret-markup'),
  ]
  await fs.promises.writeFile(file, exportOf([...sample.items, ...more], sample.folders))
})

export const sampleVault = fileOnce('sample.coffer', async (file) => {
  await makeVault(file, { email: EMAIL, exported: await sampleExport() })
})
export const richVault = fileOnce('rich.coffer', async (file) => {
  await makeVault(file, { exported: await richExport() })
})
export const emptyVault = fileOnce('empty.coffer', (file) => makeVault(file))
/** Another account's. */
export const otherVault = fileOnce('other.coffer', async (file) => {
  await makeVault(file, { email: OTHER_EMAIL, exported: await sampleExport() })
})

const WORDS = [
  ...['Alpha', 'Bravo', 'Charlie', 'Delta', 'Echo', 'Foxtrot', 'Golf', 'Hotel', 'India', 'Juliett', 'Kilo', 'Lima'],
  ...['Mike', 'November', 'Oscar', 'Papa', 'Quebec', 'Romeo', 'Sierra', 'Tango', 'Uniform', 'Victor', 'Whiskey'],
  ...['Xray', 'Yankee', 'Zulu'],
]

/** Names of MANY items in the order of the list. */
export function manyNames(): string[] {
  const names = Array.from({ length: MANY }, (_, index) => {
    const round = String(Math.floor(index / WORDS.length)).padStart(3, '0')
    return `${WORDS[index % WORDS.length] ?? ''} ${round}`
  })
  return names.sort()
}

export const manyVault = fileOnce('many.coffer', async (file) => {
  const exported = `${file}.json`
  const items = manyNames().map((name, index) => login(name, `s3cret-${index}`))
  await fs.promises.writeFile(exported, exportOf(items))
  await makeVault(file, { exported })
  await fs.promises.rm(exported)
})

/** Runs `command FILE` on a vault that another worker may be using. */
async function writeFrom(vault: string, command: string, file: string, ...args: string[]): Promise<void> {
  const own = `${file}.coffer`
  await fs.promises.copyFile(vault, own)
  await cli(command, file, ...args, ...(await under(own)))
  await fs.promises.rm(own)
}

async function exportFrom(vault: string, file: string, ...args: string[]): Promise<void> {
  await writeFrom(vault, 'export', file, ...args)
}

/** Of sampleVault: opens with that vault's key alone. */
export const accountExport = fileOnce('account.json', async (file) => {
  await exportFrom(await sampleVault(), file, '--format', 'encrypted_json')
})
export const otherAccountExport = fileOnce('other-account.json', async (file) => {
  await exportFrom(await otherVault(), file, '--format', 'encrypted_json')
})
/** Opens with FILE_PASSWORD. */
export const protectedExport = fileOnce('protected.json', async (file) => {
  const secret = await fileSecret()
  await exportFrom(await sampleVault(), file, '--format', 'encrypted_json', '--file-password-file', secret)
})
/** Asks for seconds of derivation, so that there is time to act while it runs. No password opens it. */
export const slowExport = fileOnce('slow.json', async (file) => {
  const head = JSON.parse(await fs.promises.readFile(await protectedExport(), 'utf8')) as object
  await fs.promises.writeFile(file, JSON.stringify({ ...head, kdfIterations: 10, kdfMemory: 256 }))
})
export const csvExport = fileOnce('table.csv', async (file) => {
  await exportFrom(await sampleVault(), file, '--format', 'csv')
})

/** Something in the middle of an encrypted item is another letter. */
export const damagedExport = fileOnce('damaged.json', async (file) => {
  const whole = await fs.promises.readFile(await accountExport(), 'utf8')
  const at = whole.indexOf('|', whole.indexOf('"items"')) + 8
  await fs.promises.writeFile(file, whole.slice(0, at) + (whole[at] === 'A' ? 'B' : 'A') + whole.slice(at + 1))
})
export const truncatedExport = fileOnce('truncated.json', async (file) => {
  const whole = await fs.promises.readFile(await protectedExport())
  await fs.promises.writeFile(file, whole.subarray(0, whole.length / 2))
})
export const notAnExport = text('shopping.txt', () => 'Milk, bread, two apples.\n')

/** For sampleVault's account. */
export const keyFile = fileOnce('account-key.json', async (file) => {
  await writeFrom(await sampleVault(), 'key-file', file)
})
const otherKeyFile = fileOnce('other-account-key.json', async (file) => {
  await writeFrom(await otherVault(), 'key-file', file)
})

interface KeyFile {
  email: string
  wrappedUserKey: string
  kdf: { iterations: number; memoryMiB: number; parallelism: number }
}

async function clientAccount(id: string, file: string): Promise<object> {
  const { email, wrappedUserKey, kdf } = JSON.parse(await fs.promises.readFile(file, 'utf8')) as KeyFile
  const { iterations, memoryMiB: memory, parallelism } = kdf
  const unlock = {
    salt: email,
    kdf: { kdfType: 1, iterations, memory, parallelism },
    masterKeyWrappedUserKey: wrappedUserKey,
  }
  return { [`user_${id}_masterPasswordUnlock_masterPasswordUnlockKey`]: unlock }
}

const ANN = '11111111-1111-4111-8111-111111111111'
const BOB = '22222222-2222-4222-8222-222222222222'

/** The data.json of a Bitwarden client with the accounts of sampleVault and otherVault; the first was used last. */
export const bitwardenData = fileOnce('data.json', async (file) => {
  const known = { [ANN]: { email: EMAIL, name: 'Ann' }, [BOB]: { email: OTHER_EMAIL, name: null } }
  const head = { stateVersion: 80, global_account_activeAccountId: ANN, global_account_accounts: known }
  const accounts = [await clientAccount(ANN, await keyFile()), await clientAccount(BOB, await otherKeyFile())]
  await fs.promises.writeFile(file, JSON.stringify(Object.assign(head, ...accounts)))
})

/** Every file below `target` and what is in it, to see that nothing was written. */
export function contentsOf(target: string): Record<string, string> {
  const entries = fs.readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    entries.map((entry) => {
      const file = path.join(entry.parentPath, entry.name)
      return [path.relative(target, file), fs.readFileSync(file, 'latin1')]
    }),
  )
}
