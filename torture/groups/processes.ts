/** Many processes that start at once on one vault: one has it, the others say so, and what was said to be done is there. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { isVault, look } from '../look.ts'
import { blind, count, type Effort, type Finding, type GroupReport } from '../report.ts'
import { run } from '../said.ts'
import { World } from '../world.ts'

const CHILD = path.join(import.meta.dirname, '../../main/testkit/child.ts')

/** How many of `crowd` processes say that they have the vault, all of them holding on until each has answered. */
async function owners(crowd: number, file: string): Promise<Map<string, number>> {
  const children = Array.from({ length: crowd }, () =>
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, 'hold', JSON.stringify({ file })], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  )
  const answers = await Promise.all(
    children.map(async ({ stdout }) => {
      const line = await createInterface(stdout)[Symbol.asyncIterator]().next()
      return line.done === true ? 'nothing' : line.value
    }),
  )
  await Promise.all(
    children.map(async (child) => {
      child.stdin.end()
      await once(child, 'exit')
    }),
  )
  const counts = new Map<string, number>()
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1)
  return counts
}

function isOneOwner(answers: ReadonlyMap<string, number>, crowd: number): boolean {
  return answers.get('owner') === 1 && (answers.get('vault/in-use') ?? 0) === crowd - 1
}

/** `crowd` imports at once, each of a file of its own: how many were acknowledged, and how many are there. */
async function imports(crowd: number, world: World): Promise<{ acknowledged: number; there: number; said: string[] }> {
  const all = await Promise.all(
    Array.from({ length: crowd }, async (_, number) => {
      const file = world.on(`import-${number}.csv`)
      writeFileSync(file, `name,url,username,password,note\nImport ${number},https://i${number}.example,ann,secret,\n`)
      const args = ['import', file, '--vault', world.vault, '--password-file', world.secret('old')]
      return await run({ program: 'coffer', args, home: world.disk })
    }),
  )
  const { vault } = await look(world)
  const there = isVault(vault) ? vault.items - 8 : -1
  const said = all.filter(({ status }) => status !== 0).map(({ json }) => json?.code ?? 'nothing')
  return { acknowledged: all.filter(({ status }) => status === 0).length, there, said }
}

export async function processesGroup({ full }: Effort): Promise<GroupReport> {
  const tried: Record<string, number> = {}
  const findings: Finding[] = []
  if (isOneOwner(new Map([['owner', 2]]), 2) || isOneOwner(new Map([['vault/in-use', 2]]), 2)) {
    findings.push(blind('planted', 'two owners, or none, pass'))
  }
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'coffer-torture-')))
  try {
    const world = new World(root)
    await world.build()
    for (const crowd of full ? [2, 3, 5, 10, 20, 35, 50, 50] : [2, 6]) {
      const answers = await owners(crowd, world.vault)
      count(tried, 'crowds')
      count(tried, 'processes', crowd)
      const said = [...answers].map(([answer, many]) => `${answer} × ${many}`).join(', ')
      if (!isOneOwner(answers, crowd)) findings.push({ rule: 'owners', where: `${crowd} at once`, what: said })
    }
    for (const crowd of full ? [2, 2, 4, 4, 8, 16] : [3]) {
      world.restore('base')
      const { acknowledged, there, said } = await imports(crowd, world)
      count(tried, 'imports at once', crowd)
      if (acknowledged !== there || said.some((code) => code !== 'vault/in-use') || acknowledged === 0) {
        const what = `${acknowledged} acknowledged, ${there} there; the others: ${said.join(', ')}`
        findings.push({ rule: 'unkept', where: `${crowd} imports at once`, what })
      }
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
  return { tried, findings }
}
