/** Vaults for measuring: plain logins with what a usual one holds. */
import type { Item, VaultContents } from '../main/model/item.ts'

const DATE = '2026-01-02T03:04:05.678Z'

export function makeContents(count: number): VaultContents {
  const folders = Array.from({ length: 20 }, (_, index) => ({ id: uuid(index), name: `Folder ${index}` }))
  const items = Array.from({ length: count }, (_, index): Item => ({
    id: uuid(1000 + index),
    folderId: uuid(index % 20),
    type: 1,
    name: `Item number ${index}`,
    notes: index % 3 === 0 ? `A note about item ${index}, some words long.` : null,
    favorite: index % 10 === 0,
    reprompt: 0,
    fields: index % 5 === 0 ? [{ name: 'PIN', value: String(index), type: 1, linkedId: null }] : [],
    passwordHistory: index % 4 === 0 ? [{ password: `older-${index}`, lastUsedDate: DATE }] : [],
    creationDate: DATE,
    revisionDate: DATE,
    deletedDate: null,
    archivedDate: null,
    login: {
      username: `person${index}@example.com`,
      password: `Pa55word-${index}-${index * 7919}`,
      totp: null,
      uris: [{ uri: `https://site${index}.example.com/login`, match: null }],
      passwordRevisionDate: null,
      autofillOnPageLoad: null,
      fido2Credentials: [],
    },
  }))
  return { folders, items }
}

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`
}

/** Every text of the contents that an account-restricted export seals, one list an item; URIs with their checksums. */
export function sealedTexts({ items }: VaultContents): string[][] {
  return items.map((item) => {
    const uris = item.login?.uris.flatMap(({ uri }) => [uri, 'x'.repeat(44)]) ?? []
    const fields = item.fields.flatMap(({ name, value }) => [name, value])
    const history = item.passwordHistory.map(({ password }) => password)
    const texts = [item.name, item.notes, item.login?.username, item.login?.password, ...uris, ...fields, ...history]
    return texts.filter((text) => typeof text === 'string')
  })
}
