/** F4 of the design: diagnosis before the password, and the census. Each test is named as the promise that it holds. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CensusVerdict } from '../../contract/census.ts'
import { errorText } from '../../contract/error-text.ts'
import type { ErrorCode } from '../../contract/errors.ts'
import { en } from '../../contract/text/en.ts'
import { countDerivations } from '../testkit/derivations.ts'
import { loginDraft } from '../testkit/drafts.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { makeSession, makeTempFolder, MASTER_PASSWORD, refusalOf } from '../testkit/vaults.ts'
import type { Session } from '../vault/session.ts'
import { takeCensus, type CensusRow } from './census.ts'
import { exportVault } from './export-vault.ts'
import { takeFile } from './files.ts'
import { planImport } from './import-plan.ts'
import { inspectFile } from './inspect-file.ts'
import { addItem } from './items.ts'

const masterPassword = MASTER_PASSWORD
const FILE_PASSWORD = 'file password'

/** Files of each kind, as text: of this vault, of another one, and of nobody. */
interface Originals {
  readonly plain: string
  readonly csv: string
  readonly own: string
  readonly account: string
  readonly other: string
}

let session: Session
let originals: Originals

async function makeOriginals(): Promise<Originals> {
  const folder = makeTempFolder()
  const other = (await makeSession()).session
  for (const one of [session, other]) {
    for (const name of ['mail', 'bank'])
      addItem(one, loginDraft(name, { login: { username: 'ann', password: 's3cret' } }))
  }
  const write = async (
    by: Session,
    choice: 'json' | 'csv' | 'encrypted_json',
    filePassword?: string,
  ): Promise<string> => {
    const target = path.join(folder, 'file')
    await exportVault(by, { path: target, choice, masterPassword, filePassword, overwrite: true })
    return readFileSync(target, 'utf8')
  }
  return {
    plain: await write(session, 'json'),
    csv: await write(session, 'csv'),
    own: await write(session, 'encrypted_json', FILE_PASSWORD),
    account: await write(session, 'encrypted_json'),
    other: await write(other, 'encrypted_json'),
  }
}

beforeAll(async () => {
  ;({ session } = await makeSession())
  originals = await makeOriginals()
})

type Kind = readonly [
  verdict: CensusVerdict,
  refusal: ErrorCode | null,
  make: (from: Originals, seed: number) => string,
]

/** What is planted, and how it is to be graded with the vault open. */
const KINDS: Readonly<Record<string, Kind>> = {
  plain: ['nothing', null, ({ plain }) => plain],
  'a table': ['nothing', null, ({ csv }) => csv],
  'password-protected': ['file-password', null, ({ own }) => own],
  'this account': ['this-account', null, ({ account }) => account],
  'another account or an older key': ['unknown-key', 'format/other-key', ({ other }) => other],
  truncated: ['damaged', 'format/truncated', ({ plain }, seed) => plain.slice(0, plain.length - 2 - (seed % 400))],
  altered: ['damaged', 'format/seal-broken', ({ account }, seed) => reordered(account, seed)],
  'newer encryption': ['refused', 'format/newer-encryption', ({ account }) => account.replace('"2.', '"7.')],
  'unauthenticated legacy': ['refused', 'format/unsupported-encryption', ({ account }) => legacy(account)],
  'key derivation out of range': [
    'refused',
    'format/kdf-out-of-range',
    ({ own }, seed) => own.replace(/"kdfIterations": ?\d+/, `"kdfIterations": ${2_000_001 + seed * 1_000_003}`),
  ],
  'not an export': ['not-an-export', 'format/not-an-export', (_, seed) => `a letter, ${seed}\n`],
  'an archive': ['not-an-export', 'format/zip', (_, seed) => `PK\u0003\u0004${seed}`],
}

/** 50 backups of a few of 400 items in two versions; an item may stand in one of them twice. */
const overlapping = fc.array(fc.array(fc.tuple(fc.nat(399), fc.nat(1)), { minLength: 1, maxLength: 20 }), {
  minLength: 50,
  maxLength: 50,
  size: 'max',
})

/** What a file may ask for to keep a computer busy or to fill its memory. */
const HOSTILE = [
  ...[-1, 0, 4_999, 2_000_001, 2_147_483_647, 9_007_199_254_740_991].map((kdfIterations) => ({
    kdfType: 0,
    kdfIterations,
  })),
  ...[1_025, 1_048_576, 4_194_304].map((kdfMemory) => ({ kdfType: 1, kdfIterations: 3, kdfMemory, kdfParallelism: 4 })),
  { kdfType: 1, kdfIterations: 1_000_000, kdfMemory: 64, kdfParallelism: 4 },
  { kdfType: 1, kdfIterations: 3, kdfMemory: 64, kdfParallelism: 1_000 },
]

/** The clear parts of the items, changed: every sealed text in it is whole. */
function reordered(text: string, seed: number): string {
  return seed % 2 === 0
    ? text.replace('"favorite": false', '"favorite": true')
    : text.replace('"type": 1', '"type":  1')
}

function legacy(text: string): string {
  return text.replace(/"2\.([A-Za-z0-9+/=]+)\|([A-Za-z0-9+/=]+)\|[A-Za-z0-9+/=]+"/, '"0.$1|$2"')
}

function plant(folder: string, count: number): { path: string; kind: string }[] {
  const kinds = fc.sample(fc.constantFrom(...Object.keys(KINDS)), count)
  return kinds.map((kind, index) => {
    const file = path.join(folder, String(index))
    writeFileSync(file, KINDS[kind]?.[2](originals, index) ?? '')
    return { path: file, kind }
  })
}

function graded({ verdict, refusal }: CensusRow): unknown[] {
  return [verdict, refusal]
}

describe('F4: diagnosis', () => {
  it.each(Object.keys(KINDS))('%s has its verdict', async (kind) => {
    const [verdict, refusal, make] = KINDS[kind] ?? KINDS.plain ?? []
    const file = path.join(makeTempFolder(), 'file')
    writeFileSync(file, make?.(originals, 1) ?? '')
    const [row] = await takeCensus([file], { session })
    expect(row && graded(row)).toEqual([verdict, refusal])
  })

  it('shows a sealed file that is older than the newest known export as an older copy', async () => {
    const { session: own } = await makeSession()
    const folder = makeTempFolder()
    const make = async (name: string): Promise<string> => {
      const target = path.join(folder, name)
      await exportVault(own, { path: target, choice: 'encrypted_json', masterPassword, overwrite: false })
      return target
    }
    addItem(own, loginDraft('mail'))
    const june = await make('june')
    const newer = async (file: string): Promise<string | null> =>
      (await inspectFile(await takeFile(file), { session: own })).newerExport
    expect(await newer(june)).toBeNull()
    const july = await make('july')
    const made = own.ledger.records().find((record) => record.path === july)?.made
    expect([await newer(june), await newer(july)]).toEqual([made, null])
    expect((await planImport(own, await takeFile(june))).preview().newerExport).toBe(made)
  })

  it('gives 12 kinds of file and more 12 verdicts, each with a next step', () => {
    const verdicts = Object.values(KINDS).map(([verdict, refusal]) => `${verdict} ${refusal ?? ''}`)
    expect(new Set([...verdicts, 'this-account older', 'unknown-key format/retired-key']).size).toBeGreaterThan(12)
    for (const [, refusal] of Object.values(KINDS))
      if (refusal) expect(errorText({ code: refusal, details: {} }, en).next).toMatch(/\w{3}.*\.$/)
  })

  it('names the key that a file was made with, where the ledger knows the day it was retired', async () => {
    const own = await makeSession()
    const target = path.join(own.folder, 'june')
    addItem(own.session, loginDraft('mail'))
    await exportVault(own.session, { path: target, choice: 'encrypted_json', masterPassword, overwrite: false })
    await own.session.rotateUserKey(masterPassword, { detach: false })
    const [row] = await takeCensus([target], { session: own.session })
    expect(row && graded(row)).toEqual(['unknown-key', 'format/retired-key'])
  })

  it('of a hostile key derivation is a refusal under 50 ms of the engine’s time, with no derivation', async () => {
    const file = path.join(makeTempFolder(), 'hostile')
    const hostile = [
      ...Array.from({ length: 50 }, (_, seed) => KINDS['key derivation out of range']?.[2](originals, seed) ?? ''),
      ...HOSTILE.map((change) => JSON.stringify({ ...(JSON.parse(originals.own) as object), ...change })),
    ]
    const before = process.cpuUsage()
    const { derivations } = await countDerivations(async () => {
      for (const text of hostile) {
        writeFileSync(file, text)
        expect(await refusalOf(() => takeFile(file))).toBe('format/kdf-out-of-range')
        const [row] = await takeCensus([file], { session, filePassword: FILE_PASSWORD })
        expect(row && graded(row)).toEqual(['refused', 'format/kdf-out-of-range'])
      }
    })
    const { user, system } = process.cpuUsage(before)
    const each = (user + system) / 1000 / hostile.length
    printCounts('hostile key derivations', { tried: hostile.length, derivations, 'ms of CPU each': each.toFixed(1) })
    expect(derivations).toBe(0)
    expect(each).toBeLessThan(50)
    // That a derivation would have been seen.
    writeFileSync(file, originals.own)
    const { derivations: honest } = await countDerivations(() => takeCensus([file], { filePassword: FILE_PASSWORD }))
    expect(honest).toBe(1)
  })
})

describe('F4: the census', () => {
  it('grades 500 generated files like the oracle in under 10 s, with nothing derived and nothing written', async () => {
    const folder = makeTempFolder()
    const planted = plant(folder, 500)
    const before = readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'latin1')])
    const began = process.cpuUsage()
    const { value: rows, derivations } = await countDerivations(() =>
      takeCensus(
        planted.map((file) => file.path),
        { session },
      ),
    )
    const { user, system } = process.cpuUsage(began)
    const seconds = (user + system) / 1_000_000
    const wrong = rows.filter((row, index) => {
      const [verdict, refusal] = KINDS[planted[index]?.kind ?? ''] ?? []
      return row.verdict !== verdict || row.refusal !== refusal
    })
    expect(wrong).toEqual([])
    expect(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'latin1')])).toEqual(before)
    printCounts('census', {
      ...{ tried: rows.length, 'graded wrong': wrong.length, derivations },
      'seconds of CPU': seconds.toFixed(1),
    })
    expect([rows.length, derivations]).toEqual([500, 0])
    expect(seconds).toBeLessThan(10)
  })

  it('tells what exists in one backup alone, and counts the vault as one of them', async () => {
    const folder = makeTempFolder()
    const plain = JSON.parse(originals.plain) as { items: { name: string }[] }
    const write = (name: string, items: unknown[]): string => {
      writeFileSync(path.join(folder, name), JSON.stringify({ encrypted: false, folders: [], items }))
      return path.join(folder, name)
    }
    const [mail, bank] = plain.items
    const files = [write('a', [mail, bank]), write('b', [bank]), write('c', [{ ...mail, name: 'old mail' }])]
    const alone = async (opener: object): Promise<unknown[]> =>
      (await takeCensus(files, opener)).map(({ onlyHere }) => onlyHere)
    const [first, second] = [mail?.name, bank?.name]
    expect(await alone({})).toEqual([[first], [], ['old mail']])
    expect(await alone({ session })).toEqual([[], [], ['old mail']])
    expect(second).not.toBe(first)
  })

  it('tells “exists only in” like the oracle across 50 overlapping backups, 20 times over', async () => {
    const [original] = (JSON.parse(originals.plain) as { items: Record<string, unknown>[] }).items
    let [told, wrong] = [0, 0]
    for (const backups of fc.sample(overlapping, 20)) {
      const folder = makeTempFolder()
      const files = backups.map((items, index) => {
        const file = path.join(folder, String(index))
        // The same item in two versions counts as two; where it stands, and in which format, does not.
        const written = items.map(([id, version]) => ({ ...original, name: `item ${id}`, notes: `version ${version}` }))
        const [first, ...rest] = written
        const rotated = index % 2 === 0 || !first ? written : [...rest, first]
        writeFileSync(file, JSON.stringify({ encrypted: false, folders: [], items: rotated }, null, index % 3))
        return file
      })
      const rows = await takeCensus(files, {})
      const homes = new Map<string, Set<number>>()
      backups.forEach((items, index) => {
        for (const item of items) homes.set(String(item), (homes.get(String(item)) ?? new Set()).add(index))
      })
      backups.forEach((items, index) => {
        const alone = items.filter((item) => homes.get(String(item))?.size === 1)
        // In another version it is known again by its name and type.
        const isElsewhere = ([id]: [number, number]): boolean =>
          backups.some((others, other) => other !== index && others.some(([otherId]) => otherId === id))
        const names = (some: [number, number][]): string =>
          some
            .map(([id]) => `item ${id}`)
            .toSorted()
            .join()
        told += alone.length
        if (rows[index]?.onlyHere?.toSorted().join() !== names(alone.filter((item) => !isElsewhere(item)))) wrong += 1
        if (rows[index]?.otherVersions?.toSorted().join() !== names(alone.filter(isElsewhere))) wrong += 1
      })
    }
    printCounts('exists only in', { backups: 20 * 50, 'items told': told, wrong })
    expect(wrong).toBe(0)
    expect(told).toBeGreaterThan(1_000)
  })

  it('takes a wrong password for no finding about a file', async () => {
    const file = path.join(makeTempFolder(), 'own')
    writeFileSync(file, originals.own)
    const [wrong] = await takeCensus([file], { filePassword: 'wrong' })
    expect(wrong).toMatchObject({ verdict: 'file-password', opened: false, refusal: 'format/wrong-password' })
    const [right] = await takeCensus([file], { filePassword: FILE_PASSWORD })
    expect(right).toMatchObject({ verdict: 'file-password', opened: true, refusal: null, items: 2 })
  })
})
