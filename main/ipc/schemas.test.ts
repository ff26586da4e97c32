/** One good order for each method passes, and what must not pass in its place does not. */
import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { CHANNELS } from '../../contract/api.ts'
import { DEFAULT_PASSPHRASE, DEFAULT_PASSWORD } from '../../contract/generator.ts'
import { ARGON2ID, CHECK, DRAFT, FIELD, GOOD, OPTIONS, PAGE, SAVE, TICKET } from '../testkit/good-calls.ts'
import { SCHEMAS } from './schemas.ts'

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
