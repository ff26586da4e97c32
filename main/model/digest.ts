/**
 * The digest of a vault's contents: equal contents, equal digest, whatever the ids, the order and the dates.
 * Source: docs/FORMATS.md#digest, which is exact enough to compute it elsewhere.
 */
import { hash } from 'node:crypto'
import { itemTypeName } from '../../contract/items.ts'
import type { Extra, Item, VaultContents } from './item.ts'
import { isJsonObject, type Json, type JsonObject } from './json.ts'

/** A model object as one JSON object: unknown keys beside the known ones, ids and dates (`leftOut`) gone. */
function flat(object: Extra | undefined, ...leftOut: string[]): JsonObject {
  const { extra, ...known } = object ?? {}
  const entries = Object.entries(known as JsonObject).filter(([key]) => !leftOut.includes(key))
  return { ...extra, ...Object.fromEntries(entries) }
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '') return true
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0
}

/** Keys sorted; members that are null, "", [] or {} left out; lists keep their order. */
function canonical(value: Json): Json {
  if (Array.isArray(value)) return value.map(canonical)
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value)
    .map(([key, member]) => [key, canonical(member)] as const)
    .filter(([, member]) => !isEmpty(member))
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * The text that stands for one item: what a person would call its contents, its folder by name, ids and dates left out.
 * Two items with equal text are duplicates of each other.
 */
export function canonicalItem(item: Item, folderName: string | null): string {
  const typeName = itemTypeName(item.type)
  const { login } = item
  const body = {
    ...flat(item, 'id', 'folderId', 'creationDate', 'revisionDate', 'deletedDate', 'archivedDate'),
    fields: item.fields.map((field) => flat(field)),
    passwordHistory: item.passwordHistory.map((entry) => flat(entry, 'lastUsedDate')),
    [typeName]: flat(item[typeName], 'passwordRevisionDate'),
    ...(login && {
      login: {
        ...flat(login, 'passwordRevisionDate'),
        uris: login.uris.map((uri) => flat(uri)),
        fido2Credentials: login.fido2Credentials.map((passkey) => flat(passkey, 'creationDate')),
      },
    }),
  }
  return JSON.stringify([folderName, item.deletedDate !== null, item.archivedDate !== null, canonical(body)])
}

/** Every item's canonical text, in the order of the contents. */
export function canonicalItems({ folders, items }: VaultContents): string[] {
  const names = new Map(folders.map(({ id, name }) => [id, name]))
  return items.map((item) => canonicalItem(item, item.folderId === null ? null : (names.get(item.folderId) ?? null)))
}

/** 64 hexadecimal digits. */
export function digestOf(contents: VaultContents): string {
  const items = canonicalItems(contents).map((text) => hash('sha256', text))
  const folders = contents.folders.map(({ name }) => hash('sha256', name))
  return hash('sha256', ['coffer digest 1', 'items', ...items.sort(), 'folders', ...folders.sort(), ''].join('\n'))
}
