/**
 * Account-restricted Bitwarden JSON: clear structure, every text sealed under the account encryption key or an item's
 * own key. Coffer's files carry a whole-file seal inside the validation string.
 * Source: docs/FORMATS.md#account-restricted and #seal.
 */
import { createHmac, randomUUID } from 'node:crypto'
import { CofferError } from '../../../contract/errors.ts'
import { decodeBase64, equalBytes } from '../../crypto/bytes.ts'
import {
  encStringLength,
  formatEncString,
  openBytes,
  openText,
  sealBytes,
  sealText,
  sealTexts,
  type EncString,
} from '../../crypto/enc-string.ts'
import { importKey, SYMMETRIC_KEY_BYTES, type ItemKey, type SymmetricKey } from '../../crypto/keys.ts'
import type { Folder, Item } from '../../model/item.ts'
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts'
import { bitwardenDocument, flagOf, foldersOf, isOrganisation, itemsOf, validationOf, VALIDATION } from './document.ts'
import { readItem, writeItem } from './item.ts'
import { readItems } from './json.ts'
import type { AccountSecrets, BadRow, Counted, Format, ReadReport, Secrets, Source } from '../format.ts'
import { settle } from '../salvage.ts'
import { asObject, badShape } from '../text/json-shape.ts'
import { checkSealedItem, openItem, opensWith, parseAt, sealItem } from './sealed-texts.ts'
import { parseStrictJson } from '../../model/strict-json.ts'

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i
const SEAL_VERSION = 1
/** Beyond any vault's counter, and far from where numbers stop being exact. */
const MAX_NUMBER = 2 ** 48

/** Everything of the file that can be had without a key; every sealed text in it has parsed. */
interface SealedDocument {
  readonly validation: EncString
  readonly folderKey: 'folders' | 'collections'
  readonly folders: readonly (Folder & { readonly encString: EncString })[]
  readonly items: readonly { readonly raw: JsonObject; readonly wrappedKey: EncString | null }[]
}

function parseDocument(document: JsonObject): SealedDocument {
  const values = itemsOf(document)
  const validation = validationOf(document)
  const folderKey = isOrganisation(document) ? 'collections' : 'folders'
  const folders = foldersOf(document).map((folder, index) => ({
    ...folder,
    encString: parseAt(folder.name, `/${folderKey}/${index}/name`),
  }))
  const items = values.map((value, index) => {
    const where = `/items/${index}`
    const raw = asObject(value, where)
    // A newer account keeps an item's contents in one sealed JSON object.
    if (typeof raw.data === 'string' && raw.data.trimStart().startsWith('{')) {
      throw new CofferError('format/newer-encryption', { where: `${where}/data` })
    }
    const key = raw.key ?? ''
    if (typeof key !== 'string') throw badShape(`${where}/key`)
    const wrappedKey = key === '' ? null : parseAt(key, `${where}/key`)
    checkSealedItem(raw, where)
    // Sealed or clear, an item has one shape: what is wrong with it is told before any key is tried.
    readItem(raw, where)
    return { raw, wrappedKey }
  })
  return { validation, folderKey, folders, items }
}

interface Seal {
  readonly id: string
  readonly made: string
  /** Seals from before the counter have none. */
  readonly counted: Counted | undefined
  readonly items: number
  readonly folders: number
  readonly seal: Buffer
}

/** What the validation string says. A UUID is Bitwarden's own, which says nothing of the file. */
function parseValidation(plain: string): Seal | 'uuid' {
  if (UUID_V4.test(plain)) return 'uuid'
  const broken = new CofferError('format/seal-broken', { where: `/${VALIDATION}` })
  let value
  try {
    value = parseStrictJson(plain).value
  } catch {
    throw broken
  }
  if (!isJsonObject(value) || typeof value.coffer !== 'number') throw broken
  if (value.coffer > SEAL_VERSION) throw new CofferError('format/newer-coffer', { version: value.coffer })
  const { id, made, items, folders, seal } = value
  const bytes = typeof seal === 'string' ? decodeBase64(seal) : null
  const whole = typeof id === 'string' && typeof made === 'string' && typeof items === 'number'
  const counted = countedOf(value)
  if (value.coffer !== SEAL_VERSION || !bytes || !whole || typeof folders !== 'number' || counted === null) throw broken
  return { id, made, counted, items, folders, seal: bytes }
}

/** Undefined where the seal is from before the counter; null where it is broken. */
function countedOf({ vault, number }: JsonObject): Counted | null | undefined {
  if (vault === undefined && number === undefined) return undefined
  if (typeof vault !== 'string' || typeof number !== 'number') return null
  return Number.isInteger(number) && number > 0 && number <= MAX_NUMBER ? { vault, number } : null
}

/** HMAC over all file bytes but those between `start` and `end`: the validation string's own text. */
function sealOf(bytes: Uint8Array, start: number, end: number, { marks }: AccountSecrets): Buffer {
  return createHmac('sha256', marks.sealKey).update(bytes.subarray(0, start)).update(bytes.subarray(end)).digest()
}

function checkSeal(source: Source, sealed: SealedDocument, seal: Seal, account: AccountSecrets): void {
  const span = source.json?.textSpans.get(VALIDATION)
  if (!span) throw new CofferError('internal')
  // An EncString without escapes is as long in bytes as in characters.
  const start = source.textOffset + Buffer.byteLength(source.text.slice(0, span.start), 'utf8')
  const end = start + (span.end - span.start)
  const written = source.text.slice(span.start, span.end) === formatEncString(sealed.validation)
  const counted = seal.items === sealed.items.length && seal.folders === sealed.folders.length
  if (!written || !counted || !equalBytes(sealOf(source.bytes, start, end, account), seal.seal)) {
    throw new CofferError('format/seal-broken')
  }
}

/** An item's own key, unwrapped; the account's where it has none; null where it does not open. */
function itemKeyOf(wrapped: EncString | null, account: AccountSecrets): { key: SymmetricKey; own: boolean } | null {
  if (!wrapped) return { key: account.userKey, own: false }
  const bytes = openBytes(account.userKey, wrapped)
  if (bytes?.byteLength !== SYMMETRIC_KEY_BYTES) return null
  const opened = { key: importKey<ItemKey>(bytes), own: account.marks.isOwnItemKey(bytes) }
  bytes.fill(0)
  return opened
}

/** The validation string did not open: whether anything else of the file does decides what the fault is. */
function keyFault({ folders, items }: SealedDocument, { userKey }: AccountSecrets): CofferError {
  const opens =
    folders.some(({ encString }) => openText(userKey, encString) !== null) ||
    items.some(({ raw, wrappedKey }) =>
      wrappedKey ? openBytes(userKey, wrappedKey) !== null : opensWith(raw, userKey),
    )
  return opens ? new CofferError('format/damaged', { where: `/${VALIDATION}` }) : new CofferError('format/other-key')
}

/**
 * Where the file carries a seal, all of it is read or nothing: only one without may be salvaged item by item, and only
 * its own damaged texts are an item's fault.
 */
function read(
  source: Source,
  sealed: SealedDocument,
  account: AccountSecrets,
  { onStep, salvage }: Pick<Secrets, 'onStep' | 'salvage'>,
): ReadReport {
  const plain = openText(account.userKey, sealed.validation)
  if (plain === null) throw keyFault(sealed, account)
  const seal = parseValidation(plain)
  if (seal !== 'uuid') checkSeal(source, sealed, seal, account)
  else if (!account.adopted) throw new CofferError('format/seal-removed')

  const keys = sealed.items.map(({ wrappedKey }) => itemKeyOf(wrappedKey, account))
  if (seal === 'uuid' && keys.some((key) => key?.own)) throw new CofferError('format/seal-removed')

  const open = (value: Json, where: string, index: number): { raw: Json; item: Item } => {
    onStep?.('open', index, sealed.items.length)
    const key = keys[index]
    if (!key) throw new CofferError('format/damaged', { where: `${where}/key` })
    const raw = openItem(asObject(value, where), key.key, where)
    return { raw, item: readItem(raw, where) }
  }
  const values = sealed.items.map(({ raw }) => raw)
  const { report, faults } = readItems(values, sealed.folders, open, sealed.folderKey === 'collections')
  const readable = settle(report, faults, salvage === true && seal === 'uuid')
  const folders = sealed.folders.map(({ id, encString }, index) => {
    const name = openText(account.userKey, encString)
    if (name === null) throw new CofferError('format/damaged', { where: `/${sealed.folderKey}/${index}/name` })
    return { id, name }
  })
  const contents = { folders, items: readable.contents.items }
  if (seal === 'uuid') return { ...readable, contents, sealed: false, made: null }
  return { ...readable, contents, sealed: true, made: seal.made, counted: seal.counted }
}

/** The same document with these items alone, which the same account opens. */
function writeRows(document: JsonObject, rows: readonly BadRow[]): Uint8Array {
  const items = rows.map(({ raw }) => JSON.parse(raw) as unknown)
  return Buffer.from(
    JSON.stringify({ encrypted: true, [VALIDATION]: document[VALIDATION], folders: [], items }, null, 2),
  )
}

export const bitwardenAccountRestricted: Format = {
  id: 'bitwarden-account-restricted',
  recognise(source) {
    const document = bitwardenDocument(source)
    if (!document || !flagOf(document, 'encrypted')) return null
    const sealed = parseDocument(document)
    return {
      format: 'bitwarden-account-restricted',
      items: sealed.items.length,
      folders: sealed.folders.length,
      kdf: null,
      writeRows: (rows) => writeRows(document, rows),
      read: async ({ account, ...options }) => {
        await Promise.resolve()
        if (!account) throw new CofferError('format/needs-account')
        return read(source, sealed, account, options)
      },
    }
  },
  async write(contents, { account, made, counted, onStep }) {
    await Promise.resolve()
    if (!account) throw new CofferError('format/needs-account')
    const { userKey, marks } = account
    const folderNames = sealTexts(
      userKey,
      contents.folders.map(({ name }) => name),
    )
    const folders = contents.folders.map(({ id }, index) => ({ id, name: folderNames[index] }))
    const items = contents.items.map((item, index) => {
      onStep?.('seal', index, contents.items.length)
      const keyBytes = marks.makeItemKeyBytes()
      const key = formatEncString(sealBytes(userKey, keyBytes))
      const sealedItem = { ...sealItem(writeItem(item), importKey<ItemKey>(keyBytes)), key }
      keyBytes.fill(0)
      return sealedItem
    })
    const head = { made: made ?? new Date().toISOString(), ...counted, items: items.length, folders: folders.length }
    const document = (validation: string): Buffer =>
      Buffer.from(JSON.stringify({ encrypted: true, [VALIDATION]: validation, folders, items }, null, 2), 'utf8')
    return sealFile(document, head, account)
  },
  keeps: (contents) => contents,
}

/** The file with its seal: first with a slot of the seal's exact length, then with the seal in the slot. */
function sealFile(
  document: (validation: string) => Buffer,
  facts: Pick<Seal, 'made' | 'items' | 'folders'> & Partial<Counted>,
  account: AccountSecrets,
): Uint8Array {
  const head = { coffer: SEAL_VERSION, id: randomUUID(), ...facts }
  const plainOf = (seal: Buffer): string => JSON.stringify({ ...head, seal: seal.toString('base64') })
  const slot = '.'.repeat(encStringLength(Buffer.byteLength(plainOf(Buffer.alloc(32)))))
  const bytes = document(slot)
  const start = bytes.indexOf(slot)
  const sealed = sealText(account.userKey, plainOf(sealOf(bytes, start, start + slot.length, account)))
  if (bytes.write(sealed, start, 'latin1') !== slot.length) throw new CofferError('internal')
  return bytes
}
