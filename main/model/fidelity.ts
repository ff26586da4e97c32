/** Counting what stays of a vault's contents in a copy of them. Takes time linear in what they hold. */
import {
  FIDELITY_CLASSES,
  ITEM_PARTS,
  type Fidelity,
  type FidelityClass,
  type ItemPart,
} from '../../contract/fidelity.ts'
import { itemTypeName } from '../../contract/items.ts'
import type { Extra, Item, VaultContents } from './item.ts'
import { isJsonObject, type Json, type JsonObject } from './json.ts'
import { mapKey } from './match-up.ts'
import { withoutExtra } from './without-extra.ts'

/** Values of one class in one item, as texts that are equal where the values mean the same. */
type Values = readonly string[]

function present(...texts: (string | null | undefined)[]): string[] {
  return texts.filter((text): text is string => text !== null && text !== undefined && text !== '')
}

function flag(on: boolean): Values {
  return on ? ['true'] : []
}

/** Of each class that belongs to items, what an item has of it, its folder by name. */
const VALUES_OF: Readonly<Record<ItemPart, (item: Item, folder: string | null) => Values>> = {
  names: ({ name }) => present(name),
  notes: ({ notes }) => present(notes),
  usernames: ({ login }) => present(login?.username),
  passwords: ({ login }) => present(login?.password),
  totps: ({ login }) => present(login?.totp),
  uris: ({ login }) => login?.uris.map(({ uri }) => uri ?? '') ?? [],
  uriMatches: ({ login }) =>
    login?.uris.flatMap(({ uri, match }) => (match === null ? [] : [JSON.stringify([uri, match])])) ?? [],
  passkeys: ({ login }) => login?.fido2Credentials.map(textOf) ?? [],
  typeFields: (item) => {
    if (item.login) return []
    const texts = withoutExtra(item[itemTypeName(item.type)] ?? {})
    return Object.entries(texts as JsonObject).flatMap(([key, value]) =>
      value === null || value === '' ? [] : [JSON.stringify([key, value])],
    )
  },
  customFields: ({ fields }) => fields.map(({ name, value }) => JSON.stringify([name ?? '', value ?? ''])),
  fieldTypes: ({ fields }) =>
    fields
      .filter(({ type, linkedId }) => type !== 0 || linkedId !== null)
      .map(({ name, type, linkedId }) => JSON.stringify([name, type, linkedId])),
  passwordHistory: ({ passwordHistory }) => passwordHistory.map(textOf),
  placements: (_item, folder) => present(folder),
  favorites: ({ favorite }) => flag(favorite),
  reprompts: ({ reprompt }) => (reprompt === 0 ? [] : [String(reprompt)]),
  archived: ({ archivedDate }) => present(archivedDate),
  dates: ({ creationDate, revisionDate, deletedDate }) => [
    ...present(creationDate).map((date) => `created ${date}`),
    ...present(revisionDate).map((date) => `revised ${date}`),
    ...present(deletedDate).map((date) => `deleted ${date}`),
  ],
  loginSettings: ({ login }) => [
    ...present(login?.passwordRevisionDate),
    ...(typeof login?.autofillOnPageLoad === 'boolean' ? [`autofill ${String(login.autofillOnPageLoad)}`] : []),
  ],
  unknownFields: (item) => {
    const found: string[] = []
    collectUnknown(item as unknown as Json, '', found)
    return found
  },
}

function textOf(object: Extra): string {
  return JSON.stringify(withoutExtra(object))
}

/** Every member that Coffer does not know, wherever it stands. */
function collectUnknown(value: Json, path: string, into: string[]): void {
  if (Array.isArray(value)) {
    for (const member of value as readonly Json[]) collectUnknown(member, `${path}[]`, into)
  } else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (key !== 'extra') collectUnknown(member, `${path}.${key}`, into)
      else
        for (const [name, unknown] of Object.entries(member as JsonObject))
          into.push(`${path}.${name} ${JSON.stringify(unknown)}`)
    }
  }
}

/** How many of `before` are found in `after`, each taking one. */
function countKept(before: Values, after: Values): number {
  if (before.length === 0) return 0
  if (before.length === 1) return Number(after.includes(before[0] ?? ''))
  const free = new Map<string, number>()
  for (const value of after.map(mapKey)) free.set(value, (free.get(value) ?? 0) + 1)
  let kept = 0
  for (const value of before.map(mapKey)) {
    const left = free.get(value) ?? 0
    if (left === 0) continue
    free.set(value, left - 1)
    kept += 1
  }
  return kept
}

function namesOf({ folders }: VaultContents): Map<string, string> {
  return new Map(folders.map(({ id, name }) => [id, name]))
}

/** Items are the same by id. What an item held that is not in `after` is counted with the item alone. */
export function fidelityOf(before: VaultContents, after: VaultContents): Fidelity {
  const same = before === after
  const here = new Map<FidelityClass, number>()
  const kept = new Map<FidelityClass, number>()
  const count = (what: FidelityClass, all: number, stayed: number): void => {
    here.set(what, (here.get(what) ?? 0) + all)
    kept.set(what, (kept.get(what) ?? 0) + stayed)
  }
  const copies = new Map(after.items.map((item) => [item.id, item]))
  const [names, copyNames] = [namesOf(before), namesOf(after)]
  for (const item of before.items) {
    const copy = copies.get(item.id)
    const trashed = item.deletedDate !== null
    const stays = copy !== undefined && (!trashed || copy.deletedDate !== null)
    count(trashed ? 'trashedItems' : itemTypeName(item.type), 1, Number(stays))
    if (!copy) continue
    for (const what of ITEM_PARTS) {
      const valuesOf = VALUES_OF[what]
      const values = valuesOf(item, names.get(item.folderId ?? '') ?? null)
      if (values.length === 0) continue
      const copied = same ? values : valuesOf(copy, copyNames.get(copy.folderId ?? '') ?? null)
      count(what, values.length, same ? values.length : countKept(values, copied))
    }
  }
  const folders = before.folders.map(({ name }) => name)
  count(
    'folders',
    folders.length,
    countKept(
      folders,
      after.folders.map(({ name }) => name),
    ),
  )
  return FIDELITY_CLASSES.flatMap((what) => {
    const all = here.get(what) ?? 0
    return all > 0 ? [{ what, here: all, kept: kept.get(what) ?? 0 }] : []
  })
}
