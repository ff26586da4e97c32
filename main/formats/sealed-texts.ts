/**
 * Where the sealed texts of an item stand: every text of Bitwarden's item JSON but ids and dates. The sealed item and
 * the clear one are the same JSON, so sealing and opening are one walk. Source: docs/FORMATS.md#account-restricted.
 */
import { createHash } from 'node:crypto'
import { CofferError } from '../../contract/errors.ts'
import { ITEM_TYPES, PASSKEY_TEXTS, TYPE_TEXTS, type ItemTypeName } from '../../contract/items.ts'
import { openTexts, parseEncString, sealTexts, UnsealError, type EncString } from '../crypto/enc-string.ts'
import type { SymmetricKey } from '../crypto/keys.ts'
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts'

/** One text's place. `known`: Bitwarden seals it, so it must be sealed; elsewhere a foreign clear text may stand. */
interface Slot {
  readonly holder: Record<string | number, Json>
  readonly key: string | number
  readonly text: string
  readonly where: string
  readonly known: boolean
}

interface Layout {
  readonly sealed: ReadonlySet<string>
  /** Ids and dates, which stay in clear. */
  readonly clear: ReadonlySet<string>
  /** Lists of objects with a layout of their own. */
  readonly lists: Readonly<Record<string, Layout>>
  readonly objects: Readonly<Record<string, Layout>>
}

function layout(sealed: readonly string[], clear: readonly string[] = [], nested: Partial<Layout> = {}): Layout {
  return { lists: {}, objects: {}, ...nested, sealed: new Set(sealed), clear: new Set(clear) }
}

const UNKNOWN = layout([])
const LOGIN_LISTS = {
  uris: layout(['uri', 'uriChecksum']),
  fido2Credentials: layout(PASSKEY_TEXTS, ['creationDate']),
}
const ITEM_CLEAR = ['id', 'organizationId', 'folderId', 'collectionIds', 'key']
const ITEM_DATES = ['creationDate', 'revisionDate', 'deletedDate', 'archivedDate']
const ITEM_LISTS = {
  fields: layout(['name', 'value']),
  passwordHistory: layout(['password'], ['lastUsedDate']),
}

function layoutOfType(name: ItemTypeName): Layout {
  // The SDK's own files call an SSH key's keyFingerprint `fingerprint`.
  const texts = name === 'sshKey' ? [...TYPE_TEXTS.sshKey, 'fingerprint'] : TYPE_TEXTS[name]
  const own = name === 'login' ? layout(texts, ['passwordRevisionDate'], { lists: LOGIN_LISTS }) : layout(texts)
  return layout(['name', 'notes'], [...ITEM_CLEAR, ...ITEM_DATES], { lists: ITEM_LISTS, objects: { [name]: own } })
}

const LAYOUTS = new Map(
  Object.entries(ITEM_TYPES).map(([name, type]) => [type as number, layoutOfType(name as ItemTypeName)]),
)

function itemLayout({ type }: JsonObject): Layout {
  return (typeof type === 'number' ? LAYOUTS.get(type) : undefined) ?? UNKNOWN
}

function collect(value: Json, shape: Layout, where: string, slots: Slot[]): void {
  const members = Array.isArray(value) ? value.entries() : isJsonObject(value) ? Object.entries(value) : []
  const holder = value as unknown as Record<string | number, Json>
  for (const [key, member] of members as Iterable<readonly [string | number, Json]>) {
    if (shape.clear.has(String(key))) continue
    const place = `${where}/${key}`
    if (typeof member === 'string') {
      slots.push({ holder, key, text: member, where: place, known: shape.sealed.has(String(key)) })
      continue
    }
    const inList = shape.lists[key]
    if (inList && Array.isArray(member)) {
      member.forEach((entry: Json, index) => {
        collect(entry, inList, `${place}/${index}`, slots)
      })
    } else {
      collect(member, shape.objects[key] ?? UNKNOWN, place, slots)
    }
  }
}

/** A foreign clear text at an unknown place is left alone, unless it looks sealed. */
function looksSealed(text: string): boolean {
  return /^\d\.[^|]*\|/.test(text) || /^[3-7]\.[A-Za-z0-9+/=]{22,}$/.test(text)
}

function sealedSlots(item: JsonObject, where: string): (Slot & { readonly encString: EncString })[] {
  const slots: Slot[] = []
  collect(item, itemLayout(item), where, slots)
  return slots
    .filter(({ known, text }) => known || looksSealed(text))
    .map((slot) => ({ ...slot, encString: parseAt(slot.text, slot.where) }))
}

/** parseEncString, with the place in the file told. */
export function parseAt(text: string, where: string): EncString {
  try {
    return parseEncString(text)
  } catch (error) {
    if (error instanceof CofferError) throw new CofferError(error.code, { ...error.details, where }, error)
    throw error
  }
}

/** Parses every sealed text of an item, without any key. @throws CofferError as parseEncString, with `where` */
export function checkSealedItem(item: JsonObject, where: string): void {
  sealedSlots(item, where)
}

/** Whether `key` opens any sealed text of `item`: tells a wrong key from damage. */
export function opensWith(item: JsonObject, key: SymmetricKey): boolean {
  return sealedSlots(item, '').some(({ encString }) => {
    try {
      openTexts(key, [encString])
      return true
    } catch {
      return false
    }
  })
}

/**
 * A copy of a sealed item with every text opened under `key`, and each URI's checksum checked and taken out.
 * @throws CofferError format/damaged with `where`
 */
export function openItem(sealed: JsonObject, key: SymmetricKey, where: string): JsonObject {
  const item = structuredClone(sealed)
  const slots = sealedSlots(item, where)
  try {
    const texts = openTexts(
      key,
      slots.map(({ encString }) => encString),
    )
    slots.forEach(({ holder, key: place }, index) => {
      holder[place] = texts[index] ?? null
    })
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error
    throw new CofferError('format/damaged', { where: slots[error.index]?.where ?? where }, error)
  }
  for (const [index, uri] of urisOf(item).entries()) {
    if (typeof uri.uriChecksum === 'string' && uri.uriChecksum !== uriChecksum(uri.uri)) {
      throw new CofferError('format/damaged', { where: `${where}/login/uris/${index}/uriChecksum` })
    }
    delete uri.uriChecksum
  }
  return item
}

/** A copy of a clear item with every text sealed under `key`, and each URI given its checksum. */
export function sealItem(clear: JsonObject, key: SymmetricKey): JsonObject {
  const item = structuredClone(clear)
  for (const uri of urisOf(item)) if (typeof uri.uri === 'string') uri.uriChecksum = uriChecksum(uri.uri)
  const slots: Slot[] = []
  collect(item, itemLayout(item), '', slots)
  const texts = sealTexts(
    key,
    slots.map(({ text }) => text),
  )
  slots.forEach(({ holder, key: place }, index) => {
    holder[place] = texts[index] ?? null
  })
  return item
}

function urisOf(item: JsonObject): Record<string, Json>[] {
  const uris = isJsonObject(item.login) ? item.login.uris : null
  return Array.isArray(uris) ? (uris as Json[]).filter(isJsonObject) : []
}

/** Base64 of the SHA-256 of the URI's UTF-8. Bitwarden drops a URI of an item with a key whose checksum is missing. */
function uriChecksum(uri: Json | undefined): string {
  return createHash('sha256')
    .update(typeof uri === 'string' ? uri : '')
    .digest('base64')
}
