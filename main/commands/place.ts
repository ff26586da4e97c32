/** Where the folders and items of a file go in the vault. */
import { randomUUID } from 'node:crypto'
import type { Folder, Item, VaultContents } from '../model/item.ts'
import { mapKey } from '../model/match-up.ts'

export interface Placement {
  /** Folders that the vault does not have yet. */
  readonly added: readonly Folder[]
  /** How many folders of the file the vault has already. */
  readonly reused: number
  /** The vault's folder for each of the file's. */
  readonly idOf: ReadonlyMap<string, string>
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Folders that the vault has, by id or by name, are used again. Of the others those are added that an item needs, with
 * the folders that they are nested in, and those that are empty in the file. Two of one name in the file stay two.
 * @param isPlaced - whether the item at this index goes into its folder
 */
export function placeFolders(
  contents: VaultContents,
  present: readonly Folder[],
  isPlaced: (index: number) => boolean,
): Placement {
  const ids = new Set(present.map(({ id }) => id))
  const byName = new Map(present.map(({ id, name }) => [mapKey(name), id]))
  const isWanted = wantedFolders(contents, isPlaced)
  const added: Folder[] = []
  const idOf = new Map<string, string>()
  let reused = 0
  for (const folder of contents.folders) {
    const { id, name } = folder
    const own = ids.has(id) ? id : byName.get(mapKey(name))
    if (own === undefined && !isWanted(folder)) continue
    const taken = idOf.has(id) || !UUID.test(id)
    const place = own ?? (taken ? randomUUID() : id)
    if (own === undefined) added.push({ id: place, name })
    else reused += 1
    idOf.set(id, place)
  }
  return { added, reused, idOf }
}

function wantedFolders(
  { folders, items }: VaultContents,
  isPlaced: (index: number) => boolean,
): (folder: Folder) => boolean {
  const used = new Set(items.map(({ folderId }) => folderId))
  const needed = new Set(items.filter((_, index) => isPlaced(index)).map(({ folderId }) => folderId))
  const isDirect = ({ id }: Folder): boolean => needed.has(id) || !used.has(id)
  const parents = new Set(folders.filter(isDirect).flatMap(({ name }) => parentsOf(name)))
  return (folder) => isDirect(folder) || parents.has(folder.name)
}

/** `A` and `A/B` of `A/B/C`. */
function parentsOf(name: string): string[] {
  return [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index))
}

/** A file's item as a new one of the vault. */
export function placeItem(item: Item, { idOf }: Placement, now: string): Item {
  return {
    ...item,
    id: randomUUID(),
    folderId: folderOf(item, idOf),
    creationDate: item.creationDate ?? now,
    revisionDate: item.revisionDate ?? now,
  }
}

/** The vault's folder for a file's item; null for none. */
export function folderOf({ folderId }: Item, idOf: Placement['idOf']): string | null {
  return folderId === null ? null : (idOf.get(folderId) ?? null)
}
