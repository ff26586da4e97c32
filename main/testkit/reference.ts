/**
 * Reference files that stand beside a checkout and are not part of it (other projects' test data under their own
 * licences). Tests that read them run where they are, and say so where they are not.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const FOLDER = path.resolve(import.meta.dirname, '../../../shared/vectors')

/** Whether the reference files are there. Where not, says on stderr what is not run for it. */
export function hasReference(what: string): boolean {
  const there = existsSync(FOLDER)
  if (!there) process.stderr.write(`not run, because the reference files are not beside this checkout: ${what}\n`)
  return there
}

export function referenceBytes(name: string): Buffer {
  return readFileSync(path.join(FOLDER, name))
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the shape
export function referenceJson<T>(name: string): T {
  return JSON.parse(referenceBytes(name).toString('utf8')) as T
}
