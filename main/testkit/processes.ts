/** Other processes: for what only they may do (read a vault's file while it is open) or must not survive (kill -9). */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { makeTempFolder } from './vaults.ts'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))
/** Children start three times as fast when one has left its compiled source here. */
const env = { ...process.env, NODE_COMPILE_CACHE: makeTempFolder() }

/** The file that a role of child.ts works on, and what else it takes. */
export interface Task {
  readonly file: string
  readonly password?: string
  readonly source?: string
  readonly bytes?: number
}

export interface Child {
  readonly pid: number
  /** Its next line; '' when it has ended. */
  hear(): Promise<string>
  say(word: string): void
  /** Lets it end by itself, which frees what it holds. */
  end(): Promise<void>
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>
}

function commandOf(role: string, task: Task, wrapper: readonly string[]): [string, string[]] {
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', CHILD, role, JSON.stringify(task)]
  const [program = '', ...rest] = [...wrapper, ...node]
  return [program, rest]
}

/** Starts a role of child.ts. `wrapper` is a command that runs the command after it. */
export function start(role: string, task: Task, wrapper: readonly string[] = []): Child {
  const child = spawn(...commandOf(role, task, wrapper), { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const gone = once(child, 'exit')
  return {
    pid: child.pid ?? 0,
    hear: async () => {
      const { value, done } = await lines.next()
      return done === true ? '' : value
    },
    say: (word) => {
      child.stdin.write(`${word}\n`)
    },
    end: async () => {
      child.stdin.end()
      await gone
    },
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** Runs a role of child.ts to its end; its one line, parsed. */
export function run(role: string, task: Task, wrapper: readonly string[] = []): unknown {
  return JSON.parse(execFileSync(...commandOf(role, task, wrapper), { env, encoding: 'utf8' }))
}

/** Everything on disk of a vault, open or not: the file, its log and whatever else stands beside it. */
export function bytesOf(vault: string): Buffer {
  return execFileSync('sh', ['-c', 'cat -- "$1"*', 'sh', vault], { maxBuffer: 2 ** 30 })
}

/** Runs the command after it with a disk of 1 MiB at `folder`, which nobody else sees; null where that is not allowed. */
export function withSmallDisk(folder: string): string[] | null {
  const wrapper = ['unshare', '-Urm', 'sh', '-c', 'mount -t tmpfs -o size=1m none "$0" && exec "$@"', folder]
  try {
    execFileSync('unshare', [...wrapper.slice(1), 'true'], { stdio: 'ignore' })
    return wrapper
  } catch {
    process.stderr.write('not run, because this system lets no disk be mounted: writing on a full disk\n')
    return null
  }
}

/** Runs the command after it where nothing in `folder` can be written; null where that is not allowed. */
export function withNothingWritable(folder: string): string[] | null {
  const mount = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
  const wrapper = ['unshare', '-Urm', 'sh', '-c', mount, folder]
  try {
    execFileSync('unshare', [...wrapper.slice(1), 'true'], { stdio: 'ignore' })
    return wrapper
  } catch {
    process.stderr.write('not run, because this system lets no disk be mounted: a disk that is write-protected\n')
    return null
  }
}

/** Whether another process gets the vault, and if not why: 'owner' or an error code. */
export async function askForVault(file: string): Promise<string> {
  const child = start('hold', { file })
  const answer = await child.hear()
  await child.end()
  return answer
}

/** Waits for the part of `most` milliseconds that is this try's among `tries`: all of them together cover it. */
export async function pausePart(most: number, index: number, tries: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, (most * index) / Math.max(1, tries - 1)))
}

/** Waits for some part of `most` milliseconds. */
export async function randomPause(most: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * most))
}
