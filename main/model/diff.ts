/**
 * What is different between two vaults' contents. Items are the same where their canonical text is (digest.ts): ids,
 * order and dates do not count, so two contents without a difference have one digest. Takes time linear in the items.
 */
import { canonicalItems } from './digest.ts'
import type { Item, VaultContents } from './item.ts'
import { isJsonObject, type Json, type JsonObject } from './json.ts'
import { matchUp } from './match-up.ts'

export interface ItemPlace {
  readonly item: Item
  /** Name of its folder, null for none. */
  readonly folder: string | null
}

/** One value of an item. Values are secrets: who shows them decides which. */
export interface FieldChange {
  /** Where it stands: `name`, `folder`, `login.password`, `fields.2.value`, `login.uris.0.uri`. */
  readonly field: string
  /** Null where there is none. */
  readonly before: Json
  readonly after: Json
}

export interface ChangedItem {
  readonly before: ItemPlace
  readonly after: ItemPlace
  /** Never empty. */
  readonly changes: readonly FieldChange[]
}

export interface ContentsDiff {
  /** Items that stand in both. Equal ones are counted as often as both have them. */
  readonly same: number
  readonly added: readonly ItemPlace[]
  readonly removed: readonly ItemPlace[]
  readonly changed: readonly ChangedItem[]
  /** Names, as often as one side has more of them. */
  readonly foldersAdded: readonly string[]
  readonly foldersRemoved: readonly string[]
}

interface Placed extends ItemPlace {
  readonly text: string
}

/** What an item is known again by, the surest first: its id, then what a person would call it. */
const SIGNS: readonly ((item: Item) => string)[] = [
  ({ type, id }) => JSON.stringify([type, id]),
  ({ type, name, login }) => JSON.stringify([type, name, login?.username ?? '']),
  ({ type, name }) => JSON.stringify([type, name]),
]

export function diffContents(before: VaultContents, after: VaultContents): ContentsDiff {
  const equal = matchUp(placesOf(before), placesOf(after), ({ text }) => text)
  let left = equal
  const changed: ChangedItem[] = []
  for (const sign of SIGNS) {
    const matched = matchUp(left.before, left.after, ({ item }) => sign(item))
    for (const [was, is] of matched.pairs) {
      changed.push({ before: placeOf(was), after: placeOf(is), changes: changesBetween(was.text, is.text) })
    }
    left = matched
  }
  const names = ({ folders }: VaultContents): string[] => folders.map(({ name }) => name)
  const folders = matchUp(names(before), names(after), (name) => name)
  return {
    same: equal.pairs.length,
    added: left.after.map(placeOf),
    removed: left.before.map(placeOf),
    changed,
    foldersAdded: folders.after,
    foldersRemoved: folders.before,
  }
}

/** Whether nothing at all is different. */
export function isSame(diff: ContentsDiff): boolean {
  return [diff.added, diff.removed, diff.changed, diff.foldersAdded, diff.foldersRemoved].every(
    (list) => list.length === 0,
  )
}

function placesOf(contents: VaultContents): Placed[] {
  const names = new Map(contents.folders.map(({ id, name }) => [id, name]))
  const texts = canonicalItems(contents)
  return contents.items.map((item, index) => ({
    item,
    folder: item.folderId === null ? null : (names.get(item.folderId) ?? null),
    text: texts[index] ?? '',
  }))
}

function placeOf({ item, folder }: Placed): ItemPlace {
  return { item, folder }
}

/** Of an item's canonical text: its folder, whether it is in the trash and archived, and its body. */
type Canonical = readonly [folder: string | null, trashed: boolean, archived: boolean, body: Json]

/** What is different between two items, given as their canonical texts. */
export function changesBetween(before: string, after: string): FieldChange[] {
  const [was, is] = [valuesOf(before), valuesOf(after)]
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((field) => ({ field, before: was.get(field) ?? null, after: is.get(field) ?? null }))
    .filter((change) => change.before !== change.after)
}

function valuesOf(text: string): Map<string, Json> {
  const [folder, trashed, archived, body] = JSON.parse(text) as Canonical
  const values = new Map<string, Json>([
    ['folder', folder],
    ['trashed', trashed],
    ['archived', archived],
  ])
  collect('', body, values)
  return values
}

/** Every value that holds no other, by the way to it. */
function collect(path: string, value: Json, into: Map<string, Json>): void {
  if (!Array.isArray(value) && !isJsonObject(value)) {
    into.set(path, value)
    return
  }
  for (const [key, member] of Object.entries(value as JsonObject))
    collect(path === '' ? key : `${path}.${key}`, member, into)
}
