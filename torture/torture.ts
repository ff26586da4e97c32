/**
 * Tries to break Coffer's promises: `npm run torture [-- GROUP …] [--sampled] [--seed N]`. Exit status 1 where one broke.
 * The full form of all groups is for before a release; the sampled one is a part of `npm test`.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { unreadClaims } from './claims.ts'
import { callsGroup } from './groups/calls.ts'
import { disksGroup } from './groups/full-disks.ts'
import { ioGroup, killsGroup, signalsGroup } from './groups/faults.ts'
import { innerGroup, outerGroup } from './groups/mutations.ts'
import { processesGroup } from './groups/processes.ts'
import { restoresGroup } from './groups/restores.ts'
import { joined, type Effort, type Finding, type GroupReport } from './report.ts'

interface Group {
  readonly run: (effort: Effort) => Promise<GroupReport>
  /** It computes, and takes one core: it runs in parts. */
  readonly computes?: true
}

const GROUPS: Readonly<Record<string, Group>> = {
  io: { run: ioGroup },
  kills: { run: killsGroup },
  signals: { run: signalsGroup },
  disks: { run: disksGroup },
  processes: { run: processesGroup },
  restores: { run: restoresGroup },
  outer: { run: outerGroup, computes: true },
  inner: { run: innerGroup, computes: true },
  calls: { run: callsGroup, computes: true },
}
/** Processes at once: the figures are for a computer with two cores. */
const PARTS = 2
/** Findings of one kind that are printed; all of them count. */
const PRINTED = 12

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sampled: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    /** Only for itself: it is a part of a group, and answers in JSON. */
    part: { type: 'string' },
  },
})

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function printFindings(name: string, findings: readonly Finding[]): void {
  for (const [rule, those] of Map.groupBy(findings, (finding) => finding.rule)) {
    say(`  ${name}: ${rule} × ${those.length}`)
    for (const { where, what } of those.slice(0, PRINTED)) say(`    ${where}\n      ${what}`)
  }
}

/** A part of a group in a process of its own; one that dies is a finding. */
async function runPart(name: string, part: number): Promise<GroupReport> {
  const given = [name, '--seed', values.seed, '--part', String(part), ...(values.sampled ? ['--sampled'] : [])]
  const node = ['--disable-warning=ExperimentalWarning', import.meta.filename, ...given]
  const child = spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'inherit'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  const status = await new Promise((resolve) => child.once('close', resolve))
  if (status === 0) return JSON.parse(Buffer.concat(chunks).toString('utf8')) as GroupReport
  return { tried: {}, findings: [{ rule: 'crash', where: `part ${part}`, what: `exit status ${String(status)}` }] }
}

async function runWhole(name: string, { run, computes }: Group): Promise<GroupReport> {
  if (!computes) return await run(effortOf(0))
  return joined(await Promise.all(Array.from({ length: PARTS }, (_, part) => runPart(name, part))))
}

function effortOf(part: number): Effort {
  return { full: !values.sampled, seed: Number(values.seed), part, parts: PARTS }
}

function groupOf(name: string): Group {
  const group = GROUPS[name]
  if (!group) throw new Error(`no group “${name}”; there are ${Object.keys(GROUPS).join(', ')}`)
  return group
}

async function main(names: readonly string[]): Promise<void> {
  const unread = unreadClaims()
  for (const claim of unread) say(`a sentence that cannot be compared with anything: ${claim}`)
  let found = unread.length
  for (const name of names) {
    const begun = performance.now()
    const { tried, findings, notRun } = await runWhole(name, groupOf(name))
    const seconds = Math.round((performance.now() - begun) / 1000)
    const figures = Object.entries(tried).map(([what, many]) => `${what} ${many}`)
    say(`${name}: ${notRun ?? figures.join(', ')}; ${findings.length} found (${seconds} s)`)
    printFindings(name, findings)
    found += findings.length
  }
  process.exitCode = found > 0 ? 1 : 0
}

/** A data folder of its own, for this process and all that it starts: they are one installation of Coffer. */
async function withOwnData(task: () => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'coffer-torture-data-'))
  process.env.XDG_CONFIG_HOME = folder
  try {
    await task()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const [first = ''] = positionals
await withOwnData(async () => {
  if (values.part !== undefined) say(JSON.stringify(await groupOf(first).run(effortOf(Number(values.part)))))
  else await main(positionals.length > 0 ? positionals : Object.keys(GROUPS))
})
