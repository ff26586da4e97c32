/**
 * Plain Bitwarden JSON: `{encrypted: false, folders, items}`, and the organisation form with `collections`.
 * Also what stands inside a password-protected export. Source: docs/FORMATS.md#plain-json.
 */
import { CofferError } from '../../../contract/errors.ts'
import type { Folder, Item, VaultContents } from '../../model/item.ts'
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts'
import { bitwardenDocument, flagOf, foldersOf, isOrganisation, itemsOf, VALIDATION } from './document.ts'
import { readItem, writeItem } from './item.ts'
import type { BadRow, Format, ReadReport } from '../format.ts'
import { attempt, settle, type Fault } from '../salvage.ts'
import { badShape } from '../text/json-shape.ts'

export interface ReadDocument {
  readonly report: ReadReport
  /** Items that could not be read, in their order. */
  readonly faults: readonly Fault[]
}

/**
 * Reads a clear document item by item. `settle` decides what becomes of those that cannot be read.
 * @throws CofferError format/bad-shape of the document itself and its folders, format/too-large
 */
export function readDocument(document: JsonObject): ReadDocument {
  const folders = foldersOf(document)
  return readItems(
    itemsOf(document),
    folders,
    (raw, where) => ({ raw, item: readItem(raw, where) }),
    isOrganisation(document),
  )
}

/** As readDocument, with `open` to make each item of the file clear and read it. */
export function readItems(
  items: readonly Json[],
  folders: readonly Folder[],
  open: (raw: Json, where: string, index: number) => { readonly raw: Json; readonly item: Item },
  collected: boolean,
): ReadDocument {
  const known = new Set(folders.map(({ id }) => id))
  const read: Item[] = []
  const faults: Fault[] = []
  for (const [index, value] of items.entries()) {
    const opened = attempt(() => open(value, `/items/${index}`, index))
    if (opened instanceof CofferError) faults.push(faultOf(value, index, opened))
    else {
      const folderId = collected ? firstCollection(opened.raw, known) : opened.item.folderId
      read.push({ ...opened.item, folderId: folderId !== null && known.has(folderId) ? folderId : null })
    }
  }
  return { report: { contents: { folders, items: read }, sealed: null, made: null, ignored: {} }, faults }
}

function faultOf(value: Json, index: number, error: CofferError): Fault {
  const { where } = error.details
  const pointer = typeof where === 'string' ? where : `/items/${index}`
  return { row: { lines: null, pointer, column: null, reason: error.code, raw: JSON.stringify(value) }, error }
}

/** A plain file of these items alone, as they stand. */
export function writeItems(rows: readonly BadRow[]): Uint8Array {
  const items = rows.map(({ raw }) => JSON.parse(raw) as unknown)
  return Buffer.from(JSON.stringify({ encrypted: false, folders: [], items }, null, 2), 'utf8')
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
    const { report, faults } = readDocument(document)
    return {
      format: 'bitwarden-json',
      items: report.contents.items.length,
      folders: report.contents.folders.length,
      kdf: null,
      writeRows: writeItems,
      read: async ({ salvage }) => {
        await Promise.resolve()
        return settle(report, faults, salvage === true)
      },
    }
  },
  write: (contents) => Promise.resolve(Buffer.from(writeDocument(contents), 'utf8')),
  keeps: (contents) => contents,
}
