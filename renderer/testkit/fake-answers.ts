/** What the fake bridge answers unless a test says otherwise: a vault in memory. */
import type { AppStatus, CofferEvents, UnlockedVault, VaultStatus } from '../../contract/api.ts'
import { CofferError } from '../../contract/errors.ts'
import type { Inspection, Offer, OfferedFile } from '../../contract/files.ts'
import {
  PAGE_SIZE,
  type FieldRequest,
  type FieldView,
  type ItemCounts,
  type ItemFilter,
} from '../../contract/item-view.ts'
import type { ItemQuery, ItemSource, ItemView } from '../../contract/item-view.ts'
import { ITEM_TYPES, type ItemSummary, type ItemTypeName } from '../../contract/items.ts'
import { DEFAULT_ARGON2ID, type KdfConfig } from '../../contract/kdf-config.ts'
import { DEFAULT_SETTINGS, type AppSettings, type RecentVault } from '../../contract/settings.ts'
import { FAKE_FOLDERS, FAKE_ITEMS, type FakeItem } from './fake-items.ts'

export interface FakeState {
  status: AppStatus
  items: readonly FakeItem[]
  backupItems: readonly FakeItem[]
  recents: readonly RecentVault[]
}

export type FakeAnswer = (order: never) => unknown
type Emit = <Event extends keyof CofferEvents>(event: Event, value: CofferEvents[Event]) => void

/** The one password of the fake vault. */
export const FAKE_PASSWORD = 'correct horse battery staple'

export const UNLOCKED: UnlockedVault = {
  ...{ state: 'unlocked', name: 'Amber', email: 'robin@evergreen.test', adopted: false },
  ...{ kdf: DEFAULT_ARGON2ID, keyFile: '2026-05-02T08:15:30.250Z', notice: null },
}
export const LOCKED: VaultStatus = { state: 'locked', name: 'Amber', email: 'robin@evergreen.test' }

export function fakeStatus(changes: Partial<AppStatus> = {}): AppStatus {
  const none = {
    ...{ backup: null, demonstration: false, mac: false, lockedBy: null, problem: null },
    ...{ settings: DEFAULT_SETTINGS, keychain: false },
  }
  return { revision: 0, vault: { state: 'none' }, language: 'en', ...none, ...changes }
}

export function fakeFile(name: string, changes: Partial<OfferedFile> = {}): OfferedFile {
  return { ticket: `ticket-${name}`, name, inspection: null, error: null, ...changes }
}

export const FAKE_RECENTS: readonly RecentVault[] = [
  { id: 'amber', name: 'Amber', place: '/home/robin/Documents', missing: false },
  { id: 'birch', name: 'Birch', place: '/home/robin/Documents', missing: false },
  { id: 'cedar', name: 'Cedar', place: '/media/stick', missing: true },
]

export const SAMPLE_INSPECTION: Inspection = {
  ...{ format: 'bitwarden-json', label: 'Bitwarden (json)', encrypted: false, opensWith: 'nothing' },
  ...{ bytes: 6200, sha256: 'ab'.repeat(32), items: 8, folders: 2, kdf: null, opens: true },
  ...{ refusal: null, refusalDetails: null, sealed: null, made: null, newerExport: null },
}

function passes({ view, folderId }: FakeItem, filter: ItemFilter): boolean {
  if (view.trashed || filter.view === 'trash') return view.trashed && filter.view === 'trash'
  if (filter.view === 'favorites') return view.favorite
  if (filter.view === 'type') return view.type === filter.type
  if (filter.view === 'folder') return folderId === filter.folderId
  return filter.view === 'all' || folderId === null
}

function summaryOf({ view }: FakeItem): ItemSummary {
  const { id, type, name, subtitle, folder, favorite, trashed, archived } = view
  return { id, type, name, subtitle, folder, favorite, trashed, archived }
}

function countsOf(items: readonly FakeItem[]): ItemCounts {
  const count = (filter: ItemFilter): number => items.filter((item) => passes(item, filter)).length
  const types = Object.keys(ITEM_TYPES) as ItemTypeName[]
  return {
    all: count({ view: 'all' }),
    favorites: count({ view: 'favorites' }),
    trash: count({ view: 'trash' }),
    noFolder: count({ view: 'no-folder' }),
    types: Object.fromEntries(types.map((type) => [type, count({ view: 'type', type })])) as ItemCounts['types'],
    folders: FAKE_FOLDERS.map(({ id, name }) => ({ id, name, items: count({ view: 'folder', folderId: id }) })),
  }
}

function fieldsOf({ sections, notes }: ItemView): FieldView[] {
  return [...sections.flatMap(({ fields }) => fields), ...(notes ? [notes] : [])]
}

function hidden(field: FieldView): FieldView {
  return field.kind === 'secret' ? { ...field, value: null } : field
}

function viewOf(view: ItemView): ItemView {
  return {
    ...view,
    sections: view.sections.map(({ id, fields }) => ({ id, fields: fields.map(hidden) })),
    notes: view.notes && hidden(view.notes),
  }
}

export function fakeAnswers(state: FakeState, emit: Emit): Readonly<Record<string, FakeAnswer>> {
  function itemsOf(source: ItemSource): readonly FakeItem[] {
    return source === 'vault' ? state.items : state.backupItems
  }

  function become(changes: Partial<AppStatus>): AppStatus {
    state.status = { ...state.status, ...changes }
    emit('status', state.status)
    return state.status
  }

  function requirePassword(masterPassword: string | null): void {
    if (masterPassword === null) throw new CofferError('usage/password-needed')
    if (masterPassword !== FAKE_PASSWORD) throw new CofferError('vault/wrong-password')
  }

  function valueOf({ source, id, address, masterPassword }: FieldRequest): string {
    const view = itemsOf(source).find((item) => item.view.id === id)?.view
    const field = view && fieldsOf(view).find((candidate) => candidate.address === address)
    if (!field) throw new CofferError('usage/item-not-found')
    if (view.reprompt && source === 'vault') requirePassword(masterPassword)
    return field.value ?? ''
  }

  function matches({ source, filter, search }: ItemQuery): ItemSummary[] {
    return itemsOf(source)
      .filter((item) => passes(item, filter))
      .map(summaryOf)
      .filter(({ name, subtitle }) => `${name}\n${subtitle ?? ''}`.toLowerCase().includes(search.toLowerCase()))
      .sort((a, b) => a.name.localeCompare(b.name))
  }

  function change(ids: readonly string[], changes: Partial<ItemView>): void {
    state.items = state.items.map((item) =>
      ids.includes(item.view.id) ? { ...item, view: { ...item.view, ...changes } } : item,
    )
  }

  return {
    'app.status': () => state.status,
    'app.shortcuts': () => [
      { label: 'Import…', accelerator: 'CmdOrCtrl+Shift+O' },
      { label: 'Export…', accelerator: 'CmdOrCtrl+Shift+E' },
      { label: 'Find', accelerator: 'CmdOrCtrl+F' },
      { label: 'Lock now', accelerator: 'CmdOrCtrl+L' },
      { label: 'Next pane', accelerator: 'F6' },
    ],
    'app.stop': () => null,
    'app.copyText': () => null,
    'app.copySecret': () => null,
    'vault.create': () => become({ vault: UNLOCKED, problem: null }),
    'vault.chooseAccount': ({ kind }: { kind: string }) => ({
      ...{ ticket: 'account', kind, name: kind === 'bitwarden-data' ? 'data.json' : 'account-key.json' },
      emails: ['robin@evergreen.test', 'robin@work.test'].slice(0, kind === 'bitwarden-data' ? 2 : 1),
    }),
    'vault.createAround': ({ masterPassword }: { masterPassword: string }) => {
      requirePassword(masterPassword)
      return become({ vault: UNLOCKED })
    },
    'vault.open': () => become({ vault: LOCKED, lockedBy: null, problem: null }),
    'vault.unlock': ({ masterPassword }: { masterPassword: string }) => {
      requirePassword(masterPassword)
      return become({ vault: UNLOCKED, lockedBy: null })
    },
    'vault.openRecent': () => become({ vault: LOCKED, lockedBy: null, problem: null }),
    'settings.change': (change: Partial<AppSettings>) => become({ settings: { ...state.status.settings, ...change } }),
    'settings.recents': () => state.recents,
    'settings.forgetRecent': ({ id }: { id: string }) => {
      state.recents = state.recents.filter((vault) => vault.id !== id)
      return state.recents
    },
    'keychain.turnOn': ({ masterPassword }: { masterPassword: string }) => {
      requirePassword(masterPassword)
      return become({ keychain: true })
    },
    'keychain.turnOff': () => become({ keychain: false }),
    'keychain.unlock': () => become({ vault: UNLOCKED, lockedBy: null }),
    'keys.measureKdf': ({ kdf }: { kdf: KdfConfig }) => ({ kdf, milliseconds: kdf.type === 'pbkdf2' ? 260 : 1_840 }),
    'keys.changeKdf': ({ masterPassword, kdf }: { masterPassword: string; kdf: KdfConfig }) => {
      requirePassword(masterPassword)
      become({ vault: { ...UNLOCKED, kdf } })
      return { scrubbed: true }
    },
    'keys.writeKeyFile': ({ masterPassword }: { masterPassword: string }) => {
      requirePassword(masterPassword)
      become({ vault: UNLOCKED })
      return {
        name: 'coffer-account-key-2026-11-22.json',
        place: '/home/robin/Backups',
        recorded: true,
        openToOthers: false,
      }
    },
    'vault.lock': () => {
      become({ vault: LOCKED, backup: null, lockedBy: 'person' })
    },
    'files.choose': (): Offer => ({ files: [fakeFile('chosen.json', { inspection: SAMPLE_INSPECTION })], omitted: 0 }),
    'files.sample': (): Offer => ({ files: [fakeFile('sample.json', { inspection: SAMPLE_INSPECTION })], omitted: 0 }),
    // Nothing new: the page goes by the offer.
    'files.census': () => ({ files: [], onlyInVault: null }),
    'files.onlyIn': () => ({ names: [], more: 0 }),
    'files.endCensus': () => null,
    'files.openingTime': ({ kdf }: { kdf: KdfConfig }) => ({ kdf, milliseconds: kdf.type === 'pbkdf2' ? 420 : 1_840 }),
    'items.counts': ({ source }: { source: ItemSource }) => countsOf(itemsOf(source)),
    'items.page': ({ offset, ...query }: ItemQuery & { offset: number }) => {
      const found = matches(query)
      return { total: found.length, offset, rows: found.slice(offset, offset + PAGE_SIZE) }
    },
    'items.place': ({ id, ...query }: ItemQuery & { id: string }) => {
      const index = matches(query).findIndex((summary) => summary.id === id)
      return { index: index < 0 ? null : index }
    },
    'items.trash': ({ ids }: { ids: readonly string[] }) => {
      change(ids, { trashed: true })
    },
    'items.restore': ({ ids }: { ids: readonly string[] }) => {
      change(ids, { trashed: false })
    },
    'items.setFavorite': ({ ids, favorite }: { ids: readonly string[]; favorite: boolean }) => {
      change(ids, { favorite })
    },
    'items.view': ({ source, id }: { source: ItemSource; id: string }) => {
      const view = itemsOf(source).find((item) => item.view.id === id)?.view
      if (!view) throw new CofferError('usage/item-not-found')
      return viewOf(view)
    },
    'items.reveal': valueOf,
    'items.copy': (request: FieldRequest) => {
      valueOf(request)
    },
    'imports.discard': () => null,
    'backup.open': () => {
      state.backupItems = FAKE_ITEMS
      const facts = { name: 'sample.json', format: 'bitwarden-json', items: FAKE_ITEMS.length, folders: 3 } as const
      return become({ backup: facts })
    },
    'backup.close': () => become({ backup: null }),
    dropFiles: () => null,
  }
}
