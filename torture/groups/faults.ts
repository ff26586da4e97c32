/** The groups that run commands on a disk that fails: I/O faults, kills, signals. */
import { constants } from 'node:os'
import { inLanes, type Lane, type Prepared } from '../lanes.ts'
import { randomFrom, shuffled, type Random } from '../random.ts'
import { blind, count, type Effort, type Finding, type GroupReport } from '../report.ts'
import { PLANTED, SCENARIOS, type Scenario } from '../scenarios.ts'
import { buildShim, type DiskCall, type Fault, type FaultKind } from '../shim.ts'

const NO_SHIM = 'no failing disk on this computer: it needs Linux and gcc'
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGHUP'] as const
/** The longest from a call to the kill that follows it, in microseconds: what a command does between two calls. */
const LATE_MICROSECONDS = 5_000

/** How often what is wrong on purpose is tried. */
const PLANTED_TIMES = 12

/** Which of a command's faults are tried. */
type Plan = (calls: readonly DiskCall[], random: Random) => readonly Fault[]

/** Every call with everything that can become of it. */
function everyFault(calls: readonly DiskCall[]): Fault[] {
  return calls.flatMap(({ k, name }) => {
    const kinds: FaultKind[] = ['eio', 'dead', 'kill', 'kill-after']
    if (name === 'write') kinds.push('short', 'torn', 'kill-half')
    if (['write', 'create', 'mkdir'].includes(name)) kinds.push('enospc')
    if (name !== 'sync') kinds.push('erofs')
    return kinds.map((kind) => ({ kind, at: k }))
  })
}

function some<T>(values: readonly T[], share: number, random: Random): T[] {
  return shuffled(values, random).slice(0, Math.max(1, Math.ceil(values.length * share)))
}

interface Tried {
  readonly tried: Record<string, number>
  readonly findings: Finding[]
}

async function tryFaults(
  lane: Lane,
  prepared: Prepared,
  faults: readonly Fault[],
  { tried, findings }: Tried,
): Promise<void> {
  const { scenario } = prepared
  let injected = 0
  for (const fault of faults) {
    const { violations, hits } = await lane.inject(prepared, fault)
    injected += hits.length > 0 ? 1 : 0
    count(tried, hits.length > 0 ? 'injected' : 'not reached')
    count(tried, fault.kind)
    const call = prepared.calls.find(({ k }) => k === fault.at)
    const place = `${call?.name ?? '?'} ${(call?.path ?? '').slice(lane.world.disk.length + 1).replaceAll(/[0-9a-f]{8}/g, '#')}`
    for (const { rule, what } of violations) {
      findings.push({
        rule,
        what,
        where: `${scenario.name}, ${fault.kind} ${fault.number ?? ''} at call ${fault.at} (${place})`,
      })
    }
  }
  // A fault that never comes proves nothing.
  if (faults.length > 0 && injected === 0) findings.push(blind(scenario.name, 'not one injection happened'))
}

/** Runs the plan on every scenario, once the planted fault was found. */
async function torture(scenarios: readonly Scenario[], plan: Plan, effort: Effort): Promise<GroupReport> {
  const shim = buildShim()
  if (shim === null) return { tried: {}, findings: [], notRun: NO_SHIM }
  const all: Tried = { tried: {}, findings: [] }
  await inLanes([PLANTED, ...scenarios], shim, async (scenario, lane) => {
    const random = randomFrom(effort.seed + scenario.name.length)
    try {
      const prepared = await lane.prepare(scenario)
      if (scenario === PLANTED) {
        const planted: Tried = { tried: {}, findings: [] }
        const faults = Array.from({ length: PLANTED_TIMES }, () => plan(prepared.calls, random)).flat()
        await tryFaults(lane, prepared, shuffled(faults, random).slice(0, PLANTED_TIMES), planted)
        count(all.tried, 'planted faults found', planted.findings.length)
        if (planted.findings.length === 0)
          all.findings.push(blind('planted', 'a writer that is not atomic was not found'))
        return
      }
      await tryFaults(lane, prepared, plan(prepared.calls, random), all)
      count(all.tried, 'commands')
    } catch (error) {
      all.findings.push({
        rule: 'harness',
        where: scenario.name,
        what: error instanceof Error ? error.message : String(error),
      })
    }
  })
  return all
}

/** `share` of all faults, from each command at least one. */
export async function ioGroup(effort: Effort): Promise<GroupReport> {
  const share = effort.full ? 0.7 : 0.004
  return await torture(SCENARIOS, (calls, random) => some(everyFault(calls), share, random), effort)
}

/** Killed from outside at any moment from its first change on. */
export async function killsGroup(effort: Effort): Promise<GroupReport> {
  const each = effort.full ? 30 : 1
  const late: Plan = (calls, random) =>
    Array.from({ length: each }, () => ({
      kind: 'kill-late',
      at: random.pick(calls).k,
      number: random.below(LATE_MICROSECONDS),
    }))
  return await torture(effort.full ? SCENARIOS : everyThird(effort.seed), late, effort)
}

export async function signalsGroup(effort: Effort): Promise<GroupReport> {
  const each = effort.full ? 3 : 1
  const signals = effort.full ? SIGNALS : SIGNALS.slice(0, 1)
  const plan: Plan = (calls, random) =>
    signals.flatMap((name) =>
      Array.from({ length: each }, () => ({
        kind: 'signal',
        at: random.pick(calls).k,
        number: constants.signals[name],
      })),
    )
  return await torture(effort.full ? SCENARIOS : everyThird(effort.seed + 1), plan, effort)
}

function everyThird(seed: number): Scenario[] {
  return SCENARIOS.filter((_, index) => index % 3 === seed % 3)
}
