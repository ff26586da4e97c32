/** The rehearsal of a key change and what it leads to, as the window orders them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { emptyDraft } from '../../contract/item-draft.ts'
import { changeKeys, startUnlocked, type StartedEngine } from '../testkit/engines.ts'
import { clientDataOf } from '../testkit/client-data.ts'
import { bytesOf } from '../testkit/processes.ts'
import { makeQuickVault, makeTempFolder, makeWrappedAccount, MASTER_PASSWORD, refusalOf } from '../testkit/vaults.ts'

const masterPassword = MASTER_PASSWORD
const KEEP = { masterPassword, detach: false }
const EXPORT = { ...KEEP, choice: 'encrypted_json', filePassword: null, withTrash: true } as const

let file: string
let folder: string
let made: StartedEngine
beforeEach(async () => {
  file = await makeQuickVault()
  folder = makeTempFolder()
  made = await startUnlocked(file)
  await made.engine.export({ ...EXPORT, path: path.join(folder, 'june.json') })
  made.told.length = 0
})

/** What a change of the key without a new rehearsal comes to. */
async function change(): Promise<string> {
  return await refusalOf(() => made.engine.changeKeys({ ...KEEP, replace: true }))
}

function files(): Record<string, string> {
  const names = readdirSync(folder).sort()
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder, name), 'latin1')]))
}

it('F3: what is rehearsed is what happens, and replacements are told by name and place', async () => {
  const fates = await made.engine.rehearseKeyChange(KEEP)
  expect(fates).toMatchObject({ stops: [{ name: 'june.json', place: folder }], unseen: [], opens: [], gone: [] })
  const done = await made.engine.changeKeys({ ...KEEP, replace: true })
  expect(done).toMatchObject({ ...fates, replacements: [{ name: 'june (new key).json', place: folder }] })
  const backups = (await made.engine.listBackups())?.backups ?? []
  expect(backups.map(({ id, state }) => [id, state]).sort()).toEqual(
    [
      [done?.replacements[0]?.id, 'opens-here'],
      [done?.stops[0]?.id, 'key-retired'],
    ].sort(),
  )
})

describe('a rehearsal', () => {
  it('changes no byte of the vault and no file, and nothing of the coming key crosses', async () => {
    const before = [bytesOf(file), files()]
    const fates = await made.engine.rehearseKeyChange(KEEP)
    expect([bytesOf(file), files()]).toEqual(before)
    expect(Object.keys(fates ?? {}).sort()).toEqual(['gone', 'opens', 'stops', 'unseen'])
    expect([...new Set(made.told.map(({ task }) => task))]).toEqual(['rehearse-keys'])
  })

  it('that is stopped changes nothing, and leads to nothing', async () => {
    const before = [bytesOf(file), files()]
    for (const stage of ['derive', 'open', 'seal', 'prove', 'read']) {
      made.told.length = 0
      made.stopAt = `rehearse-keys ${stage}`
      expect(await made.engine.rehearseKeyChange(KEEP), stage).toBeNull()
      expect([bytesOf(file), files()]).toEqual(before)
      made.stopAt = ''
      expect(await change()).toBe('vault/not-rehearsed')
    }
  })

  it.each<[string, () => unknown]>([
    ['none was made', () => made.engine.discardKeyChange()],
    ['it was discarded', () => made.engine.rehearseKeyChange(KEEP).then(() => made.engine.discardKeyChange())],
    ['it was followed', () => changeKeys(made.engine, KEEP)],
    [
      'the password was changed',
      () =>
        made.engine
          .rehearseKeyChange(KEEP)
          .then(() => made.engine.changePassword({ masterPassword, newPassword: masterPassword })),
    ],
    [
      'another export is on record',
      () =>
        made.engine
          .rehearseKeyChange(KEEP)
          .then(() => made.engine.export({ ...EXPORT, path: path.join(folder, 'july.json') })),
    ],
    [
      'an export is off the record',
      async () => {
        const fates = await made.engine.rehearseKeyChange(KEEP)
        made.engine.forgetBackup({ id: fates?.stops[0]?.id ?? '' })
      },
    ],
    [
      'a later one was refused',
      () =>
        made.engine
          .rehearseKeyChange(KEEP)
          .then(() => refusalOf(() => made.engine.rehearseKeyChange({ ...KEEP, masterPassword: 'wrong' }))),
    ],
    [
      'the vault was opened anew',
      async () => {
        await made.engine.rehearseKeyChange(KEEP)
        made.engine.close()
        await made.engine.open({ path: file })
        await made.engine.unlock({ masterPassword })
      },
    ],
  ])('leads to no change where %s', async (_, act) => {
    await act()
    const before = [bytesOf(file), files()]
    expect(await change()).toBe('vault/not-rehearsed')
    expect([bytesOf(file), files()]).toEqual(before)
  })

  it('holds though the items changed, and the change takes them as they are then', async () => {
    await made.engine.rehearseKeyChange(KEEP)
    const { id } = await made.engine.saveItem({
      id: null,
      draft: { ...emptyDraft('secureNote'), name: 'later' },
      masterPassword: null,
    })
    expect(await made.engine.changeKeys({ ...KEEP, replace: true })).toMatchObject({ items: 1 })
    made.engine.close()
    made = await startUnlocked(file)
    expect(made.engine.view({ source: 'vault', id }).name).toBe('later')
  })
})

it('F3: a change that is stopped while it replaces leaves the vault and the folder as they were', async () => {
  await made.engine.export({ ...EXPORT, path: path.join(folder, 'july.json') })
  const before = files()
  for (const stage of ['write', 'derive', 'open', 'seal', 'prove']) {
    made.told.length = 0
    await made.engine.rehearseKeyChange(KEEP)
    made.stopAt = `change-keys ${stage}`
    expect(await made.engine.changeKeys({ ...KEEP, replace: true }), stage).toBeNull()
    made.stopAt = ''
    expect(files(), stage).toEqual(before)
    expect((await made.engine.listBackups())?.backups.map(({ name }) => name).sort()).toEqual([
      'july.json',
      'june.json',
    ])
  }
})

it('F3: an account is adopted again by a ticket of its client’s file, and by nothing else', async () => {
  const accountPassword = 'the password at Bitwarden'
  const data = path.join(folder, 'data.json')
  writeFileSync(data, clientDataOf(await makeWrappedAccount({ password: accountPassword })))
  const chosen = await made.engine.chooseAccount({ path: data, kind: 'bitwarden-data' })
  const order = { ticket: chosen.ticket, email: null, masterPassword, accountPassword }
  expect(made.engine.planKeyChange().bound).toMatchObject([{ name: 'june.json' }])
  const refused = { ...order, ticket: 'none' }
  expect(await refusalOf(() => made.engine.adopt(refused))).toBe('file/ticket-expired')
  const key = await made.engine.writeKeyFile({ masterPassword, path: path.join(folder, 'key.json') })
  const other = await made.engine.chooseAccount({ path: path.join(folder, key?.name ?? ''), kind: 'account-key-file' })
  const wrongKind = { ...order, ticket: other.ticket }
  expect(await refusalOf(() => made.engine.adopt(wrongKind))).toBe('format/not-bitwarden-data')
  made.stopAt = 'adopt derive'
  expect(await made.engine.adopt(order)).toBeNull()
  made.stopAt = ''
  expect(await made.engine.adopt(order)).toMatchObject({ sameKey: false, stops: [{ name: 'june.json' }], opens: [] })
  expect(made.engine.status().vault).toMatchObject({ adopted: true })
  expect(await refusalOf(() => made.engine.confirm({ masterPassword }))).toBe('vault/wrong-password')
  expect(await made.engine.confirm({ masterPassword: accountPassword })).toBeNull()
})
