/**
 * What each call may bring, as the list of its arguments. The window is not trusted: what these do not name is refused
 * before a handler sees it.
 */
import * as v from 'valibot'
import { MAX_DROPPED, type CofferApi } from '../../contract/api.ts'
import { MAX_CENSUS } from '../../contract/census.ts'
import type { ExportChoice } from '../../contract/formats.ts'
import {
  canMakePassword,
  LONGEST_SEPARATOR,
  MINIMUM_OF_A_KIND,
  PASSPHRASE_WORDS,
  PASSWORD_LENGTH,
  type PasswordOptions,
} from '../../contract/generator.ts'
import { MAPPED, type Finding, type PlanFilter, type ReadOptions, type RowAction } from '../../contract/import-plan.ts'
import type { ItemDraft } from '../../contract/item-draft.ts'
import type { ItemFilter } from '../../contract/item-view.ts'
import { ITEM_TYPES, TYPE_TEXTS, type ItemTypeName } from '../../contract/items.ts'
import type { KdfConfig } from '../../contract/kdf-config.ts'
import { CLIPBOARD_SECONDS, IDLE_MINUTES, THEMES } from '../../contract/settings.ts'
import { LANGUAGE_CHOICES } from '../../contract/text/languages.ts'

const MAX_PASSWORD = 10_000
const MAX_SEARCH = 500
const MAX_COPIED = 10_000
const MAX_EMAIL = 320
/** Far above what a person writes into an item, and above what files of other programs bring. */
const MAX_TEXT = 1_000_000
const MAX_NAME = 10_000
/** Items in one order, and URIs, fields, passkeys or old passwords of one item. */
const MAX_MANY = 100_000
/** A backup's items have the ids that its file gives them, so no form is asked of these. */
const MAX_ID = 100
/** Windows' longest. */
const MAX_PATH = 32_767
const ABSOLUTE_PATH = /^(?:\/|[A-Za-z]:[\\/]|\\\\)[^\0]*$/

function text<const Max extends number>(max: Max) {
  return v.pipe(v.string(), v.maxLength(max))
}

const password = text(MAX_PASSWORD)
const email = v.nullable(text(MAX_EMAIL))
const id = text(MAX_ID)
/** Made by Coffer, always a UUID: a path can never stand in its place. */
const ticket = v.pipe(v.string(), v.uuid())
const source = v.picklist(['vault', 'backup'])
const accountKind = v.picklist(['bitwarden-data', 'account-key-file'])
const choice: v.GenericSchema<unknown, ExportChoice> = v.picklist(['encrypted_json', 'json', 'csv'])
const typeName = v.picklist(Object.keys(ITEM_TYPES) as ItemTypeName[])
const address = v.pipe(v.string(), v.regex(/^[A-Za-z0-9.]{1,100}$/))

const filter: v.GenericSchema<unknown, ItemFilter> = v.variant('view', [
  v.strictObject({ view: v.picklist(['all', 'favorites', 'trash', 'no-folder']) }),
  v.strictObject({ view: v.literal('type'), type: typeName }),
  v.strictObject({ view: v.literal('folder'), folderId: id }),
])
const field = v.strictObject({ source, id, address, masterPassword: v.nullable(password) })
const opens = v.strictObject({ ticket, filePassword: v.nullable(password) })

const draftText = v.nullable(text(MAX_TEXT))
/** With something to see in it. */
const name = v.pipe(text(MAX_NAME), v.regex(/\S/))
const ids = v.pipe(v.array(id), v.minLength(1), v.maxLength(MAX_MANY))
const maybePassword = v.nullable(password)

function whole<const Min extends number, const Max extends number>(min: Min, max: Max) {
  return v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max))
}
const index = whole(0, MAX_MANY)
const places = v.pipe(v.array(index), v.maxLength(MAX_MANY))
/** Numbers of Bitwarden's that Coffer keeps whether it knows them or not. */
const number = whole(0, Number.MAX_SAFE_INTEGER)

const draft: v.GenericSchema<unknown, ItemDraft> = v.strictObject({
  ...{ type: typeName, name, notes: draftText, favorite: v.boolean(), reprompt: v.boolean(), folderId: v.nullable(id) },
  texts: v.record(v.picklist(Object.values(TYPE_TEXTS).flat()), draftText),
  uris: v.pipe(
    v.array(v.strictObject({ from: v.nullable(index), uri: text(MAX_TEXT), match: v.nullable(number) })),
    v.maxLength(MAX_MANY),
  ),
  fields: v.pipe(
    v.array(
      v.strictObject({
        ...{ from: v.nullable(index), name: text(MAX_TEXT), type: number, value: draftText },
        linkedId: v.nullable(number),
      }),
    ),
    v.maxLength(MAX_MANY),
  ),
  ...{ passkeys: places, history: places },
})

/** A file with more columns is no table of logins. */
const MAX_COLUMNS = 1_000
const readOptions: v.GenericSchema<unknown, ReadOptions> = v.strictObject({
  repair: v.boolean(),
  mapping: v.nullable(v.pipe(v.array(v.nullable(v.picklist(MAPPED))), v.maxLength(MAX_COLUMNS))),
  salvage: v.boolean(),
})
const rows = v.pipe(v.array(number), v.minLength(1), v.maxLength(MAX_MANY))
const FINDINGS = ['new', 'identical', 'changed', 'older', 'newer', 'unreadable'] as const satisfies readonly Finding[]
const PLAN_FILTERS = ['all', 'new', 'present', 'attention'] as const satisfies readonly PlanFilter[]
const ROW_ACTIONS = ['add', 'skip', 'merge'] as const satisfies readonly RowAction[]

const passwordOptions: v.GenericSchema<unknown, PasswordOptions> = v.pipe(
  v.strictObject({
    length: whole(PASSWORD_LENGTH.min, PASSWORD_LENGTH.max),
    ...{ upper: v.boolean(), lower: v.boolean(), digits: v.boolean(), specials: v.boolean() },
    minDigits: whole(MINIMUM_OF_A_KIND.min, MINIMUM_OF_A_KIND.max),
    minSpecials: whole(MINIMUM_OF_A_KIND.min, MINIMUM_OF_A_KIND.max),
    avoidLookAlikes: v.boolean(),
  }),
  v.check(canMakePassword),
)
/** The engine holds the numbers to their range. */
const kdf: v.GenericSchema<unknown, KdfConfig> = v.variant('type', [
  v.strictObject({ type: v.literal('pbkdf2'), iterations: number }),
  v.strictObject({ type: v.literal('argon2id'), iterations: number, memoryMiB: number, parallelism: number }),
])
const settings = {
  theme: v.exactOptional(v.picklist(THEMES)),
  language: v.exactOptional(v.picklist(LANGUAGE_CHOICES)),
  idleMinutes: v.exactOptional(v.nullable(v.picklist(IDLE_MINUTES))),
  clipboardSeconds: v.exactOptional(v.picklist(CLIPBOARD_SECONDS)),
}

const drillOf = { id: ticket, filePassword: v.nullable(password), masterPassword: v.nullable(password) }

const NOTHING = v.strictTuple([])

function one<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictTuple([v.strictObject(entries)])
}

type Schemas = {
  readonly [Group in keyof CofferApi]: {
    readonly [Method in keyof CofferApi[Group]]: CofferApi[Group][Method] extends (...args: infer Args) => unknown
      ? v.GenericSchema<unknown, Args>
      : never
  }
}

export const SCHEMAS = {
  app: {
    status: NOTHING,
    shortcuts: NOTHING,
    stop: NOTHING,
    copyText: v.strictTuple([text(MAX_COPIED)]),
    copySecret: v.strictTuple([text(MAX_TEXT)]),
  },
  vault: {
    create: one({ email, masterPassword: password }),
    chooseAccount: one({ kind: accountKind }),
    createAround: one({ ticket, email, masterPassword: password }),
    open: NOTHING,
    openRecent: one({ id: ticket }),
    unlock: one({ masterPassword: password }),
    lock: NOTHING,
  },
  files: {
    ...{ choose: NOTHING, sample: NOTHING, openingTime: one({ kdf }) },
    census: one({
      tickets: v.pipe(v.array(ticket), v.minLength(1), v.maxLength(MAX_CENSUS)),
      filePassword: v.nullable(password),
    }),
    onlyIn: one({ ticket }),
    endCensus: NOTHING,
  },
  items: {
    counts: one({ source }),
    page: one({ source, filter, search: text(MAX_SEARCH), offset: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
    view: one({ source, id }),
    reveal: v.strictTuple([field]),
    copy: v.strictTuple([field]),
    place: one({ source, filter, search: text(MAX_SEARCH), id }),
    draft: one({ id }),
    save: one({ id: v.nullable(id), draft, masterPassword: maybePassword }),
    duplicate: one({ id, name }),
    move: one({ ids, folderId: v.nullable(id) }),
    setFavorite: one({ ids, favorite: v.boolean() }),
    trash: one({ ids }),
    restore: one({ ids }),
    remove: one({ ids, masterPassword: maybePassword }),
    emptyBin: one({ masterPassword: maybePassword }),
  },
  folders: { add: one({ name }), rename: one({ id, name }), remove: one({ id }) },
  generator: {
    password: v.strictTuple([passwordOptions]),
    passphrase: one({
      words: whole(PASSPHRASE_WORDS.min, PASSPHRASE_WORDS.max),
      separator: text(LONGEST_SEPARATOR),
      ...{ capitalise: v.boolean(), digit: v.boolean() },
    }),
  },
  backups: {
    list: NOTHING,
    drill: one(drillOf),
    burntHouse: one({ ...drillOf, accountKey: v.nullable(ticket) }),
    forget: one({ id: ticket }),
  },
  exports: {
    preview: NOTHING,
    run: one({
      ...{ choice, filePassword: v.nullable(password), masterPassword: password, withTrash: v.boolean() },
      replaces: v.nullable(ticket),
    }),
    show: one({ id: ticket }),
    removeLeftovers: one({ id: ticket }),
  },
  imports: {
    columns: one({ ticket }),
    cell: one({ ticket, column: index }),
    check: one({ ...opens.entries, options: readOptions }),
    rows: one({ filter: v.picklist(PLAN_FILTERS), offset: number }),
    decide: one({ rows: v.union([v.picklist(FINDINGS), rows]), action: v.picklist(ROW_ACTIONS) }),
    asNew: one({ on: v.boolean() }),
    difference: one({ row: number, masterPassword: password }),
    run: NOTHING,
    discard: NOTHING,
    history: NOTHING,
    undo: one({ id: ticket }),
    saveReport: one({ id: ticket }),
    saveUnreadable: NOTHING,
  },
  backup: { open: v.strictTuple([opens]), close: NOTHING },
  keys: {
    plan: NOTHING,
    rehearse: one({ masterPassword: password, detach: v.boolean() }),
    rotate: one({ masterPassword: password, detach: v.boolean(), replace: v.boolean() }),
    discard: NOTHING,
    adopt: one({ ticket, email: v.nullable(email), masterPassword: password, accountPassword: password }),
    changePassword: one({ masterPassword: password, newPassword: password }),
    measureKdf: one({ kdf }),
    changeKdf: one({ masterPassword: password, kdf }),
    writeKeyFile: one({ masterPassword: password }),
  },
  settings: {
    change: v.strictTuple([
      v.pipe(
        v.strictObject(settings),
        v.check((change) => Object.keys(change).length > 0),
      ),
    ]),
    recents: NOTHING,
    forgetRecent: one({ id: ticket }),
  },
  keychain: { turnOn: one({ masterPassword: password }), turnOff: NOTHING, unlock: NOTHING },
} as const satisfies Schemas

/** Of the drop channel: what preload makes of dropped File objects. */
export const DROPPED = v.strictTuple([
  v.pipe(
    v.array(v.pipe(v.string(), v.maxLength(MAX_PATH), v.regex(ABSOLUTE_PATH))),
    v.minLength(1),
    v.maxLength(MAX_DROPPED),
  ),
])
