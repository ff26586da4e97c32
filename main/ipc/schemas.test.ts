/** One good order for each method, and what must not pass in its place. */
import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { CHANNELS } from '../../contract/api.ts'
import { DEFAULT_PASSPHRASE, DEFAULT_PASSWORD } from '../../contract/generator.ts'
import { emptyDraft } from '../../contract/item-draft.ts'
import { SCHEMAS } from './schemas.ts'

const TICKET = '0f8fad5b-d9cb-469f-a165-70867728950e'
const FIELD = { source: 'vault', id: 'i', address: 'login.password', masterPassword: null }
const PAGE = { source: 'vault', filter: { view: 'all' }, search: '', offset: 0 }
const DRAFT = {
  ...emptyDraft('login', 'f'),
  ...{ name: 'n', notes: null, texts: { username: '', password: null } },
  uris: [{ from: null, uri: 'https://example.com', match: 4 }],
  fields: [{ from: 0, name: '', type: 1, value: null, linkedId: null }],
  ...{ passkeys: [0], history: [4, 0] },
}
const SAVE = { id: null, draft: DRAFT, masterPassword: null }
const OPENS = { ticket: TICKET, filePassword: null }
const OPTIONS = { repair: false, mapping: ['name', null, 'password'], salvage: true }
const CHECK = { ...OPENS, options: OPTIONS }

const ARGON2ID = { type: 'argon2id', iterations: 2, memoryMiB: 16, parallelism: 1 }

/** Of which every member is needed. */
const GOOD: Readonly<Record<string, readonly unknown[]>> = {
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

function passes(name: string, args: readonly unknown[]): boolean {
  const [group = '', method = ''] = name.split('.')
  const schemas = SCHEMAS as unknown as Record<string, Record<string, v.GenericSchema>>
  const schema = schemas[group]?.[method]
  if (!schema) throw new Error(`no schema for ${name}`)
  return v.safeParse(schema, args).success
}

it('has a good order for every method', () => {
  const named = Object.entries(CHANNELS).flatMap(([group, methods]) => methods.map((method) => `${group}.${method}`))
  expect([...Object.keys(GOOD), 'settings.change'].sort()).toEqual(named.sort())
})

describe.each(Object.entries(GOOD))('%s', (name, args) => {
  it('passes as it should be, and not with more or less of anything', () => {
    expect(passes(name, args)).toBe(true)
    expect(passes(name, [...args, 'more'])).toBe(false)
    expect(passes(name, [...args, undefined])).toBe(false)
    if (args.length > 0) expect(passes(name, [])).toBe(false)
    const [order] = args
    if (typeof order !== 'object' || order === null) return
    expect(passes(name, [{ ...order, more: 1 }])).toBe(false)
    for (const key of Object.keys(order)) {
      const less = Object.fromEntries(Object.entries(order).filter(([other]) => other !== key))
      expect(passes(name, [less]), `without ${key}`).toBe(false)
      for (const wrong of [undefined, 5n, Symbol('x'), {}, [], () => 1, new Map(), Number.NaN])
        expect(passes(name, [{ ...order, [key]: wrong }]), `${key} of another kind`).toBe(false)
    }
  })
})

it.each([
  ['items.page', { ...PAGE, filter: { view: 'type', type: 'login' } }, true],
  ['items.page', { ...PAGE, filter: { view: 'folder', folderId: 'f' } }, true],
  ['items.page', { ...PAGE, filter: { view: 'type' } }, false],
  ['items.page', { ...PAGE, filter: { view: 'type', type: 'toString' } }, false],
  ['items.page', { ...PAGE, filter: { view: 'all', folderId: 'f' } }, false],
  ['items.page', { ...PAGE, filter: { view: 'everything' } }, false],
  ['items.page', { ...PAGE, search: 'x'.repeat(500) }, true],
  ['items.page', { ...PAGE, search: 'x'.repeat(501) }, false],
  ['items.page', { ...PAGE, offset: -1 }, false],
  ['items.page', { ...PAGE, offset: 0.5 }, false],
  ['items.page', { ...PAGE, offset: Infinity }, false],
  ['items.page', { ...PAGE, offset: 2 ** 53 }, false],
  ['items.view', { source: 'vault', id: 'x'.repeat(101) }, false],
  ['items.view', { source: 'disk', id: 'x' }, false],
  ['items.reveal', { ...FIELD, address: '../x' }, false],
  ['items.reveal', { ...FIELD, address: '' }, false],
  ['items.reveal', { ...FIELD, address: 'passkeys.0.keyValue' }, true],
  ['imports.check', { ...CHECK, ticket: `${TICKET}/..` }, false],
  ['imports.check', { ...CHECK, options: { ...OPTIONS, mapping: null } }, true],
  ['imports.check', { ...CHECK, options: { ...OPTIONS, mapping: ['card'] } }, false],
  ['imports.check', { ...CHECK, options: { ...OPTIONS, mapping: Array(1_001).fill(null) } }, false],
  ['imports.check', { ...CHECK, options: { repair: true } }, false],
  ['imports.rows', { filter: 'changed', offset: 0 }, false],
  ['imports.rows', { filter: 'all', offset: -1 }, false],
  ['imports.decide', { rows: 'changed', action: 'merge' }, true],
  ['imports.decide', { rows: 'all', action: 'merge' }, false],
  ['imports.decide', { rows: [], action: 'skip' }, false],
  ['imports.decide', { rows: [0.5], action: 'skip' }, false],
  ['imports.decide', { rows: [0], action: 'replace' }, false],
  ['imports.undo', { id: '../x' }, false],
  ['imports.saveReport', { id: TICKET, path: '/tmp/x' }, false],
  ['imports.check', { ...CHECK, ticket: '/tmp/x' }, false],
  ['imports.check', { ...CHECK, filePassword: 'x'.repeat(10_001) }, false],
  ['exports.run', { choice: 'zip', filePassword: null, masterPassword: 'x', withTrash: false, replaces: null }, false],
  [
    'exports.run',
    { choice: 'csv', filePassword: null, masterPassword: 'x', withTrash: false, replaces: '../x.json' },
    false,
  ],
  ['vault.create', { email: 'x'.repeat(321), masterPassword: 'x' }, false],
  ['vault.create', { email: null, masterPassword: 'x'.repeat(10_000) }, true],
  ['vault.chooseAccount', { kind: '/tmp/data.json' }, false],
  ['keys.rotate', { masterPassword: 'x', detach: 'yes', replace: false }, false],
  ['items.save', { ...SAVE, id: 'i', masterPassword: 'x' }, true],
  ['items.save', { ...SAVE, draft: { ...DRAFT, more: 1 } }, false],
  ['items.save', { ...SAVE, draft: { ...DRAFT, name: ' \t' } }, false],
  ['items.save', { ...SAVE, draft: { ...DRAFT, type: 'toString' } }, false],
  ['items.save', { ...SAVE, draft: { ...DRAFT, texts: { extra: 'x' } } }, false],
  ['items.save', { ...SAVE, draft: { ...DRAFT, texts: { username: 'x'.repeat(1_000_001) } } }, false],
  ['items.save', { ...SAVE, draft: { ...DRAFT, uris: [{ from: -1, uri: '', match: null }] } }, false],
  ['items.save', { ...SAVE, draft: { ...DRAFT, uris: [{ uri: '', match: null }] } }, false],
  ['items.save', { ...SAVE, draft: { ...DRAFT, fields: [{ ...DRAFT.fields[0], extra: 1 }] } }, false],
  ['items.save', { ...SAVE, draft: { ...DRAFT, passkeys: [0.5] } }, false],
  ['items.save', { ...SAVE, draft: { ...DRAFT, history: ['0'] } }, false],
  ['items.trash', { ids: [] }, false],
  ['items.trash', { ids: ['x'.repeat(101)] }, false],
  ['items.trash', { ids: Array(100_001).fill('i') }, false],
  ['folders.add', { name: ' ' }, false],
  ['folders.rename', { id: 'f', name: 'x'.repeat(10_001) }, false],
  ['generator.password', { ...DEFAULT_PASSWORD, length: 4 }, false],
  ['generator.password', { ...DEFAULT_PASSWORD, length: 129 }, false],
  ['generator.password', { ...DEFAULT_PASSWORD, length: 5, minDigits: 9 }, false],
  ['generator.password', { ...DEFAULT_PASSWORD, upper: false, lower: false, digits: false, specials: false }, false],
  ['generator.passphrase', { ...DEFAULT_PASSPHRASE, words: 2 }, false],
  ['generator.passphrase', { ...DEFAULT_PASSPHRASE, separator: '------' }, false],
  ['keys.measureKdf', { kdf: { ...ARGON2ID, memoryMiB: 1.5 } }, false],
  ['keys.measureKdf', { kdf: { ...ARGON2ID, more: 1 } }, false],
  ['keys.measureKdf', { kdf: { type: 'pbkdf2', iterations: '600000' } }, false],
  ['keys.measureKdf', { kdf: { type: 'scrypt', iterations: 1 } }, false],
  ['settings.change', { theme: 'dark', idleMinutes: null, clipboardSeconds: 10 }, true],
  ['settings.change', { idleMinutes: 5 }, true],
  ['settings.change', {}, false],
  ['settings.change', { idleMinutes: 7 }, false],
  ['settings.change', { idleMinutes: undefined }, false],
  ['settings.change', { clipboardSeconds: null }, false],
  ['settings.change', { clipboardSeconds: 86_400 }, false],
  ['settings.change', { theme: 'purple' }, false],
  ['settings.change', { language: 'de' }, true],
  ['settings.change', { language: 'xx' }, false],
  ['settings.change', { lastVault: '/tmp/x' }, false],
  ['settings.forgetRecent', { id: '/tmp/x.coffer' }, false],
])('%s takes %o: %s', (name, order, expected) => {
  expect(passes(name, [order])).toBe(expected)
})

it('takes no more text to copy than a person reads', () => {
  expect(passes('app.copyText', ['x'.repeat(10_000)])).toBe(true)
  expect(passes('app.copyText', ['x'.repeat(10_001)])).toBe(false)
})
