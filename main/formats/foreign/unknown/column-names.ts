/** Whether a first row names columns or is data already. Source: docs/FORMATS.md#unknown-csv. */

/** Words that programs name columns with: English, German, French and Spanish. */
const WORDS: ReadonlySet<string> = new Set([
  ...['name', 'title', 'item', 'site', 'website', 'web', 'url', 'uri', 'link', 'address', 'host', 'domain', 'app'],
  ...['user', 'username', 'login', 'account', 'id', 'email', 'password', 'pass', 'passwd', 'pwd', 'pw', 'secret'],
  ...[
    'key',
    'pin',
    'note',
    'notes',
    'comment',
    'comments',
    'description',
    'folder',
    'group',
    'category',
    'tags',
    'type',
  ],
  ...['totp', 'otp', 'otpauth', 'favorite', 'favourite', 'created', 'modified', 'updated', 'date'],
  ...['titel', 'webseite', 'internetseite', 'adresse', 'konto', 'benutzer', 'benutzername', 'nutzer', 'nutzername'],
  ...['anmeldename', 'anmeldung', 'kennung', 'kennwort', 'passwort', 'geheimnis', 'notiz', 'notizen', 'bemerkung'],
  ...['kommentar', 'ordner', 'gruppe', 'kategorie', 'schlüssel'],
  ...['nom', 'titre', 'lien', 'identifiant', 'utilisateur', 'compte', 'courriel', 'passe', 'remarque', 'remarques'],
  ...['commentaire', 'dossier', 'groupe', 'catégorie', 'clé'],
  ...['nombre', 'título', 'titulo', 'sitio', 'enlace', 'dirección', 'usuario', 'cuenta', 'correo', 'contraseña'],
  ...['clave', 'nota', 'notas', 'comentario', 'carpeta', 'grupo', 'categoría'],
])

/** An address of a page or a mailbox, which no column is called. */
function isAddress(cell: string): boolean {
  return /:\/\/|^www\.|^[^\s@]+@[^\s@]+$/i.test(cell)
}

/** `login_uri`, `Web Site` and `userName` are two words each. A digit is in passwords rather than in names of columns. */
function hasKnownWord(cell: string): boolean {
  if (/\d/.test(cell)) return false
  const words = cell
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFC')
    .toLowerCase()
  return words.split(/[^\p{L}]+/u).some((word) => WORDS.has(word)) || WORDS.has(words.replace(/[^\p{L}]+/gu, ''))
}

/** True for a header: some cell has a word that columns are named with, and none is an address. */
export function namesColumns(cells: readonly string[]): boolean {
  return !cells.some(isAddress) && cells.some(hasKnownWord)
}
