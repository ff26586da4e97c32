/** Editing through the engine: what asks for the master password, what only the bin allows, and where an item stands. */
import { beforeEach, describe, expect, it } from 'vitest'
import { emptyDraft, REMOVED_WITHOUT_PASSWORD } from '../../contract/item-draft.ts'
import { addItem } from '../commands/items.ts'
import { loginDraft, noteDraft } from '../testkit/drafts.ts'
import { startUnlocked } from '../testkit/engines.ts'
import { makeQuickVault, MASTER_PASSWORD as masterPassword, openVault, refusalOf } from '../testkit/vaults.ts'
import type { Engine } from './engine.ts'

const ALL = { source: 'vault', filter: { view: 'all' }, search: '' } as const

let file: string
let engine: Engine
let ids: string[]

async function start(count: number, reprompt = 0): Promise<void> {
  file = await makeQuickVault()
  const session = await openVault(file)
  ids = Array.from({ length: count }, (_, index) => {
    const name = `item ${String(index).padStart(3, '0')}`
    return addItem(session, loginDraft(name, { reprompt, login: { password: 'p' } })).id
  })
  session.lock()
  engine = (await startUnlocked(file)).engine
}

function total(): number {
  return engine.page({ ...ALL, offset: 0 }).total
}

describe('an item that asks for the master password', () => {
  beforeEach(() => start(1, 1))

  it('is saved with it only: else it could be asked for no more', async () => {
    const [id = ''] = ids
    const draft = { ...engine.draft({ id }), reprompt: false }
    expect(await refusalOf(() => engine.saveItem({ id, draft, masterPassword: null }))).toBe('usage/password-needed')
    expect(await refusalOf(() => engine.saveItem({ id, draft, masterPassword: 'x' }))).toBe('vault/wrong-password')
    expect(engine.view({ source: 'vault', id }).reprompt).toBe(true)
    expect(await engine.saveItem({ id, draft, masterPassword })).toEqual({ id })
    expect(engine.view({ source: 'vault', id }).reprompt).toBe(false)
    expect(await engine.saveItem({ id, draft, masterPassword: null })).toEqual({ id })
  })

  it('gives the editor no secret, and a copy asks as well', async () => {
    const [id = ''] = ids
    expect(engine.draft({ id }).texts.password).toBeNull()
    const copy = engine.duplicateItem({ id, name: 'copy' })
    const request = { source: 'vault', id: copy.id, address: 'login.password', masterPassword: null } as const
    expect(await refusalOf(() => engine.reveal(request))).toBe('usage/password-needed')
  })
})

describe('deleting for good', () => {
  it('is for the bin alone', async () => {
    await start(2)
    const [first = '', second = ''] = ids
    engine.trashItems({ ids: [first] })
    const order = { ids: [first, second], masterPassword }
    expect(await refusalOf(() => engine.removeItems(order))).toBe('usage/not-in-bin')
    expect(engine.counts({ source: 'vault' })).toMatchObject({ all: 1, trash: 1 })
    await engine.removeItems({ ids: [first], masterPassword: null })
    expect(engine.counts({ source: 'vault' })).toMatchObject({ all: 1, trash: 0 })
    expect(await refusalOf(() => engine.removeItems({ ids: [first], masterPassword: null }))).toBe(
      'usage/item-not-found',
    )
  })

  it('of many asks for the master password, also when the bin is emptied', async () => {
    await start(REMOVED_WITHOUT_PASSWORD + 1)
    engine.trashItems({ ids })
    for (const wrong of [null, 'wrong'] as const) {
      const code = wrong === null ? 'usage/password-needed' : 'vault/wrong-password'
      expect(await refusalOf(() => engine.removeItems({ ids, masterPassword: wrong }))).toBe(code)
      expect(await refusalOf(() => engine.emptyBin({ masterPassword: wrong }))).toBe(code)
    }
    engine.restoreItems({ ids: ids.slice(0, 1) })
    await engine.emptyBin({ masterPassword: null })
    expect(engine.counts({ source: 'vault' })).toMatchObject({ all: 1, trash: 0 })
    engine.trashItems({ ids: ids.slice(0, 1) })
    await engine.emptyBin({ masterPassword })
    expect(engine.counts({ source: 'vault' })).toMatchObject({ all: 0, trash: 0 })
  })

  it('spares what is restored while the password is checked', async () => {
    await start(REMOVED_WITHOUT_PASSWORD + 1)
    engine.trashItems({ ids })
    const removing = refusalOf(() => engine.removeItems({ ids, masterPassword }))
    engine.restoreItems({ ids: ids.slice(0, 1) })
    expect(await removing).toBe('usage/not-in-bin')
    expect(total()).toBe(1)
  })
})

describe('the list', () => {
  it('knows the place of an item, in a view and in a search, and follows each change', async () => {
    await start(3)
    const [first = '', second = '', third = ''] = ids
    const place = (id: string, search = ''): number | null => engine.place({ ...ALL, search, id }).index
    expect(ids.map((id) => place(id))).toEqual([0, 1, 2])
    expect([place(second, '001'), place(first, '001'), place('none')]).toEqual([0, null, null])
    await engine.saveItem({ id: first, draft: { ...engine.draft({ id: first }), name: 'zebra' }, masterPassword: null })
    expect(ids.map((id) => place(id))).toEqual([2, 0, 1])
    engine.trashItems({ ids: [third] })
    expect([place(third), engine.place({ ...ALL, filter: { view: 'trash' }, id: third }).index]).toEqual([null, 0])
    engine.setFavorite({ ids: [first, second], favorite: true })
    expect(engine.counts({ source: 'vault' })).toMatchObject({ all: 2, favorites: 2, trash: 1 })
  })

  it('follows folders', async () => {
    await start(1)
    const { id: folderId } = engine.addFolder({ name: 'Work' })
    engine.moveItems({ ids, folderId })
    engine.renameFolder({ id: folderId, name: 'Work/Servers' })
    expect(engine.counts({ source: 'vault' }).folders).toEqual([{ id: folderId, name: 'Work/Servers', items: 1 }])
    const { id } = await engine.saveItem({
      id: null,
      draft: { ...emptyDraft('secureNote', folderId), name: 'new' },
      masterPassword: null,
    })
    expect(engine.view({ source: 'vault', id }).folder).toBe('Work/Servers')
    expect(
      await refusalOf(() => {
        engine.moveItems({ ids, folderId: 'none' })
      }),
    ).toBe('usage/item-not-found')
    engine.removeFolder({ id: folderId })
    expect(engine.counts({ source: 'vault' })).toMatchObject({ all: 2, noFolder: 2, folders: [] })
  })
})

it('duplicates without the passkeys', async () => {
  file = await makeQuickVault()
  const session = await openVault(file)
  const passkey = { keyValue: 'k' } as never
  const item = addItem(session, {
    ...loginDraft('x', { favorite: true, login: { password: 'p', fido2Credentials: [passkey] } }),
  })
  addItem(session, noteDraft('other'))
  session.lock()
  engine = (await startUnlocked(file)).engine
  const copy = engine.duplicateItem({ id: item.id, name: 'x, copy' })
  engine.close()
  const after = await openVault(file)
  expect(after.item(item.id)).toEqual(item)
  const { login, ...rest } = item
  const dates = { creationDate: expect.any(String) as string, revisionDate: expect.any(String) as string }
  expect(after.item(copy.id)).toEqual({
    ...rest,
    ...dates,
    ...{ id: copy.id, name: 'x, copy', login: { ...login, fido2Credentials: [] } },
  })
})
