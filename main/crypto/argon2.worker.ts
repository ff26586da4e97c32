/** One Argon2id derivation in a thread of its own, which its starter ends: WASM memory cannot be wiped otherwise. */
import { parentPort, workerData } from 'node:worker_threads'
import { argon2id } from 'hash-wasm'

export interface Argon2Job {
  readonly password: Uint8Array
  /** At least 8 bytes. */
  readonly salt: Uint8Array
  readonly iterations: number
  readonly memoryKiB: number
  readonly parallelism: number
}

const job = workerData as Argon2Job
const hash = await argon2id({
  password: job.password,
  salt: job.salt,
  iterations: job.iterations,
  memorySize: job.memoryKiB,
  parallelism: job.parallelism,
  hashLength: 32,
  outputType: 'binary',
})
parentPort?.postMessage(hash)
