/**
 * `npm run test:keyring`: what needs a real keychain, inside a Secret Service of its own (scripts/with-keyring). Where
 * that or keytar cannot be had, it says so and passes: everything else is tested without.
 */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '..')
/** scripts/with-keyring: its programs are not installed. */
const NOTHING_THERE = 69
const COMMANDS = [
  ['vitest', 'run', '--config', 'vitest.keyring.config.ts'],
  ['playwright', 'test', '-c', 'e2e/keyring.config.ts'],
]

function missing(): string | null {
  if (process.platform !== 'linux') return 'the Secret Service is a thing of Linux'
  try {
    createRequire(import.meta.url).resolve('keytar')
    return null
  } catch {
    return 'keytar is not installed (an optional dependency: it needs libsecret to be built)'
  }
}

function run(command: readonly string[]): number {
  const [program = '', ...rest] = command
  const binary = path.join(ROOT, 'node_modules/.bin', program)
  const { status } = spawnSync(path.join(ROOT, 'scripts/with-keyring'), [binary, ...rest], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  return status ?? 1
}

const reason = missing()
if (reason !== null) console.log(`Skipped, the tests of the keychain: ${reason}.`)
else {
  const status = COMMANDS.map(run).find((code) => code !== 0) ?? 0
  if (status === NOTHING_THERE) console.log('Skipped, the tests of the keychain: see above.')
  else process.exitCode = status
}
