/** kill -9 at random moments of writing: a file is there whole or not at all, and temps are swept at the next write. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { randomPause, start } from '../testkit/processes.ts'
import { makeTempFolder } from '../testkit/vaults.ts'
import { writeAtomic } from './write-atomic.ts'

const ROUNDS = 30
const BYTES = 4 * 1024 * 1024

function isTemp(name: string): boolean {
  return name.endsWith('.coffer-tmp')
}

/** Whether the child wrote all of the file: every byte is the same number. */
function isWhole(file: string): boolean {
  const bytes = readFileSync(file)
  return bytes.byteLength === BYTES && bytes.equals(Buffer.alloc(BYTES, bytes[0]))
}

describe('a write that is killed', () => {
  it(`leaves whole files and temps that are swept, ${ROUNDS} times`, async () => {
    let temps = 0
    // A busy computer may need more of them to kill one in the middle.
    for (let round = 0; round < ROUNDS || (temps === 0 && round < 10 * ROUNDS); round += 1) {
      const folder = makeTempFolder()
      const child = start('writeForever', { file: path.join(folder, 'target'), bytes: BYTES })
      expect(await child.hear()).toBe('ready')
      await randomPause(40)
      await child.kill()

      const names = readdirSync(folder)
      temps += names.filter(isTemp).length
      const broken = names.filter((name) => !isTemp(name) && !isWhole(path.join(folder, name)))
      expect(broken).toEqual([])
      await writeAtomic(path.join(folder, 'next'), Buffer.from('next'), { overwrite: false })
      expect(readdirSync(folder).filter(isTemp)).toEqual([])
    }
    // Else nothing was killed in the middle.
    expect(temps).toBeGreaterThan(0)
  })
})
