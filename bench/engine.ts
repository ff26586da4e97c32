/**
 * npm run bench, second part: what a person waits for. From the master password to the first page of the list, beside
 * the bare key derivation of the same rounds; and how long the main thread was ever kept from its work by an export.
 */
import { pbkdf2Sync } from 'node:crypto'
import { rmSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { DEFAULT_PBKDF2 } from '../contract/kdf-config.ts'
import { startNodeProcess } from '../main/drill/node-process.ts'
import { EngineThread } from '../main/engine/engine-thread.ts'
import { formatOf } from '../main/formats/index.ts'
import { makeContents } from './contents.ts'

const ITEMS = Number(process.argv[2] ?? 10_000)
const ROUNDS = 5
const PASSWORD = 'bench password'
const ALL = { source: 'vault', filter: { view: 'all' }, search: '', offset: 0 } as const

const folder = mkdtempSync(path.join(tmpdir(), 'coffer-bench-'))
const vault = path.join(folder, 'bench.coffer')
const plain = path.join(folder, 'plain.json')
writeFileSync(plain, await formatOf('bitwarden-json').write(makeContents(ITEMS), {}))

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

function timed(task: () => unknown): number {
  const started = performance.now()
  task()
  return performance.now() - started
}

async function fill(): Promise<void> {
  const engine = new EngineThread(() => undefined, startNodeProcess)
  await engine.call('create', { path: vault, email: null, masterPassword: PASSWORD })
  const { files } = await engine.call('offer', { paths: [plain] })
  const options = { repair: false, mapping: null, salvage: false }
  await engine.call('check', { ticket: files[0]?.ticket ?? '', filePassword: null, options })
  await engine.call('runImport', null)
  await engine.end()
}

try {
  await fill()
  const [list, bare]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(timed(() => pbkdf2Sync(PASSWORD, 'salt', DEFAULT_PBKDF2.iterations, 32, 'sha256')))
    const engine = new EngineThread(() => undefined, startNodeProcess)
    await engine.call('open', { path: vault })
    const started = performance.now()
    await engine.call('unlock', { masterPassword: PASSWORD })
    await engine.call('counts', { source: 'vault' })
    await engine.call('page', ALL)
    list.push(performance.now() - started)
    await engine.end()
  }
  const [listed, derived] = [median(list), median(bare)]
  const ratio = (listed / derived).toFixed(1)
  console.log(
    `unlock to list, ${ITEMS} items: ${listed.toFixed(0)} ms, ${ratio} x the key derivation alone (${derived.toFixed(0)} ms)`,
  )

  const engine = new EngineThread(() => undefined, startNodeProcess)
  await engine.call('open', { path: vault })
  await engine.call('unlock', { masterPassword: PASSWORD })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const order = { choice: 'encrypted_json', filePassword: null, masterPassword: PASSWORD, withTrash: true } as const
  const exported = await engine.call('export', { ...order, path: path.join(folder, 'out.json') })
  delay.disable()
  console.log(
    `main thread while exporting ${exported?.items ?? 0} items: kept waiting ${(delay.max / 1e6).toFixed(1)} ms at most`,
  )
  await engine.end()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
