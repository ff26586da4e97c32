/** Which process a process id means: ids are used again. */
import { readFileSync } from 'node:fs'

/** Eight hexadecimal digits of the system's start; empty where the system does not tell (it is not Linux). */
const BOOT = readText('/proc/sys/kernel/random/boot_id').slice(0, 8)

function readText(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

/** When a process began, in hexadecimal digits that begin with the system's own start; `0` where nothing tells. */
export function lifeOf(pid: number): string {
  const stat = readText(`/proc/${pid}/stat`)
  // The name, in brackets, may hold spaces and brackets; the start is the 20th field after it.
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  return BOOT === '' || !/^\d+$/.test(ticks) ? '0' : BOOT + Number(ticks).toString(16)
}

/** Whether a life began under this start of the system, as far as that can be told. */
export function isOfThisBoot(life: string): boolean {
  return BOOT === '' || life === '0' || life.startsWith(BOOT)
}

/** Whether the process that had `pid` and `life` still runs; of a life that is not known, whether any has that id. */
export function isAlive(pid: number, life: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const now = lifeOf(pid)
  return now === '0' || life === '0' || now === life
}
