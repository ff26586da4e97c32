/**
 * What each row of a file is to the vault. Takes time linear in the items of both. Source: docs/FORMATS.md#import-plan.
 */
import type { Finding } from '../../contract/import-plan.ts'
import type { OnStep } from '../../contract/progress.ts'
import { canonicalItem } from './digest.ts'
import type { Folder, Item, VaultContents } from './item.ts'
import { mapKey, matchUp } from './match-up.ts'

/** What a row that could be read is. */
export type Relation = Exclude<Finding, 'unreadable'>

export interface RowMatch {
  readonly finding: Relation
  /** The vault's item that the row takes; null where it is new. */
  readonly partner: Item | null
  /** Whether the vault has an item that equals the row, taken by another row or not: added, it would be there twice. */
  readonly duplicate: boolean
}

/** What a file of some format could tell of given contents. */
export type Keeps = (contents: VaultContents) => VaultContents

interface Side {
  readonly item: Item
  readonly text: string
  /** The text of what the file could tell of it; null where that is nothing. */
  readonly told: string | null
}

/**
 * What an item is known again by where it is not equal, the surest first: its id, what a person would call it, and for
 * logins where it is used. Null where that says nothing.
 */
const SIGNS: readonly ((item: Item) => readonly string[] | null)[] = [
  ({ id }) => (id === '' ? null : [id]),
  ({ name, login }) => (name === '' && !login?.username ? null : [name, login?.username ?? '']),
  ({ login }) => {
    const host = hostOf(login?.uris[0]?.uri ?? '')
    return host === null ? null : [host, login?.username ?? '']
  },
]

/** The bin and the rest are apart: what was thrown away is not in the vault, unless the row was thrown away too. */
function signed(item: Item, sign: (item: Item) => readonly string[] | null): string | null {
  const parts = sign(item)
  return parts === null ? null : JSON.stringify([item.type, item.deletedDate !== null, ...parts])
}

/** The name of the computer in an address, in lower case; null where there is none. */
function hostOf(uri: string): string | null {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(uri) ? uri : `https://${uri}`
  const host = URL.canParse(address) ? new URL(address).hostname : ''
  return host === '' ? null : host
}

/**
 * One answer a row, in the order of `incoming`. Each item of `present` is taken by one row at most: by an equal one
 * first, else by one that it is known again by. With `keeps`, equal also means that the file could not tell it apart.
 * `onStep` may stop it.
 */
export function matchContents(
  incoming: VaultContents,
  present: VaultContents,
  keeps?: Keeps,
  onStep: OnStep = () => undefined,
): RowMatch[] {
  const total = incoming.items.length + present.items.length
  const rows = sidesOf(incoming, undefined, (index) => {
    onStep('read', index, total)
  })
  const own = sidesOf(present, keeps, (index) => {
    onStep('read', incoming.items.length + index, total)
  })
  const known = new Set(own.flatMap(({ text, told }) => (told === null ? [text] : [text, told])).map(mapKey))
  const found = new Map<Side, Pick<RowMatch, 'finding' | 'partner'>>()

  const equal = matchUp(rows, own, ({ text }) => text)
  const alike = matchUp(equal.before, equal.after, ({ told }) => told)
  for (const [row, { item }] of [...equal.pairs, ...alike.pairs])
    found.set(row, { finding: 'identical', partner: item })
  let left: Pick<typeof alike, 'before' | 'after'> = alike
  for (const sign of SIGNS) {
    onStep('read', total, total)
    const matched = matchUp(left.before, left.after, ({ item }) => signed(item, sign))
    for (const [row, { item }] of matched.pairs) found.set(row, { finding: laterOf(row.item, item), partner: item })
    left = matched
  }
  return rows.map((row) => ({
    ...(found.get(row) ?? { finding: 'new', partner: null }),
    duplicate: known.has(mapKey(row.text)),
  }))
}

/**
 * The canonical text of what a file could tell of one item; null where that is nothing.
 * @param folder - the item's own, null for none
 */
export function toldText(item: Item, folder: Folder | null, keeps: Keeps): string | null {
  const kept = keeps({ folders: folder ? [folder] : [], items: [item] })
  const [keptItem] = kept.items
  if (!keptItem) return null
  const home = kept.folders.find(({ id }) => id === keptItem.folderId)
  return canonicalItem(keptItem, home?.name ?? null)
}

function sidesOf({ folders, items }: VaultContents, keeps: Keeps | undefined, onItem: (index: number) => void): Side[] {
  const byId = new Map(folders.map((folder) => [folder.id, folder]))
  return items.map((item, index) => {
    onItem(index)
    const folder = item.folderId === null ? null : (byId.get(item.folderId) ?? null)
    const text = canonicalItem(item, folder?.name ?? null)
    return { item, text, told: keeps ? toldText(item, folder, keeps) : text }
  })
}

function laterOf(row: Item, own: Item): Relation {
  const [theirs, ours] = [Date.parse(row.revisionDate ?? ''), Date.parse(own.revisionDate ?? '')]
  if (theirs > ours) return 'newer'
  return theirs < ours ? 'older' : 'changed'
}
