/** Every command that writes on a disk of a few KiB too little: a real one, which only its process sees. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { judge } from '../judge.ts'
import { inLanes, type Lane, type Prepared } from '../lanes.ts'
import { look } from '../look.ts'
import { randomFrom, type Random } from '../random.ts'
import { blind, count, type Effort, type GroupReport } from '../report.ts'
import { run, type Said } from '../said.ts'
import { argsOf, PLANTED, SCENARIOS } from '../scenarios.ts'
import { buildShim } from '../shim.ts'

const BLOCK = 4096
/** Beyond what it starts from, a command of these vaults takes no more than this. */
const MOST_KIB = 240

/** Mounts a disk of $1 KiB on $0, fills it from $2, runs the command after them, and keeps what is on it in $3. */
const ON_SMALL_DISK =
  'mount -t tmpfs -o size="$1"k none "$0" && cp -a "$2/." "$0" || exit 99; kept=$3; shift 3; "$@"; status=$?; cp -a "$0/." "$kept"; exit $status'

function canMount(): boolean {
  try {
    execFileSync('unshare', ['-Urm', 'sh', '-c', 'mount -t tmpfs -o size=64k none /mnt'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** What the files of a folder take on a disk, in KiB. */
function sizeOf(lane: Lane): number {
  const blocks = lane.world.names().map((name) => Math.ceil(statSync(lane.world.on(name)).size / BLOCK))
  return blocks.reduce((sum, some) => sum + some, 0) * (BLOCK / 1024)
}

async function onDisk(lane: Lane, prepared: Prepared, spare: number): Promise<Said> {
  const { world } = lane
  world.restore(prepared.key)
  const kept = path.join(world.root, 'after')
  rmSync(kept, { recursive: true, force: true })
  mkdirSync(kept)
  const size = sizeOf(lane) + spare
  const wrapper = [
    'unshare',
    '-Urm',
    'sh',
    '-c',
    ON_SMALL_DISK,
    world.disk,
    String(size),
    world.kept(prepared.key),
    kept,
  ]
  const { scenario } = prepared
  const said = await run({ program: scenario.program, args: argsOf(scenario, world), home: world.disk, wrapper })
  if (said.status === 99) throw new Error(`a disk of ${size} KiB has no room to begin`)
  rmSync(world.disk, { recursive: true, force: true })
  cpSync(kept, world.disk, { recursive: true, preserveTimestamps: true })
  return said
}

function sizes(effort: Effort, random: Random): number[] {
  // A few go through all of it; one at random would hardly be full.
  const most = effort.full ? MOST_KIB : MOST_KIB / 6
  return Array.from({ length: effort.full ? 7 : 1 }, () => random.below(most / 4) * 4)
}

export async function disksGroup(effort: Effort): Promise<GroupReport> {
  const shim = buildShim()
  if (shim === null || !canMount()) return { tried: {}, findings: [], notRun: 'this computer lets no disk be mounted' }
  const tried: Record<string, number> = {}
  const findings: GroupReport['findings'][number][] = []
  const chosen = effort.full ? SCENARIOS : SCENARIOS.filter((_, index) => index % 4 === effort.seed % 4)
  await inLanes([PLANTED, ...chosen], shim, async (scenario, lane) => {
    const random = randomFrom(effort.seed * 1000 + scenario.name.length)
    const prepared = await lane.prepare(scenario)
    for (const spare of scenario === PLANTED ? [0] : sizes(effort, random)) {
      const said = await onDisk(lane, prepared, spare)
      const violations = judge({ ...prepared, fault: 'enospc' }, said, await look(lane.world))
      if (scenario === PLANTED) {
        count(tried, 'planted faults found', violations.length)
        if (violations.length === 0) findings.push(blind('planted', 'a writer that loses what was there was not found'))
        continue
      }
      count(tried, 'disks')
      if (said.status !== 0) count(tried, 'full')
      findings.push(
        ...violations.map((one) => ({ ...one, where: `${scenario.name}, on a disk with ${spare} KiB to spare` })),
      )
    }
  })
  if ((tried.full ?? 0) === 0) findings.push(blind('disks', 'not one disk was full'))
  return { tried, findings }
}
