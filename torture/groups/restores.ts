/**
 * A person puts an older copy of the vault back, or makes a new one, while the log of a killed Coffer lies beside it. The
 * log belongs to another state of the file: applied, it destroys the copy. Right is the copy as it was, or a refusal by
 * name with file and log untouched.
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { inLanes, type Lane } from '../lanes.ts'
import { isVault, look, type Seen } from '../look.ts'
import { randomFrom } from '../random.ts'
import { blind, count, type Effort, type Finding, type GroupReport } from '../report.ts'
import { run, type Said } from '../said.ts'
import { SCENARIOS, type Scenario } from '../scenarios.ts'
import { buildShim } from '../shim.ts'
import { COPIES, type World } from '../world.ts'

/** Commands that leave much in a log. */
const LEAVING = ['import', 'change-password', 'rotate-key', 'adopt', 'window edit', 'window remove']
/** What is done with the vault's name once the file is gone. */
const RETURNS = [...COPIES, 'init'] as const
const INIT = ['init', '--kdf', 'argon2id', '--iterations', '2', '--memory', '16', '--parallelism', '1']

/** The vault and its log, but for the log's shared memory, which holds nothing. */
class Files {
  readonly #world: World
  readonly #names: readonly string[]
  readonly #before: readonly Buffer[]

  constructor(world: World) {
    this.#world = world
    this.#names = readdirSync(world.disk).filter((name) => /^vault\.coffer(?:-wal|-journal)?$/.test(name))
    this.#before = this.#read()
  }

  get hasLog(): boolean {
    return this.#names.some((name) => name !== 'vault.coffer')
  }

  get untouched(): boolean {
    return this.#read().every((bytes, index) => this.#before[index]?.equals(bytes))
  }

  #read(): Buffer[] {
    return this.#names.map((name) => {
      const file = this.#world.on(name)
      return existsSync(file) ? readFileSync(file) : Buffer.from('gone')
    })
  }
}

function identityOf({ vault }: Seen): string {
  if (!isVault(vault)) return String(vault)
  return [vault.password, vault.fingerprint, vault.digest, vault.items].join(' ')
}

/** What the copies are, where no log is near. */
async function identities(world: World): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const name of COPIES) {
    world.restore('base')
    cpSync(world.copyOf(name), world.vault)
    found.set(name, identityOf(await look(world)))
  }
  return found
}

function coffer(world: World, ...args: string[]): Promise<Said> {
  const all = [...args, '--vault', world.vault, '--password-file', world.secret('old')]
  return run({ program: 'coffer', args: all, home: world.disk })
}

/** What is wrong with what comes of it; null where nothing is. */
async function faultOf(world: World, returned: (typeof RETURNS)[number], expected?: string): Promise<string | null> {
  const files = new Files(world)
  const said = await coffer(world, ...(returned === 'init' ? INIT : ['list']))
  if (said.status !== 0) {
    const code = said.json?.code ?? 'nothing said'
    if (!files.untouched) return `refused (${code}), and file or log were changed`
    return code === 'vault/damaged' ? 'refused as damaged, which the copy is not' : null
  }
  if (returned === 'init') return 'a vault was made beside the log of another'
  const now = identityOf(await look(world))
  return now === expected ? null : `opened as something else: ${now}, not ${String(expected)}`
}

async function restoresOf(
  lane: Lane,
  scenario: Scenario,
  effort: Effort,
  tried: Record<string, number>,
): Promise<Finding[]> {
  const { world } = lane
  const findings: Finding[] = []
  const random = randomFrom(effort.seed + scenario.name.length)
  const prepared = await lane.prepare(scenario)
  const expected = await identities(world)
  const logged = prepared.calls.filter(({ path: file, name }) => file.startsWith(world.vault) && name !== 'create')
  for (let round = 0; round < (effort.full ? 16 : 2); round += 1) {
    const { k, name } = random.pick(logged)
    const returned = RETURNS[(round + effort.seed) % RETURNS.length] ?? 'init'
    await lane.strike(prepared, { kind: 'kill-after', at: k })
    if (!new Files(world).hasLog) continue
    rmSync(world.vault)
    if (returned !== 'init') cpSync(world.copyOf(returned), world.vault)
    const fault = await faultOf(world, returned, expected.get(returned))
    count(tried, 'restores')
    count(tried, returned)
    const where = `${scenario.name} killed after call ${k} (${name}), then ${returned}`
    if (fault !== null) findings.push({ rule: 'log', where, what: fault })
  }
  return findings
}

/** SQLite alone applies any log whose name fits: this must be told from a copy that was left alone. */
async function plantedFault(lane: Lane): Promise<boolean> {
  const { world } = lane
  await lane.prepare(SCENARIOS.find(({ name }) => name === 'import') ?? SCENARIOS[0] ?? never())
  world.restore('base')
  const database = new DatabaseSync(world.vault)
  database.exec('PRAGMA journal_mode = WAL; UPDATE account SET scrub = 1')
  cpSync(`${world.vault}-wal`, `${world.vault}-kept`)
  database.close()
  cpSync(`${world.vault}-kept`, `${world.vault}-wal`)
  const files = new Files(world)
  const careless = new DatabaseSync(world.vault)
  careless.prepare('SELECT scrub FROM account').get()
  careless.close()
  return files.hasLog && !files.untouched
}

function never(): never {
  throw new Error('no scenarios')
}

export async function restoresGroup(effort: Effort): Promise<GroupReport> {
  const shim = buildShim()
  if (shim === null) return { tried: {}, findings: [], notRun: 'no failing disk on this computer' }
  const tried: Record<string, number> = {}
  const findings: Finding[] = []
  const chosen = SCENARIOS.filter(({ name }) => LEAVING.includes(name))
  await inLanes([null, ...(effort.full ? chosen : chosen.slice(1, 4))], shim, async (scenario, lane) => {
    if (scenario) findings.push(...(await restoresOf(lane, scenario, effort, tried)))
    else if (await plantedFault(lane)) count(tried, 'planted faults found')
    else findings.push(blind('planted', 'a log that was applied by SQLite alone was not seen'))
  })
  if ((tried.restores ?? 0) === 0) findings.push(blind('restores', 'not one log was left'))
  return { tried, findings }
}
