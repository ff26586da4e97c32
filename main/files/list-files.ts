/** What a person means by the files and folders that were dropped: the files, in the order of their names. */
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'

/** A folder of backups, not a disk: deeper ones and what comes after so many files is counted, not looked at. */
const MAX_DEPTH = 4
const MAX_FILES = 200

export interface ListedFiles {
  readonly paths: readonly string[]
  /** Files beyond the limit. */
  readonly omitted: number
}

/**
 * A folder stands for the regular files in it and below; links, hidden files and folders that cannot be read are passed
 * over. A path that is no folder comes back as it is, there or not.
 */
export async function listFiles(given: readonly string[]): Promise<ListedFiles> {
  const found: string[] = []
  for (const entry of given) {
    const isFolder = await stat(entry).then(
      (stats) => stats.isDirectory(),
      () => false,
    )
    if (isFolder) await listFolder(entry, 1, found)
    else found.push(entry)
  }
  const paths = [...new Set(found)]
  return { paths: paths.slice(0, MAX_FILES), omitted: Math.max(0, paths.length - MAX_FILES) }
}

/** Counting stops somewhere too. */
const MAX_COUNTED = 10_000

async function listFolder(folder: string, depth: number, found: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  entries.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
  for (const entry of entries) {
    if (found.length >= MAX_COUNTED) return
    if (entry.name.startsWith('.')) continue
    const inside = path.join(folder, entry.name)
    if (entry.isFile()) found.push(inside)
    else if (entry.isDirectory() && depth < MAX_DEPTH) await listFolder(inside, depth + 1, found)
  }
}
