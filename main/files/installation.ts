/**
 * What tells this computer's temps from those of others in a shared folder: a random mark that the data folder keeps. A
 * computer's name would not do, it changes with the network.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { dataFolder } from './data-folder.ts'

const MARK = /^[0-9a-f]{16}$/
let known: string | null = null

/** 16 hexadecimal digits; where the data folder takes no file, `hostMark` in their place. */
export function installationMark(): string {
  known ??= keptMark(path.join(dataFolder(), 'installation')) ?? hostMark()
  return known
}

/** 8 hexadecimal digits of the computer's name. */
export function hostMark(): string {
  let sum = 0
  for (const letter of hostname()) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0
  return sum.toString(16).padStart(8, '0')
}

/** The mark in `file`, which is made where it is not there; null where it cannot be kept. */
export function keptMark(file: string): string | null {
  try {
    return readMark(file) ?? makeMark(file)
  } catch {
    return null
  }
}

function readMark(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8')
    return MARK.test(text) ? text : null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Of several that make one at once, all get the same. */
function makeMark(file: string): string | null {
  const fresh = `${file}.${globalThis.crypto.randomUUID()}`
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  try {
    const mark = globalThis.crypto.randomUUID().replaceAll('-', '').slice(-16)
    writeFileSync(fresh, mark, { flag: 'wx', mode: 0o600 })
    try {
      linkSync(fresh, file)
    } catch {
      // One that another process made meanwhile is used; what is no mark, or a disk without links, is written over.
      if (readMark(file) === null) renameSync(fresh, file)
    }
    return readMark(file)
  } finally {
    rmSync(fresh, { force: true })
  }
}
