/** Password and salt to a 32-byte master key. Source: docs/FORMATS.md#kdf. */
import { createHash, createSecretKey, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { CofferError } from '../../contract/errors.ts'
import { IMPORT_RANGE, requireKdfInRange, type KdfConfig } from '../../contract/kdf-config.ts'
import type { OnStep } from '../../contract/progress.ts'
import type { Argon2Job } from './argon2.worker.ts'
import type { MasterKey } from './keys.ts'

const MASTER_KEY_BYTES = 32
/** How often a derivation looks whether it is still wanted. */
const LOOK_EVERY_MS = 50

/**
 * Derives the master key. `password` and `salt` are used as typed (UTF-8, not trimmed, not normalised); PBKDF2 takes
 * the salt's bytes, Argon2id their SHA-256. The caller checks the range that fits its case; numbers outside what any
 * file may ask (IMPORT_RANGE) are refused here in any case, before work begins, as format/kdf-out-of-range.
 * `onStep` is told again and again, and once more at the end: what it throws ends an Argon2id thread within LOOK_EVERY_MS
 * and is thrown here. PBKDF2 runs to its end first, two seconds at most.
 * @throws CofferError usage/blank-password, format/lone-surrogate, format/kdf-out-of-range, crypto/argon2-failed
 */
export async function deriveMasterKey(
  password: string,
  salt: string,
  kdf: KdfConfig,
  onStep: OnStep = () => undefined,
): Promise<MasterKey> {
  requireKdfInRange(kdf, IMPORT_RANGE, 'format/kdf-out-of-range')
  if (password === '') throw new CofferError('usage/blank-password')
  if (!password.isWellFormed() || !salt.isWellFormed())
    throw new CofferError('format/lone-surrogate', { where: 'password' })
  onStep('derive')
  // Arrays of their own: a Buffer may lie in a pool that a worker thread is given whole.
  const [passwordBytes, saltBytes] = [password, salt].map((text) => new TextEncoder().encode(text)) as [
    Uint8Array,
    Uint8Array,
  ]
  try {
    const bytes =
      kdf.type === 'pbkdf2'
        ? await promisify(pbkdf2)(passwordBytes, saltBytes, kdf.iterations, MASTER_KEY_BYTES, 'sha256')
        : await runArgon2(
            {
              password: passwordBytes,
              salt: new Uint8Array(createHash('sha256').update(saltBytes).digest()),
              iterations: kdf.iterations,
              memoryKiB: kdf.memoryMiB * 1024,
              parallelism: kdf.parallelism,
            },
            onStep,
          )
    const masterKey = createSecretKey(bytes) as MasterKey
    bytes.fill(0)
    // What was to be stopped is stopped, and says nothing of the password.
    onStep('derive')
    return masterKey
  } finally {
    passwordBytes.fill(0)
  }
}

/** Runs one derivation in a worker thread of this process and ends the thread, whatever came of it. */
async function runArgon2(job: Argon2Job, onStep: OnStep): Promise<Uint8Array> {
  // The worker stands beside this file, as source (.ts) and as built output (.js).
  const file = new URL(`./argon2.worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
  const worker = new Worker(file, { workerData: job })
  let looking: NodeJS.Timeout | undefined
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      const fail = (error: unknown): void => {
        reject(new CofferError('crypto/argon2-failed', { memoryMiB: job.memoryKiB / 1024 }, error))
      }
      worker.once('message', resolve)
      worker.once('error', fail)
      worker.once('exit', fail)
      looking = setInterval(() => {
        try {
          onStep('derive')
        } catch (unwanted) {
          if (unwanted instanceof Error) reject(unwanted)
        }
      }, LOOK_EVERY_MS)
    })
  } finally {
    clearInterval(looking)
    await worker.terminate()
  }
}
