/** What a person means by the files and folders that were dropped: the files, in the order of their names. */
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { MAX_CENSUS } from '../../contract/census.ts'

/** A folder of backups, not a disk: deeper ones and what comes after so many files is counted, not looked at. */
const MAX_DEPTH = 4
const MAX_FILES = MAX_CENSUS
/** Counting stops somewhere too. */
const MAX_ENTRIES = 10_000

export interface ListedFiles {
  readonly paths: readonly string[]
  /** Files beyond the limits. */
  readonly omitted: number
}

interface Found {
  readonly files: string[]
  readonly tooDeep: string[]
  /** Entries of folders so far, of every kind. */
  entries: number
}

/**
 * A folder stands for the regular files in it and below; links, hidden files and folders that cannot be read are passed
 * over. A path that is no folder comes back as it is, there or not.
 */
export async function listFiles(given: readonly string[]): Promise<ListedFiles> {
  const found: Found = { files: [], tooDeep: [], entries: 0 }
  for (const entry of given) {
    const isFolder = await stat(entry).then(
      (stats) => stats.isDirectory(),
      () => false,
    )
    if (isFolder) await listFolder(entry, 1, found)
    else found.files.push(entry)
  }
  const files = [...new Set(found.files)]
  const all = new Set([...files, ...found.tooDeep])
  const paths = files.slice(0, MAX_FILES)
  return { paths, omitted: all.size - paths.length }
}

async function listFolder(folder: string, depth: number, found: Found): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  entries.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
  for (const entry of entries) {
    if (found.entries >= MAX_ENTRIES) return
    found.entries += 1
    if (entry.name.startsWith('.')) continue
    const inside = path.join(folder, entry.name)
    // Bytes that are no UTF-8: nothing can be opened by this name, which its own line then says.
    const isNamed = !entry.name.includes('\ufffd')
    if (entry.isFile() || !isNamed) (depth > MAX_DEPTH ? found.tooDeep : found.files).push(inside)
    else if (entry.isDirectory()) await listFolder(inside, depth + 1, found)
  }
}
