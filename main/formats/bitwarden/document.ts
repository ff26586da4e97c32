/** What the three Bitwarden JSON formats have in common: the outermost object. Source: docs/FORMATS.md#detection. */
import { CofferError } from '../../../contract/errors.ts'
import type { EncString } from '../../crypto/enc-string.ts'
import type { Folder } from '../../model/item.ts'
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts'
import { MAX_ITEMS, type Source } from '../format.ts'
import { parseAt } from './sealed-texts.ts'
import { asList, asObject, asText, badShape } from '../text/json-shape.ts'

export const VALIDATION = 'encKeyValidation_DO_NOT_EDIT'

/** Every Bitwarden JSON file has at least one of these. */
const MARKS = ['encrypted', 'passwordProtected', VALIDATION, 'items']

/** The outermost object of any Bitwarden JSON file; null where the file is something else. */
export function bitwardenDocument(source: Source): JsonObject | null {
  const document = source.json?.value
  return isJsonObject(document) && MARKS.some((mark) => mark in document) ? document : null
}

/** The value of a flag that must be a boolean, absent counting as false. Upstream reads `"true"` as plain. */
export function flagOf(document: JsonObject, name: 'encrypted' | 'passwordProtected'): boolean {
  const flag = name in document ? document[name] : false
  if (typeof flag !== 'boolean') throw badShape(`/${name}`)
  return flag
}

/** The `items` list, bounded. @throws CofferError format/bad-shape, format/too-large */
export function itemsOf(document: JsonObject): readonly Json[] {
  if (!Array.isArray(document.items)) throw badShape('/items')
  const items = document.items as readonly Json[]
  if (items.length > MAX_ITEMS) throw new CofferError('format/too-large', { items: items.length, most: MAX_ITEMS })
  return items
}

/** Whether a document is an organisation's: collections in place of folders. */
export function isOrganisation(document: JsonObject): boolean {
  return !Array.isArray(document.folders) && Array.isArray(document.collections)
}

/** `folders`, or an organisation's `collections`, with names as they stand. */
export function foldersOf(document: JsonObject): Folder[] {
  const key = isOrganisation(document) ? 'collections' : 'folders'
  return asList(document[key], `/${key}`).map((entry, index) => {
    const where = `/${key}/${index}`
    const raw = asObject(entry, where)
    return { id: asText(raw.id, `${where}/id`) ?? '', name: asText(raw.name, `${where}/name`) ?? '' }
  })
}

/**
 * The parsed validation string of an encrypted document. Without it nothing would tell one key from another.
 * @throws CofferError format/missing-validation and those of parseEncString
 */
export function validationOf(document: JsonObject): EncString {
  const text = document[VALIDATION]
  if (text === undefined || text === null || text === '') throw new CofferError('format/missing-validation')
  if (typeof text !== 'string') throw badShape(`/${VALIDATION}`)
  return parseAt(text, `/${VALIDATION}`)
}
