/** docs/recover/recover.py, which shares no code with Coffer, opens what Coffer writes; and the vectors are its peers'. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { detect, formatOf } from '../main/formats/index.ts'
import { digestOf } from '../main/model/digest.ts'
import { makeAccount } from '../main/testkit/accounts.ts'
import { vaultContents } from '../main/testkit/arbitraries.ts'
import { formatAccountKey } from '../main/vault/account-key-file.ts'
import { deriveStretchedKey, wrapUserKey } from '../main/vault/keychain.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const PYTHON = '/usr/bin/python3'

function canRun(): boolean {
  const { status } = spawnSync(PYTHON, ['-c', 'import cryptography, argon2'])
  if (status === 0) return true
  const reason = 'python3 with python3-cryptography and python3-argon2 is not there (scripts/setup installs it)'
  if (process.env.CI === 'true') throw new Error(reason)
  process.stderr.write(`not run, because ${reason}: recover.py and make-vectors.py --check\n`)
  return false
}

const run = canRun()
const folder = mkdtempSync(path.join(tmpdir(), 'coffer-recover-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(path.join(folder, name), content)
  return path.join(folder, name)
}

function recover(...args: string[]): { status: number | null; stdout: Buffer; stderr: string } {
  const { status, stdout, stderr } = spawnSync(PYTHON, [path.join(ROOT, 'docs/recover/recover.py'), ...args])
  return { status, stdout, stderr: stderr.toString() }
}

const kdfs = [
  { type: 'pbkdf2', iterations: 5000 },
  { type: 'argon2id', iterations: 2, memoryMiB: 16, parallelism: 1 },
] as const
const samples = fc.sample(vaultContents(6), { numRuns: 6, seed: 11 })
const password = 'Passwörd with spaces '

describe.runIf(run)('recover.py', () => {
  it.each(kdfs)('opens a password-protected export ($type) and refuses a wrong password', async (kdf) => {
    const passwordFile = write('password', `${password}\n`)
    for (const contents of samples) {
      const file = write(
        'p.json',
        await formatOf('bitwarden-password-protected').write(contents, { filePassword: password, kdf }),
      )
      const { status, stdout } = recover(file, '--password-file', passwordFile)
      expect(status).toBe(0)
      expect((await detect(stdout).read({})).contents).toEqual(contents)
      expect(recover(file, '--password-file', write('wrong', 'wrong')).status).toBe(3)
    }
  })

  it.each(kdfs)('opens an account-restricted export with the account key file ($type)', async (kdf) => {
    const account = makeAccount()
    const email = 'Me@Example.com'
    const stretchedKey = await deriveStretchedKey(password, 'me@example.com', kdf)
    const wrappedUserKey = wrapUserKey(stretchedKey, account.userKey)
    const { fingerprint } = account.marks
    const key = {
      email,
      salt: 'me@example.com',
      kdf,
      wrappedUserKey,
      fingerprint,
      adopted: false,
      made: '2026-01-01T00:00:00Z',
    }
    const keyFile = write('key.json', formatAccountKey(key))
    const given = ['--key-file', keyFile, '--password-file', write('password', password)]
    for (const contents of samples) {
      const bytes = Buffer.from(await formatOf('bitwarden-account-restricted').write(contents, { account }))
      const file = write('a.json', bytes)
      const { status, stdout, stderr } = recover(file, ...given)
      expect([status, stderr]).toEqual([0, expect.stringContaining('seal')])
      const plain = await detect(stdout).read({})
      expect(digestOf(plain.contents)).toBe(digestOf(contents))
      expect(plain.contents).toEqual(contents)

      const at = bytes.indexOf('"favorite": false')
      if (at === -1) continue
      const edited = write(
        'edited.json',
        Buffer.concat([bytes.subarray(0, at), Buffer.from('"favorite": true '), bytes.subarray(at + 17)]),
      )
      expect(recover(edited, ...given).status).toBe(5)
    }
    expect(recover(path.join(folder, 'a.json')).status).toBe(4)
    const stranger = await formatOf('bitwarden-account-restricted').write(
      { folders: [], items: [] },
      { account: makeAccount() },
    )
    expect(recover(write('s.json', stranger), ...given).status).toBe(4)
  })

  it('stays small enough to be read before it is trusted', () => {
    const lines = execFileSync('wc', ['-l', path.join(ROOT, 'docs/recover/recover.py')]).toString()
    expect(Number.parseInt(lines, 10)).toBeLessThan(150)
  })
})

describe.runIf(run)('main/formats/testdata', () => {
  it('is what scripts/make-vectors.py makes', () => {
    expect(spawnSync(PYTHON, [path.join(ROOT, 'scripts/make-vectors.py'), '--check']).status).toBe(0)
  })
})
