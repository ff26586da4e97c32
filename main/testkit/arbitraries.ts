/** Generated vaults: every item type, every field, hostile text, unknown fields, nested folders, trash and archive. */
import fc from 'fast-check'
import { CUSTOM_FIELD_TYPES, ITEM_TYPES, PASSKEY_TEXTS, TYPE_TEXTS, type ItemTypeName } from '../../contract/items.ts'
import type { Item, VaultContents } from '../model/item.ts'
import type { JsonObject } from '../model/json.ts'

const AWKWARD = [
  '',
  ' ',
  '\0',
  '\u202Edcba',
  '\uFEFF',
  '=1+1',
  'a, "b"',
  'x: y: z',
  'a\r\nb\nc',
  '\r',
  '\n',
  '"',
  ',',
  ': ',
  '😀',
  'e\u0301',
  '\u2028',
  '2.a|b|c',
]

/** Well-formed text: short, awkward, or ten thousand characters long. */
export const text = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'binary', maxLength: 24 }).filter((value) => value.isWellFormed()) },
  { weight: 3, arbitrary: fc.constantFrom(...AWKWARD) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 24 }) },
  { weight: 1, arbitrary: fc.constant('long ü '.repeat(1430)) },
)
const textOrNull = fc.option(text, { freq: 3 })
const date = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((value) => value.toISOString())
const dateOrNull = fc.option(date, { freq: 2 })

/** Keys that Coffer does not know, with any JSON below them; numbers that JSON keeps. */
const extra: fc.Arbitrary<{ extra?: JsonObject }> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc
      .dictionary(
        fc.stringMatching(/^x[a-z]{1,5}$/),
        fc.oneof(
          text,
          fc.boolean(),
          fc.constant(null),
          fc.nat(),
          fc.array(text, { maxLength: 2 }),
          fc.record({ deep: text }),
        ),
        { minKeys: 1, maxKeys: 2 },
      )
      .map((members) => ({ extra: { ...members } })),
  },
)

function texts(names: readonly string[]): fc.Arbitrary<Record<string, string | null>> {
  return fc.record(Object.fromEntries(names.map((name) => [name, textOrNull])))
}

function withExtra<T extends object>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.tuple(arbitrary, extra).map(([object, unknown]) => ({ ...object, ...unknown }))
}

const field = withExtra(
  fc.record({
    name: textOrNull,
    value: textOrNull,
    type: fc.constantFrom(...Object.values(CUSTOM_FIELD_TYPES)),
    linkedId: fc.option(fc.constantFrom(100, 101, 300, 418)),
  }),
)
const oldPassword = withExtra(fc.record({ password: textOrNull, lastUsedDate: dateOrNull }))
const uri = withExtra(fc.record({ uri: textOrNull, match: fc.option(fc.nat({ max: 5 })) }))
const passkey = withExtra(
  fc.tuple(texts(PASSKEY_TEXTS), dateOrNull).map(([members, creationDate]) => ({ ...members, creationDate })),
)
const login = withExtra(
  fc
    .tuple(
      texts(TYPE_TEXTS.login),
      fc.record({
        uris: fc.array(uri, { maxLength: 3 }),
        passwordRevisionDate: dateOrNull,
        autofillOnPageLoad: fc.option(fc.boolean()),
        fido2Credentials: fc.array(passkey, { maxLength: 1 }),
      }),
    )
    .map(([members, parts]) => ({ ...members, ...parts })),
)

function typeObject(name: ItemTypeName): fc.Arbitrary<object> {
  return name === 'login' ? login : withExtra(texts(TYPE_TEXTS[name]))
}

const item = (folderIds: readonly string[]): fc.Arbitrary<Item> =>
  fc.constantFrom(...(Object.keys(ITEM_TYPES) as ItemTypeName[])).chain((name) =>
    withExtra(
      fc.record({
        id: fc.uuid(),
        folderId: fc.constantFrom(null, ...folderIds),
        type: fc.constant(ITEM_TYPES[name]),
        name: text,
        notes: textOrNull,
        favorite: fc.boolean(),
        reprompt: fc.constantFrom(0, 1, 2),
        fields: fc.array(field, { maxLength: 3 }),
        passwordHistory: fc.array(oldPassword, { maxLength: 2 }),
        creationDate: dateOrNull,
        revisionDate: dateOrNull,
        deletedDate: fc.option(date, { freq: 5 }),
        archivedDate: fc.option(date, { freq: 5 }),
        [name]: typeObject(name),
      }),
    ).map((value) => value as unknown as Item),
  )

/** Any vault of up to `maxItems` items. */
export function vaultContents(maxItems = 8): fc.Arbitrary<VaultContents> {
  return fc
    .uniqueArray(fc.record({ id: fc.uuid(), name: fc.oneof(text, fc.constantFrom('Work', 'Work/Servers', 'A\\B')) }), {
      maxLength: 3,
      selector: ({ id }) => id,
    })
    .chain((folders) =>
      fc
        .uniqueArray(item(folders.map(({ id }) => id)), { maxLength: maxItems, selector: ({ id }) => id })
        .map((items) => ({ folders, items })),
    )
}
