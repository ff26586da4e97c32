/** One item for the window: its fields in order, secrets left out; and one secret, asked for by its address. */
import { CofferError } from '../../contract/errors.ts'
import { SECRET_FIELDS, type FieldView, type ItemSection, type ItemView } from '../../contract/item-view.ts'
import { CUSTOM_FIELD_TYPES, itemTypeName, TYPE_TEXTS } from '../../contract/items.ts'
import type { Item } from '../model/item.ts'
import { summaryOf } from './item-list.ts'

/** A field with its value, before it is decided what of it crosses. */
type Field = Omit<FieldView, 'value'> & { readonly value: string }

/** Everything that is there; empty fields are not. */
export function viewItem(item: Item, folder: string | null): ItemView {
  const sections: ItemSection[] = [
    { id: 'main', fields: mainFields(item) },
    { id: 'uris', fields: uriFields(item) },
    { id: 'fields', fields: customFields(item) },
    { id: 'passkeys', fields: passkeyFields(item) },
    { id: 'history', fields: historyFields(item) },
  ]
  return {
    ...summaryOf(item, folder),
    reprompt: item.reprompt !== 0,
    sections: sections
      .filter(({ fields }) => fields.length > 0)
      .map(({ id, fields }) => ({ id, fields: fields.map(withoutSecret) })),
    notes: notesField(item).map(withoutSecret)[0] ?? null,
    created: item.creationDate,
    revised: item.revisionDate,
    deleted: item.deletedDate,
  }
}

/**
 * The value of one field, secret or not.
 * @throws CofferError usage/item-not-found where the item has no such field
 */
export function fieldValue(item: Item, address: string): string {
  const field = [
    ...mainFields(item),
    ...uriFields(item),
    ...customFields(item),
    ...passkeyFields(item),
    ...historyFields(item),
    ...notesField(item),
  ].find((candidate) => candidate.address === address)
  if (!field) throw new CofferError('usage/item-not-found')
  return field.value
}

function withoutSecret(field: FieldView): FieldView {
  return field.kind === 'secret' ? { ...field, value: null } : field
}

function known(address: string, name: string, kind: FieldView['kind'], value: string | null | undefined): Field[] {
  return value === null || value === undefined || value === ''
    ? []
    : [{ address, known: name, name: null, kind, value }]
}

function mainFields(item: Item): Field[] {
  const type = itemTypeName(item.type)
  const texts = item[type] as unknown as Readonly<Record<string, string | null>> | undefined
  return TYPE_TEXTS[type].flatMap((text) => {
    const address = `${type}.${text}`
    return known(address, address, SECRET_FIELDS.has(address) ? 'secret' : kindOfText(text), texts?.[text])
  })
}

function kindOfText(text: string): FieldView['kind'] {
  return text === 'publicKey' ? 'multiline' : 'text'
}

function uriFields({ login }: Item): Field[] {
  return login?.uris.flatMap(({ uri }, index) => known(`uris.${index}`, 'uri', 'uri', uri)) ?? []
}

/** A linked field shows another field of the item; here it tells that it does. */
function customFields({ fields }: Item): Field[] {
  return fields.map(({ name, value, type }, index) => ({
    address: `fields.${index}`,
    known: type === CUSTOM_FIELD_TYPES.linked ? 'linked' : null,
    name: name ?? '',
    kind: kindOfCustom(type),
    value: value ?? '',
  }))
}

/** A kind that Coffer does not know may be a secret. */
export function kindOfCustom(type: number): FieldView['kind'] {
  if (type === CUSTOM_FIELD_TYPES.boolean) return 'boolean'
  return type === CUSTOM_FIELD_TYPES.text || type === CUSTOM_FIELD_TYPES.linked ? 'text' : 'secret'
}

/** Of a passkey only what tells which one it is: its private key has no use outside of a login. */
function passkeyFields({ login }: Item): Field[] {
  return (
    login?.fido2Credentials.flatMap((passkey, index) => [
      ...known(`passkeys.${index}.rpId`, 'passkey.rpId', 'text', passkey.rpId),
      ...known(`passkeys.${index}.userName`, 'passkey.userName', 'text', passkey.userName),
      ...known(`passkeys.${index}.creationDate`, 'passkey.creationDate', 'date', passkey.creationDate),
    ]) ?? []
  )
}

/** An old password is named by the day until which it was in use. */
function historyFields({ passwordHistory }: Item): Field[] {
  return passwordHistory.map(({ password, lastUsedDate }, index) => ({
    address: `history.${index}`,
    known: 'history',
    name: lastUsedDate,
    kind: 'secret',
    value: password ?? '',
  }))
}

/** Notes are shown, as everywhere; those of an item that asks for the password are a secret like its others. */
function notesField({ notes, reprompt }: Item): Field[] {
  return known('notes', 'notes', reprompt === 0 ? 'multiline' : 'secret', notes)
}
