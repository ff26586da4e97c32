/** A disk that fails on purpose (shim.c), put under a process that is started. Linux with gcc. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'

const SOURCE = path.join(import.meta.dirname, 'shim.c')
const CACHE = path.join(import.meta.dirname, '../node_modules/.cache/coffer-torture')

/**
 * What the k-th call meets. `enospc`, `erofs` and `dead` stay: a full disk is full, a lost one is lost. `kill-late` dies
 * `number` microseconds after it, `signal` raises `number` and goes on.
 */
export type FaultKind =
  'eio' | 'enospc' | 'erofs' | 'dead' | 'short' | 'torn' | 'kill' | 'kill-half' | 'kill-after' | 'kill-late' | 'signal'

export interface Fault {
  readonly kind: FaultKind
  /** From 1. */
  readonly at: number
  readonly number?: number
}

/** A call that changes something below the folder, as the shim noted it. */
export interface DiskCall {
  readonly k: number
  readonly name: string
  readonly path: string
}

/** The shim, compiled at first use; null where this computer cannot, with the reason on stderr. */
export function buildShim(): string | null {
  const library = path.join(CACHE, 'shim.so')
  if (process.platform !== 'linux') return notRun('it runs on Linux alone')
  if (existsSync(library) && statSync(library).mtimeMs > statSync(SOURCE).mtimeMs) return library
  mkdirSync(CACHE, { recursive: true })
  const fresh = `${library}.${process.pid}`
  try {
    execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-o', fresh, SOURCE, '-ldl', '-lpthread'], { stdio: 'pipe' })
  } catch (error) {
    return notRun(`gcc does not compile it (${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''})`)
  }
  renameSync(fresh, library)
  return library
}

function notRun(why: string): null {
  process.stderr.write(`not run, because the failing disk is not to be had: ${why}\n`)
  return null
}

/** The environment of a process whose calls below `folder` are noted in `log` and, with a fault, met. */
export function shimEnvironment(shim: string, folder: string, log: string, fault?: Fault): Record<string, string> {
  return {
    LD_PRELOAD: shim,
    // No write may go past the C library.
    UV_USE_IO_URING: '0',
    TORTURE_UNDER: `${folder}/`,
    TORTURE_LOG: log,
    ...(fault && {
      TORTURE_AT: String(fault.at),
      TORTURE_FAULT: fault.kind,
      TORTURE_NUMBER: String(fault.number ?? 0),
    }),
  }
}

export function readCalls(log: string): DiskCall[] {
  if (!existsSync(log)) return []
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [k = '', name = '', ...rest] = line.split(' ')
      return { k: Number(k), name, path: rest.join(' ') }
    })
}
