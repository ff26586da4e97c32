/**
 * Plain Bitwarden JSON: `{encrypted: false, folders, items}`, and the organisation form with `collections`.
 * Also what stands inside a password-protected export. Source: docs/FORMATS.md#plain-json.
 */
import type { VaultContents } from '../model/item.ts'
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts'
import { bitwardenDocument, flagOf, foldersOf, isOrganisation, itemsOf, VALIDATION } from './bitwarden-document.ts'
import { readItem, writeItem } from './bitwarden-item.ts'
import { recognisedClear, type Format, type ReadReport } from './format.ts'
import { badShape } from './shape.ts'

/** Reads a whole clear document. @throws CofferError format/bad-shape, format/unknown-item-type, format/too-large */
export function readDocument(document: JsonObject): ReadReport {
  const folders = foldersOf(document)
  const known = new Set(folders.map(({ id }) => id))
  const collected = isOrganisation(document)
  const items = itemsOf(document).map((raw, index) => {
    const item = readItem(raw, `/items/${index}`)
    const folderId = collected ? firstCollection(raw, known) : item.folderId
    return { ...item, folderId: folderId !== null && known.has(folderId) ? folderId : null }
  })
  return { contents: { folders, items }, sealed: null, made: null, ignored: {} }
}

function firstCollection(raw: Json, known: ReadonlySet<string>): string | null {
  const ids = isJsonObject(raw) && Array.isArray(raw.collectionIds) ? (raw.collectionIds as readonly Json[]) : []
  return ids.find((id): id is string => typeof id === 'string' && known.has(id)) ?? null
}

/** The document as text, two-space indented, as Bitwarden writes it. */
export function writeDocument({ folders, items }: VaultContents): string {
  return JSON.stringify({ encrypted: false, folders, items: items.map(writeItem) }, null, 2)
}

export const bitwardenJson: Format = {
  id: 'bitwarden-json',
  recognise(source) {
    const document = bitwardenDocument(source)
    if (!document || flagOf(document, 'encrypted')) return null
    if (VALIDATION in document) throw badShape('/encrypted')
    return recognisedClear('bitwarden-json', readDocument(document))
  },
  write: (contents) => Promise.resolve(Buffer.from(writeDocument(contents), 'utf8')),
  keeps: (contents) => contents,
  leftOut: () => ({}),
}
