/**
 * Where the sealed texts of an item stand: every text of Bitwarden's item JSON but ids and dates. The sealed item and
 * the clear one are the same JSON, so sealing and opening are one walk. Source: docs/FORMATS.md#account-restricted.
 */
import { createHash } from 'node:crypto'
import { CofferError } from '../../../contract/errors.ts'
import { ITEM_TYPES, PASSKEY_TEXTS, TYPE_TEXTS, type ItemTypeName } from '../../../contract/items.ts'
import { openText, openTexts, parseEncString, sealTexts, UnsealError, type EncString } from '../../crypto/enc-string.ts'
import type { SymmetricKey } from '../../crypto/keys.ts'
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts'

/** Called for each text, in order; gives what stands in its place. `known`: Bitwarden seals texts at this place. */
type Visit = (text: string, known: boolean, where: string) => string

interface Layout {
  readonly sealed: ReadonlySet<string>
  /** Ids and dates, which stay in clear. */
  readonly clear: ReadonlySet<string>
  /** Objects, and lists of objects, with a layout of their own. */
  readonly nested: Readonly<Record<string, Layout>>
}

function layout(
  sealed: readonly string[],
  clear: readonly string[] = [],
  nested: Readonly<Record<string, Layout>> = {},
): Layout {
  return {
    sealed: new Set(sealed),
    clear: new Set(clear),
    nested: Object.assign(Object.create(null), nested) as Layout['nested'],
  }
}

const UNKNOWN = layout([])
const LOGIN_NESTED = {
  uris: layout(['uri', 'uriChecksum']),
  fido2Credentials: layout(PASSKEY_TEXTS, ['creationDate']),
}
const ITEM_CLEAR = ['id', 'organizationId', 'folderId', 'collectionIds', 'key']
const ITEM_DATES = ['creationDate', 'revisionDate', 'deletedDate', 'archivedDate']
const ITEM_NESTED = {
  fields: layout(['name', 'value']),
  passwordHistory: layout(['password'], ['lastUsedDate']),
}

function layoutOfType(name: ItemTypeName): Layout {
  // The SDK's own files call an SSH key's keyFingerprint `fingerprint`.
  const texts = name === 'sshKey' ? [...TYPE_TEXTS.sshKey, 'fingerprint'] : TYPE_TEXTS[name]
  const own = name === 'login' ? layout(texts, ['passwordRevisionDate'], LOGIN_NESTED) : layout(texts)
  return layout(['name', 'notes'], [...ITEM_CLEAR, ...ITEM_DATES], { ...ITEM_NESTED, [name]: own })
}

const LAYOUTS = new Map(
  Object.entries(ITEM_TYPES).map(([name, type]) => [type as number, layoutOfType(name as ItemTypeName)]),
)

function itemLayout({ type }: JsonObject): Layout {
  return (typeof type === 'number' ? LAYOUTS.get(type) : undefined) ?? UNKNOWN
}

/** A copy of `value` with each text that is no id and no date as `visit` gives it. */
function mapTexts(value: Json, shape: Layout, where: string, visit: Visit): Json {
  if (typeof value === 'string') return visit(value, false, where)
  if (Array.isArray(value)) return value.map((entry: Json, index) => mapTexts(entry, shape, `${where}/${index}`, visit))
  if (!isJsonObject(value)) return value
  const copy: Record<string, Json> = {}
  for (const key of Object.keys(value)) {
    const member = value[key] ?? null
    if (shape.clear.has(key)) copy[key] = member
    else if (typeof member === 'string') copy[key] = visit(member, shape.sealed.has(key), `${where}/${key}`)
    else copy[key] = mapTexts(member, shape.nested[key] ?? UNKNOWN, `${where}/${key}`, visit)
  }
  return copy
}

/** A foreign clear text at an unknown place is left alone, unless it looks sealed. */
function looksSealed(text: string): boolean {
  return /^\d\.[^|]*\|/.test(text) || /^[3-7]\.[A-Za-z0-9+/=]{22,}$/.test(text)
}

/** Every sealed text of an item, parsed, with its place. */
function sealedTexts(item: JsonObject, where: string): { readonly encString: EncString; readonly where: string }[] {
  const found: { encString: EncString; where: string }[] = []
  mapTexts(item, itemLayout(item), where, (text, known, place) => {
    if (known || looksSealed(text)) found.push({ encString: parseAt(text, place), where: place })
    return text
  })
  return found
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
  sealedTexts(item, where)
}

/** Whether `key` opens any sealed text of `item`: tells a wrong key from damage. */
export function opensWith(item: JsonObject, key: SymmetricKey): boolean {
  return sealedTexts(item, '').some(({ encString }) => openText(key, encString) !== null)
}

/**
 * A copy of a sealed item with every text opened under `key`, and each URI's checksum checked.
 * @throws CofferError format/damaged with `where`
 */
export function openItem(sealed: JsonObject, key: SymmetricKey, where: string): JsonObject {
  const found = sealedTexts(sealed, where)
  const texts = openAll(found, key)[Symbol.iterator]()
  const item = mapTexts(sealed, itemLayout(sealed), where, (text, known) =>
    known || looksSealed(text) ? String(texts.next().value) : text,
  ) as JsonObject
  for (const [index, { uri, uriChecksum: checksum }] of urisOf(item).entries()) {
    if (typeof checksum === 'string' && checksum !== uriChecksum(uri)) {
      throw new CofferError('format/damaged', { where: `${where}/login/uris/${index}/uriChecksum` })
    }
  }
  return item
}

function openAll(found: ReturnType<typeof sealedTexts>, key: SymmetricKey): string[] {
  try {
    return openTexts(
      key,
      found.map(({ encString }) => encString),
    )
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error
    throw new CofferError('format/damaged', { where: found[error.index]?.where ?? '' }, error)
  }
}

/** A copy of a clear item with every text sealed under `key`, and each URI given its checksum. */
export function sealItem(clear: JsonObject, key: SymmetricKey): JsonObject {
  const item = withChecksums(clear)
  const texts: string[] = []
  mapTexts(item, itemLayout(item), '', (text) => {
    texts.push(text)
    return text
  })
  const sealed = sealTexts(key, texts)[Symbol.iterator]()
  return mapTexts(item, itemLayout(item), '', () => String(sealed.next().value)) as JsonObject
}

function withChecksums(item: JsonObject): JsonObject {
  if (item.type !== ITEM_TYPES.login || !isJsonObject(item.login)) return item
  const uris = urisOf(item).map((uri) =>
    typeof uri.uri === 'string' ? { ...uri, uriChecksum: uriChecksum(uri.uri) } : uri,
  )
  return { ...item, login: { ...item.login, uris } }
}

/** The URIs of a login's own object, which no item of another type has. */
function urisOf({ type, login }: JsonObject): JsonObject[] {
  const uris = type === ITEM_TYPES.login && isJsonObject(login) ? login.uris : null
  return Array.isArray(uris) ? (uris as Json[]).filter(isJsonObject) : []
}

/** Base64 of the SHA-256 of the URI's UTF-8. Bitwarden drops a URI of an item with a key whose checksum is missing. */
function uriChecksum(uri: Json | undefined): string {
  return createHash('sha256')
    .update(typeof uri === 'string' ? uri : '')
    .digest('base64')
}
