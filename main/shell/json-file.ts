/** Small JSON files in the app's own folder: read leniently, written whole or not at all. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What `file` holds; null where it is not there or is no JSON. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''))
  } catch {
    return null
  }
}

/** The members of an object; of anything else, none. */
export function recordOf(value: unknown): Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? value : {}
}

/** An absolute path; null for anything else. */
export function pathOf(value: unknown): string | null {
  return typeof value === 'string' && path.isAbsolute(value) && !value.includes('\0') ? value : null
}

/** Mode 0600, on disk before it has its name. Throws what the system says; then `file` is as it was. */
export function writeJson(file: string, value: unknown): void {
  const temp = `${file}.new`
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  rmSync(temp, { force: true })
  const opened = openSync(temp, 'wx', 0o600)
  try {
    writeFileSync(opened, JSON.stringify(value))
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
  renameSync(temp, file)
  syncFolder(path.dirname(file))
}

/** So that a power cut does not bring the older file back; where the system has no such promise, there is none. */
function syncFolder(folder: string): void {
  try {
    const opened = openSync(folder, 'r')
    try {
      fsyncSync(opened)
    } finally {
      closeSync(opened)
    }
  } catch {
    // The file is there, whole and named.
  }
}
