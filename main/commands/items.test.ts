/** What a person does with items and folders, and that it is all there when the vault is opened again. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Item } from '../model/item.ts'
import { loginDraft, noteDraft } from '../testkit/drafts.ts'
import { bytesOf } from '../testkit/processes.ts'
import { makeSession, openVault, refusalOf, sql } from '../testkit/vaults.ts'
import type { Session } from '../vault/session.ts'
import {
  addFolder,
  addItem,
  deleteFolder,
  deleteItems,
  editItem,
  listItems,
  renameFolder,
  restoreItems,
  trashItems,
} from './items.ts'

let file: string
let session: Session
beforeEach(async () => {
  const made = await makeSession()
  file = made.file
  session = made.session
})

/** Locks the vault and opens it again: what is seen then came from disk. */
async function reopen(): Promise<Session> {
  session.lock()
  session = await openVault(file)
  return session
}

function named(name: string): Item | undefined {
  return session.contents().items.find((item) => item.name === name)
}

function names(search?: string): string[] {
  return listItems(session, search).map(({ name }) => name)
}

describe('adding', () => {
  it('gives an item an id and its dates, and keeps it as it was given', async () => {
    const draft = loginDraft('mail', {
      notes: 'line\n\r\n\0\u202e é e\u0301 😀',
      favorite: true,
      reprompt: 1,
      fields: [{ name: 'pin', value: ' 1234 ', type: 1, linkedId: null, extra: { unknown: [1, null, { a: 'b' }] } }],
      login: { username: 'ann', password: ' p ', uris: [{ uri: 'https://example.com', match: 3 }] },
      extra: { futureKey: { deep: true } },
    })
    const item = addItem(session, draft)
    expect(item).toMatchObject({ ...draft, deletedDate: null, archivedDate: null })
    expect(item.id).toMatch(/^[0-9a-f-]{36}$/)
    expect(Date.parse(item.creationDate ?? '')).toBeLessThanOrEqual(Date.now())
    expect(item.revisionDate).toBe(item.creationDate)
    expect(session.item(item.id)).toEqual(item)
    await reopen()
    expect(session.item(item.id)).toEqual(item)
    expect(session.contents()).toEqual({ folders: [], items: [item] })
  })

  it.each([
    ['the name', loginDraft('x\ud800')],
    ['the password', loginDraft('x', { login: { password: '\udfff' } })],
    ['a field', loginDraft('x', { fields: [{ name: 'f', value: 'a\ud83db', type: 0, linkedId: null }] })],
    ['an unknown key', loginDraft('x', { extra: { 'k\ud800': 'v' } })],
  ])('refuses half a character and saves nothing: in %s', async (_, draft) => {
    expect(await refusalOf(() => addItem(session, draft))).toBe('format/lone-surrogate')
    expect(session.contents().items).toEqual([])
    await reopen()
    expect(session.contents().items).toEqual([])
  })

  it('refuses half a character in an edit or a folder, and what was stays', async () => {
    const item = addItem(session, noteDraft('note'))
    const folder = addFolder(session, 'Work')
    expect(await refusalOf(() => editItem(session, { ...item, notes: '\ud800' }))).toBe('format/lone-surrogate')
    expect(
      await refusalOf(() => {
        renameFolder(session, folder.id, '\ud800')
      }),
    ).toBe('format/lone-surrogate')
    expect(await refusalOf(() => addFolder(session, '\ud800'))).toBe('format/lone-surrogate')
    expect(session.contents()).toEqual({ items: [item], folders: [folder] })
    await reopen()
    expect(session.contents()).toEqual({ items: [item], folders: [folder] })
  })
})

describe('editing', () => {
  const withPassword = (item: Item, password: string | null): Item => ({
    ...item,
    login: { ...loginDraft('').login, ...item.login, password } as NonNullable<Item['login']>,
  })

  it('replaces the item and keeps its first date', async () => {
    const item = addItem(session, noteDraft('old'))
    await new Promise((resolve) => setTimeout(resolve, 5))
    const edited = editItem(session, { ...item, name: 'new', creationDate: 'forged', revisionDate: 'forged' })
    expect(edited).toMatchObject({ id: item.id, name: 'new', creationDate: item.creationDate })
    expect(Date.parse(edited.revisionDate ?? '')).toBeGreaterThan(Date.parse(item.revisionDate ?? ''))
    await reopen()
    expect(session.contents().items).toEqual([edited])
  })

  it('puts a replaced password at the head of the history, with the day', async () => {
    const item = addItem(session, loginDraft('x', { login: { password: 'first' } }))
    const edited = editItem(session, withPassword(item, 'second'))
    const { revisionDate } = edited
    expect(edited.login?.password).toBe('second')
    expect(edited.login?.passwordRevisionDate).toBe(revisionDate)
    expect(edited.passwordHistory).toEqual([{ password: 'first', lastUsedDate: revisionDate }])
    await reopen()
    expect(session.item(item.id)).toEqual(edited)
  })

  it('keeps the five newest passwords, the newest first', () => {
    let item = addItem(session, loginDraft('x', { login: { password: 'p0' } }))
    for (const next of ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7']) item = editItem(session, withPassword(item, next))
    expect(item.passwordHistory.map(({ password }) => password)).toEqual(['p6', 'p5', 'p4', 'p3', 'p2'])
  })

  it('takes a password that is removed into the history, and no empty one', () => {
    const item = addItem(session, loginDraft('x', { login: { password: 'p' } }))
    const removed = editItem(session, withPassword(item, null))
    expect(removed.passwordHistory.map(({ password }) => password)).toEqual(['p'])
    expect(editItem(session, withPassword(removed, 'q')).passwordHistory).toEqual(removed.passwordHistory)
  })

  it('leaves the history alone where the password stays', () => {
    const item = addItem(session, loginDraft('x', { login: { password: 'p' } }))
    const edited = editItem(session, { ...item, name: 'y' })
    expect(edited.passwordHistory).toEqual([])
    expect(edited.login?.passwordRevisionDate).toBeNull()
  })

  it('is refused for an item that is not there', async () => {
    const item = addItem(session, noteDraft('x'))
    deleteItems(session, [item.id])
    expect(await refusalOf(() => editItem(session, item))).toBe('usage/item-not-found')
    expect(session.contents().items).toEqual([])
  })
})

describe('listing and searching', () => {
  beforeEach(() => {
    const folderId = addFolder(session, 'Straße').id
    addItem(session, noteDraft('zebra', 'hidden note'))
    addItem(session, { ...noteDraft('Alpha'), favorite: true, folderId })
    addItem(
      session,
      loginDraft('bank', {
        notes: 'secret note',
        fields: [{ name: 'secret field', value: 'secret value', type: 0, linkedId: null }],
        passwordHistory: [{ password: 'secret old', lastUsedDate: null }],
        login: {
          username: 'Ann.User',
          password: 'secret password',
          totp: 'secret totp',
          uris: [
            { uri: 'https://Bank.example/login', match: null },
            { uri: null, match: null },
          ],
        },
      }),
    )
  })

  it('is in the order of the names and shows nothing secret', () => {
    const list = listItems(session)
    expect(list.map(({ name }) => name)).toEqual(['Alpha', 'bank', 'zebra'])
    const { id, ...alpha } = list[0] ?? { id: '' }
    expect(session.item(id).name).toBe('Alpha')
    const flags = { favorite: true, trashed: false, archived: false }
    expect(alpha).toEqual({ type: 'secureNote', name: 'Alpha', subtitle: null, folder: 'Straße', ...flags })
    expect(list.map(({ subtitle }) => subtitle)).toEqual([null, 'Ann.User', null])
    expect(JSON.stringify(list)).not.toMatch(/secret|hidden/i)
  })

  it.each([
    ['BANK', ['bank']],
    ['ann.u', ['bank']],
    ['example/LOGIN', ['bank']],
    ['STRAßE', ['Alpha']],
    ['a', ['Alpha', 'bank', 'zebra']],
    ['', ['Alpha', 'bank', 'zebra']],
    ['nothing', []],
  ])('finds %j by name, folder, user name and address, whatever the case', (search, found) => {
    expect(names(search)).toEqual(found)
  })

  it.each(['secret', 'hidden', 'password', 'totp', 'value', 'field', 'note'])(
    'never searches what is secret: %s',
    (search) => {
      expect(names(search)).toEqual([])
    },
  )
})

describe('the trash', () => {
  it('holds an item until it is restored', async () => {
    const item = addItem(session, noteDraft('x'))
    const other = addItem(session, noteDraft('other'))
    trashItems(session, [item.id])
    await reopen()
    expect(listItems(session).map(({ trashed }) => trashed)).toEqual([false, true])
    expect(Date.parse(session.item(item.id).deletedDate ?? '')).not.toBeNaN()
    restoreItems(session, [item.id])
    await reopen()
    expect(session.item(item.id)).toEqual(item)
    expect(session.item(other.id)).toEqual(other)
  })

  it('takes all of the named items or none', async () => {
    const item = addItem(session, noteDraft('x'))
    const calls = [trashItems, restoreItems, deleteItems]
    for (const call of calls)
      expect(
        await refusalOf(() => {
          call(session, [item.id, 'none'])
        }),
      ).toBe('usage/item-not-found')
    expect(session.contents().items).toEqual([item])
  })
})

describe('deleting for good', () => {
  it('takes the item out of every byte of the file, and leaves the others', async () => {
    const [kept, gone] = [
      addItem(session, noteDraft('kept', 'k')),
      addItem(session, noteDraft('gone', 'g'.repeat(9_000))),
    ]
    session.lock()
    const rows = sql(file, 'SELECT id, sealed FROM items')
    const sealed = String(rows.find(({ id }) => id === gone.id)?.sealed)
    const parts = [gone.id, sealed.slice(0, 60), sealed.slice(6_000, 6_060)]
    session = await openVault(file)
    expect(parts.map((part) => bytesOf(file).includes(part))).toEqual([true, true, true])
    deleteItems(session, [gone.id])
    expect(parts.map((part) => bytesOf(file).includes(part))).toEqual([false, false, false])
    expect(session.contents().items).toEqual([kept])
    await reopen()
    expect(parts.map((part) => bytesOf(file).includes(part))).toEqual([false, false, false])
    expect(session.contents().items).toEqual([kept])
    expect(await refusalOf(() => session.item(gone.id))).toBe('usage/item-not-found')
  })
})

describe('folders', () => {
  it('are added, renamed and shown with their items', async () => {
    const folder = addFolder(session, 'Work/Servers')
    addItem(session, { ...noteDraft('x'), folderId: folder.id })
    renameFolder(session, folder.id, 'Work/Hosts')
    await reopen()
    expect(session.contents().folders).toEqual([{ id: folder.id, name: 'Work/Hosts' }])
    expect(listItems(session)[0]?.folder).toBe('Work/Hosts')
  })

  it('leave their items when they are deleted, in no folder', async () => {
    const [work, home] = [addFolder(session, 'Work'), addFolder(session, 'Home')]
    const inWork = addItem(session, { ...noteDraft('in work', 'text'), folderId: work.id })
    const inHome = addItem(session, { ...noteDraft('in home'), folderId: home.id })
    deleteFolder(session, work.id)
    const check = (): void => {
      expect(session.contents().folders).toEqual([home])
      expect(named('in work')).toEqual({ ...inWork, folderId: null })
      expect(named('in home')).toEqual(inHome)
    }
    check()
    await reopen()
    check()
  })

  it('are deleted out of every byte of the file', async () => {
    const folder = addFolder(session, 'Work')
    addItem(session, { ...noteDraft('x'), folderId: folder.id })
    session.lock()
    const sealed = String(sql(file, 'SELECT sealed FROM folders')[0]?.sealed)
    const parts = [folder.id, sealed.slice(0, 60)]
    session = await openVault(file)
    expect(parts.map((part) => bytesOf(file).includes(part))).toEqual([true, true])
    deleteFolder(session, folder.id)
    expect(parts.map((part) => bytesOf(file).includes(part))).toEqual([false, false])
  })

  it('that are not there can be neither renamed nor deleted', async () => {
    expect(
      await refusalOf(() => {
        renameFolder(session, 'none', 'x')
      }),
    ).toBe('usage/item-not-found')
    expect(
      await refusalOf(() => {
        deleteFolder(session, 'none')
      }),
    ).toBe('usage/item-not-found')
    expect(session.contents().folders).toEqual([])
  })
})
