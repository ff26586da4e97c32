/**
 * Password-protected Bitwarden JSON: the plain document, sealed whole under a password of the file's own.
 * Source: docs/FORMATS.md#password-protected.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { CofferError } from '../../../contract/errors.ts'
import { IMPORT_RANGE, requireKdfInRange, type KdfConfig } from '../../../contract/kdf-config.ts'
import { decodeUtf8 } from '../../crypto/bytes.ts'
import { openBytes, sealText, type EncString } from '../../crypto/enc-string.ts'
import { deriveMasterKey } from '../../crypto/kdf.ts'
import { stretchMasterKey } from '../../crypto/stretch.ts'
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts'
import { bitwardenDocument, flagOf, validationOf, VALIDATION } from './document.ts'
import { readDocument, writeDocument, writeItems } from './json.ts'
import type { Format, ReadReport, Secrets } from '../format.ts'
import { settle } from '../salvage.ts'
import { parseAt } from './sealed-texts.ts'
import { badShape } from '../text/json-shape.ts'
import { parseStrictJson } from '../../model/strict-json.ts'

interface Header {
  readonly salt: string
  readonly kdf: KdfConfig
  readonly validation: EncString
  readonly data: EncString
}

/** Numbers are taken as they stand: requireKdfInRange is what decides whether they are numbers at all. */
function kdfOf(document: JsonObject): KdfConfig {
  const { kdfType, kdfIterations, kdfMemory, kdfParallelism } = document as Record<string, unknown>
  if (Object.is(kdfType, 0)) return { type: 'pbkdf2', iterations: kdfIterations as number }
  if (kdfType !== 1) throw new CofferError('format/unknown-kdf')
  return {
    type: 'argon2id',
    iterations: kdfIterations as number,
    memoryMiB: kdfMemory as number,
    parallelism: kdfParallelism as number,
  }
}

function headerOf(document: JsonObject): Header {
  const { salt, data } = document
  if (typeof salt !== 'string' || salt.trim() === '') throw badShape('/salt')
  if (typeof data !== 'string' || data === '') throw badShape('/data')
  const header = { salt, validation: validationOf(document), data: parseAt(data, '/data') }
  const kdf = kdfOf(document)
  requireKdfInRange(kdf, IMPORT_RANGE, 'format/kdf-out-of-range')
  return { ...header, kdf }
}

/**
 * The clear document's text. Where the validation string does not open but the data does, the password is right and the
 * file is damaged.
 */
async function open({ salt, kdf, validation, data }: Header, { filePassword, onStep }: Secrets): Promise<string> {
  if (filePassword === undefined) throw new CofferError('usage/file-password-needed')
  if (filePassword === '') throw new CofferError('usage/blank-password')
  const key = stretchMasterKey(await deriveMasterKey(filePassword, salt, kdf, onStep))
  const validates = openBytes(key, validation) !== null
  const bytes = openBytes(key, data)
  if (!bytes && !validates) throw new CofferError('format/wrong-password')
  const text = bytes && decodeUtf8(bytes)
  bytes?.fill(0)
  if (typeof text !== 'string' || !validates)
    throw new CofferError('format/damaged', { where: text ? `/${VALIDATION}` : '/data' })
  return text
}

/** Exactly one level of encryption: inside stands a plain document. */
function readInner(text: string, salvage: boolean): ReadReport {
  const { value } = parseStrictJson(text)
  if (!isJsonObject(value) || flagOf(value, 'encrypted')) throw badShape('/data')
  const { report, faults } = readDocument(value)
  return settle(report, faults, salvage)
}

export const bitwardenPasswordProtected: Format = {
  id: 'bitwarden-password-protected',
  recognise(source) {
    const document = bitwardenDocument(source)
    if (!document || !flagOf(document, 'encrypted')) return null
    if (!flagOf(document, 'passwordProtected')) {
      if ('data' in document || 'salt' in document) throw badShape('/passwordProtected')
      return null
    }
    const header = headerOf(document)
    return {
      format: 'bitwarden-password-protected',
      items: null,
      folders: null,
      kdf: header.kdf,
      writeRows: writeItems,
      read: async (secrets) => {
        const text = await open(header, secrets)
        secrets.onStep?.('open')
        return readInner(text, secrets.salvage === true)
      },
    }
  },
  async write(contents, { filePassword, kdf, onStep }) {
    if (filePassword === undefined || !kdf) throw new CofferError('usage/file-password-needed')
    // The salt is this text itself, not the bytes that it encodes.
    const salt = randomBytes(16).toString('base64')
    const key = stretchMasterKey(await deriveMasterKey(filePassword, salt, kdf, onStep))
    onStep?.('seal')
    const kdfSettings: Record<string, Json> =
      kdf.type === 'pbkdf2'
        ? { kdfType: 0, kdfIterations: kdf.iterations }
        : { kdfType: 1, kdfIterations: kdf.iterations, kdfMemory: kdf.memoryMiB, kdfParallelism: kdf.parallelism }
    const document = {
      encrypted: true,
      passwordProtected: true,
      salt,
      ...kdfSettings,
      [VALIDATION]: sealText(key, randomUUID()),
      data: sealText(key, writeDocument(contents)),
    }
    return Buffer.from(JSON.stringify(document, null, 2), 'utf8')
  },
  keeps: (contents) => contents,
}
