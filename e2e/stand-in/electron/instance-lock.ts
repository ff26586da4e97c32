/** One instance per userData folder: a symbolic link named as Chromium's, holding the owner's process id. */
import fs from 'node:fs'
import path from 'node:path'

const LINK = 'SingletonLock'
const MESSAGE = /^SingletonMessage-\d+\.json$/

export interface SecondInstance {
  argv: string[]
  workingDirectory: string
  additionalData: unknown
}

let held: { link: string; watcher: fs.FSWatcher } | null = null

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function take(link: string): boolean {
  try {
    fs.symlinkSync(String(process.pid), link)
    return true
  } catch {
    if (alive(Number(fs.readlinkSync(link)))) return false
    fs.rmSync(link)
    return take(link)
  }
}

function listen(folder: string, onSecond: (second: SecondInstance) => void): fs.FSWatcher {
  return fs.watch(folder, (_, name) => {
    if (name === null || !MESSAGE.test(name)) return
    const file = path.join(folder, name)
    if (!fs.existsSync(file)) return
    const second = JSON.parse(fs.readFileSync(file, 'utf8')) as SecondInstance
    fs.rmSync(file)
    onSecond(second)
  })
}

/** False when another process holds the folder; that process then hears of this one. */
export function lockInstance(folder: string, data: unknown, onSecond: (second: SecondInstance) => void): boolean {
  if (held) return true
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const link = path.join(folder, LINK)
  if (take(link)) {
    held = { link, watcher: listen(folder, onSecond) }
    held.watcher.unref()
    return true
  }
  const second: SecondInstance = { argv: process.argv, workingDirectory: process.cwd(), additionalData: data ?? null }
  const file = path.join(folder, `SingletonMessage-${process.pid}.json`)
  fs.writeFileSync(`${file}.part`, JSON.stringify(second))
  // Complete before it bears the name that the first instance looks for.
  fs.renameSync(`${file}.part`, file)
  return false
}

export function unlockInstance(): void {
  held?.watcher.close()
  if (held) fs.rmSync(held.link, { force: true })
  held = null
}

export function holdsInstance(): boolean {
  return held !== null
}

process.on('exit', unlockInstance)
