/**
 * The burnt-house drill: a fresh process with an empty profile restores a file with nothing but what would survive the
 * loss of this computer. How a process is started differs between Node and Electron, so it is passed in.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CofferError } from '../../contract/errors.ts'
import type { Restored } from '../commands/burnt-house.ts'
import type { DrillAnswer, DrillOrder } from './drill-messages.ts'

export interface FreshProcess {
  post(order: DrillOrder): void
  onMessage(listener: (message: unknown) => void): void
  onExit(listener: () => void): void
  kill(): void
}

/** Its working folder and its whole environment. */
export interface EmptyProfile {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

export type StartProcess = (script: string, profile: EmptyProfile) => FreshProcess

/** Stands beside this file, as source (.ts) and as built output (.js). */
function drillScript(): string {
  const extension = import.meta.filename.endsWith('.ts') ? '.ts' : '.js'
  return path.join(import.meta.dirname, `burnt-house.process${extension}`)
}

/** Every variable by which a program finds a person's files, or puts its own. */
const HOMES = [
  ...['HOME', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME'],
  ...['TMPDIR', 'TMP', 'TEMP'],
]
/** Without this one Windows starts no process. */
const KEPT = ['SystemRoot']

/**
 * `survivors` names files by absolute paths. `signal` ends the process.
 * @throws CofferError as restoreFromSurvivors; internal where the process ends without an answer; the signal's reason
 */
export async function burntHouseDrill(
  start: StartProcess,
  survivors: DrillOrder,
  signal?: AbortSignal,
): Promise<Restored> {
  const cwd = await mkdtemp(path.join(tmpdir(), 'coffer-drill-'))
  try {
    const kept = KEPT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]))
    const homes = HOMES.map((name) => [name, cwd] as const)
    const answer = await ask(
      start(drillScript(), { cwd, env: Object.fromEntries([...kept, ...homes]) }),
      survivors,
      signal,
    )
    if (!answer.ok) throw new CofferError(answer.error.code, answer.error.details)
    return answer.restored
  } finally {
    await rm(cwd, { recursive: true, force: true })
  }
}

async function ask(child: FreshProcess, order: DrillOrder, signal?: AbortSignal): Promise<DrillAnswer> {
  const stop = (): void => {
    child.kill()
  }
  try {
    return await new Promise<DrillAnswer>((resolve, reject) => {
      child.onMessage((message) => {
        resolve(message as DrillAnswer)
      })
      child.onExit(() => {
        reject(signal?.aborted ? (signal.reason as Error) : new CofferError('internal', { what: 'the drill ended' }))
      })
      signal?.addEventListener('abort', stop)
      if (signal?.aborted) stop()
      else child.post(order)
    })
  } finally {
    signal?.removeEventListener('abort', stop)
    child.kill()
  }
}
