/** Runs scenarios on disks that fail, each lane with a disk of its own. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { judge, type Case, type Violation } from './judge.ts'
import { isVault, look, type Seen } from './look.ts'
import { run, type Said } from './said.ts'
import { argsOf, type Scenario } from './scenarios.ts'
import { readCalls, shimEnvironment, type DiskCall, type Fault } from './shim.ts'
import { World } from './world.ts'

/** As many as the computer that the figures are for has cores. */
const LANES = 2

/** A scenario ready to be run on its lane again and again, with what it comes to where nothing fails. */
export interface Prepared extends Case {
  readonly key: string
  /** Its calls that change the disk, in their order. */
  readonly calls: readonly DiskCall[]
  readonly said: Said
}

export interface Outcome {
  readonly said: Said
  readonly seen: Seen
  readonly violations: readonly Violation[]
  /** The calls that were met. */
  readonly hits: readonly DiskCall[]
}

export class Lane {
  readonly world: World
  readonly #shim: string
  readonly #log: string
  #built = false

  constructor(folder: string, shim: string) {
    mkdirSync(folder)
    this.world = new World(folder)
    this.#shim = shim
    this.#log = path.join(folder, 'calls')
  }

  /** @throws Error where the scenario does not do what it is for, with nothing failing */
  async prepare(scenario: Scenario): Promise<Prepared> {
    const { world } = this
    if (!this.#built) await world.build()
    this.#built = true
    world.restore('base')
    await scenario.prepare?.(world)
    const key = scenario.name.replaceAll(/[^a-z]+/g, '-')
    world.keep(key)
    const before = await look(world)
    world.restore(key)
    const said = await this.#run(scenario)
    const after = await look(world)
    if (said.status !== 0 || !isVault(after.vault)) {
      throw new Error(`${scenario.name} fails by itself: ${said.stdout}${said.stderr} ${JSON.stringify(after.vault)}`)
    }
    return { scenario, world, before, after, fault: null, key, said, calls: readCalls(this.#log) }
  }

  async inject(prepared: Prepared, fault: Fault): Promise<Outcome> {
    const { said, hits } = await this.strike(prepared, fault)
    const seen = await look(this.world)
    return { said, seen, hits, violations: judge({ ...prepared, fault: fault.kind }, said, seen) }
  }

  /** As inject, but nobody looks: the disk is as the command left it. */
  async strike(prepared: Prepared, fault: Fault): Promise<Pick<Outcome, 'said' | 'hits'>> {
    this.world.restore(prepared.key)
    const said = await this.#run(prepared.scenario, fault)
    return { said, hits: readCalls(this.#log) }
  }

  #run(scenario: Scenario, fault?: Fault): Promise<Said> {
    rmSync(this.#log, { force: true })
    return run({
      program: scenario.program,
      args: argsOf(scenario, this.world),
      home: this.world.disk,
      env: shimEnvironment(this.#shim, this.world.disk, this.#log, fault),
    })
  }
}

/** Runs `task` for each of `jobs`, as many at once as there are lanes; the lanes are gone afterwards. */
export async function inLanes<Job>(
  jobs: readonly Job[],
  shim: string,
  task: (job: Job, lane: Lane) => Promise<void>,
): Promise<void> {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'coffer-torture-')))
  const waiting = [...jobs]
  try {
    await Promise.all(
      Array.from({ length: LANES }, async (_, number) => {
        const lane = new Lane(path.join(root, `lane-${number}`), shim)
        for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await task(job, lane)
      }),
    )
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
