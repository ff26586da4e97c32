/** The list of items: what each filter and search finds, in which order, how it counts, and that nothing secret is in it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECRET_FIELDS, type ItemFilter } from '../../contract/item-view.ts'
import { ITEM_TYPES, itemTypeName, TYPE_TEXTS, type ItemTypeName } from '../../contract/items.ts'
import type { Item, VaultContents } from '../model/item.ts'
import { vaultContents } from '../testkit/arbitraries.ts'
import { loginDraft } from '../testkit/drafts.ts'
import { ItemList, summaryOf } from './item-list.ts'

const TYPES = Object.keys(ITEM_TYPES) as ItemTypeName[]
const DAY = '2026-01-02T03:04:05.678Z'
const NEVER = { creationDate: null, revisionDate: null, deletedDate: null, archivedDate: null }

/** An item of a type with some texts of its object. Its id is its name where no other is given. */
function item(name: string, type: ItemTypeName, texts: object = {}, rest: Partial<Item> = {}): Item {
  const { login, ...shared } = loginDraft(name)
  const all = Object.fromEntries(TYPE_TEXTS[type].map((text) => [text, null]))
  const object = { ...(type === 'login' && login), ...all, ...texts }
  return { ...shared, ...NEVER, id: name, type: ITEM_TYPES[type], [type]: object, ...rest }
}

const WORK = { id: 'folder-work', name: 'Work' }
const HOSTS = { id: 'folder-hosts', name: 'Work/Hosts' }

const CONTENTS: VaultContents = {
  folders: [HOSTS, WORK],
  items: [
    item('mail', 'login', { username: 'Ann.User', uris: [{ uri: 'https://Mail.example/in', match: null }] }),
    item('bank', 'bankAccount', { bankName: 'Example Bank' }, { favorite: true, folderId: WORK.id }),
    item('server', 'sshKey', {}, { folderId: HOSTS.id }),
    item('note', 'secureNote', {}, { folderId: HOSTS.id, archivedDate: DAY }),
    item('old mail', 'login', {}, { favorite: true, folderId: WORK.id, deletedDate: DAY }),
    item('old note', 'secureNote', {}, { deletedDate: DAY }),
  ],
}

function found(filter: ItemFilter | null, search = '', contents = CONTENTS): string[] {
  return new ItemList(contents).find(filter, search).map(({ name }) => name)
}

describe('a filter', () => {
  it.each<[string, ItemFilter | null, string[]]>([
    ['none: the bin too', null, ['bank', 'mail', 'note', 'old mail', 'old note', 'server']],
    ['all', { view: 'all' }, ['bank', 'mail', 'note', 'server']],
    ['favorites', { view: 'favorites' }, ['bank']],
    ['the bin', { view: 'trash' }, ['old mail', 'old note']],
    ['no folder', { view: 'no-folder' }, ['mail']],
    ['logins', { view: 'type', type: 'login' }, ['mail']],
    ['notes', { view: 'type', type: 'secureNote' }, ['note']],
    ['passports, of which there is none', { view: 'type', type: 'passport' }, []],
    ['a folder, without those below it', { view: 'folder', folderId: WORK.id }, ['bank']],
    ['a folder below', { view: 'folder', folderId: HOSTS.id }, ['note', 'server']],
    ['a folder that is not there', { view: 'folder', folderId: 'none' }, []],
  ])('finds what it names: %s', (_, filter, names) => {
    expect(found(filter)).toEqual(names)
  })
})

describe('a search', () => {
  it.each<[string, ItemFilter | null, string[]]>([
    ['MAIL', null, ['mail', 'old mail']],
    ['mail', { view: 'all' }, ['mail']],
    ['mail', { view: 'trash' }, ['old mail']],
    ['ann.u', { view: 'all' }, ['mail']],
    ['example/IN', { view: 'all' }, ['mail']],
    ['work', { view: 'all' }, ['bank', 'note', 'server']],
    ['hosts', { view: 'all' }, ['note', 'server']],
    ['work', { view: 'favorites' }, ['bank']],
    ['nothing', { view: 'all' }, []],
  ])('for %j looks at names, folders, user names and addresses inside its filter', (search, filter, names) => {
    expect(found(filter, search)).toEqual(names)
  })

  it('is not answered with what another one found', () => {
    const list = new ItemList(CONTENTS)
    const names = (filter: ItemFilter, search: string): string[] => list.find(filter, search).map(({ name }) => name)
    expect(names({ view: 'all' }, 'mail')).toEqual(['mail'])
    expect(names({ view: 'all' }, 'bank')).toEqual(['bank'])
    expect(names({ view: 'trash' }, 'bank')).toEqual([])
    expect(names({ view: 'all' }, 'mail')).toEqual(['mail'])
  })
})

describe('counts', () => {
  it('leave the bin out everywhere else', () => {
    const types = { ...Object.fromEntries(TYPES.map((type) => [type, 0])), login: 1, secureNote: 1, sshKey: 1 }
    expect(new ItemList(CONTENTS).counts()).toEqual({
      all: 4,
      favorites: 1,
      trash: 2,
      noFolder: 1,
      types: { ...types, bankAccount: 1 },
      folders: [
        { ...WORK, items: 1 },
        { ...HOSTS, items: 2 },
      ],
    })
  })

  it('name every folder, empty ones too, in the order of their names', () => {
    const names = ['folder 10', 'Folder 2', 'beta', 'Alpha', 'folder 1']
    const { folders } = new ItemList({ items: [], folders: names.map((name) => ({ id: name, name })) }).counts()
    expect(folders.map(({ name }) => name)).toEqual(['Alpha', 'beta', 'folder 1', 'Folder 2', 'folder 10'])
    expect(folders.every(({ items }) => items === 0)).toBe(true)
  })

  it('are what each filter finds, whatever the vault holds', () => {
    fc.assert(
      fc.property(vaultContents(12), (contents) => {
        const list = new ItemList(contents)
        const total = (filter: ItemFilter): number => list.find(filter, '').length
        const counts = list.counts()
        expect(counts.all + counts.trash).toBe(contents.items.length)
        expect(total({ view: 'all' })).toBe(counts.all)
        expect(total({ view: 'favorites' })).toBe(counts.favorites)
        expect(total({ view: 'trash' })).toBe(counts.trash)
        expect(total({ view: 'no-folder' })).toBe(counts.noFolder)
        for (const type of TYPES) expect(total({ view: 'type', type })).toBe(counts.types[type])
        for (const { id, items } of counts.folders) expect(total({ view: 'folder', folderId: id })).toBe(items)
        expect(TYPES.reduce((sum, type) => sum + counts.types[type], 0)).toBe(counts.all)
        expect(counts.folders.reduce((sum, { items }) => sum + items, counts.noFolder)).toBe(counts.all)
        expect(list.find(null, '')).toHaveLength(contents.items.length)
      }),
      { numRuns: 60, seed: 11 },
    )
  })
})

describe('the order', () => {
  it('is that of the names, numbers by their worth and case apart', () => {
    const names = ['item 10', 'Item 2', 'zebra', 'item 1', 'ITEM 3', 'Alpha']
    const contents = { folders: [], items: names.map((name) => item(name, 'secureNote')) }
    expect(found(null, '', contents)).toEqual(['Alpha', 'item 1', 'Item 2', 'ITEM 3', 'item 10', 'zebra'])
  })

  it('of items of one name is always the same', () => {
    const same = ['c', 'a', 'd', 'b'].map((id) => item('ad'.includes(id) ? 'NAME' : 'name', 'secureNote', {}, { id }))
    const ids = (items: Item[]): string[] => new ItemList({ folders: [], items }).find(null, '').map(({ id }) => id)
    expect(ids(same)).toEqual(['a', 'b', 'c', 'd'])
    expect(ids(same.toReversed())).toEqual(['a', 'b', 'c', 'd'])
  })
})

describe('a summary', () => {
  const person = { firstName: 'Ann', middleName: 'B', lastName: 'User' }

  it.each<[ItemTypeName, object, string | null]>([
    ['login', { username: 'ann', password: 'p', totp: 't' }, 'ann'],
    ['login', { username: '' }, null],
    ['secureNote', {}, null],
    ['card', { cardholderName: 'A', brand: 'Visa', number: '4111111111111234', code: '987' }, 'Visa, *1234'],
    ['card', { brand: 'Visa', number: '4111 1111-1111 1234' }, 'Visa, *1234'],
    ['card', { number: '11112222' }, '*2222'],
    ['card', { brand: 'Visa', number: '1234567' }, 'Visa'],
    ['card', { brand: null, number: 'not a number' }, null],
    ['identity', { ...person, ssn: '1', email: 'ann@example.com', username: 'u' }, 'Ann User'],
    ['identity', { lastName: 'User' }, 'User'],
    ['sshKey', { privateKey: 'k', publicKey: 'p', keyFingerprint: 'SHA256:x' }, 'SHA256:x'],
    ['bankAccount', { bankName: 'Example Bank', accountNumber: '1', iban: 'DE', pin: '0' }, 'Example Bank'],
    ['driversLicense', { ...person, licenseNumber: 'D1' }, 'Ann User'],
    ['passport', { surname: 'User', givenName: 'Ann', passportNumber: 'X1' }, 'Ann User'],
    ['passport', {}, null],
  ])('tells items of one name apart: %s %j', (type, texts, subtitle) => {
    expect(summaryOf(item('x', type, texts), null).subtitle).toBe(subtitle)
  })

  it('shows four digits of a card at most, and those only of a number that has as many again', () => {
    const number = fc.stringMatching(/^[0-9 x-]{0,24}$/)
    fc.assert(
      fc.property(number, (text) => {
        const digits = text.replace(/[^0-9]/g, '')
        const { subtitle } = summaryOf(item('x', 'card', { number: text }), null)
        expect(subtitle).toBe(digits.length < 8 ? null : `*${digits.slice(-4)}`)
      }),
    )
  })

  it('tells the folder, the star, the bin and the archive', () => {
    const one = item('x', 'login', {}, { favorite: true, deletedDate: DAY, archivedDate: DAY })
    const flags = { favorite: true, trashed: true, archived: true }
    expect(summaryOf(one, 'Work')).toEqual({
      ...{ id: 'x', name: 'x', type: 'login', subtitle: null, folder: 'Work' },
      ...flags,
    })
    expect(summaryOf(item('x', 'login'), null)).toMatchObject({ favorite: false, trashed: false, archived: false })
  })

  it('holds no password and no other secret, and no search finds one', () => {
    fc.assert(
      fc.property(vaultContents(6), (generated) => {
        const { contents, secrets } = withOwnSecrets(generated)
        const list = new ItemList(contents)
        const text = JSON.stringify(list.find(null, ''))
        for (const secret of secrets) {
          expect(text).not.toContain(secret)
          expect(list.find(null, secret)).toEqual([])
        }
      }),
      { numRuns: 60, seed: 12 },
    )
  })
})

/** The same contents, each secret of them one that is nowhere else: notes, custom fields, old passwords, passkeys too. */
function withOwnSecrets({ folders, items }: VaultContents): { contents: VaultContents; secrets: string[] } {
  const secrets: string[] = []
  const secret = (): string => `secret <${secrets.push(`secret <${secrets.length + 1}>`)}>`
  const changed = items.map((original): Item => {
    const type = itemTypeName(original.type)
    const texts = TYPE_TEXTS[type].filter((text) => SECRET_FIELDS.has(`${type}.${text}`))
    const fido2Credentials = original.login?.fido2Credentials.map((key) => ({ ...key, keyValue: secret() }))
    const own = {
      ...(fido2Credentials && { fido2Credentials }),
      ...Object.fromEntries(texts.map((t) => [t, secret()])),
    }
    return {
      ...original,
      notes: secret(),
      fields: original.fields.map((field) => ({ ...field, value: secret() })),
      passwordHistory: original.passwordHistory.map((old) => ({ ...old, password: secret() })),
      [type]: { ...original[type], ...own },
    }
  })
  return { contents: { folders, items: changed }, secrets }
}
