/** Values for every field of an item, made from a seed: what is typed into the form, and what the vault holds then. */
import { CUSTOM_FIELD_TYPES, ITEM_TYPES, LINKED_IDS, TYPE_TEXTS, type ItemTypeName } from '../contract/items.ts'
import { SECRET_FIELDS } from '../contract/item-view.ts'
import { en } from '../contract/text/en.ts'
import { expect } from './fixtures.ts'
import type { EditorScreen } from './screens/editor.ts'

export interface Values {
  readonly type: ItemTypeName
  readonly name: string
  readonly notes: string
  readonly favorite: boolean
  readonly texts: Readonly<Record<string, string>>
  readonly uris: readonly { readonly uri: string; readonly match: number | null }[]
  readonly fields: readonly {
    readonly name: string
    readonly type: number
    readonly value: string | null
    readonly linkedId: number | null
  }[]
}

const MATCHES = en.editor.uris.matches
const MATCH_NAMES: Readonly<Record<string, string>> = {
  null: MATCHES.default,
  3: MATCHES.exact,
  4: MATCHES.pattern,
  5: MATCHES.never,
}
const AWKWARD = ['ä “q” <b>', ' two  spaces ', '=1+1, "x"', '😀 e\u0301', '{name} @:x | y', '\u202Edcba', '\\ / % $']
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  'card.brand': ['Amex', 'RuPay'],
  'card.expMonth': ['4', '12'],
  'identity.title': ['Mx', 'Dr'],
}
const AREAS = ['sshKey.privateKey', 'sshKey.publicKey']

export function labelOfText(type: ItemTypeName, text: string): string {
  return (en.fields[type] as Readonly<Record<string, string>>)[text] ?? text
}

function textFor(address: string, seed: number): string {
  const choices = CHOICES[address]
  if (choices) return choices[seed % choices.length] ?? ''
  const awkward = AWKWARD[(address.length + seed) % AWKWARD.length] ?? ''
  return AREAS.includes(address) ? `-----${seed}-----\n${address}\n${awkward}\n` : `${address} ${seed} ${awkward}`
}

export function valuesFor(type: ItemTypeName, seed: number): Values {
  const [link] = Object.keys(LINKED_IDS[type]).slice(seed % 2)
  const { text, hidden, boolean, linked } = CUSTOM_FIELD_TYPES
  return {
    type,
    name: `${type} ${seed} & co`,
    notes: `first ${seed}\n\nthird ${AWKWARD[seed % AWKWARD.length] ?? ''}`,
    favorite: seed % 2 === 1,
    texts: Object.fromEntries(TYPE_TEXTS[type].map((name) => [name, textFor(`${type}.${name}`, seed)])),
    uris:
      type === 'login'
        ? [
            { uri: `https://one.example/${seed}?a=1&b=ü`, match: seed % 2 === 1 ? null : 3 },
            { uri: `^https://(two|zwei)${seed}\\.example/`, match: 4 },
            { uri: `androidapp://com.example.a${seed}`, match: 5 },
          ]
        : [],
    fields: [
      { name: `plain ${seed}`, type: text, value: `value ${seed} <i>`, linkedId: null },
      { name: `veiled ${seed}`, type: hidden, value: `hidden ${seed} & so on`, linkedId: null },
      { name: `ticked ${seed}`, type: boolean, value: String(seed % 2 === 1), linkedId: null },
      ...(link === undefined ? [] : [{ name: `link ${seed}`, type: linked, value: null, linkedId: Number(link) }]),
    ],
  }
}

const KIND_NAMES = en.editor.fields.types
const KINDS = [KIND_NAMES.text, KIND_NAMES.hidden, KIND_NAMES.boolean, KIND_NAMES.linked]

async function fillField(editor: EditorScreen, field: Values['fields'][number], number: number): Promise<void> {
  await editor.control(`Name of field ${number}`).fill(field.name)
  if (field.type === CUSTOM_FIELD_TYPES.boolean)
    await editor.tick(`Field ${number} is on`).setChecked(field.value === 'true')
  else if (field.type === CUSTOM_FIELD_TYPES.linked)
    await editor.control(`Field ${number} shows`).selectOption(String(field.linkedId))
  else await editor.control(`Value of field ${number}`).fill(field.value ?? '')
}

/** Types all of it into the form; rows that are not there yet are added. */
export async function fillAll(editor: EditorScreen, values: Values): Promise<void> {
  await editor.name.fill(values.name)
  await editor.favorite.setChecked(values.favorite)
  for (const [text, value] of Object.entries(values.texts)) {
    const control = editor.control(labelOfText(values.type, text))
    if (CHOICES[`${values.type}.${text}`]) await control.selectOption(value)
    else await control.fill(value)
  }
  for (const [index, { uri, match }] of values.uris.entries()) {
    const number = index + 1
    if ((await editor.control(`Website ${number}`).count()) === 0) await editor.button('Add a website').click()
    await editor.control(`Website ${number}`).fill(uri)
    await editor.control(`How website ${number} is matched`).selectOption(MATCH_NAMES[String(match)] ?? '')
  }
  await editor.notes.fill(values.notes)
  for (const [index, field] of values.fields.entries()) {
    const number = index + 1
    if ((await editor.control(`Name of field ${number}`).count()) === 0) await editor.addField(KINDS[field.type] ?? '')
    await fillField(editor, field, number)
  }
}

/** A hidden secret is shown first. */
async function expectText(editor: EditorScreen, label: string, value: string, secret: boolean): Promise<void> {
  if (secret) {
    await expect(editor.control(label), label).toHaveValue('')
    await editor.show(label).click()
  }
  await expect(editor.control(label), label).toHaveValue(value)
}

/** What the form of the stored item shows. */
export async function expectAll(editor: EditorScreen, values: Values): Promise<void> {
  await expect(editor.name).toHaveValue(values.name)
  await expect(editor.favorite).toBeChecked({ checked: values.favorite })
  for (const [text, value] of Object.entries(values.texts)) {
    const isSecret = SECRET_FIELDS.has(`${values.type}.${text}`)
    await expectText(editor, labelOfText(values.type, text), value, isSecret)
  }
  for (const [index, { uri, match }] of values.uris.entries()) {
    await expect(editor.control(`Website ${index + 1}`)).toHaveValue(uri)
    await expect(editor.control(`How website ${index + 1} is matched`)).toHaveValue(String(match ?? ''))
  }
  await expect(editor.notes).toHaveValue(values.notes)
  for (const [index, field] of values.fields.entries()) {
    const number = index + 1
    await expect(editor.control(`Name of field ${number}`)).toHaveValue(field.name)
    if (field.type === CUSTOM_FIELD_TYPES.boolean)
      await expect(editor.tick(`Field ${number} is on`)).toBeChecked({ checked: field.value === 'true' })
    else if (field.type === CUSTOM_FIELD_TYPES.linked)
      await expect(editor.control(`Field ${number} shows`)).toHaveValue(String(field.linkedId))
    else
      await expectText(editor, `Value of field ${number}`, field.value ?? '', field.type === CUSTOM_FIELD_TYPES.hidden)
  }
}

/** As it stands in a plain export. */
export function exportedOf({ type, name, notes, favorite, texts, uris, fields }: Values): Record<string, unknown> {
  const own = type === 'secureNote' ? {} : { [type]: { ...texts, ...(type === 'login' ? { uris } : {}) } }
  return { type: ITEM_TYPES[type], name, notes, favorite, fields, ...own }
}
