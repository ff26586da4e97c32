/** F2 of the design: what is said of a format before an export is what really comes back. Each test is named as its promise. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { FIDELITY_CLASSES, leftOutOf, type Fidelity, type FidelityClass } from '../../contract/fidelity.ts'
import { EXPORT_CHOICES, type ExportChoice } from '../../contract/formats.ts'
import { ITEM_TYPES, itemTypeName, type ItemTypeName } from '../../contract/items.ts'
import { atBitwarden } from '../formats/bitwarden/importer.ts'
import { detect } from '../formats/index.ts'
import { diffContents } from '../model/diff.ts'
import type { Item, Login, VaultContents } from '../model/item.ts'
import { vaultContents } from '../testkit/arbitraries.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { makeSession, MASTER_PASSWORD } from '../testkit/vaults.ts'
import type { Session } from '../vault/session.ts'
import { exportVault } from './export-vault.ts'
import { absentFrom, explainExport } from './fidelity.ts'
import { takeFile } from './files.ts'
import { commitImport } from './import-history.ts'
import { planImport } from './import-plan.ts'

let full: Session
let empty: Session
let folder: string

beforeAll(async () => {
  ;({ session: full, folder } = await makeSession())
  ;({ session: empty } = await makeSession())
})

function clear(session: Session): void {
  const { items, folders } = session.contents()
  session.deleteItems(items.map(({ id }) => id))
  for (const { id } of folders) session.deleteFolder(id)
}

/** What a vault has after a real export of `contents` and a real import of that file; by name, ids are new. */
async function restored(choice: ExportChoice, contents: VaultContents): Promise<VaultContents> {
  clear(full)
  clear(empty)
  full.save(contents)
  const file = path.join(folder, 'out')
  const withPassword = choice === 'encrypted_json' ? { filePassword: 'file password' } : {}
  await exportVault(full, { path: file, choice, masterPassword: MASTER_PASSWORD, overwrite: true, ...withPassword })
  commitImport(empty, await planImport(empty, await takeFile(file), withPassword), { fileName: 'out' })
  rmSync(file)
  return empty.contents()
}

/** Any vault with a login in it, its items and folders of one name each, so that they are known again. */
const vaults = vaultContents(6).map(({ folders, items }) => ({
  folders: folders.map((made, index) => ({ ...made, name: `${made.name} folder ${index}` })),
  items: [
    plain('login', { id: 'always there', name: 'always there' }),
    ...items.map((made, index) => ({ ...made, name: `${made.name} item ${index}` })),
  ],
}))

const RUNS = 40

describe.each(EXPORT_CHOICES)('F2: fidelity statement of %s', (choice) => {
  let pairs: { readonly before: VaultContents; readonly after: VaultContents }[]

  beforeAll(async () => {
    pairs = []
    for (const before of fc.sample(vaults, RUNS)) pairs.push({ before, after: await restored(choice, before) })
  }, 60_000)

  it('the figures equal the real difference measured by export and import into an empty vault', () => {
    let figures = 0
    for (const { before, after } of pairs) {
      const { file } = explainExport(choice, before)
      figures += file.length
      expect(file, JSON.stringify(before)).toEqual(measured(before, after))
    }
    printCounts(`fidelity of ${choice}`, { vaults: RUNS, figures, wrong: 0 })
  })

  it('no class of field goes that the table does not name', () => {
    let differences = 0
    for (const { before, after } of pairs) {
      const losing = Object.keys(leftOutOf(explainExport(choice, before).file))
      const { removed, changed, foldersRemoved } = diffContents(before, after)
      differences += removed.length + changed.length + foldersRemoved.length
      for (const { item } of removed)
        expect(losing).toContain(item.deletedDate === null ? itemTypeName(item.type) : 'trashedItems')
      for (const { field } of changed.flatMap(({ changes }) => changes))
        expect(
          classesOf(field).filter((what) => losing.includes(what)),
          field,
        ).not.toEqual([])
      if (foldersRemoved.length > 0) expect(losing).toContain('folders')
    }
    printCounts(`unnamed losses of ${choice}`, { differences, unnamed: 0 })
  })
})

describe('F2: fidelity statement', () => {
  it('counted by hand', () => {
    const many = <T>(count: number, of: T): T[] => Array<T>(count).fill(of)
    const old = { password: 'old', lastUsedDate: null }
    const items = [
      plain('login', { passwordHistory: many(7, old), favorite: true }),
      plain('login', { deletedDate: '2026-01-01T00:00:00.000Z' }),
      ...many(3, plain('card', {})),
      plain('secureNote', { notes: 'a note', fields: [{ name: 'pin', value: '1', type: 1, linkedId: null }] }),
    ].map((item, index) => ({ ...item, id: `item ${index}` }))
    const { file, atBitwarden } = explainExport('csv', { folders: [{ id: 'a', name: 'empty' }], items })
    expect(leftOutOf(file)).toEqual({ card: 3, trashedItems: 1, folders: 1, fieldTypes: 1, passwordHistory: 7 })
    expect(file).toContainEqual({ what: 'favorites', here: 1, kept: 1 })
    expect(leftOutOf(atBitwarden)).toEqual(leftOutOf(file))
    const json = explainExport('json', { folders: [], items })
    expect(leftOutOf(json.file)).toEqual({})
    expect(leftOutOf(json.atBitwarden)).toEqual({ trashedItems: 1, passwordHistory: 2, dates: 1 })
  })

  it.each([
    ['bitwarden-json', '{"encrypted":false,"folders":[],"items":[]}', []],
    ['chromium-csv', 'name,url,username,password,note\n', ['card', 'folders', 'totps', 'passkeys', 'dates']],
    [
      'firefox-csv',
      'url,username,password,httpRealm,formActionOrigin,guid,timeCreated,timeLastUsed,timePasswordChanged\n',
      ['secureNote', 'names', 'notes', 'trashedItems'],
    ],
  ])('what no file of a kind holds is known of its reader: %s', (format, text, absent) => {
    const { format: seen, keeps } = detect(Buffer.from(text))
    expect(seen).toBe(format)
    const found = absentFrom(keeps)
    expect(found).toEqual(absent.length === 0 ? [] : expect.arrayContaining(absent))
    expect(found).not.toContain('passwords')
  })

  it('what Bitwarden makes of a file is what docs/FORMATS.md says', () => {
    fc.assert(
      fc.property(vaults, (contents) => {
        const { items } = atBitwarden(contents)
        expect(JSON.stringify(items)).not.toContain('"extra"')
        items.forEach((item, index) => {
          expect(item.passwordHistory).toHaveLength(Math.min(5, contents.items[index]?.passwordHistory.length ?? 0))
          expect([item.creationDate, item.revisionDate, item.deletedDate]).toEqual([null, null, null])
        })
      }),
    )
  })
})

function plain(type: ItemTypeName, members: Partial<Item>): Item {
  return {
    ...{ id: '', folderId: null, type: ITEM_TYPES[type], name: type, notes: null, favorite: false, reprompt: 0 },
    ...{ fields: [], passwordHistory: [] },
    ...{ creationDate: null, revisionDate: null, deletedDate: null, archivedDate: null },
    ...(type === 'login'
      ? {
          login: {
            ...{ username: null, password: null, totp: null, uris: [], fido2Credentials: [] },
            ...{ passwordRevisionDate: null, autofillOnPageLoad: null },
          },
        }
      : { [type]: {} }),
    ...members,
  }
}

/** Which classes a difference may belong to, by where diff.ts says it stands. */
function classesOf(field: string): FidelityClass[] {
  const beginnings: readonly (readonly [RegExp, readonly FidelityClass[]])[] = [
    [/^folder$/, ['placements']],
    [/^trashed$/, ['trashedItems']],
    [/^archived$/, ['archived']],
    [/^(?:name|notes)$/, ['names', 'notes']],
    [/^favorite$/, ['favorites']],
    [/^reprompt$/, ['reprompts']],
    [/^passwordHistory/, ['passwordHistory', 'unknownFields']],
    [/^fields/, ['customFields', 'fieldTypes', 'unknownFields']],
    [/^login\.fido2Credentials/, ['passkeys', 'unknownFields']],
    [/^login\.uris/, ['uris', 'uriMatches', 'unknownFields']],
    [/^login\.(?:autofillOnPageLoad|passwordRevisionDate)$/, ['loginSettings']],
    [/^login\.username$/, ['usernames']],
    [/^login\.password$/, ['passwords']],
    [/^login\.totp$/, ['totps']],
    [/./, ['unknownFields', 'typeFields']],
  ]
  const [, classes] = beginnings.find(([beginning]) => beginning.test(field)) ?? [null, []]
  return [...classes]
}

/** The table once more, from the words of docs/FORMATS.md#losses: whole lists compared, item by item. */
function measured(before: VaultContents, after: VaultContents): Fidelity {
  const copies = new Map(after.items.map((item) => [item.name, item]))
  const rows = new Map<string, { here: number; kept: number }>()
  const add = (what: string, here: readonly unknown[], there: readonly unknown[]): void => {
    const left = there.map((value) => JSON.stringify(value))
    const row = rows.get(what) ?? { here: 0, kept: 0 }
    for (const value of here) {
      row.here += 1
      const at = left.indexOf(JSON.stringify(value))
      if (at === -1) continue
      row.kept += 1
      left.splice(at, 1)
    }
    if (row.here > 0) rows.set(what, row)
  }
  for (const item of before.items) {
    const copy = copies.get(item.name)
    add(item.deletedDate === null ? itemTypeName(item.type) : 'trashedItems', [1], copy ? [1] : [])
    if (!copy) continue
    const [here, there] = [partsOf(item, before), partsOf(copy, after)]
    for (const [what, values] of Object.entries(here)) add(what, values, there[what] ?? [])
  }
  add(
    'folders',
    before.folders.map(({ name }) => name),
    after.folders.map(({ name }) => name),
  )
  const order = FIDELITY_CLASSES
  return [...rows]
    .map(([what, row]) => ({ what: what as FidelityClass, ...row }))
    .sort((a, b) => order.indexOf(a.what) - order.indexOf(b.what))
}

function said(...values: readonly unknown[]): unknown[] {
  return values.filter((value) => (value ?? '') !== '')
}

type Parts = Readonly<Record<string, readonly unknown[]>>

function loginParts({ username, password, totp, uris, passwordRevisionDate, autofillOnPageLoad }: Login): Parts {
  return {
    usernames: said(username),
    passwords: said(password),
    totps: said(totp),
    uris: uris.map(({ uri }) => uri ?? ''),
    uriMatches: uris.filter(({ match }) => match !== null).map(({ uri, match }) => ({ uri, match })),
    loginSettings: said(passwordRevisionDate, autofillOnPageLoad),
  }
}

function partsOf(item: Item, { folders }: VaultContents): Parts {
  const { login, fields } = item
  const unknown: unknown[] = []
  const known = JSON.parse(
    JSON.stringify(item, (key, value: unknown) => {
      if (key !== 'extra') return value
      unknown.push(...Object.entries(value as object))
      return undefined
    }),
  ) as Item
  const texts = login ? {} : (known[itemTypeName(item.type)] ?? {})
  return {
    names: said(item.name),
    notes: said(item.notes),
    ...(login && loginParts(login)),
    passkeys: known.login?.fido2Credentials ?? [],
    typeFields: Object.entries(texts).filter(([, value]) => (value ?? '') !== ''),
    customFields: fields.map(({ name, value }) => [name ?? '', value ?? '']),
    fieldTypes: known.fields
      .filter(({ type, linkedId }) => type > 0 || linkedId !== null)
      .map((field) => ({ ...field, value: 0 })),
    passwordHistory: known.passwordHistory,
    placements: said(folders.find(({ id }) => id === item.folderId)?.name),
    favorites: item.favorite ? [1] : [],
    reprompts: item.reprompt > 0 ? [item.reprompt] : [],
    archived: said(item.archivedDate),
    dates: [
      ...said(item.creationDate).map((date) => ['creation', date]),
      ...said(item.revisionDate).map((date) => ['revision', date]),
      ...said(item.deletedDate).map((date) => ['deletion', date]),
    ],
    unknownFields: unknown,
  }
}
