/**
 * What Bitwarden makes of a file that it imports, as far as its importer and server are known. Unknown keys and two
 * settings of logins may go, so they count as gone. Ids are always new. Source: docs/FORMATS.md#losses.
 */
import type { Extra, Item, VaultContents } from '../../model/item.ts'
import { withoutExtra } from '../../model/without-extra.ts'

/** How many old passwords of an item stay. */
const KEPT_PASSWORDS = 5

function importedItem(item: Item): Item {
  const { login } = item
  const typeObjects = Object.entries(withoutExtra(item)).filter(
    ([, value]) => value !== null && typeof value === 'object' && !Array.isArray(value),
  )
  return {
    ...withoutExtra(item),
    ...Object.fromEntries(typeObjects.map(([name, object]) => [name, withoutExtra(object as Extra)])),
    name: item.name.trim() === '' ? '--' : item.name,
    notes: item.notes?.trim() === '' ? null : item.notes,
    fields: item.fields.map(withoutExtra),
    passwordHistory: item.passwordHistory.slice(0, KEPT_PASSWORDS).map(withoutExtra),
    creationDate: null,
    revisionDate: null,
    deletedDate: null,
    ...(login && {
      login: {
        ...withoutExtra(login),
        uris: login.uris.map(withoutExtra),
        fido2Credentials: login.fido2Credentials.map(withoutExtra),
        passwordRevisionDate: null,
        autofillOnPageLoad: null,
      },
    }),
  }
}

/** What is at Bitwarden after the import; ids stay here, so that items can be compared. */
export function atBitwarden({ folders, items }: VaultContents): VaultContents {
  return { folders, items: items.map(importedItem) }
}
