import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { CREATION_RANGE, IMPORT_RANGE, requireKdfInRange, type KdfConfig } from '../../contract/kdf-config.ts'
import { Stopped } from '../../contract/progress.ts'
import { deriveMasterKey } from './kdf.ts'

const pbkdf2 = (iterations: unknown): KdfConfig => ({ type: 'pbkdf2', iterations }) as KdfConfig
const argon2id = (iterations: unknown, memoryMiB: unknown, parallelism: unknown): KdfConfig =>
  ({ type: 'argon2id', iterations, memoryMiB, parallelism }) as KdfConfig

const inRange = (kdf: KdfConfig, range = IMPORT_RANGE): boolean => {
  try {
    requireKdfInRange(kdf, range, 'format/kdf-out-of-range')
    return true
  } catch {
    return false
  }
}

describe('KDF bounds', () => {
  it.each([5000, 100_000, 600_000, 2_000_000])('a file may ask for %i rounds of PBKDF2', (iterations) => {
    expect(inRange(pbkdf2(iterations))).toBe(true)
  })

  it.each([4999, 2_000_001, 2 ** 31, 2 ** 53, 600_000.5, '600000', 0, -0, -1, null, undefined, NaN, Infinity])(
    'a file may not ask for %s rounds',
    (iterations) => {
      expect(inRange(pbkdf2(iterations))).toBe(false)
    },
  )

  it.each([
    [3, 64, 4],
    [10, 1024, 16],
    [2, 16, 1],
  ])('a file may ask for Argon2id %i/%i/%i', (...numbers) => {
    expect(inRange(argon2id(...numbers))).toBe(true)
  })

  it.each([
    ...[15, 1025, 64.5, 999_999, 4 * 1024 * 1024, '64', null].map((memory) => [3, memory, 4]),
    ...[1, 11, 3.5, null].map((iterations) => [iterations, 64, 4]),
    ...[0, 17, 4.5, null].map((parallelism) => [3, 64, parallelism]),
  ])('a file may not ask for Argon2id %s/%s/%s', (iterations, memoryMiB, parallelism) => {
    expect(inRange(argon2id(iterations, memoryMiB, parallelism))).toBe(false)
  })

  it('a person may choose less freely than a file may ask', () => {
    expect(inRange(pbkdf2(100_000), CREATION_RANGE)).toBe(false)
    expect(inRange(pbkdf2(600_000), CREATION_RANGE)).toBe(true)
  })

  it('refuses a bomb before it works, in well under 50 ms', async () => {
    const started = performance.now()
    for (const bomb of [pbkdf2(2 ** 31), argon2id(3, 4 * 1024 * 1024, 4)]) {
      await expect(deriveMasterKey('x', 'x', bomb)).rejects.toMatchObject({ code: 'format/kdf-out-of-range' })
    }
    expect(performance.now() - started).toBeLessThan(50)
  })
})

describe('deriveMasterKey', () => {
  const fast = argon2id(2, 16, 1)
  const derive = async (password: string, salt: string): Promise<string> =>
    (await deriveMasterKey(password, salt, fast)).export().toString('hex')

  it('takes passwords as typed: spaces, case and composition matter', async () => {
    const keys = await Promise.all(['é', 'e\u0301', ' é', 'É'].map((password) => derive(password, 'salt')))
    expect(new Set(keys).size).toBe(4)
  })

  it('gives the same key again, and ends the thread it used', async () => {
    expect(await derive('password', 'salt')).toBe(await derive('password', 'salt'))
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Worker')).toEqual([])
  })

  it('refuses a blank password and half a character', async () => {
    await expect(derive('', 'salt')).rejects.toMatchObject({ code: 'usage/blank-password' })
    await expect(derive('\ud800', 'salt')).rejects.toMatchObject({ code: 'format/lone-surrogate' })
  })
})

describe('a derivation that is stopped', () => {
  /** Throws at its call of that number. */
  function stopAt(number: number): () => void {
    let calls = 0
    return () => {
      calls += 1
      if (calls === number) throw new Stopped()
    }
  }

  it('of Argon2id ends its thread half way', async () => {
    // Begun and ended it is told twice: a third time is in between.
    await expect(deriveMasterKey('x', 'x', argon2id(10, 256, 1), stopAt(3))).rejects.toThrow(Stopped)
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Worker')).toEqual([])
  })

  it.each([
    ['before it begins', 1],
    ['at its end', 2],
  ])('of PBKDF2 gives no key: %s', async (_, call) => {
    await expect(deriveMasterKey('x', 'x', pbkdf2(5_000), stopAt(call))).rejects.toThrow(Stopped)
  })
})

describe('what Electron lacks', () => {
  it('is refused here too, inside a worker thread as well', async () => {
    const source = `
      import crypto from 'node:crypto'
      import { parentPort } from 'node:worker_threads'
      const refused = (task) => { try { task(); return false } catch { return true } }
      parentPort.postMessage([
        refused(() => crypto.argon2Sync('argon2id', { message: 'x', nonce: Buffer.alloc(16), parallelism: 1, tagLength: 32, memory: 64, passes: 1 })),
        refused(() => crypto.createCipheriv('chacha20-poly1305', Buffer.alloc(32), Buffer.alloc(12), { authTagLength: 16 })),
        refused(() => crypto.createCipheriv('aes-256-cbc', Buffer.alloc(32), Buffer.alloc(16))),
      ])`
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`))
    const answers = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
    await worker.terminate()
    expect(answers).toEqual([true, true, false])
  })
})
