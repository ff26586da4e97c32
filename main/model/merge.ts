/** Two versions of one item as one, so that nothing of either is lost. Source: docs/FORMATS.md#import-plan. */
import { SECRET_FIELDS } from '../../contract/item-view.ts'
import { CUSTOM_FIELD_TYPES, itemTypeName, TYPE_TEXTS } from '../../contract/items.ts'
import type { CustomField, Extra, Item, Login, LoginUri, OldPassword, Passkey } from './item.ts'
import type { Json } from './json.ts'
import { matchUp } from './match-up.ts'

type Text = string | null

export interface MergeOptions {
  /** Whether the file's version is the later one, or neither is known to be: its texts then stand. */
  readonly fileWins: boolean
  /** ISO 8601. */
  readonly now: string
}

/**
 * The vault's item with what a row has beyond it. Texts of the later version stand; a password that gives way goes to
 * the history, every other text to a custom field of its own. Addresses, custom fields, passkeys and old passwords are
 * those of both. Gives `own` itself where the row has nothing that it has not.
 * @param own - the vault's; keeps its id, its folder if it has one, its place in or out of the archive
 * @param row - the file's, of the same type; its folder is one of the vault's
 */
export function mergeItems(own: Item, row: Item, options: MergeOptions): Item {
  const merge = new Merge(options)
  const name = itemTypeName(own.type)
  const [object, incoming] = [textsOf(own), textsOf(row)]
  const texts = TYPE_TEXTS[name]
    .filter((text) => text !== 'password')
    .map((text) => {
      const secret = SECRET_FIELDS.has(`${name}.${text}`)
      return [text, merge.text(text, object[text] ?? null, incoming[text] ?? null, secret)] as const
    })
  const login = own.login && row.login && mergeLogins(own.login, row.login, merge)
  const whole: Item = {
    ...own,
    ...merge.extra(own, row),
    name: merge.text('name', own.name, row.name, false) ?? '',
    notes: merge.text('notes', own.notes, row.notes, true),
    folderId: own.folderId ?? row.folderId,
    favorite: own.favorite || row.favorite,
    reprompt: Math.max(own.reprompt, row.reprompt),
    passwordHistory: mergeHistory(own, row, options),
    creationDate: own.creationDate ?? row.creationDate,
    [name]: { ...own[name], ...merge.extra(own[name], row[name]), ...Object.fromEntries(texts), ...login },
  }
  const merged = { ...whole, fields: mergeFields(own.fields, row.fields, merge.lost) }
  return JSON.stringify(merged) === JSON.stringify(own) ? own : { ...merged, revisionDate: options.now }
}

function textsOf(item: Item): Readonly<Record<string, Text>> {
  return item[itemTypeName(item.type)] as unknown as Readonly<Record<string, Text>>
}

/** Decides which of two values stands, and keeps what gives way. */
class Merge {
  readonly options: MergeOptions
  /** Custom fields for the values that gave way. */
  readonly lost: CustomField[] = []

  constructor(options: MergeOptions) {
    this.options = options
  }

  text(name: string, own: Text, row: Text, secret: boolean): Text {
    if (!row || row === own) return own
    if (!own) return row
    const [stands, goes] = this.options.fileWins ? [row, own] : [own, row]
    this.#lose(name, goes, secret)
    return stands
  }

  /** Keys that Coffer does not know, of both. Their values may be secrets. */
  extra(own: Extra | undefined, row: Extra | undefined): Extra {
    const [ours, theirs] = [own?.extra ?? {}, row?.extra ?? {}]
    const [stands, goes] = this.options.fileWins ? [theirs, ours] : [ours, theirs]
    for (const [key, value] of Object.entries(goes)) {
      if (Object.hasOwn(stands, key) && JSON.stringify(stands[key]) !== JSON.stringify(value))
        this.#lose(key, textOf(value), true)
    }
    const extra = { ...ours, ...theirs, ...stands }
    return Object.keys(extra).length === 0 ? {} : { extra }
  }

  #lose(name: string, value: string, secret: boolean): void {
    const type = secret ? CUSTOM_FIELD_TYPES.hidden : CUSTOM_FIELD_TYPES.text
    this.lost.push({ name, value, type, linkedId: null })
  }
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function mergeLogins(own: Login, row: Login, { options }: Merge): Partial<Login> {
  const replaced = isReplaced(own.password, row.password) && options.fileWins
  const isMissing = (own.password ?? '') === '' && (row.password ?? '') !== ''
  return {
    password: replaced || isMissing ? row.password : own.password,
    passwordRevisionDate: replaced ? options.now : (own.passwordRevisionDate ?? row.passwordRevisionDate),
    uris: mergeUris(own.uris, row.uris),
    autofillOnPageLoad: own.autofillOnPageLoad ?? row.autofillOnPageLoad,
    fido2Credentials: unite(own.fido2Credentials, row.fido2Credentials, passkeyKey),
  }
}

function isReplaced(own: Text | undefined, row: Text | undefined): boolean {
  return (own ?? '') !== '' && (row ?? '') !== '' && own !== row
}

/** The password that gives way, unless it is an old one already, and the old passwords of both; the newest first. */
function mergeHistory(own: Item, row: Item, { fileWins, now }: MergeOptions): readonly OldPassword[] {
  const united = unite(own.passwordHistory, row.passwordHistory, ({ password, extra }) => keyOf([password, extra]))
  if (isReplaced(own.login?.password, row.login?.password)) {
    const password = (fileWins ? own : row).login?.password ?? null
    const lastUsedDate = fileWins ? now : (row.revisionDate ?? now)
    if (!united.some((old) => old.password === password)) united.unshift({ password, lastUsedDate })
  }
  if (united.length === own.passwordHistory.length) return own.passwordHistory
  const time = ({ lastUsedDate }: OldPassword): number => Date.parse(lastUsedDate ?? '') || 0
  return united.sort((a, b) => time(b) - time(a))
}

function passkeyKey(passkey: Passkey): string {
  return keyOf({ ...passkey, creationDate: null })
}

/** An address without a match setting of its own gives way to the same address with one. */
function mergeUris(own: readonly LoginUri[], row: readonly LoginUri[]): readonly LoginUri[] {
  const isPlain = ({ match, extra }: LoginUri): boolean => match === null && extra === undefined
  const added = beyond(own, row, keyOf).filter((uri) => !isPlain(uri) || !own.some((other) => other.uri === uri.uri))
  const kept = own.filter((uri) => !isPlain(uri) || !added.some((other) => other.uri === uri.uri))
  return [...kept, ...added]
}

/** Those of both, and those for what gave way. A plain text that is there under its name, hidden perhaps, is no news. */
function mergeFields(
  own: readonly CustomField[],
  row: readonly CustomField[],
  lost: readonly CustomField[],
): readonly CustomField[] {
  const isKnown = ({ name, value }: CustomField, among: readonly CustomField[]): boolean =>
    among.some((field) => (field.name ?? '') === (name ?? '') && (field.value ?? '') === (value ?? ''))
  const isPlain = ({ type, extra }: CustomField): boolean => type === CUSTOM_FIELD_TYPES.text && extra === undefined
  const added = beyond(own, row, keyOf).filter((field) => !isPlain(field) || !isKnown(field, own))
  const united = [...own, ...added]
  return [...united, ...lost.filter((field) => !isKnown(field, united))]
}

function unite<T>(own: readonly T[], row: readonly T[], key: (value: T) => string): T[] {
  return [...own, ...beyond(own, row, key)]
}

/** As multisets: what `row` has more than `own`. */
function beyond<T>(own: readonly T[], row: readonly T[], key: (value: T) => string): T[] {
  return matchUp(row, own, key).before.slice()
}

/** The same for equal members in another order. */
function keyOf(value: object): string {
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
