/** One entry of a KeePass file as an item. Source: docs/FORMATS.md#keepass-xml. */
import { CofferError } from '../../../../contract/errors.ts'
import { decodeBase64 } from '../../../crypto/bytes.ts'
import type { CustomField, Item, OldPassword } from '../../../model/item.ts'
import { hostOf, makeField, makeLogin, orNull } from '../../items/make-items.ts'
import { columnName } from '../../salvage.ts'
import { badShape, isDate } from '../../text/json-shape.ts'
import { isOtpSecret, otpOf } from './otp.ts'
import { childOf, childrenOf, textOf, type Element } from '../../text/xml.ts'

export interface ReadEntry {
  readonly item: Item
  /** What an item has no place for, counted by kind. */
  readonly ignored: Readonly<Record<string, number>>
}

/** Texts with places of their own in a login. */
const STANDARD = ['Title', 'UserName', 'Password', 'URL', 'Notes']
/** Further addresses of KeePassXC and Keepass2Android: KP2A_URL, KP2A_URL_1 and so on. */
const ADDRESS = /^KP2A_URL(?:_\d+)?$/
/** Plain texts of an entry that become custom fields. */
const NAMED = ['Tags', 'OverrideURL']

interface Texts {
  readonly values: ReadonlyMap<string, string>
  /** Keys of those that are to be shown hidden. */
  readonly hidden: ReadonlySet<string>
}

/** @throws CofferError format/bad-shape, format/unsupported-encryption */
function textsOf(entry: Element): Texts {
  const values = new Map<string, string>()
  const hidden = new Set<string>()
  for (const text of childrenOf(entry, 'String')) {
    const [key, value] = [childOf(text, 'Key')?.text, childOf(text, 'Value')]
    if (key === undefined || !value || values.has(key)) throw badShape(columnName(`String/${key ?? 'Key'}`))
    // So it stands inside a database; an export for reading has it in clear.
    if (value.attributes.Protected === 'True')
      throw new CofferError('format/unsupported-encryption', { where: columnName(`String/${key}`) })
    values.set(key, value.text)
    if (value.attributes.ProtectInMemory === 'True') hidden.add(key)
  }
  return { values, hidden }
}

/** From the beginning of the year 1. */
const SECONDS_TO_1970 = 62_135_596_800

/**
 * ISO 8601, or, in newer databases, base64 of the seconds since the year 1. Null too for a time of which no item can
 * tell, before the year 0 or after 9999. @throws CofferError format/bad-shape
 */
function timeOf(entry: Element, name: string): string | null {
  const text = textOf(entry, 'Times', name)
  if (text === '' || isDate(text)) return orNull(text)
  const bytes = decodeBase64(text)
  if (bytes?.byteLength !== 8) throw badShape(`Times/${name}`)
  const date = new Date((Number(bytes.readBigInt64LE()) - SECONDS_TO_1970) * 1000)
  const iso = Number.isNaN(date.getTime()) ? '' : date.toISOString()
  return isDate(iso) ? iso : null
}

/** Old passwords, the newest first, each with the time at which the next took its place. */
function historyOf(
  versions: readonly Element[],
  current: { readonly password: string; readonly at: string | null },
): OldPassword[] {
  const old: OldPassword[] = []
  let next = current
  for (const version of [...versions].reverse()) {
    const password = textsOf(version).values.get('Password') ?? ''
    if (password !== next.password && password !== '') old.push({ password, lastUsedDate: next.at })
    next = { password, at: timeOf(version, 'LastModificationTime') }
  }
  return old
}

/** Without the password, which the history of an item keeps. */
function othersOf({ values }: Texts): string {
  return JSON.stringify([...values].filter(([key]) => key !== 'Password'))
}

/** Looks and automatic typing, which are KeePass's own. */
function hasSettings(entry: Element): boolean {
  const plain = ['CustomIconUUID', 'ForegroundColor', 'BackgroundColor']
  const typing = childOf(entry, 'AutoType')
  return (
    plain.some((name) => textOf(entry, name) !== '') ||
    textOf(typing, 'DefaultSequence') !== '' ||
    childrenOf(typing, 'Association').length > 0 ||
    childrenOf(childOf(entry, 'CustomData'), 'Item').length > 0
  )
}

/**
 * `deleted`: it is in the recycle bin.
 * @throws CofferError format/bad-shape, format/unsupported-encryption
 */
export function readEntry(entry: Element, id: string, folderId: string | null, deleted: boolean): ReadEntry {
  const texts = textsOf(entry)
  const { values, hidden } = texts
  const text = (key: string): string | null => orNull(values.get(key) ?? '')
  const otp = otpOf(values)
  const used = new Set([...STANDARD, ...(otp?.keys ?? [])])
  const further = [...values].filter(([key]) => ADDRESS.test(key))
  const own = [...values].filter(([key, value]) => !used.has(key) && !ADDRESS.test(key) && value !== '')
  const modified = timeOf(entry, 'LastModificationTime')
  const created = timeOf(entry, 'CreationTime')
  const versions = childrenOf(childOf(entry, 'History'), 'Entry')
  const item = makeLogin(
    id,
    {
      folderId,
      name: text('Title') ?? hostOf(values.get('URL') ?? ''),
      notes: text('Notes'),
      fields: [
        ...own.map(([key, value]) => makeField(key, value, hidden.has(key) || isOtpSecret(key))),
        ...namedFields(entry),
      ],
      passwordHistory: historyOf(versions, { password: values.get('Password') ?? '', at: modified }),
      creationDate: created,
      revisionDate: modified,
      deletedDate: deleted
        ? (timeOf(entry, 'LocationChanged') ?? modified ?? created ?? new Date(0).toISOString())
        : null,
    },
    {
      username: text('UserName'),
      password: text('Password'),
      totp: otp?.totp ?? null,
      uris: [text('URL'), ...further.map(([, value]) => value)],
    },
  )
  const now = othersOf(texts)
  return {
    item,
    ignored: {
      attachments: childrenOf(entry, 'Binary').length,
      oldVersions: versions.filter((version) => othersOf(textsOf(version)) !== now).length,
      settings: Number(hasSettings(entry)),
    },
  }
}

/** Texts without a place of their own; a time that no item's date can be stands as it is written. */
function namedFields(entry: Element): CustomField[] {
  const written = (name: string): string => (timeOf(entry, name) === null ? textOf(entry, 'Times', name) : '')
  const expiry = timeOf(entry, 'ExpiryTime') ?? textOf(entry, 'Times', 'ExpiryTime')
  return [
    ...NAMED.map((name) => [name, textOf(entry, name)] as const),
    ...['CreationTime', 'LastModificationTime'].map((name) => [name, written(name)] as const),
    ['Expires', textOf(entry, 'Times', 'Expires') === 'True' ? expiry : ''] as const,
  ]
    .filter(([, value]) => value !== '')
    .map(([name, value]) => makeField(name, value))
}
