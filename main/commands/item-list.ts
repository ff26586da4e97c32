/** The items of a vault or a backup as a list: in order once, then filtered, searched and counted. */
import type { ItemCounts, ItemFilter } from '../../contract/item-view.ts'
import { ITEM_TYPES, itemTypeName, type ItemSummary, type ItemTypeName } from '../../contract/items.ts'
import type { Item, VaultContents } from '../model/item.ts'

interface Entry {
  readonly summary: ItemSummary
  readonly folderId: string | null
  /** What a search looks at, in lower case; nothing secret. */
  readonly text: string
}

const ORDER = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

function byName(a: { name: string; id: string }, b: { name: string; id: string }): number {
  return ORDER.compare(a.name, b.name) || (a.id < b.id ? -1 : 1)
}

export class ItemList {
  readonly #entries: readonly Entry[]
  readonly #folders: VaultContents['folders']
  #last: { readonly key: string; readonly found: readonly ItemSummary[] } | null = null

  constructor({ items, folders }: VaultContents) {
    const folderNames = new Map(folders.map(({ id, name }) => [id, name]))
    this.#folders = [...folders].sort(byName)
    this.#entries = items
      .map((item) => entryOf(item, item.folderId === null ? null : (folderNames.get(item.folderId) ?? null)))
      .sort((a, b) => byName(a.summary, b.summary))
  }

  /** Items whose name, folder, user name or address holds `search`, case apart. Without a filter, the bin's too. */
  find(filter: ItemFilter | null, search: string): readonly ItemSummary[] {
    const key = JSON.stringify([filter, search])
    if (this.#last?.key !== key) {
      const wanted = search.toLowerCase()
      const found = this.#entries
        .filter((entry) => (filter === null || passes(entry, filter)) && entry.text.includes(wanted))
        .map(({ summary }) => summary)
      this.#last = { key, found }
    }
    return this.#last.found
  }

  counts(): ItemCounts {
    const types = Object.fromEntries(Object.keys(ITEM_TYPES).map((name) => [name, 0])) as Record<ItemTypeName, number>
    const folders = new Map<string | null, number>()
    let [all, favorites, trash] = [0, 0, 0]
    for (const { summary, folderId } of this.#entries) {
      if (summary.trashed) {
        trash += 1
        continue
      }
      all += 1
      if (summary.favorite) favorites += 1
      types[summary.type] += 1
      folders.set(folderId, (folders.get(folderId) ?? 0) + 1)
    }
    return {
      all,
      favorites,
      trash,
      noFolder: folders.get(null) ?? 0,
      types,
      folders: this.#folders.map(({ id, name }) => ({ id, name, items: folders.get(id) ?? 0 })),
    }
  }
}

function passes({ summary, folderId }: Entry, filter: ItemFilter): boolean {
  if (filter.view === 'trash') return summary.trashed
  if (summary.trashed) return false
  if (filter.view === 'all') return true
  if (filter.view === 'favorites') return summary.favorite
  if (filter.view === 'type') return summary.type === filter.type
  return folderId === (filter.view === 'folder' ? filter.folderId : null)
}

function entryOf(item: Item, folder: string | null): Entry {
  const uris = item.login?.uris.map(({ uri }) => uri) ?? []
  return {
    summary: summaryOf(item, folder),
    folderId: item.folderId,
    text: [item.name, folder, item.login?.username, ...uris].join('\n').toLowerCase(),
  }
}

export function summaryOf(item: Item, folder: string | null): ItemSummary {
  return {
    id: item.id,
    type: itemTypeName(item.type),
    name: item.name,
    subtitle: subtitleOf(item),
    folder,
    favorite: item.favorite,
    trashed: item.deletedDate !== null,
    archived: item.archivedDate !== null,
  }
}

/** As Bitwarden's own clients do, with the last four digits of a card and no more. */
function subtitleOf({ login, card, identity, sshKey, bankAccount, driversLicense, passport }: Item): string | null {
  const digits = card?.number?.replace(/\D/g, '') ?? ''
  const parts = [
    login?.username,
    card?.brand,
    digits.length >= 8 ? `*${digits.slice(-4)}` : null,
    [identity?.firstName, identity?.lastName].filter(Boolean).join(' '),
    sshKey?.keyFingerprint,
    bankAccount?.bankName,
    [driversLicense?.firstName, driversLicense?.lastName].filter(Boolean).join(' '),
    [passport?.givenName, passport?.surname].filter(Boolean).join(' '),
  ]
  return parts.filter(Boolean).join(', ') || null
}
