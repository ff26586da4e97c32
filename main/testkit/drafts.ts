/** Items for tests. */
import type { NewItem } from '../commands/items.ts'
import type { Item, Login } from '../model/item.ts'

/** A login to add; `login` overrides texts of its login object. */
export function loginDraft(
  name: string,
  { login, ...rest }: Partial<Omit<NewItem, 'login'>> & { login?: Partial<Login> } = {},
): NewItem {
  return {
    folderId: null,
    type: 1,
    name,
    notes: null,
    favorite: false,
    reprompt: 0,
    fields: [],
    passwordHistory: [],
    ...rest,
    login: {
      username: null,
      password: null,
      totp: null,
      uris: [],
      passwordRevisionDate: null,
      autofillOnPageLoad: null,
      fido2Credentials: [],
      ...login,
    },
  }
}

/** A secure note to add. */
export function noteDraft(name: string, notes: string | null = null): NewItem {
  const { login, ...rest } = loginDraft(name, { notes })
  return { ...rest, type: login ? 2 : 1, secureNote: {} }
}

/** `count` items with the ids and dates that a vault gives, as an export of them would hold them. */
export function manyItems(count: number): Item[] {
  const date = '2026-01-02T03:04:05.678Z'
  return Array.from({ length: count }, (_, index) => ({
    ...loginDraft(`item ${index}`, {
      notes: `note ${index}`,
      login: { username: 'ann', password: `password ${index}` },
    }),
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    creationDate: date,
    revisionDate: date,
    deletedDate: null,
    archivedDate: null,
  }))
}
