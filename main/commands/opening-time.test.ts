/** F4: how long opening will take is told from derivations of Coffer's own, not of the file's. */
import { describe, expect, it } from 'vitest'
import type { KdfConfig } from '../../contract/kdf-config.ts'
import { refusalOf } from '../testkit/vaults.ts'
import { OpeningTimes } from './opening-time.ts'
import { measureKdf } from './vault.ts'

/** A computer that needs 40 ms to begin, and the same for each unit of work. */
function makeTimes(): { times: OpeningTimes; measured: KdfConfig[] } {
  const measured: KdfConfig[] = []
  const times = new OpeningTimes((kdf) => {
    measured.push(kdf)
    const work = kdf.type === 'pbkdf2' ? kdf.iterations / 1_000 : kdf.iterations * kdf.memoryMiB * 4
    return Promise.resolve(40 + work)
  })
  return { times, measured }
}

const HEAVY: KdfConfig = { type: 'argon2id', iterations: 10, memoryMiB: 1024, parallelism: 16 }

describe('F4: how long opening will take', () => {
  it('follows from the settings of the file, by what this computer was measured to do', async () => {
    const { times } = makeTimes()
    expect(await times.of({ type: 'pbkdf2', iterations: 600_000 })).toBeCloseTo(640)
    expect(await times.of({ type: 'argon2id', iterations: 3, memoryMiB: 64, parallelism: 4 })).toBeCloseTo(808)
  })

  it('is measured once for each kind, and never with what a file asks for', async () => {
    const { times, measured } = makeTimes()
    await Promise.all([times.of(HEAVY), times.of(HEAVY), times.of({ ...HEAVY, iterations: 2 })])
    for (let count = 0; count < 50; count += 1) await times.of({ type: 'pbkdf2', iterations: 2_000_000 - count })
    expect(measured.map(({ type }) => type)).toEqual(['argon2id', 'argon2id', 'pbkdf2', 'pbkdf2'])
    for (const kdf of measured)
      expect(kdf.type === 'pbkdf2' ? kdf.iterations : kdf.iterations * kdf.memoryMiB).toBeLessThanOrEqual(100_000)
    expect(measured).not.toContainEqual(HEAVY)
  })

  it('outside what Coffer runs is not told', async () => {
    const { times, measured } = makeTimes()
    expect(await refusalOf(() => times.of({ type: 'pbkdf2', iterations: 2_000_001 }))).toBe('usage/kdf-out-of-range')
    expect(measured).toEqual([])
  })

  it('is measured anew where measuring came to nothing', async () => {
    let tries = 0
    const times = new OpeningTimes((kdf) => {
      tries += 1
      if (tries === 1) throw new Error('no memory')
      return measureKdf(kdf)
    })
    await expect(times.of(HEAVY)).rejects.toThrow('no memory')
    expect(await times.of({ ...HEAVY, iterations: 2, memoryMiB: 16 })).toBeGreaterThan(0)
  })

  it('on a computer that was busy at first is no negative time', async () => {
    let first = true
    const times = new OpeningTimes(() => {
      const took = first ? 500 : 100
      first = false
      return Promise.resolve(took)
    })
    expect(await times.of({ type: 'pbkdf2', iterations: 600_000 })).toBeCloseTo(600)
  })
})
