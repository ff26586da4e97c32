/** Adopting again (F3): a vault takes up the account of a Bitwarden client, whole or not at all. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { Stopped, type OnStep } from '../../contract/progress.ts'
import { makeUserKey } from '../crypto/keys.ts'
import { digestOf } from '../model/digest.ts'
import { clientDataOf } from '../testkit/client-data.ts'
import { noteDraft } from '../testkit/drafts.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { bytesOf, randomPause, start } from '../testkit/processes.ts'
import {
  EMAIL,
  makeQuickVault,
  makeSession,
  makeTempFolder,
  makeVault,
  makeWrappedAccount,
  MASTER_PASSWORD,
  openVault,
  refusalOf,
  sql,
} from '../testkit/vaults.ts'
import { createVaultAround } from '../vault/create.ts'
import type { Session } from '../vault/session.ts'
import { readClientAccount } from './accounts.ts'
import { adoptAccount } from './adopt-account.ts'
import { exportVault } from './export-vault.ts'
import { takeFile } from './files.ts'
import { addFolder, addItem } from './items.ts'
import { openBackup } from './open-backup.ts'

const masterPassword = MASTER_PASSWORD
const BITWARDEN = 'the password at Bitwarden'
const KILLS = 12

let session: Session
let file: string
let folder: string
beforeEach(async () => {
  ;({ session, file, folder } = await makeSession())
  addFolder(session, 'Work')
  addItem(session, noteDraft('one', 'a secret'))
})

/** Exports what the vault holds, for its key or with a password of the file's own. */
async function make(name: string, filePassword?: string): Promise<string> {
  const request = { path: path.join(folder, name), choice: 'encrypted_json', masterPassword, filePassword } as const
  return (await exportVault(session, { ...request, overwrite: false })).path
}

async function opens(at: string): Promise<boolean> {
  return (await refusalOf(async () => openBackup(await takeFile(at), { session, filePassword: 'own' }))) === 'done'
}

/** Of the vault's file, as it lies there. */
async function sealedItems(password: string): Promise<string[]> {
  session.lock()
  const texts = sql(file, 'SELECT sealed FROM items').map(({ sealed }) => String(sealed))
  session = await openVault(file, password)
  return texts
}

async function reopen(password: string): Promise<void> {
  session.lock()
  session = await openVault(file, password)
}

describe('F3: when the key was rotated at Bitwarden, adopting again replaces it', () => {
  it('seals everything under the account’s key and password, and names what ends', async () => {
    const [bound, own] = [await make('bound.json'), await make('own.json', 'own')]
    const digest = digestOf(session.contents())
    const before = { ...session.marks }
    const oldTexts = await sealedItems(masterPassword)
    const account = await makeWrappedAccount({ password: BITWARDEN })
    const done = await adoptAccount(session, { account, accountPassword: BITWARDEN, masterPassword })
    expect(done).toMatchObject({ items: 1, folders: 1, email: EMAIL, sameKey: false, scrubbed: true })
    expect(done.willStopOpening.map((made) => made.path)).toEqual([bound])
    expect(done.stillOpen.map((made) => made.path)).toEqual([own])
    expect([await opens(bound), await opens(own)]).toEqual([false, true])
    expect(session.marks.fingerprint).not.toBe(before.fingerprint)
    expect(session.facts).toMatchObject({ adopted: true, retiredKeys: [{ fingerprint: before.fingerprint }] })
    session.lock()
    const bytes = bytesOf(file)
    expect(oldTexts.filter((text) => bytes.includes(text.slice(0, 60)))).toEqual([])
    expect(await refusalOf(() => openVault(file))).toBe('vault/wrong-password')
    session = await openVault(file, BITWARDEN)
    expect([digestOf(session.contents()), session.adopted]).toEqual([digest, true])
    expect(session.account).toMatchObject({ email: EMAIL, kdf: account.kdf, wrappedUserKey: account.wrappedUserKey })
  })

  it('passes exports of the account both ways from then on', async () => {
    const userKey = makeUserKey()
    const account = await makeWrappedAccount({ userKey, password: BITWARDEN })
    await adoptAccount(session, { account, accountPassword: BITWARDEN, masterPassword })
    const request = { path: path.join(folder, 'ours.json'), choice: 'encrypted_json', overwrite: false } as const
    await exportVault(session, { ...request, masterPassword: BITWARDEN })
    const other = path.join(folder, 'other.coffer')
    await createVaultAround(other, masterPassword, { ...(await makeWrappedAccount({ userKey })), adopted: true })
    const read = await openBackup(await takeFile(path.join(folder, 'ours.json')), {
      session: await openVault(other),
    })
    expect(read.contents.items.map(({ name }) => name)).toEqual(['one'])
  })

  it('with the same key ends no export, and takes up the password of there', async () => {
    const bound = await make('bound.json')
    const account = await makeWrappedAccount({ userKey: session.userKey, password: BITWARDEN })
    const texts = await sealedItems(masterPassword)
    const done = await adoptAccount(session, { account, accountPassword: BITWARDEN, masterPassword })
    expect(done).toMatchObject({ sameKey: true, willStopOpening: [] })
    expect(done.stillOpen.map((made) => made.path)).toEqual([bound])
    await reopen(BITWARDEN)
    expect([await opens(bound), session.adopted, session.facts.retiredKeys]).toEqual([true, true, []])
    expect(await sealedItems(BITWARDEN)).toEqual(texts)
  })

  it('after a detachment comes back to the account’s key, which is retired no more', async () => {
    session.lock()
    file = await makeQuickVault({ adopted: true })
    folder = path.dirname(file)
    session = await openVault(file)
    const account = { ...session.account }
    const early = await make('early.json')
    await session.rotateUserKey(masterPassword, { detach: true })
    const late = await make('late.json')
    expect([session.adopted, await opens(early), await opens(late)]).toEqual([false, false, true])
    const done = await adoptAccount(session, { account, accountPassword: masterPassword, masterPassword })
    expect(done.willStopOpening.map((made) => made.path)).toEqual([late])
    expect(done.stillOpen.map((made) => made.path)).toEqual([early])
    expect([session.adopted, await opens(early), await opens(late)]).toEqual([true, true, false])
    expect(session.facts.retiredKeys).toHaveLength(1)
  })
})

describe('is refused, with every byte as it was,', () => {
  const order = async (changes: { email?: string; masterPassword?: string; accountPassword?: string }) => {
    const account = await makeWrappedAccount({ password: BITWARDEN, email: changes.email ?? EMAIL })
    return { accountPassword: BITWARDEN, masterPassword, ...changes, account }
  }

  it.each([
    ['vault/wrong-password', { masterPassword: 'wrong' }],
    ['vault/wrong-account-password', { accountPassword: 'wrong' }],
    ['vault/other-account', { email: 'bob@example.com' }],
  ])('%s', async (code, changes) => {
    const before = bytesOf(file)
    const asked = await order(changes)
    expect(await refusalOf(() => adoptAccount(session, asked))).toBe(code)
    expect([bytesOf(file).equals(before), session.adopted]).toEqual([true, false])
    await reopen(masterPassword)
  })

  it('stopped at any step up to the switch', async () => {
    const asked = await order({})
    const before = bytesOf(file)
    const seen = new Set<string>()
    for (let at = 0; ; at += 1) {
      let step = 0
      const onStep: OnStep = (stage) => {
        if (step++ !== at) return
        seen.add(stage)
        throw new Stopped()
      }
      // The last step is the switch: nothing stops it in the app.
      await expect(adoptAccount(session, asked, onStep)).rejects.toBeInstanceOf(Stopped)
      expect(bytesOf(file).equals(before)).toBe(true)
      if (seen.has('switch')) break
    }
    expect([...seen]).toEqual(['derive', 'open', 'seal', 'prove', 'switch'])
  })
})

it('a vault without an e-mail address takes up that of the account; another spelling is the same address', async () => {
  const nameless = await openVault(await makeVault({ email: null }))
  const account = await makeWrappedAccount({ password: BITWARDEN })
  expect(await adoptAccount(nameless, { account, accountPassword: BITWARDEN, masterPassword })).toMatchObject({
    email: EMAIL,
  })
  const spelt = { ...account, email: ` ${EMAIL.toUpperCase()}` }
  const asked = { account: spelt, accountPassword: BITWARDEN, masterPassword: BITWARDEN }
  expect(await adoptAccount(nameless, asked)).toMatchObject({ sameKey: true })
})

it(`killed at any moment it is adopted or not, ${KILLS} times`, async () => {
  for (let index = 0; index < 200; index += 1) addItem(session, noteDraft(`note ${index}`, 'x'.repeat(500)))
  const digest = digestOf(session.contents())
  const { fingerprint } = session.marks
  session.lock()
  const source = path.join(folder, 'data.json')
  writeFileSync(source, clientDataOf(await makeWrappedAccount()))
  const [original, outcomes] = [file, { before: 0, after: 0 }]
  let whole = 0
  for (let round = 0; round < KILLS; round += 1) {
    file = path.join(makeTempFolder(), 'vault')
    copyFileSync(original, file)
    const child = start('adopt', { file, source, password: masterPassword })
    expect(await child.hear()).toBe('ready')
    const begun = performance.now()
    child.say('go')
    // The first one may finish, and tells how long the others have.
    await (round === 0 ? child.hear() : randomPause(whole))
    whole ||= performance.now() - begun
    await child.kill()
    const found = await openVault(file)
    const after = found.marks.fingerprint !== fingerprint
    expect([digestOf(found.contents()), found.adopted, found.facts.retiredKeys.length]).toEqual([
      digest,
      after,
      after ? 1 : 0,
    ])
    outcomes[after ? 'after' : 'before'] += 1
    found.lock()
  }
  printCounts('adoptions killed', { tried: KILLS, ...outcomes })
  expect(outcomes.after).toBeGreaterThan(0)
})

it('reads the client’s file, and leaves it as it is', async () => {
  const source = path.join(folder, 'data.json')
  const text = clientDataOf(await makeWrappedAccount({ password: BITWARDEN }))
  writeFileSync(source, text)
  const account = await readClientAccount(source, session.account.email)
  await adoptAccount(session, { account, accountPassword: BITWARDEN, masterPassword })
  expect(readFileSync(source, 'utf8')).toBe(text)
})
