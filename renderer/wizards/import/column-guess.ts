/** What the columns of an unknown table hold, by their names: a suggestion, which a person confirms. */
import type { ColumnMapping, MappedField } from '../../../contract/import-plan.ts'

/** Each name once; what comes first in the list is what a column is taken for. */
const NAMES: readonly (readonly [field: MappedField, names: readonly string[]])[] = [
  ['password', ['password', 'pass', 'pwd', 'passwd', 'passwort', 'kennwort', 'loginpassword', 'mot de passe']],
  ['username', ['username', 'user', 'user name', 'login', 'loginname', 'email', 'e-mail', 'benutzername', 'benutzer']],
  [
    'url',
    ['url', 'uri', 'website', 'web site', 'web', 'address', 'link', 'loginuri', 'loginurl', 'webseite', 'adresse'],
  ],
  ['totp', ['totp', 'otp', 'otpauth', '2fa', 'authenticator', 'twofactor', 'two factor']],
  ['notes', ['notes', 'note', 'comment', 'comments', 'extra', 'memo', 'notizen', 'bemerkung', 'kommentar']],
  ['folder', ['folder', 'group', 'grouping', 'category', 'ordner', 'gruppe', 'kategorie']],
  ['name', ['name', 'title', 'item', 'account', 'site', 'titel', 'bezeichnung', 'eintrag']],
]

function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[_\s]+/g, ' ')
    .trim()
}

function fieldOf(column: string): MappedField | null {
  const [spaced, joined] = [plain(column), plain(column).replaceAll(' ', '')]
  return NAMES.find(([, names]) => names.includes(spaced) || names.includes(joined))?.[0] ?? null
}

/** No field twice: the first column of a name has it. */
export function guessColumns(columns: readonly string[]): ColumnMapping {
  const taken = new Set<MappedField>()
  return columns.map((column) => {
    const field = fieldOf(column)
    if (field === null || taken.has(field)) return null
    taken.add(field)
    return field
  })
}
