/**
 * npm run bench, last part: what it costs that the vault is one whole file after every change, beside the write-ahead log
 * of earlier versions in the same rounds. The same rows either way; medians and their ratio are printed.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createVault } from '../main/commands/vault.ts'
import { VaultDatabase, type SealedRow } from '../main/vault/database.ts'

const ROUNDS = 5
const SAVES = 60
const ITEMS = Number(process.argv[2] ?? 10_000)
const ROW_BYTES = 600
const KDF = { type: 'argon2id', iterations: 2, memoryMiB: 16, parallelism: 1 } as const
const LOG = `PRAGMA locking_mode = EXCLUSIVE; PRAGMA secure_delete = ON; PRAGMA synchronous = FULL;
  PRAGMA fullfsync = ON; PRAGMA temp_store = MEMORY; PRAGMA journal_mode = WAL;`

interface Vault {
  put(rows: readonly SealedRow[]): void
  close(): void
}

function makeRows(count: number): SealedRow[] {
  return Array.from({ length: count }, () => ({ id: randomUUID(), sealed: randomBytes(ROW_BYTES).toString('base64') }))
}

function today(file: string): Vault {
  const database = VaultDatabase.open(file)
  return {
    put(rows) {
      database.transaction(() => {
        database.put('items', rows)
      })
    },
    close() {
      database.close()
    },
  }
}

function withLog(file: string): Vault {
  const database = new DatabaseSync(file)
  database.exec(LOG)
  return {
    put(rows) {
      database.exec('BEGIN IMMEDIATE')
      const insert = database.prepare('INSERT OR REPLACE INTO items (id, sealed) VALUES (?, ?)')
      for (const { id, sealed } of rows) insert.run(id, sealed)
      database.exec('COMMIT')
    },
    close() {
      database.close()
    },
  }
}

function timed(task: () => void): number {
  const started = performance.now()
  task()
  return performance.now() - started
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

const folder = mkdtempSync(path.join(tmpdir(), 'coffer-bench-'))
try {
  const kinds = { today, withLog }
  const one = { today: [] as number[], withLog: [] as number[] }
  const many = { today: [] as number[], withLog: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of ['withLog', 'today'] as const) {
      const file = path.join(folder, `${kind}-${round}`)
      await createVault(file, 'bench password', { email: null, kdf: KDF })
      const vault = kinds[kind](file)
      const rows = makeRows(ITEMS)
      many[kind].push(
        timed(() => {
          vault.put(rows)
        }),
      )
      for (let save = 0; save < SAVES; save += 1) {
        const row = makeRows(1)
        one[kind].push(
          timed(() => {
            vault.put(row)
          }),
        )
      }
      vault.close()
    }
  }
  const told = (name: string, { today: now, withLog: then }: typeof one): string =>
    `${name}\n  ${median(now).toFixed(1)} ms; ${(median(now) / median(then)).toFixed(2)} x with a write-ahead log (${median(then).toFixed(1)} ms)\n`
  process.stdout.write(told(`saving one row into ${ITEMS}`, one))
  process.stdout.write(told(`importing ${ITEMS} rows`, many))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
