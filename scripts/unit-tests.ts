/**
 * The unit tests: `node scripts/unit-tests.ts [FILTER…]`. V8 itself sometimes ends a process whose worker threads come and
 * go (“Check failed: jit_page…”, nodejs/node#64500): what ran in it is then unknown, so those files are run once more, and
 * the report names them. A test that fails has no second try.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const VITEST = path.join(path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const CRASH = /Worker exited unexpectedly with signal (?:SIGTRAP|SIGSEGV)[^\n]* while running test file (\S+)/g
const FAILED = /^ *(?:Test Files|Tests) .*\d+ failed/m

interface Outcome {
  readonly status: number
  /** Files that were running in a process which V8 ended. */
  readonly crashed: readonly string[]
}

async function run(args: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [VITEST, 'run', ...args], { stdio: ['inherit', 'pipe', 'pipe'] })
  const chunks: Buffer[] = []
  for (const [stream, out] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      out.write(chunk)
    })
  }
  const [code] = (await once(child, 'close')) as [number | null]
  const said = stripVTControlCharacters(Buffer.concat(chunks).toString('utf8'))
  const crashed = FAILED.test(said) ? [] : [...said.matchAll(CRASH)].flatMap(([, file]) => file ?? [])
  return { status: code ?? 1, crashed: [...new Set(crashed)] }
}

const first = await run(process.argv.slice(2))
let { status } = first
if (status !== 0 && first.crashed.length > 0) {
  console.log(`V8 ended the process of these, which are run once more: ${first.crashed.join(' ')}`)
  ;({ status } = await run(first.crashed))
}
process.exitCode = status
