/** One of everything that a vault can hold and Coffer knows, to see what a kind of file has no place for. */
import { ITEM_TYPES, PASSKEY_TEXTS, TYPE_TEXTS, type ItemTypeName } from '../../contract/items.ts'
import type { Item, VaultContents } from './item.ts'

const DATE = '2026-01-02T03:04:05.000Z'
const FOLDER = { id: 'folder', name: 'Folder' }

function texts(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, name]))
}

const LOGIN_PARTS = {
  uris: [{ uri: 'https://example.com/', match: 3 }],
  fido2Credentials: [{ ...texts(PASSKEY_TEXTS), creationDate: DATE }],
  passwordRevisionDate: DATE,
  autofillOnPageLoad: true,
}

function specimenOf(type: ItemTypeName): Item {
  return {
    ...{
      id: type,
      folderId: FOLDER.id,
      type: ITEM_TYPES[type],
      name: type,
      notes: 'Notes',
      favorite: true,
      reprompt: 1,
    },
    fields: [
      { name: 'Text', value: 'text', type: 0, linkedId: null },
      { name: 'Hidden', value: 'hidden', type: 1, linkedId: null },
    ],
    passwordHistory: [{ password: 'old', lastUsedDate: DATE }],
    ...{ creationDate: DATE, revisionDate: DATE, deletedDate: null, archivedDate: DATE },
    [type]: { ...texts(TYPE_TEXTS[type]), ...(type === 'login' && LOGIN_PARTS) },
  }
}

const TYPES = Object.keys(ITEM_TYPES) as ItemTypeName[]

export const SPECIMEN: VaultContents = {
  folders: [FOLDER],
  items: [...TYPES.map(specimenOf), { ...specimenOf('login'), id: 'trashed', deletedDate: DATE }],
}
