/** The engine in this thread: its vault from none to unlocked, its items, and passwords that it asks for. */
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEFAULT_PBKDF2 } from '../../contract/kdf-config.ts'
import type { Item } from '../model/item.ts'
import { writeAccountKey } from '../commands/accounts.ts'
import { loginDraft, manyItems, noteDraft } from '../testkit/drafts.ts'
import {
  EMAIL,
  FAST_KDF,
  makeQuickVault,
  makeTempFolder,
  makeWrappedAccount,
  MASTER_PASSWORD,
  OLD_KDF,
  openVault,
  refusalOf,
} from '../testkit/vaults.ts'
import { addFolder, addItem, trashItems } from '../commands/items.ts'
import { AS_IT_IS, startEngine, startUnlocked } from '../testkit/engines.ts'
import type { Engine } from './engine.ts'

const ALL = { source: 'vault', filter: { view: 'all' }, search: '', offset: 0 } as const
const masterPassword = MASTER_PASSWORD
const NONE = { vault: { state: 'none' }, backup: null, deviceId: null }
const deviceId = expect.stringMatching(/^[0-9a-f]{64}$/) as string
const FACTS = { state: 'unlocked', adopted: false, kdf: OLD_KDF, keyFile: null, notice: null } as const
const UNLOCKED = { vault: { ...FACTS, name: 'vault', email: EMAIL }, backup: null, deviceId }
const LOCKED = { vault: { state: 'locked', name: 'vault', email: EMAIL }, backup: null, deviceId }

describe('the state of the vault', () => {
  it('goes from none over locked to unlocked, and back to none', async () => {
    const { engine, told } = startEngine()
    expect(engine.status()).toEqual(NONE)
    expect(await engine.open({ path: await makeQuickVault() })).toEqual(LOCKED)
    expect(engine.status()).toEqual(LOCKED)
    expect(await engine.unlock({ masterPassword })).toEqual(UNLOCKED)
    expect(engine.status()).toEqual(UNLOCKED)
    expect(told.map(({ task, stage }) => `${task} ${stage}`)).toEqual(['unlock derive', 'unlock open'])
    engine.close()
    expect(engine.status()).toEqual(NONE)
  })

  it('tells whether the account lives at Bitwarden too', async () => {
    const { engine } = await startUnlocked(await makeQuickVault({ adopted: true }))
    expect(engine.status().vault).toMatchObject({ state: 'unlocked', adopted: true })
  })

  const METHODS: [string, (engine: Engine) => unknown][] = [
    ['counts', (engine) => engine.counts({ source: 'vault' })],
    ['page', (engine) => engine.page(ALL)],
    ['view', (engine) => engine.view({ source: 'vault', id: 'x' })],
    ['reveal', (engine) => engine.reveal({ source: 'vault', id: 'x', address: 'notes', masterPassword })],
    ['confirm', (engine) => engine.confirm({ masterPassword })],
    ['exportPreview', (engine) => engine.exportPreview()],
    ['exportPath', (engine) => engine.exportPath({ id: 'x' })],
    ['removeLeftovers', (engine) => engine.removeLeftovers({ id: 'x' })],
    ['check', (engine) => engine.check({ ticket: 'x', filePassword: null, options: AS_IT_IS })],
    ['planRows', (engine) => engine.planRows({ filter: 'all', offset: 0 })],
    ['decide', (engine) => engine.decide({ rows: 'new', action: 'skip' })],
    ['asNew', (engine) => engine.asNew({ on: true })],
    ['difference', (engine) => engine.difference({ row: 0, masterPassword })],
    ['runImport', (engine) => engine.runImport()],
    ['importHistory', (engine) => engine.importHistory()],
    ['undoImport', (engine) => engine.undoImport({ id: 'x' })],
    ['saveReport', (engine) => engine.saveReport({ id: 'x', path: '/coffer-test/x', language: 'en' })],
    ['unreadableSuffix', (engine) => engine.unreadableSuffix()],
    ['saveUnreadable', (engine) => engine.saveUnreadable({ path: '/coffer-test/x' })],
    ['planKeyChange', (engine) => engine.planKeyChange()],
    ['rehearseKeyChange', (engine) => engine.rehearseKeyChange({ masterPassword, detach: true })],
    ['changeKeys', (engine) => engine.changeKeys({ masterPassword, detach: true, replace: false })],
    ['adopt', (engine) => engine.adopt({ ticket: 'x', email: null, masterPassword, accountPassword: masterPassword })],
    ['changePassword', (engine) => engine.changePassword({ masterPassword, newPassword: 'new' })],
    ['changeKdf', (engine) => engine.changeKdf({ masterPassword, kdf: FAST_KDF })],
    ['writeKeyFile', (engine) => engine.writeKeyFile({ masterPassword, path: '/coffer-test/x' })],
    ['wrapForDevice', (engine) => engine.wrapForDevice({ masterPassword, deviceKey: new Uint8Array(64) })],
    [
      'export',
      (engine) =>
        engine.export({ choice: 'json', filePassword: null, masterPassword, withTrash: true, path: '/coffer-test/x' }),
    ],
  ]

  it.each(METHODS)('without a key gives nothing: %s', async (_, method) => {
    const { engine } = startEngine()
    expect(await refusalOf(() => method(engine))).toBe('vault/locked')
    await engine.open({ path: await makeQuickVault() })
    expect(await refusalOf(() => method(engine))).toBe('vault/locked')
    await engine.unlock({ masterPassword })
    engine.close()
    expect(await refusalOf(() => method(engine))).toBe('vault/locked')
  })
})

describe('opening', () => {
  it('a file that is no vault leaves the one that is open as it is', async () => {
    const { engine } = await startUnlocked(await makeQuickVault())
    const folder = makeTempFolder()
    writeFileSync(path.join(folder, 'text'), 'text')
    expect(await refusalOf(() => engine.open({ path: path.join(folder, 'none') }))).toBe('vault/not-found')
    expect(await refusalOf(() => engine.open({ path: path.join(folder, 'text') }))).toBe('vault/not-a-vault')
    expect(engine.status()).toEqual(UNLOCKED)
    expect(engine.page(ALL).total).toBe(0)
  })

  it('another vault closes the first and locks; files and a backup on offer stay, what was checked goes', async () => {
    const [first, second] = [await makeQuickVault(), await makeQuickVault()]
    const session = await openVault(first)
    addItem(session, noteDraft('of the first'))
    session.lock()
    const { engine } = await startUnlocked(first)
    expect(engine.page(ALL).total).toBe(1)
    const ticket = (await engine.sample()).files[0]?.ticket ?? ''
    await engine.openBackup({ ticket, filePassword: null })
    await engine.check({ ticket, filePassword: null, options: AS_IT_IS })
    const { vault, backup } = await engine.open({ path: second })
    expect(vault).toEqual(LOCKED.vault)
    expect(backup).toMatchObject({ name: 'sample.json', items: 8 })
    expect(engine.page({ ...ALL, source: 'backup' }).total).toBe(8)
    expect(await refusalOf(() => openVault(second))).toBe('vault/in-use')
    expect(await refusalOf(() => openVault(first))).toBe('done')
    await engine.unlock({ masterPassword })
    expect(engine.page(ALL)).toEqual({ total: 0, offset: 0, rows: [] })
    expect(await refusalOf(() => engine.runImport())).toBe('file/ticket-expired')
    expect(await engine.check({ ticket, filePassword: null, options: AS_IT_IS })).toMatchObject({ items: { new: 8 } })
  })
})

describe('unlocking', () => {
  it('with a wrong password is refused, and the right one is still taken', async () => {
    const { engine } = startEngine()
    await engine.open({ path: await makeQuickVault() })
    expect(await refusalOf(() => engine.unlock({ masterPassword: 'wrong' }))).toBe('vault/wrong-password')
    expect(await refusalOf(() => engine.unlock({ masterPassword: '' }))).toBe('usage/blank-password')
    expect(engine.status()).toEqual(LOCKED)
    expect(await engine.unlock({ masterPassword })).toEqual(UNLOCKED)
  })

  it.each([masterPassword, 'wrong'])('that is stopped leaves it locked, whatever was typed: %s', async (typed) => {
    const { engine, told } = startEngine('unlock derive')
    await engine.open({ path: await makeQuickVault() })
    expect(await engine.unlock({ masterPassword: typed })).toEqual(LOCKED)
    expect(told).toHaveLength(1)
    expect(await refusalOf(() => engine.counts({ source: 'vault' }))).toBe('vault/locked')
  })

  it.each<[string, (engine: Engine, id: string) => Promise<unknown>]>([
    ['unlock', (engine) => engine.unlock({ masterPassword })],
    ['confirm', (engine) => engine.confirm({ masterPassword })],
    ['reveal', (engine, id) => engine.reveal({ source: 'vault', id, address: 'notes', masterPassword })],
    ['rehearseKeyChange', (engine) => engine.rehearseKeyChange({ masterPassword, detach: false })],
    ['changePassword', (engine) => engine.changePassword({ masterPassword, newPassword: 'new' })],
    ['changeKdf', (engine) => engine.changeKdf({ masterPassword, kdf: FAST_KDF })],
    ['wrapForDevice', (engine) => engine.wrapForDevice({ masterPassword, deviceKey: new Uint8Array(64) })],
    [
      'writeKeyFile',
      (engine) => engine.writeKeyFile({ masterPassword, path: path.join(makeTempFolder(), 'key.json') }),
    ],
    [
      'export',
      (engine) => {
        const out = path.join(makeTempFolder(), 'out')
        return engine.export({ choice: 'json', filePassword: null, masterPassword, withTrash: true, path: out })
      },
    ],
  ])('after two mistakes waits, whatever asks for the password: %s', async (_, method) => {
    const file = await makeQuickVault()
    const session = await openVault(file)
    const { id } = addItem(session, { ...noteDraft('x', 'text'), reprompt: 1 })
    session.lock()
    const { engine } = await startUnlocked(file)
    for (let count = 0; count < 2; count += 1)
      expect(await refusalOf(() => engine.confirm({ masterPassword: 'wrong' }))).toBe('vault/wrong-password')
    const begun = performance.now()
    expect(await method(engine, id)).not.toBeUndefined()
    expect(performance.now() - begun).toBeGreaterThan(490)
  })

  it('by many guesses at once is no quicker', async () => {
    const { engine } = await startUnlocked(await makeQuickVault())
    const guess = (): Promise<string> => refusalOf(() => engine.confirm({ masterPassword: 'wrong' }))
    const begun = performance.now()
    const answers = await Promise.all([guess(), guess(), guess()])
    expect(new Set(answers)).toEqual(new Set(['vault/wrong-password']))
    expect(performance.now() - begun).toBeGreaterThan(490)
  })
})

describe('making a vault', () => {
  it('unlocks it; it opens with its password, and the vault that was open is closed', async () => {
    const before = await makeQuickVault()
    const { engine } = await startUnlocked(before)
    const file = path.join(makeTempFolder(), 'folder that is not there', 'mine.coffer')
    const state = { ...FACTS, name: 'mine', email: 'bob@example.com', kdf: DEFAULT_PBKDF2 }
    const order = { path: file, email: 'bob@example.com', masterPassword: 'another password' }
    expect((await engine.create(order))?.vault).toEqual(state)
    expect(await refusalOf(() => openVault(before))).toBe('done')
    engine.close()
    expect((await openVault(file, 'another password')).contents()).toEqual({ folders: [], items: [] })
  })

  it.each([
    ['while the key is derived leaves no file', 'create derive', 'none', false],
    ['once it is being saved comes too late', 'create save', 'unlocked', true],
  ])('that is stopped %s', async (_, stopAt, state, isThere) => {
    const { engine } = startEngine(stopAt)
    const file = path.join(makeTempFolder(), 'vault.coffer')
    const made = await engine.create({ path: file, email: null, masterPassword })
    expect([made === null, engine.status().vault.state, existsSync(file)]).toEqual([!isThere, state, isThere])
  })

  it('onto a file that is there is refused, and the open vault stays', async () => {
    const [before, other] = [await makeQuickVault(), await makeQuickVault()]
    const { engine } = await startUnlocked(before)
    for (const file of [other, before])
      expect(await refusalOf(() => engine.create({ path: file, email: EMAIL, masterPassword }))).toBe('vault/exists')
    expect(await refusalOf(() => engine.create({ path: '/', email: EMAIL, masterPassword: '' }))).toBe(
      'usage/blank-password',
    )
    expect(engine.status()).toEqual(UNLOCKED)
    expect(engine.page(ALL).total).toBe(0)
  })
})

describe('making a vault around an account', () => {
  it('of an account key file: its exports open again', async () => {
    const folder = makeTempFolder()
    const [keyFile, backup] = [path.join(folder, 'key.json'), path.join(folder, 'backup.json')]
    const session = await openVault(await makeQuickVault())
    addItem(session, noteDraft('x'))
    await writeAccountKey(session, keyFile, { masterPassword, overwrite: false })
    session.lock()

    const { engine } = startEngine()
    const chosen = await engine.chooseAccount({ path: keyFile, kind: 'account-key-file' })
    expect(chosen).toEqual({
      ...{ ticket: chosen.ticket, name: 'key.json', kind: 'account-key-file' },
      emails: [EMAIL],
    })
    expect(JSON.stringify(chosen)).not.toContain(folder)
    const order = { path: path.join(folder, 'vault.coffer'), ticket: chosen.ticket, email: null, masterPassword }
    expect(await refusalOf(() => engine.createAround({ ...order, masterPassword: 'wrong' }))).toBe(
      'vault/wrong-password',
    )
    expect(existsSync(order.path)).toBe(false)
    expect(engine.status()).toEqual(NONE)
    const restored = { ...UNLOCKED, vault: { ...UNLOCKED.vault, keyFile: expect.any(String) as string } }
    expect(await engine.createAround(order)).toEqual(restored)
    const made = { choice: 'encrypted_json', filePassword: null, masterPassword, withTrash: true } as const
    await engine.export({ ...made, path: backup })
    expect((await engine.offer({ paths: [backup] })).files[0]?.inspection).toMatchObject({ opens: true, sealed: true })
    expect(await refusalOf(() => engine.createAround(order))).toBe('vault/exists')
    expect(engine.status()).toEqual(restored)
  })

  const ANN = '11111111-1111-4111-8111-111111111111'

  it('of a Bitwarden client: by the address that was chosen', async () => {
    const folder = makeTempFolder()
    const data = path.join(folder, 'data.json')
    const { salt, wrappedUserKey } = await makeWrappedAccount()
    const unlock = {
      salt,
      kdf: { kdfType: 0, iterations: OLD_KDF.iterations },
      masterKeyWrappedUserKey: wrappedUserKey,
    }
    writeFileSync(
      data,
      JSON.stringify({
        global_account_activeAccountId: ANN,
        global_account_accounts: { [ANN]: { email: EMAIL, name: 'Ann' } },
        [`user_${ANN}_masterPasswordUnlock_masterPasswordUnlockKey`]: unlock,
      }),
    )
    const { engine } = startEngine()
    const chosen = await engine.chooseAccount({ path: data, kind: 'bitwarden-data' })
    expect(chosen).toMatchObject({ name: 'data.json', kind: 'bitwarden-data', emails: [EMAIL] })
    const order = { path: path.join(folder, 'vault.coffer'), ticket: chosen.ticket, email: EMAIL, masterPassword }
    expect(await refusalOf(() => engine.createAround({ ...order, email: 'eve@example.com' }))).toBe(
      'format/not-bitwarden-data',
    )
    const status = await engine.createAround(order)
    expect(status?.vault).toEqual({ ...UNLOCKED.vault, adopted: true })
  })

  it.each([
    ['bitwarden-data', 'format/not-bitwarden-data'],
    ['account-key-file', 'format/not-a-key-file'],
  ] as const)('of a file that is none is refused: %s', async (kind, code) => {
    const file = path.join(makeTempFolder(), 'file')
    writeFileSync(file, '{}')
    const { engine } = startEngine()
    expect(await refusalOf(() => engine.chooseAccount({ path: file, kind }))).toBe(code)
    expect(await refusalOf(() => engine.chooseAccount({ path: `${file}-none`, kind }))).toBe('file/not-found')
    const order = { path: `${file}-vault`, ticket: 'none', email: null, masterPassword }
    expect(await refusalOf(() => engine.createAround(order))).toBe('file/ticket-expired')
  })
})

describe('items', () => {
  it('come in pages of 200, filtered and searched', async () => {
    const file = await makeQuickVault()
    const session = await openVault(file)
    session.save({ items: manyItems(250) })
    const folder = addFolder(session, 'Work')
    addItem(session, { ...noteDraft('in work'), folderId: folder.id, favorite: true })
    trashItems(session, [addItem(session, noteDraft('trashed')).id])
    session.lock()
    const { engine } = await startUnlocked(file)
    const first = engine.page(ALL)
    expect(first).toMatchObject({ total: 251, offset: 0 })
    expect(first.rows.map(({ name }) => name).slice(0, 3)).toEqual(['in work', 'item 0', 'item 1'])
    expect(first.rows).toHaveLength(200)
    const rest = engine.page({ ...ALL, offset: 200 })
    expect([rest.total, rest.offset, rest.rows.length]).toEqual([251, 200, 51])
    expect(rest.rows.at(-1)?.name).toBe('item 249')
    expect(engine.page({ ...ALL, offset: 300 })).toEqual({ total: 251, offset: 300, rows: [] })
    expect(engine.page({ ...ALL, search: 'ITEM 24' }).total).toBe(11)
    expect(engine.page({ ...ALL, filter: { view: 'folder', folderId: folder.id } }).total).toBe(1)
    expect(engine.counts({ source: 'vault' })).toMatchObject({
      ...{ all: 251, favorites: 1, trash: 1, noFolder: 250 },
      folders: [{ id: folder.id, name: 'Work', items: 1 }],
    })
  })

  async function withItem(item: Partial<Item>): Promise<{ engine: Engine; id: string }> {
    const file = await makeQuickVault()
    const session = await openVault(file)
    const folderId = addFolder(session, 'Work').id
    const { login: own, ...rest } = item
    const login = { username: 'ann', password: 's3cret', ...own }
    const { id } = addItem(session, loginDraft('mail', { notes: 'note', folderId, ...rest, login }))
    session.lock()
    return { engine: (await startUnlocked(file)).engine, id }
  }

  it('are viewed without their secrets, which are revealed one by one', async () => {
    const { engine, id } = await withItem({})
    const view = engine.view({ source: 'vault', id })
    expect(view).toMatchObject({ id, name: 'mail', folder: 'Work', subtitle: 'ann', reprompt: false })
    expect(JSON.stringify(view)).not.toContain('s3cret')
    const order = { source: 'vault', id, masterPassword: null } as const
    expect(await engine.reveal({ ...order, address: 'login.password' })).toBe('s3cret')
    expect(await engine.reveal({ ...order, address: 'notes' })).toBe('note')
    expect(await refusalOf(() => engine.reveal({ ...order, address: 'login.totp' }))).toBe('usage/item-not-found')
    expect(await refusalOf(() => engine.reveal({ ...order, id: 'none', address: 'notes' }))).toBe(
      'usage/item-not-found',
    )
    expect(await refusalOf(() => engine.view({ source: 'vault', id: 'none' }))).toBe('usage/item-not-found')
  })

  it.each([1, 2])('that ask for the password show nothing without it (reprompt %i)', async (reprompt) => {
    const { engine, id } = await withItem({ reprompt })
    const view = engine.view({ source: 'vault', id })
    expect(view).toMatchObject({ reprompt: true, notes: { kind: 'secret', value: null } })
    const order = { source: 'vault', id, address: 'login.password' } as const
    expect(await refusalOf(() => engine.reveal({ ...order, masterPassword: null }))).toBe('usage/password-needed')
    expect(await refusalOf(() => engine.reveal({ ...order, masterPassword: 'wrong' }))).toBe('vault/wrong-password')
    expect(await engine.reveal({ ...order, masterPassword })).toBe('s3cret')
  })

  it('of a backup are not there without one', async () => {
    const { engine } = await startUnlocked(await makeQuickVault())
    for (const task of [
      () => engine.counts({ source: 'backup' }),
      () => engine.page({ ...ALL, source: 'backup' }),
      () => engine.view({ source: 'backup', id: 'x' }),
      () => engine.reveal({ source: 'backup', id: 'x', address: 'notes', masterPassword: null }),
    ])
      expect(await refusalOf(task)).toBe('file/ticket-expired')
  })
})
