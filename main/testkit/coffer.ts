/** `coffer …` as its own process, in a home of its own. */
import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
/** Shared by every command that any test runs: compiling the program anew costs more than most commands. */
const COMPILE_CACHE = path.join(ROOT, 'node_modules/.cache/coffer-tests')
const FAST_KDF = ['--kdf', 'argon2id', '--iterations', '2', '--memory', '16', '--parallelism', '1']
export const PASSWORD = 'correct horse battery'

export interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  /** stdout as the one JSON document it must be with --json. */
  readonly json: Record<string, unknown> & { ok?: boolean; code?: string; message?: string }
}

/** One person's folder: password files, vaults, exports. */
export class Home {
  readonly folder: string

  constructor() {
    this.folder = mkdtempSync(path.join(tmpdir(), 'coffer-cli-'))
    this.write('password', `${PASSWORD}\n`)
    this.write('file-password', 'file password\n')
    onTestFinished(() => {
      rmSync(this.folder, { recursive: true, force: true })
    })
  }

  path(name: string): string {
    return path.join(this.folder, name)
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content)
    return this.path(name)
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8')
  }

  /** Runs a command with --json. */
  run(command: string, ...args: string[]): Promise<Outcome> {
    return runCoffer([command, ...args, '--json'], this.folder)
  }

  /** The same with a vault in this home and its master password. */
  with(vault: string, command: string, ...args: string[]): Promise<Outcome> {
    return this.run(command, ...args, '--vault', this.path(vault), '--password-file', this.path('password'))
  }

  async init(vault: string, ...args: string[]): Promise<void> {
    const { status, stderr } = await this.with(vault, 'init', ...FAST_KDF, ...args)
    if (status !== 0) throw new Error(`init: ${stderr}`)
  }
}

interface Circumstances {
  /** A file or device that stdout goes to. */
  readonly stdout?: string
  readonly closeStderr?: boolean
  readonly env?: Readonly<Record<string, string>>
  /** A bash line that runs the program ("$0" "$@") in its own way. */
  readonly shell?: string
}

export function runCoffer(args: readonly string[], home: string, given: Circumstances = {}): Promise<Outcome> {
  const node = ['--import', path.join(ROOT, 'scripts/electron-crypto.mjs'), '--disable-warning=ExperimentalWarning']
  const command = [process.execPath, ...node, path.join(ROOT, 'main/cli.ts'), ...args]
  const [program = '', ...rest] = given.shell === undefined ? command : ['bash', '-c', given.shell, ...command]
  const environment = {
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, 'config'),
    NODE_OPTIONS: '',
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    ...given.env,
  }
  const out = given.stdout === undefined ? 'pipe' : openSync(given.stdout, 'w')
  const child = spawn(program, rest, {
    env: { ...process.env, ...environment },
    cwd: home,
    stdio: ['ignore', out, 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')))
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')))
  if (given.closeStderr === true) child.stderr?.destroy()
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => {
      if (typeof out === 'number') closeSync(out)
      const whole = stdout.trim()
      const json = whole.startsWith('{') ? (JSON.parse(whole) as Outcome['json']) : {}
      resolve({ status, stdout, stderr, json })
    })
  })
}
