/** Wrong master passwords wait longer and longer; right ones do not. */
import { describe, expect, it } from 'vitest'
import { CofferError, type ErrorCode } from '../../contract/errors.ts'
import { refusalOf } from '../testkit/vaults.ts'
import { PasswordGate } from './password-gate.ts'

/** A gate that tells how long it would wait, and does not. */
function makeGate(): { gate: PasswordGate; waits: number[] } {
  const waits: number[] = []
  const gate = new PasswordGate((ms) => Promise.resolve(waits.push(ms)))
  return { gate, waits }
}

async function fail(gate: PasswordGate, code: ErrorCode = 'vault/wrong-password'): Promise<string> {
  return await refusalOf(() => gate.pass(() => Promise.reject(new CofferError(code))))
}

async function pass(gate: PasswordGate): Promise<string> {
  return await gate.pass(() => Promise.resolve('passed'))
}

describe('the wait', () => {
  it('is none for two mistakes, then doubles from half a second up to eight', async () => {
    const { gate, waits } = makeGate()
    for (let count = 0; count < 2; count += 1) expect(await fail(gate)).toBe('vault/wrong-password')
    expect(waits).toEqual([])
    for (let count = 0; count < 7; count += 1) expect(await fail(gate)).toBe('vault/wrong-password')
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000])
    expect(await pass(gate)).toBe('passed')
    expect(waits.at(-1)).toBe(8_000)
  })

  it('ends with a right password', async () => {
    const { gate, waits } = makeGate()
    for (let count = 0; count < 4; count += 1) await fail(gate)
    await pass(gate)
    waits.length = 0
    for (let count = 0; count < 2; count += 1) await fail(gate)
    expect(waits).toEqual([])
    await fail(gate)
    expect(waits).toEqual([500])
  })

  it('does not grow by other refusals', async () => {
    const { gate, waits } = makeGate()
    for (let count = 0; count < 9; count += 1) expect(await fail(gate, 'file/no-space')).toBe('file/no-space')
    expect(waits).toEqual([])
  })

  it('is spared nobody who asks many times at once', async () => {
    const { gate, waits } = makeGate()
    let [running, most] = [0, 0]
    const guess = async (): Promise<never> => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setTimeout(resolve, 1))
      running -= 1
      throw new CofferError('vault/wrong-password')
    }
    await Promise.allSettled(Array.from({ length: 6 }, () => gate.pass(guess)))
    expect(most).toBe(1)
    expect(waits).toEqual([500, 1_000, 2_000, 4_000])
  })

  it('is a real one where nothing else is said', async () => {
    const gate = new PasswordGate()
    for (let count = 0; count < 2; count += 1) await fail(gate)
    const begun = performance.now()
    await pass(gate)
    expect(performance.now() - begun).toBeGreaterThan(490)
  })
})

describe('a closed gate', () => {
  it('asks nobody any more', async () => {
    const { gate } = makeGate()
    let asked = 0
    gate.close()
    expect(await refusalOf(() => gate.pass(() => Promise.resolve((asked += 1))))).toBe('vault/locked')
    expect(asked).toBe(0)
  })

  it('ends the wait of those who wait', { timeout: 5_000 }, async () => {
    const gate = new PasswordGate(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', reject)
        }),
    )
    for (let count = 0; count < 2; count += 1) await fail(gate)
    const waiting = [refusalOf(() => pass(gate)), refusalOf(() => pass(gate))]
    await new Promise((resolve) => setTimeout(resolve, 5))
    gate.close()
    expect(await Promise.all(waiting)).toEqual(['vault/locked', 'vault/locked'])
  })

  it('lets the check that runs come to its end', async () => {
    const { gate } = makeGate()
    let release = (): void => undefined
    const checked = refusalOf(() => gate.pass(() => new Promise<void>((resolve) => (release = resolve))))
    await new Promise((resolve) => setTimeout(resolve, 5))
    gate.close()
    release()
    expect(await checked).toBe('done')
  })
})
