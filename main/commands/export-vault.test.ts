/** Exporting: four kinds of file, each proved, recorded and written whole or not at all. */
import { createHash } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ExportChoice } from '../../contract/formats.ts'
import type { Stage } from '../../contract/progress.ts'
import { formatOf } from '../formats/index.ts'
import { digestOf } from '../model/digest.ts'
import { vaultContents } from '../testkit/arbitraries.ts'
import { loginDraft, noteDraft } from '../testkit/drafts.ts'
import { askForVault } from '../testkit/processes.ts'
import { makeQuickVault, makeSession, MASTER_PASSWORD, openVault, refusalOf } from '../testkit/vaults.ts'
import type { Session } from '../vault/session.ts'
import { exportVault, type ExportRequest } from './export-vault.ts'
import { takeFile } from './files.ts'
import { inspectFile } from './inspect-file.ts'
import { addFolder, addItem, trashItems } from './items.ts'
import { digestBackup, openBackup } from './open-backup.ts'
import { rotateKey } from './rotate-key.ts'

const FILE_PASSWORD = 'file password'

let file: string
let folder: string
let session: Session
beforeEach(async () => {
  const made = await makeSession()
  file = made.file
  folder = made.folder
  session = made.session
})

function request(changes: Partial<ExportRequest> = {}): ExportRequest {
  const choice: ExportChoice = 'encrypted_json'
  return { path: path.join(folder, 'out'), choice, masterPassword: MASTER_PASSWORD, overwrite: false, ...changes }
}

function sha256(of: string): string {
  return createHash('sha256').update(readFileSync(of)).digest('hex')
}

const KINDS: [string, Partial<ExportRequest>, string][] = [
  ['encrypted_json', { choice: 'encrypted_json' }, 'bitwarden-account-restricted'],
  ['encrypted_json with a file password', { filePassword: FILE_PASSWORD }, 'bitwarden-password-protected'],
  ['json', { choice: 'json' }, 'bitwarden-json'],
  ['csv', { choice: 'csv' }, 'bitwarden-csv'],
]

describe.each(KINDS)('%s', (_, changes, kind) => {
  beforeEach(() => {
    const folderId = addFolder(session, 'Work').id
    addItem(session, loginDraft('login', { folderId, login: { username: 'ann', password: 'p', totp: 't' } }))
    addItem(session, noteDraft('note', 'text'))
    trashItems(session, [addItem(session, noteDraft('trashed')).id])
  })

  it('is a private file of that kind that opens and gives the contents back', async () => {
    const steps: Stage[] = []
    const report = await exportVault(session, request(changes), (step) => steps.push(step))
    const found = await takeFile(report.path)
    expect(found.facts.id).toBe(kind)
    expect(statSync(report.path).mode & 0o777).toBe(0o600)
    expect([...new Set(steps)]).toEqual(['derive', 'seal', 'write', 'prove'])
    const kept = formatOf(found.facts.id).keeps(session.contents())
    const opener = { session, filePassword: changes.filePassword }
    expect(await digestBackup(found, opener)).toBe(digestOf(kept))
    expect(report).toMatchObject({ kind, digest: digestOf(kept), items: kept.items.length, folders: 1 })
    expect(report.leftOut).toEqual(kind === 'bitwarden-csv' ? { trashedItems: 1, dates: 4 } : {})
    expect(await inspectFile(found, opener)).toMatchObject({ format: kind, items: kept.items.length, folders: 1 })
  })

  it('is put on record as it is, and stays on record', async () => {
    const report = await exportVault(session, request(changes))
    const { fingerprint } = session.marks
    session.lock()
    const [record, ...others] = (await openVault(file)).ledger.records()
    expect(others).toEqual([])
    expect(record).toMatchObject({
      path: path.join(folder, 'out'),
      format: kind,
      sha256: sha256(path.join(folder, 'out')),
      bytes: statSync(path.join(folder, 'out')).size,
      digest: report.digest,
      items: report.items,
      folders: 1,
      keyFingerprint: kind === 'bitwarden-account-restricted' ? fingerprint : null,
    })
    expect(Date.parse(record?.made ?? '')).toBeLessThanOrEqual(Date.now())
    expect(report.sha256).toBe(record?.sha256)
  })

  it('is not written with a wrong master password', async () => {
    const task = (): unknown => exportVault(session, request({ ...changes, masterPassword: 'wrong' }))
    expect(await refusalOf(task)).toBe('vault/wrong-password')
    expect(readdirSync(folder).filter((name) => !name.startsWith('vault.coffer'))).toEqual([])
    expect(session.ledger.records()).toEqual([])
  })

  it('does not touch a file that is there, unless it is told to', async () => {
    writeFileSync(path.join(folder, 'out'), 'old')
    expect(await refusalOf(() => exportVault(session, request(changes)))).toBe('file/exists')
    expect(readFileSync(path.join(folder, 'out'), 'utf8')).toBe('old')
    expect(session.ledger.records()).toEqual([])
    await exportVault(session, request({ ...changes, overwrite: true }))
    const { id } = await exportVault(session, request({ ...changes, overwrite: true }))
    // One file, one record.
    expect(session.ledger.records().map((record) => record.id)).toEqual([id])
    expect((await takeFile(path.join(folder, 'out'))).facts.id).toBe(kind)
  })

  it('does not touch a file either that appears while it is made', async () => {
    const onStep = (step: Stage): void => {
      if (step === 'prove') writeFileSync(path.join(folder, 'out'), 'came between')
    }
    expect(await refusalOf(() => exportVault(session, request(changes), onStep))).toBe('file/exists')
    expect(readFileSync(path.join(folder, 'out'), 'utf8')).toBe('came between')
    expect(session.ledger.records()).toEqual([])
  })

  it('onto the open vault is refused by every name, and the vault stays held', async () => {
    symlinkSync(file, path.join(folder, 'symbolic'))
    linkSync(file, path.join(folder, 'hard'))
    const before = session.contents()
    for (const name of [
      'vault.coffer',
      'vault.coffer-journal',
      'symbolic',
      'hard',
      '../' + path.basename(folder) + '/hard',
    ]) {
      for (const overwrite of [true, false]) {
        const target = request({ ...changes, path: `${folder}/${name}`, overwrite })
        expect(await refusalOf(() => exportVault(session, target))).toBe('file/open-vault')
      }
    }
    expect(await askForVault(file)).toBe('vault/in-use')
    session.lock()
    session = await openVault(file)
    expect(session.contents().items).toHaveLength(before.items.length)
    expect(session.ledger.records()).toEqual([])
  })
})

describe('without the trash', () => {
  it('leaves trashed items out and counts them', async () => {
    addItem(session, noteDraft('kept'))
    trashItems(session, [addItem(session, noteDraft('one')).id, addItem(session, noteDraft('two')).id])
    const report = await exportVault(session, request({ choice: 'json', withoutTrash: true }))
    expect(report).toMatchObject({ items: 1, leftOut: { trashedItems: 2 } })
    const { contents } = await openBackup(await takeFile(report.path), {})
    expect(contents.items.map(({ name }) => name)).toEqual(['kept'])
    expect(session.ledger.records()[0]).toMatchObject({ items: 1, digest: report.digest })
    expect(session.contents().items).toHaveLength(3)
  })

  it('counts nothing where the trash is empty', async () => {
    addItem(session, noteDraft('kept'))
    expect(await exportVault(session, request({ withoutTrash: true }))).toMatchObject({ items: 1, leftOut: {} })
  })
})

describe('a request that makes no sense', () => {
  it.each<[string, Partial<ExportRequest>, string]>([
    ['a file password for csv', { choice: 'csv', filePassword: 'x' }, 'usage/format-takes-no-password'],
    ['a file password for json', { choice: 'json', filePassword: 'x' }, 'usage/format-takes-no-password'],
    ['a blank one for json', { choice: 'json', filePassword: '' }, 'usage/format-takes-no-password'],
    ['a blank file password', { filePassword: '' }, 'usage/blank-password'],
    ['a file password of blanks', { filePassword: ' \t\n' }, 'usage/blank-password'],
    ['a blank master password', { masterPassword: '' }, 'usage/blank-password'],
    ['half a character in the file password', { filePassword: '\ud800' }, 'format/lone-surrogate'],
    ['a folder that is not there', { path: '/coffer-test/none/out' }, 'file/not-found'],
  ])('is refused: %s', async (_, changes, code) => {
    addItem(session, noteDraft('x'))
    expect(await refusalOf(() => exportVault(session, request(changes)))).toBe(code)
    expect(existsSync(path.join(folder, 'out'))).toBe(false)
    expect(session.ledger.records()).toEqual([])
  })

  it('is refused before the long work: a folder for the target', async () => {
    mkdirSync(path.join(folder, 'out'))
    const onStep = vi.fn()
    expect(await refusalOf(() => exportVault(session, request({ overwrite: true }), onStep))).toBe('file/not-regular')
    expect(onStep).not.toHaveBeenCalled()
  })
})

describe('generated vaults', () => {
  it('are exported whole in every kind', { timeout: 30_000 }, async () => {
    for (const [at, sample] of fc.sample(vaultContents(12), { numRuns: 6, seed: 7 }).entries()) {
      // As a vault holds them: fast-check also makes objects that have no prototype.
      const contents = JSON.parse(JSON.stringify(sample)) as typeof sample
      const generated = await openVault(await makeQuickVault())
      generated.save(contents)
      for (const [name, changes, kind] of KINDS) {
        const out = path.join(folder, `${name}-${at}`)
        const report = await exportVault(generated, request({ ...changes, path: out }))
        expect(report.digest === digestOf(contents) || kind === 'bitwarden-csv').toBe(true)
      }
      expect(generated.ledger.records()).toHaveLength(KINDS.length)
      generated.lock()
    }
  })
})

describe('planning a rotation', () => {
  it('names the exports that end by it and those that live on, and nothing else is done', async () => {
    addItem(session, noteDraft('x'))
    const ending: string[] = []
    for (const [at, changes] of [{}, { filePassword: FILE_PASSWORD }, {}, { choice: 'csv' as const }, {}].entries()) {
      const { sha256: hash, kind } = await exportVault(
        session,
        request({ ...changes, path: path.join(folder, `${at}`) }),
      )
      if (kind === 'bitwarden-account-restricted') ending.push(hash)
    }
    const done = await rotateKey(session, MASTER_PASSWORD, { detach: false })
    expect(done.willStopOpening.map((made) => made.sha256).sort()).toEqual(ending.sort())
    expect(done.stillOpen.map((made) => path.basename(made.path)).sort()).toEqual(['1', '3'])
    expect(done).toMatchObject({ items: 1, folders: 0, scrubbed: true, replacements: [] })
    const backup = await takeFile(path.join(folder, '0'))
    expect(await inspectFile(backup, { session })).toMatchObject({ opens: false, refusal: 'format/retired-key' })
    expect(await inspectFile(backup, {})).toMatchObject({ opens: null, refusal: null, items: 1 })
  })
})
