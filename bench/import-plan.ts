/**
 * npm run bench, third part: planning, doing and undoing an import at 1,000, 10,000 and 50,000 rows, half of which the
 * vault has otherwise. Each beside writing the same contents as JSON and parsing them, in the same run; where the time is
 * linear, the ratio is the same in every column. No test.
 */
import { rmSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { takeBytes } from '../main/commands/files.ts'
import { commitImport, undoImport } from '../main/commands/import-history.ts'
import { planImport } from '../main/commands/import-plan.ts'
import { createVault, openVaultFile } from '../main/commands/vault.ts'
import { formatOf } from '../main/formats/index.ts'
import { makeContents } from './contents.ts'

const SIZES = process.argv[2] === undefined ? [1_000, 10_000, 50_000] : [Number(process.argv[2])]
const ROUNDS = 3
const PASSWORD = 'bench password'
const KDF = { type: 'argon2id', iterations: 2, memoryMiB: 16, parallelism: 1 } as const
const PARTS = ['plan', 'do (add half, merge half)', 'undo'] as const

type Times = Record<(typeof PARTS)[number] | 'bare', number[]>

async function timed<T>(into: number[], task: () => T | Promise<T>): Promise<T> {
  const started = performance.now()
  const value = await task()
  into.push(performance.now() - started)
  return value
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

async function measure(folder: string, size: number): Promise<Times> {
  const times: Times = { bare: [], plan: [], 'do (add half, merge half)': [], undo: [] }
  const vault = path.join(folder, `${size}.coffer`)
  await createVault(vault, PASSWORD, { email: null, kdf: KDF })
  const session = await (await openVaultFile(vault)).unlock(PASSWORD)
  const contents = makeContents(size)
  const half = contents.items.slice(0, size / 2)
  session.save({ ...contents, items: half.map((item) => ({ ...item, notes: 'other', revisionDate: null })) })
  const file = takeBytes(await formatOf('bitwarden-json').write(contents, {}))
  for (let round = 0; round < ROUNDS; round += 1) {
    await timed(times.bare, () => JSON.parse(JSON.stringify(contents)) as unknown)
    const plan = await timed(times.plan, () => planImport(session, file))
    plan.decide('changed', 'merge')
    const { id, items } = await timed(times['do (add half, merge half)'], () =>
      commitImport(session, plan, { fileName: 'bench.json' }),
    )
    if (items.new + items.merged !== size) throw new Error('not what was planned')
    await timed(times.undo, () => undoImport(session, id ?? ''))
  }
  session.lock()
  return times
}

const folder = mkdtempSync(path.join(tmpdir(), 'coffer-bench-'))
try {
  const columns: Times[] = []
  for (const size of SIZES) columns.push(await measure(folder, size))
  process.stdout.write(
    `\nimports of ${SIZES.map((size) => size.toLocaleString('en')).join(', ')} rows, x JSON and back\n`,
  )
  for (const part of PARTS) {
    const cells = columns.map((times) => {
      const [own, bare] = [median(times[part]), median(times.bare)]
      return `${(own / bare).toFixed(1)} x (${own.toFixed(0)} ms)`
    })
    process.stdout.write(`${part}\n  ${cells.join('   ')}\n`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
