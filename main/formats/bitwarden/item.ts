/**
 * One item as Bitwarden's JSON writes it, in clear: reader and writer. Unknown keys are kept where they stand.
 * Sealed items are the same shape with sealed texts (sealed-texts.ts). Source: docs/FORMATS.md#items.
 */
import { CofferError } from '../../../contract/errors.ts'
import {
  isItemType,
  ITEM_TYPES,
  itemTypeName,
  PASSKEY_TEXTS,
  TYPE_TEXTS,
  type ItemTypeName,
} from '../../../contract/items.ts'
import type { CustomField, Extra, Item, Login, LoginUri, OldPassword, Passkey } from '../../model/item.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { asBoolean, asCount, asDate, asList, asObject, asText, badShape, unknownMembers } from '../text/json-shape.ts'

const TYPE_NAMES = Object.keys(ITEM_TYPES) as ItemTypeName[]

/** Known keys of each object. An item's own id of organisation and its key have no place in a personal vault. */
const KNOWN = {
  item: new Set([
    ...['id', 'folderId', 'type', 'name', 'notes', 'favorite', 'reprompt', 'fields', 'passwordHistory'],
    ...['creationDate', 'revisionDate', 'deletedDate', 'archivedDate', 'organizationId', 'collectionIds', 'key'],
  ]),
  field: new Set(['name', 'value', 'type', 'linkedId']),
  oldPassword: new Set(['password', 'lastUsedDate']),
  uri: new Set(['uri', 'match', 'uriChecksum']),
  passkey: new Set<string>([...PASSKEY_TEXTS, 'creationDate']),
  login: ['uris', 'passwordRevisionDate', 'autofillOnPageLoad', 'fido2Credentials'],
  secureNote: ['type'],
  sshKey: ['fingerprint'],
}

/** `extra` only where there is something unknown, so that absent stays absent. */
function withExtra(object: JsonObject, known: ReadonlySet<string>): Extra {
  const extra = unknownMembers(object, known)
  return extra === undefined ? {} : { extra }
}

/** Reads one item. `where` is its JSON pointer. @throws CofferError format/bad-shape, format/unknown-item-type */
export function readItem(value: Json, where: string): Item {
  const raw = asObject(value, where)
  const type = asCount(raw.type, `${where}/type`)
  if (type === null) throw badShape(`${where}/type`)
  if (!isItemType(type)) throw new CofferError('format/unknown-item-type', { where, type })
  const typeName = itemTypeName(type)
  // Old files carry the other types' objects as nulls: those say nothing. One with contents is kept as unknown.
  const silent = TYPE_NAMES.filter((name) => name === typeName || (raw[name] ?? null) === null)
  return {
    id: asText(raw.id, `${where}/id`) ?? '',
    folderId: asText(raw.folderId, `${where}/folderId`),
    type,
    name: asText(raw.name, `${where}/name`) ?? '',
    notes: asText(raw.notes, `${where}/notes`),
    favorite: asBoolean(raw.favorite, `${where}/favorite`) ?? false,
    reprompt: asCount(raw.reprompt, `${where}/reprompt`) ?? 0,
    fields: asList(raw.fields, `${where}/fields`).map((field, i) => readField(field, `${where}/fields/${i}`)),
    passwordHistory: asList(raw.passwordHistory, `${where}/passwordHistory`).map((entry, i) =>
      readOldPassword(entry, `${where}/passwordHistory/${i}`),
    ),
    creationDate: asDate(raw.creationDate, `${where}/creationDate`),
    revisionDate: asDate(raw.revisionDate, `${where}/revisionDate`),
    deletedDate: asDate(raw.deletedDate, `${where}/deletedDate`),
    archivedDate: asDate(raw.archivedDate, `${where}/archivedDate`),
    [typeName]: readTypeObject(typeName, raw[typeName] ?? {}, `${where}/${typeName}`),
    ...withExtra(raw, new Set([...KNOWN.item, ...silent])),
  }
}

function readField(value: Json, where: string): CustomField {
  const raw = asObject(value, where)
  return {
    name: asText(raw.name, `${where}/name`),
    value: asText(raw.value, `${where}/value`),
    type: asCount(raw.type, `${where}/type`) ?? 0,
    linkedId: asCount(raw.linkedId, `${where}/linkedId`),
    ...withExtra(raw, KNOWN.field),
  }
}

function readOldPassword(value: Json, where: string): OldPassword {
  const raw = asObject(value, where)
  return {
    password: asText(raw.password, `${where}/password`),
    lastUsedDate: asDate(raw.lastUsedDate, `${where}/lastUsedDate`),
    ...withExtra(raw, KNOWN.oldPassword),
  }
}

function readTypeObject(name: ItemTypeName, value: Json, where: string): object {
  const raw = asObject(value, where)
  const names: readonly string[] = TYPE_TEXTS[name]
  const texts = Object.fromEntries(names.map((key) => [key, asText(raw[key], `${where}/${key}`)]))
  const known = (own: readonly string[]): Extra => withExtra(raw, new Set([...names, ...own]))
  if (name === 'login') return { ...texts, ...readLoginParts(raw, where), ...known(KNOWN.login) }
  if (name === 'secureNote') return known(KNOWN.secureNote)
  if (name !== 'sshKey') return { ...texts, ...known([]) }
  const keyFingerprint = texts.keyFingerprint ?? asText(raw.fingerprint, `${where}/fingerprint`)
  return { ...texts, keyFingerprint, ...known(KNOWN.sshKey) }
}

function readLoginParts(raw: JsonObject, where: string): Omit<Login, 'username' | 'password' | 'totp' | 'extra'> {
  return {
    uris: asList(raw.uris, `${where}/uris`).map((uri, i) => readUri(uri, `${where}/uris/${i}`)),
    passwordRevisionDate: asDate(raw.passwordRevisionDate, `${where}/passwordRevisionDate`),
    autofillOnPageLoad: asBoolean(raw.autofillOnPageLoad, `${where}/autofillOnPageLoad`),
    fido2Credentials: asList(raw.fido2Credentials, `${where}/fido2Credentials`).map((passkey, i) =>
      readPasskey(passkey, `${where}/fido2Credentials/${i}`),
    ),
  }
}

function readUri(value: Json, where: string): LoginUri {
  const raw = asObject(value, where)
  return {
    uri: asText(raw.uri, `${where}/uri`),
    match: asCount(raw.match, `${where}/match`),
    ...withExtra(raw, KNOWN.uri),
  }
}

function readPasskey(value: Json, where: string): Passkey {
  const raw = asObject(value, where)
  // Bitwarden writes counter and discoverable as texts; a number or a boolean means the same.
  const texts = PASSKEY_TEXTS.map((key) => {
    const found = raw[key]
    const plain = typeof found === 'number' || typeof found === 'boolean'
    return [key, plain ? String(found) : asText(found, `${where}/${key}`)] as const
  })
  return {
    ...(Object.fromEntries(texts) as Omit<Passkey, 'creationDate' | 'extra'>),
    creationDate: asDate(raw.creationDate, `${where}/creationDate`),
    ...withExtra(raw, KNOWN.passkey),
  }
}

/** Unknown keys back beside the known ones. */
function spread({ extra, ...known }: Extra): JsonObject {
  return { ...(known as JsonObject), ...extra }
}

/** The item as Bitwarden's web client writes it, in its key order; absent dates and texts are null. */
export function writeItem(item: Item): JsonObject {
  const { extra, ...known } = item
  const typeName = itemTypeName(item.type)
  return {
    passwordHistory: known.passwordHistory.map(spread),
    revisionDate: known.revisionDate,
    creationDate: known.creationDate,
    deletedDate: known.deletedDate,
    archivedDate: known.archivedDate,
    id: known.id,
    organizationId: null,
    folderId: known.folderId,
    type: known.type,
    reprompt: known.reprompt,
    name: known.name,
    notes: known.notes,
    favorite: known.favorite,
    fields: known.fields.map(spread),
    [typeName]: writeTypeObject(typeName, item),
    collectionIds: null,
    ...extra,
  }
}

function writeTypeObject(name: ItemTypeName, item: Item): JsonObject {
  // Without its object an imported note has no type at Bitwarden.
  if (name === 'secureNote') return { type: 0, ...item.secureNote?.extra }
  const object = item[name]
  if (!object) throw new CofferError('internal', { missing: name })
  const written = spread(object)
  if (name !== 'login' || !item.login) return written
  return {
    ...written,
    uris: item.login.uris.map(spread),
    fido2Credentials: item.login.fido2Credentials.map(spread),
  }
}
