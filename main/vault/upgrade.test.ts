/** A vault file of an older version becomes one of the newest when it is opened. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import { addFolder, addItem } from '../commands/items.ts'
import { digestOf } from '../model/digest.ts'
import { noteDraft } from '../testkit/drafts.ts'
import { makeSession, makeTempFolder, openVault, refusalOf, sql } from '../testkit/vaults.ts'
import { VERSIONS } from './schema.ts'
import { versionIn } from './side-files.ts'
import { LockedVault } from './session.ts'

/** As Coffer 0.1 made them before it remembered imports: written out, so that no later change of the schema reaches it. */
const FIRST_VERSION = `
  CREATE TABLE account (
    only INTEGER PRIMARY KEY CHECK (only = 1), email TEXT, salt TEXT NOT NULL, kdf TEXT NOT NULL,
    wrapped_user_key TEXT NOT NULL, facts TEXT NOT NULL, scrub INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE items (id TEXT PRIMARY KEY, sealed TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE folders (id TEXT PRIMARY KEY, sealed TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE exports (id TEXT PRIMARY KEY, sealed TEXT NOT NULL) STRICT, WITHOUT ROWID;
  PRAGMA application_id = 1131374182;
  PRAGMA user_version = 1;
`

let file: string
let digest: string
beforeEach(async () => {
  const { file: newest, session } = await makeSession()
  addFolder(session, 'Work')
  addItem(session, noteDraft('note', 'text'))
  digest = digestOf(session.contents())
  session.lock()
  file = path.join(makeTempFolder(), 'first')
  const database = new DatabaseSync(file)
  database.exec(`PRAGMA journal_mode = WAL; BEGIN; ${FIRST_VERSION} COMMIT; ATTACH '${newest}' AS newest;`)
  for (const table of ['account', 'items', 'folders', 'exports'])
    database.exec(`INSERT INTO ${table} SELECT * FROM newest.${table}`)
  database.close()
})

function versionOf(vault: string): unknown {
  return versionIn(Number(sql(vault, 'PRAGMA user_version')[0]?.user_version))
}

describe('a vault file of version 1', () => {
  it('opens, keeps everything, and has what the newest has', async () => {
    expect(versionOf(file)).toBe(1)
    const session = await openVault(file)
    expect(digestOf(session.contents())).toBe(digest)
    expect(session.imports.rows()).toEqual([])
    session.lock()
    expect(versionOf(file)).toBe(VERSIONS.length)
    const again = await openVault(file)
    expect(digestOf(again.contents())).toBe(digest)
  })

  it.each([
    ['a table of the newest version', 'CREATE TABLE imports (id TEXT PRIMARY KEY, sealed TEXT NOT NULL)'],
    ['a trigger', 'CREATE TRIGGER t AFTER INSERT ON items BEGIN DELETE FROM items; END'],
    ['a table too few', 'DROP TABLE exports'],
  ])('with %s is damaged, and is left as it is', async (_, statement) => {
    sql(file, statement)
    const before = readFileSync(file)
    expect(await refusalOf(() => LockedVault.open(file))).toBe('vault/damaged')
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(versionOf(file)).toBe(1)
  })

  it('is not taken for one where its version says 0', async () => {
    sql(file, 'PRAGMA user_version = 0')
    expect(await refusalOf(() => LockedVault.open(file))).toBe('vault/damaged')
  })
})
