/** F1 of the design: the restore drill and the burnt-house drill. Each test is named as the promise that it holds. */
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { CofferError, type ErrorCode } from '../../contract/errors.ts'
import type { ExportChoice } from '../../contract/formats.ts'
import { burntHouseDrill } from '../drill/burnt-house-drill.ts'
import { startNodeProcess } from '../drill/node-process.ts'
import { digestOf } from '../model/digest.ts'
import type { VaultContents } from '../model/item.ts'
import { vaultContents } from '../testkit/arbitraries.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { makeQuickVault, makeTempFolder, MASTER_PASSWORD, openVault, refusalOf } from '../testkit/vaults.ts'
import type { Session } from '../vault/session.ts'
import { writeAccountKey } from './accounts.ts'
import { drillBackup, listBackups, lookAtBackup, recordBurntHouse, type DrillPasswords } from './backups.ts'
import { missingIngredient, restoreFromSurvivors, type Survivors } from './burnt-house.ts'
import { takeFile } from './files.ts'
import { exportVault, type ExportReport } from './export-vault.ts'

const masterPassword = MASTER_PASSWORD
const FILE_PASSWORD = 'file password'
const PASSWORDS = { masterPassword, filePassword: FILE_PASSWORD }
const KINDS: readonly (readonly [ExportChoice, string | undefined])[] = [
  ['encrypted_json', undefined],
  ['encrypted_json', FILE_PASSWORD],
  ['json', undefined],
  ['csv', undefined],
]

interface Bench {
  readonly session: Session
  readonly folder: string
  readonly file: string
  readonly keyFile: string
}

async function makeBench(): Promise<Bench> {
  const [file, folder] = [await makeQuickVault(), makeTempFolder()]
  const session = await openVault(file)
  const keyFile = path.join(folder, 'account-key.json')
  await writeAccountKey(session, keyFile, { masterPassword, overwrite: false })
  return { session, folder, file, keyFile }
}

/** The vault holds this and nothing else. */
function fill(session: Session, contents: VaultContents): void {
  const { items, folders } = session.contents()
  session.deleteItems(items.map(({ id }) => id))
  for (const { id } of folders) session.deleteFolder(id)
  session.save(contents)
}

async function makeExport(
  { session, folder }: Bench,
  [choice, filePassword]: (typeof KINDS)[number],
): Promise<ExportReport> {
  const target = path.join(folder, 'backup')
  return await exportVault(session, { path: target, choice, filePassword, masterPassword, overwrite: true })
}

function survivorsOf({ keyFile }: Pick<Bench, 'keyFile'>, { path: file }: ExportReport): Survivors {
  return { path: file, filePassword: FILE_PASSWORD, accountKeyPath: keyFile, masterPassword }
}

/** Of generated vaults; the same ones in every run of one seed. */
function samples(count: number): VaultContents[] {
  return fc.sample(vaultContents(6), count)
}

const fixture: VaultContents = {
  folders: [{ id: 'f', name: 'Work' }],
  items:
    fc.sample(vaultContents(8), { numRuns: 1, seed: 1 })[0]?.items.map((item) => ({ ...item, folderId: null })) ?? [],
}

let bench: Bench
beforeAll(async () => {
  bench = await makeBench()
})

describe('F1: the restore drill', () => {
  it('gives exact counts per format on generated vaults of every item type', async () => {
    const types = new Set<number>()
    for (const contents of samples(25)) {
      fill(bench.session, contents)
      for (const { type } of contents.items) types.add(type)
      for (const kind of KINDS) {
        const made = await makeExport(bench, kind)
        const outcome = await drillBackup(bench.session, made.id, PASSWORDS)
        expect([outcome.refusal, outcome.items, outcome.folders, outcome.digest]).toEqual([
          null,
          made.items,
          made.folders,
          made.digest,
        ])
        const burnt = await recordBurntHouse(bench.session, made.id, () =>
          restoreFromSurvivors(survivorsOf(bench, made)),
        )
        expect([burnt.refusal, burnt.items, burnt.folders]).toEqual([null, made.items, made.folders])
        bench.session.ledger.forget(made.id)
      }
    }
    expect(types.size).toBe(8)
  })

  it('names a wrong re-typed password, and takes it for no finding about the file', async () => {
    fill(bench.session, fixture)
    const [account, own] = [await makeExport(bench, ['encrypted_json', undefined]), 'wrong']
    const drill = (id: string, passwords: DrillPasswords): Promise<string> =>
      refusalOf(() => drillBackup(bench.session, id, passwords))
    expect(await drill(account.id, { masterPassword: own })).toBe('vault/wrong-password')
    expect(await drill(account.id, {})).toBe('usage/password-needed')
    const protectedOne = await makeExport(bench, ['encrypted_json', FILE_PASSWORD])
    expect(await drill(protectedOne.id, { filePassword: own })).toBe('format/wrong-password')
    expect(await drill(protectedOne.id, {})).toBe('usage/file-password-needed')
    expect((await lookAtBackup(bench.session, protectedOne.id)).proofs).toEqual({})
  })

  it('refuses every one-byte change of an encrypted file, or finds equal contents', async () => {
    let [tried, refused, equal, falseGreens] = [0, 0, 0, 0]
    fill(bench.session, { folders: [{ id: 'f', name: 'Work' }], items: fixture.items.slice(0, 1) })
    for (const kind of KINDS.slice(0, 2)) {
      const made = await makeExport(bench, kind)
      const whole = readFileSync(made.path)
      const step = Math.max(1, Math.floor(whole.byteLength / 400))
      for (let at = 0; at < whole.byteLength; at += step) {
        const changed = Buffer.from(whole)
        changed[at] = (changed[at] ?? 0) ^ (1 << (at % 7))
        writeFileSync(made.path, changed)
        tried += 1
        const code = await refusalOf(async () => {
          const { refusal, digest } = await drillBackup(bench.session, made.id, PASSWORDS)
          if (refusal) throw refusal
          if (digest !== made.digest) falseGreens += 1
        })
        if (code === 'done') equal += 1
        else refused += 1
        expect(code).not.toMatch(/^internal|Error/)
      }
      bench.session.ledger.forget(made.id)
    }
    printCounts('one-byte changes', { tried, refused, 'equal contents': equal, 'false greens': falseGreens })
    expect(falseGreens).toBe(0)
    expect(refused).toBeGreaterThan(tried / 2)
  })

  it('of 500 planted faults gives no false green', async () => {
    let [planted, found, falseGreens] = [0, 0, 0]
    const codes = new Set<string>()
    for (const [index, contents] of samples(25).entries()) {
      fill(bench.session, contents)
      for (const kind of KINDS) {
        const made = await makeExport(bench, kind)
        const whole = readFileSync(made.path, 'utf8')
        for (const fault of faultsOf(whole, index)) {
          writeFileSync(made.path, fault)
          const verdict = await verdictOf(bench.session, made.id)
          codes.add(verdict)
          planted += 1
          if (verdict !== 'green') found += 1
          else if (digestOf(await contentsOf(made.path)) !== made.digest) falseGreens += 1
        }
        bench.session.ledger.forget(made.id)
      }
    }
    printCounts('planted faults', {
      ...{ tried: planted, found, 'equal contents': planted - found - falseGreens, 'false greens': falseGreens },
      refusals: [...codes].sort().join(' '),
    })
    expect(falseGreens).toBe(0)
    expect(found).toBeGreaterThanOrEqual(500)
  })

  it('says of a file that holds something else that it is not what was exported', async () => {
    fill(bench.session, fixture)
    const made = await makeExport(bench, ['json', undefined])
    writeFileSync(made.path, readFileSync(made.path, 'utf8').replace('"Work"', '"Play"'))
    expect((await drillBackup(bench.session, made.id, {})).refusal?.code).toBe('backup/not-equal')
    expect((await lookAtBackup(bench.session, made.id)).state).toBe('changed')
  })
})

describe('F1: the burnt-house drill', () => {
  it('never opens the live vault: it holds with the vault unreadable, in a fresh process', async () => {
    const own = await makeBench()
    fill(own.session, fixture)
    const made = await makeExport(own, ['encrypted_json', undefined])
    own.session.lock()
    // Unreadable for whoever is not root, and gone from its place for root.
    chmodSync(own.file, 0)
    renameSync(own.file, `${own.file}.away`)
    const restored = await burntHouseDrill(startNodeProcess, survivorsOf(own, made))
    expect(restored).toMatchObject({ digest: made.digest, items: made.items, folders: made.folders, sealed: true })
  })

  it('with any one ingredient away says “would not restore” and names it', async () => {
    fill(bench.session, fixture)
    const account = await makeExport(bench, ['encrypted_json', undefined])
    const took = async (made: ExportReport, away: Partial<Survivors>): Promise<string | null> =>
      missingIngredient(
        (await refusalOf(() => restoreFromSurvivors({ ...survivorsOf(bench, made), ...away }))) as ErrorCode,
      )
    expect(await took(account, { accountKeyPath: null })).toBe('account-key-file')
    expect(await took(account, { masterPassword: null })).toBe('master-password')
    const gone = { path: path.join(bench.folder, 'no such file') }
    expect(await refusalOf(() => restoreFromSurvivors({ ...survivorsOf(bench, account), ...gone }))).toBe(
      'file/not-found',
    )
    expect(await took(await makeExport(bench, ['encrypted_json', FILE_PASSWORD]), { filePassword: null })).toBe(
      'file-password',
    )
  })

  it('needs nothing that the kind of file does not need', async () => {
    fill(bench.session, fixture)
    const nothing = { filePassword: null, accountKeyPath: null, masterPassword: null }
    for (const kind of KINDS.slice(2)) {
      const made = await makeExport(bench, kind)
      expect((await restoreFromSurvivors({ path: made.path, ...nothing })).digest).toBe(made.digest)
    }
    const made = await makeExport(bench, ['encrypted_json', FILE_PASSWORD])
    const survivors = { path: made.path, ...nothing, filePassword: FILE_PASSWORD }
    expect((await restoreFromSurvivors(survivors)).digest).toBe(made.digest)
  })

  it('refuses the key file of another account, and of a key that was changed since', async () => {
    const [own, other] = [await makeBench(), await makeBench()]
    fill(own.session, fixture)
    const made = await makeExport(own, ['encrypted_json', undefined])
    const withKey = (keyFile: string): Promise<string> =>
      refusalOf(() => restoreFromSurvivors(survivorsOf({ keyFile }, made)))
    expect(await withKey(other.keyFile)).toBe('format/other-key')
    await own.session.rotateUserKey(masterPassword, { detach: false })
    const fresh = path.join(own.folder, 'fresh-key.json')
    await writeAccountKey(own.session, fresh, { masterPassword, overwrite: false })
    expect([await withKey(fresh), await withKey(own.keyFile)]).toEqual(['format/other-key', 'done'])
  })

  it.each(['internal', 'crypto/argon2-failed'] as const)('that ended as %s found nothing out', async (code) => {
    fill(bench.session, fixture)
    const made = await makeExport(bench, ['json', undefined])
    await recordBurntHouse(bench.session, made.id, () => restoreFromSurvivors(survivorsOf(bench, made)))
    const ended = () => Promise.reject(new CofferError(code))
    expect(await refusalOf(() => recordBurntHouse(bench.session, made.id, ended))).toBe(code)
    expect((await lookAtBackup(bench.session, made.id)).state).toBe('proved')
  })

  it('is told to stop, and stops', async () => {
    fill(bench.session, fixture)
    const made = await makeExport(bench, ['json', undefined])
    const reason = new CofferError('vault/locked')
    const stopped = burntHouseDrill(startNodeProcess, survivorsOf(bench, made), AbortSignal.abort(reason))
    expect(await refusalOf(() => stopped)).toBe('vault/locked')
  })
})

describe('the ledger', () => {
  it('says in one word what each backup is good for', async () => {
    const own = await makeBench()
    fill(own.session, fixture)
    const made: Record<string, ExportReport> = {}
    for (const name of ['missing', 'changed', 'failed', 'proved', 'opens-here', 'not-checked']) {
      const target = path.join(own.folder, name)
      made[name] = await exportVault(own.session, {
        path: target,
        choice: 'encrypted_json',
        masterPassword,
        overwrite: false,
      })
    }
    const { missing, changed, failed, proved, 'opens-here': here } = made
    if (!missing || !changed || !failed || !proved || !here) throw new Error('not made')
    renameSync(missing.path, `${missing.path}.away`)
    writeFileSync(changed.path, 'something else')
    own.session.ledger.prove(failed.id, 'restore', { at: new Date().toISOString(), refusal: 'format/damaged' })
    await drillBackup(own.session, here.id, PASSWORDS)
    await recordBurntHouse(own.session, proved.id, () => restoreFromSurvivors(survivorsOf(own, proved)))
    const states = async (): Promise<Record<string, string>> =>
      Object.fromEntries((await listBackups(own.session)).map((backup) => [path.basename(backup.path), backup.state]))
    const before = Object.fromEntries(Object.keys(made).map((name) => [name, name]))
    expect(await states()).toEqual(before)
    await own.session.rotateUserKey(masterPassword, { detach: false })
    const retired = Object.fromEntries(Object.keys(made).map((name) => [name, 'key-retired']))
    expect(await states()).toEqual({ ...retired, missing: 'missing', changed: 'changed' })
  })
})

/** Whole, and then with parts cut, doubled, swapped or replaced. */
function faultsOf(text: string, seed: number): string[] {
  const at = (share: number): number => Math.floor(text.length * share)
  const [a, b, c] = [at(0.2 + (seed % 5) / 20), at(0.5), at(0.8)]
  return [
    text.slice(0, b),
    text.slice(0, -2),
    text.slice(0, a) + text.slice(b),
    text.slice(0, b) + text.slice(a),
    text.slice(0, a) + text.slice(b, c) + text.slice(a, b) + text.slice(c),
    `${text.slice(0, c)}x${text.slice(c)}`,
    text.slice(0, b) + text.slice(b).toUpperCase(),
    '',
  ].filter((fault) => fault !== text)
}

async function verdictOf(session: Session, id: string): Promise<string> {
  const code = await refusalOf(async () => {
    const { refusal } = await drillBackup(session, id, PASSWORDS)
    if (refusal) throw refusal
  })
  return code === 'done' ? 'green' : code
}

async function contentsOf(file: string): Promise<VaultContents> {
  const account = await bench.session.deriveAgain(masterPassword)
  return (await (await takeFile(file)).recognised.read({ account, filePassword: FILE_PASSWORD })).contents
}
