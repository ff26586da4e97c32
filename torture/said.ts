/** A command of Coffer as a process of its own, and what it said. */
import { spawn } from 'node:child_process'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '..')
const COMPILE_CACHE = path.join(ROOT, 'node_modules/.cache/coffer-tests')
/** A command that takes longer hangs. */
const LONGEST_MS = 120_000

const PROGRAMS = {
  coffer: path.join(ROOT, 'main/cli.ts'),
  act: path.join(ROOT, 'torture/act.ts'),
  planted: path.join(ROOT, 'torture/planted.ts'),
} as const

export interface Said {
  /** Null where a signal ended it. */
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** The one JSON document of --json; null where there is none. */
  readonly json: (Readonly<Record<string, unknown>> & { readonly code?: string; readonly message?: string }) | null
}

export interface Order {
  /** `coffer` is the command line, `act` what only the window does (act.ts), `planted` a fault on purpose. */
  readonly program: keyof typeof PROGRAMS
  readonly args: readonly string[]
  readonly home: string
  readonly env?: Readonly<Record<string, string>>
  /** A command that runs the command after it. */
  readonly wrapper?: readonly string[]
}

export function run({ program, args, home, env = {}, wrapper = [] }: Order): Promise<Said> {
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', PROGRAMS[program], ...args, '--json']
  const [command = '', ...rest] = [...wrapper, ...node]
  const own = {
    HOME: home,
    TMPDIR: path.join(home, 'tmp'),
    NODE_OPTIONS: '',
    NODE_COMPILE_CACHE: COMPILE_CACHE,
  }
  const child = spawn(command, rest, {
    cwd: home,
    env: { ...process.env, ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  })
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status, signal) => {
      const text = Buffer.concat(stdout).toString('utf8')
      resolve({ status, signal, stdout: text, stderr: Buffer.concat(stderr).toString('utf8'), json: parsed(text) })
    })
  })
}

function parsed(text: string): Said['json'] {
  try {
    return JSON.parse(text) as Said['json']
  } catch {
    return null
  }
}
