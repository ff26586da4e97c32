/** The engine in this thread: the census of files on offer, as the window takes it. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Census, CensusFile } from '../../contract/census.ts'
import { addItem } from '../commands/items.ts'
import { SAMPLE } from '../commands/sample.ts'
import { countDerivations } from '../testkit/derivations.ts'
import { loginDraft } from '../testkit/drafts.ts'
import { startEngine, startUnlocked, type StartedEngine } from '../testkit/engines.ts'
import { makeQuickVault, makeTempFolder, MASTER_PASSWORD, openVault, refusalOf } from '../testkit/vaults.ts'

const masterPassword = MASTER_PASSWORD
const ONE = 'file password one'
const TWO = 'file password two'

let vault: string
let folder: string
/** A vault with “mail” and “bank”; beside it an export for it, and one each with two passwords. */
beforeEach(async () => {
  vault = await makeQuickVault()
  folder = path.join(makeTempFolder(), 'backups')
  mkdirSync(folder)
  const session = await openVault(vault)
  for (const name of ['mail', 'bank']) addItem(session, loginDraft(name, { login: { password: `s3cret-${name}` } }))
  session.lock()
  const { engine } = await startUnlocked(vault)
  for (const [name, filePassword] of [
    ['account.json', null],
    ['one.json', ONE],
    ['two.json', TWO],
  ] as const) {
    const target = path.join(folder, name)
    await engine.export({ choice: 'encrypted_json', filePassword, masterPassword, withTrash: true, path: target })
  }
  engine.close()
  writeFileSync(path.join(folder, 'sample.json'), SAMPLE)
  writeFileSync(path.join(folder, 'text.txt'), 'no export')
})

interface Taken {
  readonly tickets: Readonly<Record<string, string>>
  take(filePassword?: string): Promise<Census | null>
  by(census: Census | null): Record<string, CensusFile>
}

async function offered({ engine }: StartedEngine): Promise<Taken> {
  const { files } = await engine.offer({ paths: [folder] })
  const tickets = Object.fromEntries(files.map(({ name, ticket }) => [name, ticket]))
  const names = Object.fromEntries(files.map(({ name, ticket }) => [ticket, name]))
  return {
    tickets,
    take: (filePassword) => engine.census({ tickets: Object.values(tickets), filePassword: filePassword ?? null }),
    by: (census) => Object.fromEntries(census?.files.map((file) => [names[file.ticket] ?? '', file]) ?? []),
  }
}

function verdicts(files: Record<string, CensusFile>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, { verdict }]) => [name, verdict]))
}

const CLOSED = {
  'one.json': 'file-password',
  'two.json': 'file-password',
  'sample.json': 'nothing',
  'text.txt': 'not-an-export',
}

describe('F4: the census in the window', () => {
  it('grades with nothing derived and nothing written, and with the vault once that is open', async () => {
    const bare = startEngine()
    const taken = await offered(bare)
    const before = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'latin1'))
    const { value, derivations } = await countDerivations(() => taken.take())
    expect([verdicts(taken.by(value)), derivations]).toEqual([{ 'account.json': 'unknown-key', ...CLOSED }, 0])
    expect(value?.onlyInVault).toBeNull()
    await bare.engine.open({ path: vault })
    await bare.engine.unlock({ masterPassword })
    const open = await taken.take()
    expect(verdicts(taken.by(open))).toEqual({ 'account.json': 'this-account', ...CLOSED })
    // The vault counts as one more backup: what the account’s file has, it has too.
    expect(taken.by(open)['account.json']).toMatchObject({ onlyHere: 0, inspection: { opens: true, sealed: true } })
    expect(open?.onlyInVault).toBe(0)
    expect(readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'latin1'))).toEqual(before)
  })

  it('tries a password on each file that is closed, and keeps what it opened', async () => {
    const bare = startEngine()
    const taken = await offered(bare)
    const opens = async (filePassword?: string): Promise<(boolean | null | undefined)[]> => {
      const files = taken.by(await taken.take(filePassword))
      return ['one.json', 'two.json'].map((name) => files[name]?.inspection?.opens)
    }
    expect(await opens()).toEqual([null, null])
    const before = await taken.take()
    // A wrong password is no finding about a file: each is as it was before it was tried.
    expect(await taken.take('wrong')).toEqual(before)
    expect(await opens(ONE)).toEqual([true, null])
    const { value, derivations } = await countDerivations(() => opens(TWO))
    // What is open is not opened again.
    expect([value, derivations]).toEqual([[true, true], 1])
    const files = taken.by(await taken.take())
    expect([files['one.json']?.onlyHere, files['sample.json']?.onlyHere]).toEqual([0, 8])
  })

  it('takes a wrong password that is the first thing tried for no finding either', async () => {
    const taken = await offered(startEngine())
    const { 'one.json': one, 'two.json': two } = taken.by(await taken.take(ONE))
    expect(one).toMatchObject({ inspection: { opens: true } })
    expect(two).toMatchObject({ verdict: 'file-password', inspection: { opens: null, refusal: null } })
  })

  it('names what a file has alone, a hundred at most, and nothing else of it', async () => {
    const many = { encrypted: false, folders: [], items: [] as object[] }
    const [item] = (JSON.parse(SAMPLE) as { items: object[] }).items
    for (let count = 0; count < 130; count += 1) many.items.push({ ...item, name: `item ${count}` })
    writeFileSync(path.join(folder, 'many.json'), JSON.stringify(many))
    const { engine, ...rest } = startEngine()
    const taken = await offered({ engine, ...rest })
    const census = await taken.take(ONE)
    expect(taken.by(census)['many.json']?.onlyHere).toBe(130)
    const told = engine.onlyIn({ ticket: taken.tickets['many.json'] ?? '' })
    expect([told.names.length, told.names[0], told.more]).toEqual([100, 'item 0', 30])
    expect(engine.onlyIn({ ticket: taken.tickets['one.json'] ?? '' }).names.toSorted()).toEqual(['bank', 'mail'])
    expect(JSON.stringify([census, told])).not.toMatch(/s3cret/)
    for (const ticket of [taken.tickets['two.json'] ?? '', 'none'])
      expect(await refusalOf(() => engine.onlyIn({ ticket }))).toBe('file/ticket-expired')
  })

  it('forgets with the page, with the lock, and what is no longer asked for', async () => {
    const { engine, ...rest } = startEngine()
    const taken = await offered({ engine, ...rest })
    const ticket = taken.tickets['one.json'] ?? ''
    const open = async (): Promise<boolean | null | undefined> => {
      await taken.take(ONE)
      return taken.by(await taken.take())['one.json']?.inspection?.opens
    }
    const others = { tickets: [taken.tickets['two.json'] ?? ''], filePassword: null }
    for (const forget of [
      () => Promise.resolve(engine.endCensus()),
      () => {
        engine.close()
        return Promise.resolve(null)
      },
      () => engine.census(others),
    ]) {
      expect(await open()).toBe(true)
      await forget()
      expect(await refusalOf(() => engine.onlyIn({ ticket }))).toBe('file/ticket-expired')
      expect(taken.by(await taken.take())['one.json']?.inspection?.opens).toBeNull()
    }
  })

  it('stopped while it tries a password answers null, and what it found before stays', async () => {
    const started = startEngine()
    const taken = await offered(started)
    await taken.take()
    started.stopAt = 'census open'
    expect(await taken.take(ONE)).toBeNull()
    started.stopAt = ''
    started.told.length = 0
    const { 'one.json': one, 'text.txt': text } = taken.by(await taken.take())
    expect(text?.verdict).toBe('not-an-export')
    // To be stopped is no finding about a file.
    expect(one).toMatchObject({ verdict: 'file-password', inspection: { opens: null, refusal: null } })
    expect(taken.by(await taken.take(ONE))['one.json']?.inspection?.opens).toBe(true)
    expect(started.told).toMatchObject([{ task: 'census', stage: 'open', done: 0, total: 2, stoppable: true }])
  })

  it('tells a file that was changed since it was offered', async () => {
    const started = startEngine()
    const taken = await offered(started)
    writeFileSync(path.join(folder, 'sample.json'), `${SAMPLE} `)
    const { 'sample.json': changed } = taken.by(await taken.take())
    expect(changed).toMatchObject({ verdict: 'unreadable', inspection: null, error: { code: 'file/changed' } })
  })
})
