/** How long a password takes to open a file on this computer, told before anyone types one. */
import { IMPORT_RANGE, requireKdfInRange, type KdfConfig } from '../../contract/kdf-config.ts'
import type { OnStep } from '../../contract/progress.ts'
import { measureKdf } from './vault.ts'

/** What is measured: a little and some more, of Coffer's choosing. No file has a say in it. */
const SAMPLES: Readonly<Record<KdfConfig['type'], readonly [KdfConfig, KdfConfig]>> = {
  pbkdf2: [
    { type: 'pbkdf2', iterations: 5_000 },
    { type: 'pbkdf2', iterations: 100_000 },
  ],
  argon2id: [
    { type: 'argon2id', iterations: 2, memoryMiB: 16, parallelism: 1 },
    { type: 'argon2id', iterations: 2, memoryMiB: 64, parallelism: 1 },
  ],
}

/** Milliseconds: what each derivation takes before it begins, and for each unit of its work. */
interface Speed {
  readonly start: number
  readonly each: number
}

/** Rounds; of Argon2id each over all of the memory. Its lanes run one after the other here. */
function workOf(kdf: KdfConfig): number {
  return kdf.type === 'pbkdf2' ? kdf.iterations : kdf.iterations * kdf.memoryMiB
}

export class OpeningTimes {
  readonly #measure: typeof measureKdf
  readonly #speeds = new Map<KdfConfig['type'], Promise<Speed>>()

  constructor(measure: typeof measureKdf = measureKdf) {
    this.#measure = measure
  }

  /**
   * Milliseconds that a derivation with `kdf` will take, about. Each kind is measured once, the first time it is asked
   * for; `kdf` itself is never run.
   * @throws CofferError usage/kdf-out-of-range, crypto/argon2-failed
   */
  async of(kdf: KdfConfig, onStep?: OnStep): Promise<number> {
    requireKdfInRange(kdf, IMPORT_RANGE, 'usage/kdf-out-of-range')
    const known = this.#speeds.get(kdf.type) ?? this.#sample(kdf.type, onStep)
    this.#speeds.set(kdf.type, known)
    try {
      const { start, each } = await known
      return start + each * workOf(kdf)
    } catch (error) {
      this.#speeds.delete(kdf.type)
      throw error
    }
  }

  async #sample(type: KdfConfig['type'], onStep?: OnStep): Promise<Speed> {
    const [little, more] = SAMPLES[type]
    const short = await this.#measure(little, onStep)
    const long = await this.#measure(more, onStep)
    const each = (long - short) / (workOf(more) - workOf(little))
    // On a computer that was busy at the first one only: all of it counts as work.
    if (each <= 0) return { start: 0, each: long / workOf(more) }
    return { start: Math.max(0, short - each * workOf(little)), each }
  }
}
