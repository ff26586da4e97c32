/** Items that exist in one of many contents alone, as far as the files that hold them can tell. */
import { hash } from 'node:crypto'
import { canonicalItem, canonicalItems } from './digest.ts'
import type { Item, VaultContents } from './item.ts'
import { toldText, type Keeps } from './match.ts'
import { SPECIMEN } from './specimen.ts'

/** What files of one kind keep of a vault. Kinds that keep the same have the same key. */
export interface Kind {
  readonly key: string
  /** Undefined: everything. */
  readonly keeps: Keeps | undefined
}

/** An item as far as it must be known to find it again: no secret is in it. */
export interface ItemMark {
  readonly name: string
  /** Of what each kind keeps of it, by the kind's key: 64 hexadecimal digits, null where it keeps nothing of it. */
  readonly told: ReadonlyMap<string, string | null>
  /** Of what it is known again by in another version; null where that says nothing. */
  readonly sign: string | null
}

/** One of many contents. */
export interface Marked {
  readonly kind: Kind
  readonly marks: readonly ItemMark[]
}

export interface Alone {
  /** No other one has these, nor another version of them. */
  readonly alone: readonly ItemMark[]
  /** Of these another one has a version that differs. */
  readonly otherVersions: readonly ItemMark[]
}

export const EVERYTHING: Kind = kindOf(undefined)

export function kindOf(keeps: Keeps | undefined): Kind {
  return { key: hash('sha256', canonicalItems(keeps ? keeps(SPECIMEN) : SPECIMEN).join('\n')), keeps }
}

/** One for each item, in their order, to be compared with files of `kinds`. */
export function marksOf({ folders, items }: VaultContents, kinds: readonly Kind[]): ItemMark[] {
  const byId = new Map(folders.map((folder) => [folder.id, folder]))
  return items.map((item) => {
    const folder = item.folderId === null ? null : (byId.get(item.folderId) ?? null)
    const told = kinds.map(({ key, keeps }) => {
      const text = keeps ? toldText(item, folder, keeps) : canonicalItem(item, folder?.name ?? null)
      return [key, text === null ? null : hash('sha256', text)] as const
    })
    return { name: item.name, told: new Map(told), sign: signOf(item) }
  })
}

function signOf({ type, name, login }: Item): string | null {
  const username = login?.username ?? ''
  return name === '' && username === '' ? null : hash('sha256', JSON.stringify([type, name, username]))
}

/**
 * For each of `all`, which were marked for the kinds of all: its items that no other one has, in their order. Two items
 * are the same where what both kinds keep of them is; equal items inside one of them are that one's alone, each of them.
 * Takes time linear in the items.
 */
export function onlyIn(all: readonly Marked[]): Alone[] {
  const kinds = [...new Map(all.map(({ kind }) => [kind.key, kind])).keys()]
  const [homes, signs] = [new Homes(), new Homes()]
  all.forEach(({ kind, marks }, index) => {
    for (const { told, sign } of marks) {
      for (const other of kinds) homes.add(meeting(kind.key, other, told.get(other)), index)
      signs.add(sign, index)
    }
  })
  return all.map(({ kind, marks }, index) => {
    const isElsewhere = ({ told }: ItemMark): boolean =>
      kinds.some((other) => homes.hasOther(meeting(other, kind.key, told.get(other)), index))
    const left = marks.filter((mark) => !isElsewhere(mark))
    return {
      alone: left.filter(({ sign }) => !signs.hasOther(sign, index)),
      otherVersions: left.filter(({ sign }) => signs.hasOther(sign, index)),
    }
  })
}

/** Where what a file of one kind holds meets what a file of another one does. */
function meeting(kind: string, other: string, digest: string | null | undefined): string | null {
  return digest === null || digest === undefined ? null : `${kind} ${other} ${digest}`
}

/** In which of many contents a thing is, if in one alone. */
class Homes {
  readonly #homes = new Map<string, number>()

  add(key: string | null, index: number): void {
    if (key !== null) this.#homes.set(key, (this.#homes.get(key) ?? index) === index ? index : SHARED)
  }

  hasOther(key: string | null, index: number): boolean {
    return key !== null && (this.#homes.get(key) ?? index) !== index
  }
}

const SHARED = -1
