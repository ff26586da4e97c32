/** Folders as a tree: nesting is part of a folder's name, `Work/Servers` (docs/GLOSSARY.md). */
import type { ItemCounts } from '../../contract/item-view.ts'

export interface FolderBranch {
  readonly key: string
  /** Null: nobody made this folder, there are only folders inside it. */
  readonly id: string | null
  /** The last part of the name. */
  readonly label: string
  /** The whole name. */
  readonly name: string
  /** 0 for the outermost. */
  readonly depth: number
  readonly items: number
}

/** A name with an empty part, as in `https://`, is one name and no nesting. */
function partsOf(name: string): string[] {
  const parts = name.split('/').map((part) => part.trim())
  return parts.includes('') ? [name] : parts
}

/** Every folder right below the one it is in; `folders` are in the order of their names. */
export function folderTree(folders: ItemCounts['folders']): FolderBranch[] {
  interface Node {
    readonly branch: FolderBranch
    readonly inner: Map<string, Node>
    /** Folders of the same name stand one after the other. */
    readonly twins: FolderBranch[]
  }
  const roots = new Map<string, Node>()

  for (const { id, name, items } of folders) {
    const parts = partsOf(name)
    let level = roots
    for (const [depth, label] of parts.entries()) {
      const isLast = depth === parts.length - 1
      const path = parts.slice(0, depth + 1).join('/')
      const own = { key: id, id, label, name, depth, items }
      const before = level.get(label)
      const implied = { key: `implied ${path}`, id: null, label, name: path, depth, items: 0 }
      const node = before ?? { branch: isLast ? own : implied, inner: new Map<string, Node>(), twins: [] }
      if (before && isLast) {
        if (before.branch.id === null) level.set(label, { ...before, branch: own })
        else before.twins.push(own)
      } else level.set(label, node)
      level = node.inner
    }
  }

  function flat(level: ReadonlyMap<string, Node>): FolderBranch[] {
    return [...level.values()].flatMap(({ branch, inner, twins }) => [branch, ...flat(inner), ...twins])
  }
  return flat(roots)
}
