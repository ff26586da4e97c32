/**
 * Temps: `.MARK-PID-LIFE-RANDOM.coffer-tmp` beside the file that is being written, `.coffer-plain-tmp` where what is in
 * them is in clear. Mark: installation.ts, life: process-life.ts. Earlier versions wrote a mark of the computer's name,
 * no life, and the same ending for both kinds.
 */
import { rmSync } from 'node:fs'
import { lstat, readdir, realpath, unlink } from 'node:fs/promises'
import { uptime } from 'node:os'
import path from 'node:path'
import { hostMark, installationMark } from './installation.ts'
import { isAlive, isOfThisBoot, lifeOf } from './process-life.ts'

const SIDES = ['', '-wal', '-shm', '-journal']
const TEMP =
  /^\.(?<mark>[0-9a-f]{8}|[0-9a-f]{16})-(?<pid>\d+)(?:-(?<life>[0-9a-f]+))?-[0-9a-f]{8}\.coffer-(?<plain>plain-)?tmp(?:-wal|-shm|-journal)?$/
const LONGEST_WRITE_MS = 60 * 60 * 1_000
/** Temps of this process that are being written now. */
const active = new Set<string>()

interface Temp {
  readonly path: string
  readonly mark: string
  readonly pid: number
  readonly life: string
  /** What is in it may be readable by anyone. */
  readonly plain: boolean
}

function parseTemp(folder: string, name: string): Temp | null {
  const found = TEMP.exec(name)?.groups
  if (!found) return null
  const { mark = '', pid, life, plain } = found
  // The old ending stood for both kinds.
  const mayBePlain = plain !== undefined || life === undefined
  return { path: path.join(folder, name), mark, pid: Number(pid), life: life ?? '0', plain: mayBePlain }
}

async function tempsIn(folder: string): Promise<Temp[]> {
  const names = await readdir(folder).catch(() => [])
  return names.map((name) => parseTemp(folder, name)).filter((temp) => temp !== null)
}

/** A fresh temp name in the folder of `target`, no longer than any system allows, whatever the target is called. */
export function tempBeside(target: string, plain = false): string {
  const random = globalThis.crypto.randomUUID().slice(0, 8)
  const name = `.${installationMark()}-${process.pid}-${lifeOf(process.pid)}-${random}.coffer-${plain ? 'plain-' : ''}tmp`
  return path.join(path.dirname(target), name)
}

/** Runs `task` with a temp's name in the folder of `target`; whatever comes of it, no temp stays. */
export async function withTemp<T>(target: string, task: (temp: string) => Promise<T>, plain = false): Promise<T> {
  const temp = tempBeside(target, plain)
  active.add(temp)
  try {
    return await task(temp)
  } finally {
    removeTemp(temp)
    active.delete(temp)
  }
}

/** For a process that is told to end now. */
export function removeActiveTemps(): void {
  for (const temp of active) removeTemp(temp)
}

function removeTemp(temp: string): void {
  for (const side of SIDES) {
    try {
      rmSync(temp + side, { force: true })
    } catch {
      // The fault that is being reported says more than one in clearing up after it; the next sweep tries again.
    }
  }
}

function isOurs({ mark }: Temp): boolean {
  return mark === installationMark() || mark === hostMark()
}

/** Whether the process that wrote it is gone; of another computer's nothing is known. */
async function isLeft(temp: Temp): Promise<boolean> {
  if (active.has(temp.path.replace(/-(?:wal|shm|journal)$/, ''))) return false
  if (temp.pid === process.pid && isOfThisBoot(temp.life)) return true
  if (isOfThisBoot(temp.life)) return !isAlive(temp.pid, temp.life)
  // From before this computer started, or of another one that shares the data folder and may be writing it now.
  const stats = await lstat(temp.path).catch(() => null)
  const age = stats ? Date.now() - stats.mtimeMs : 0
  return age > Math.min(LONGEST_WRITE_MS, uptime() * 1_000)
}

/** As sweepStaleTemps, in the folder where `file` really is: behind a link, that of the file it leads to. */
export async function sweepBeside(file: string): Promise<number> {
  return await sweepStaleTemps(path.dirname(await realpath(file).catch(() => file)))
}

/**
 * Removes temps in `directory` that a process of this computer left behind when it was killed. Those of other
 * computers (a shared folder) and of living processes stay. Gives how many were removed; never throws.
 */
export async function sweepStaleTemps(directory: string): Promise<number> {
  let removed = 0
  for (const temp of await tempsIn(directory)) {
    if (!isOurs(temp) || !(await isLeft(temp))) continue
    removed += await unlink(temp.path).then(
      () => 1,
      () => 0,
    )
  }
  return removed
}

/**
 * Temps in `directory` whose contents may be in clear, and which no sweep removes: another computer's, or not to be
 * removed. Those that a process of this computer writes now are not among them. Never throws.
 */
export async function leftPlainTemps(directory: string): Promise<string[]> {
  const found = []
  for (const temp of await tempsIn(directory)) {
    if (temp.plain && (!isOurs(temp) || (await isLeft(temp)))) found.push(temp.path)
  }
  return found
}

/** Removes what leftPlainTemps gave, on a person's word. Gives those that are still there; never throws. */
export async function removeLeftTemps(paths: readonly string[]): Promise<string[]> {
  const stayed = []
  for (const file of paths) {
    const temp = parseTemp(path.dirname(file), path.basename(file))
    if (!temp || active.has(temp.path)) continue
    const gone = await unlink(file).then(
      () => true,
      (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT',
    )
    if (!gone) stayed.push(file)
  }
  return stayed
}
