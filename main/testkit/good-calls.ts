/** One good order for each method of the window. */
import { DEFAULT_PASSPHRASE, DEFAULT_PASSWORD } from '../../contract/generator.ts'
import { emptyDraft } from '../../contract/item-draft.ts'

export const TICKET = '0f8fad5b-d9cb-469f-a165-70867728950e'
export const FIELD = { source: 'vault', id: 'i', address: 'login.password', masterPassword: null }
export const PAGE = { source: 'vault', filter: { view: 'all' }, search: '', offset: 0 }
export const DRAFT = {
  ...emptyDraft('login', 'f'),
  ...{ name: 'n', notes: null, texts: { username: '', password: null } },
  uris: [{ from: null, uri: 'https://example.com', match: 4 }],
  fields: [{ from: 0, name: '', type: 1, value: null, linkedId: null }],
  ...{ passkeys: [0], history: [4, 0] },
}
export const SAVE = { id: null, draft: DRAFT, masterPassword: null }
export const OPENS = { ticket: TICKET, filePassword: null }
export const OPTIONS = { repair: false, mapping: ['name', null, 'password'], salvage: true }
export const CHECK = { ...OPENS, options: OPTIONS }

export const ARGON2ID = { type: 'argon2id', iterations: 2, memoryMiB: 16, parallelism: 1 }

/** Of which every member is needed; by `group.method`. `settings.change` is not among them: it takes any one of its members. */
export const GOOD: Readonly<Record<string, readonly unknown[]>> = {
  'app.status': [],
  'app.shortcuts': [],
  'app.stop': [],
  'app.copyText': ['text'],
  'app.copySecret': ['text'],
  'vault.create': [{ email: null, masterPassword: 'x' }],
  'vault.chooseAccount': [{ kind: 'account-key-file' }],
  'vault.createAround': [{ ticket: TICKET, email: 'ann@example.com', masterPassword: 'x' }],
  'vault.open': [],
  'vault.openRecent': [{ id: TICKET }],
  'vault.unlock': [{ masterPassword: 'x' }],
  'vault.lock': [],
  'files.choose': [],
  'files.sample': [],
  'items.counts': [{ source: 'backup' }],
  'items.page': [PAGE],
  'items.view': [{ source: 'vault', id: '' }],
  'items.reveal': [FIELD],
  'items.copy': [{ ...FIELD, masterPassword: 'x' }],
  'items.place': [{ source: 'vault', filter: { view: 'all' }, search: '', id: 'i' }],
  'items.draft': [{ id: 'i' }],
  'items.save': [SAVE],
  'items.duplicate': [{ id: 'i', name: 'n' }],
  'items.move': [{ ids: ['i'], folderId: null }],
  'items.setFavorite': [{ ids: ['i'], favorite: true }],
  'items.trash': [{ ids: ['i', 'j'] }],
  'items.restore': [{ ids: ['i'] }],
  'items.remove': [{ ids: ['i'], masterPassword: null }],
  'items.emptyBin': [{ masterPassword: 'x' }],
  'folders.add': [{ name: 'Work/Servers' }],
  'folders.rename': [{ id: 'f', name: 'n' }],
  'folders.remove': [{ id: 'f' }],
  'generator.password': [DEFAULT_PASSWORD],
  'generator.passphrase': [DEFAULT_PASSPHRASE],
  'backups.list': [],
  'backups.drill': [{ id: TICKET, filePassword: null, masterPassword: 'x' }],
  'backups.burntHouse': [{ id: TICKET, filePassword: 'x', masterPassword: null, accountKey: TICKET }],
  'backups.forget': [{ id: TICKET }],
  'exports.preview': [],
  'exports.run': [{ choice: 'csv', filePassword: null, masterPassword: 'x', withTrash: true, replaces: TICKET }],
  'exports.show': [{ id: TICKET }],
  'exports.removeLeftovers': [{ id: TICKET }],
  'imports.columns': [{ ticket: TICKET }],
  'imports.cell': [{ ticket: TICKET, column: 0 }],
  'imports.check': [CHECK],
  'imports.rows': [{ filter: 'attention', offset: 200 }],
  'imports.decide': [{ rows: [0, 199_999], action: 'merge' }],
  'imports.asNew': [{ on: true }],
  'imports.difference': [{ row: 0, masterPassword: 'x' }],
  'imports.history': [],
  'imports.undo': [{ id: TICKET }],
  'imports.saveReport': [{ id: TICKET }],
  'imports.saveUnreadable': [],
  'imports.run': [],
  'imports.discard': [],
  'backup.open': [OPENS],
  'backup.close': [],
  'keys.plan': [],
  'keys.rehearse': [{ masterPassword: 'x', detach: true }],
  'keys.rotate': [{ masterPassword: 'x', detach: false, replace: true }],
  'keys.discard': [],
  'keys.adopt': [{ ticket: TICKET, email: 'ann@example.com', masterPassword: 'x', accountPassword: 'y' }],
  'keys.changePassword': [{ masterPassword: 'x', newPassword: 'y' }],
  'keys.measureKdf': [{ kdf: ARGON2ID }],
  'files.census': [{ tickets: [TICKET], filePassword: null }],
  'files.onlyIn': [{ ticket: TICKET }],
  'files.endCensus': [],
  'files.openingTime': [{ kdf: ARGON2ID }],
  'keys.changeKdf': [{ masterPassword: 'x', kdf: { type: 'pbkdf2', iterations: 600_000 } }],
  'keys.writeKeyFile': [{ masterPassword: 'x' }],
  'settings.recents': [],
  'settings.forgetRecent': [{ id: TICKET }],
  'keychain.turnOn': [{ masterPassword: 'x' }],
  'keychain.turnOff': [],
  'keychain.unlock': [],
}
