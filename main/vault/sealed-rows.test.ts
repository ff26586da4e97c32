/** What stands in the file: nothing that can be read, and nothing that can be moved or altered without notice. */
import { createHash, randomUUID } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { exportVault } from '../commands/export-vault.ts'
import { addFolder, addItem, deleteItems, editItem, renameFolder } from '../commands/items.ts'
import { loginDraft, noteDraft } from '../testkit/drafts.ts'
import { bytesOf } from '../testkit/processes.ts'
import {
  makeQuickVault,
  makeSession,
  makeTempFolder,
  MASTER_PASSWORD,
  openVault,
  refusalOf,
  sql,
} from '../testkit/vaults.ts'

const toCsv = { choice: 'csv', masterPassword: MASTER_PASSWORD, overwrite: false } as const

/** A vault with two items, two folders and two recorded exports, closed. */
async function makeFilledVault(): Promise<string> {
  const { file, folder, session } = await makeSession()
  for (const name of ['one', 'two']) {
    addFolder(session, `folder ${name}`)
    addItem(session, loginDraft(`item ${name}`))
    await exportVault(session, { ...toCsv, path: path.join(folder, name) })
  }
  session.lock()
  return file
}

/** Reads every table of the vault. */
async function readAll(file: string): Promise<void> {
  const session = await openVault(file)
  try {
    session.contents()
    session.ledger.records()
  } finally {
    session.lock()
  }
}

describe('a vault file that was altered', () => {
  let original: string
  let others: string
  beforeAll(async () => {
    original = await makeFilledVault()
    others = await makeFilledVault()
  })

  function altered(...changes: string[]): string {
    const file = path.join(makeTempFolder(), 'vault')
    copyFileSync(original, file)
    sql(file, ...changes)
    return file
  }

  it('opens as long as nothing was', async () => {
    expect(await refusalOf(() => readAll(altered('UPDATE items SET id = id')))).toBe('done')
  })

  const FIRST = 'id = (SELECT min(id) FROM items)'
  it.each([
    ['an item in the place of another', `UPDATE items SET sealed = (SELECT max(sealed) FROM items)`],
    ['a folder in the place of another', 'UPDATE folders SET sealed = (SELECT max(sealed) FROM folders)'],
    ['an export in the place of another', 'UPDATE exports SET sealed = (SELECT max(sealed) FROM exports)'],
    ['an item with another id', `UPDATE items SET id = '${randomUUID()}' WHERE ${FIRST}`],
    ['an item there twice', `INSERT INTO items SELECT '${randomUUID()}', sealed FROM items LIMIT 1`],
    ['an item among the folders', 'INSERT INTO folders SELECT * FROM items LIMIT 1'],
    ['an item among the exports', 'INSERT INTO exports SELECT * FROM items LIMIT 1'],
    ['a folder among the items', 'INSERT INTO items SELECT * FROM folders LIMIT 1'],
    ['an export among the items', 'INSERT INTO items SELECT * FROM exports LIMIT 1'],
    ['an item cut short', `UPDATE items SET sealed = substr(sealed, 1, 60) WHERE ${FIRST}`],
    ['an item that is no sealed text', `UPDATE items SET sealed = '{}' WHERE ${FIRST}`],
    ['the facts gone', "UPDATE account SET facts = ''"],
    ['an item for the facts', 'UPDATE account SET facts = (SELECT sealed FROM items LIMIT 1)'],
    ['the wrapped key for the facts', 'UPDATE account SET facts = wrapped_user_key'],
    ['the account gone', 'DELETE FROM account'],
    ['the KDF unreadable', "UPDATE account SET kdf = '{'"],
    ['the KDF null', "UPDATE account SET kdf = 'null'"],
    ['the KDF of another kind', 'UPDATE account SET kdf = \'{"type":"scrypt"}\''],
    ['the KDF out of its range', 'UPDATE account SET kdf = \'{"type":"pbkdf2","iterations":2147483648}\''],
    ['the wrapped key no sealed text', "UPDATE account SET wrapped_user_key = '7.x'"],
    ['a table gone', 'DROP TABLE exports'],
    ['the table of the account gone', 'DROP TABLE account'],
  ])('is refused: %s', async (_, change) => {
    expect(await refusalOf(() => readAll(altered(change)))).toBe('vault/damaged')
  })

  it('is refused: two items with their ids swapped', async () => {
    const [one, two] = sql(original, 'SELECT id FROM items').map(({ id }) => String(id))
    const swap = (from = '', to = ''): string => `UPDATE items SET id = '${to}' WHERE id = '${from}'`
    const file = altered(swap(one, 'x'), swap(two, one), swap('x', two))
    expect(await refusalOf(() => readAll(file))).toBe('vault/damaged')
  })

  it.each([3, 30, 60, -2])('is refused: one letter changed at place %i of an item', async (place) => {
    const at = place > 0 ? place : `length(sealed) ${place}`
    const letter = `CASE substr(sealed, ${at}, 1) WHEN 'A' THEN 'B' ELSE 'A' END`
    const change = `UPDATE items SET sealed = substr(sealed, 1, ${at} - 1) || ${letter} || substr(sealed, ${at} + 1) WHERE ${FIRST}`
    expect(await refusalOf(() => readAll(altered(change)))).toBe('vault/damaged')
  })

  it('is refused: an item of another vault, sealed under its key', async () => {
    const attach = `ATTACH '${others}' AS other`
    const file = altered(attach, 'INSERT INTO main.items SELECT * FROM other.items LIMIT 1')
    expect(await refusalOf(() => readAll(file))).toBe('vault/damaged')
  })

  it('is refused: the wrapped key of another vault with the same password', async () => {
    const attach = `ATTACH '${others}' AS other`
    const file = altered(attach, 'UPDATE account SET wrapped_user_key = (SELECT wrapped_user_key FROM other.account)')
    expect(await refusalOf(() => readAll(file))).toBe('vault/damaged')
  })

  it('does not open with another salt', async () => {
    const file = altered("UPDATE account SET salt = 'bob@example.com'")
    expect(await refusalOf(() => readAll(file))).toBe('vault/wrong-password')
  })
})

describe('the bytes on disk', () => {
  const CANARY = 'canary-3f1c'
  const secret = (what: string): string => `${CANARY}-${what}`
  let open: Buffer
  let closed: Buffer
  let itemId: string

  beforeAll(async () => {
    const { file, folder, session } = await makeSession()
    const home = addFolder(session, secret('folder'))
    const draft = loginDraft(secret('name'), {
      folderId: home.id,
      notes: secret('notes'),
      fields: [{ name: secret('field'), value: secret('value'), type: 1, linkedId: null }],
      login: {
        username: secret('user'),
        password: secret('password'),
        uris: [{ uri: `https://${CANARY}.example/`, match: null }],
      },
    })
    const item = addItem(session, draft)
    editItem(session, { ...item, notes: secret('edited') })
    renameFolder(session, home.id, secret('renamed'))
    deleteItems(session, [addItem(session, noteDraft(secret('deleted'))).id])
    await exportVault(session, { ...toCsv, path: path.join(folder, secret('out')) })
    addItem(session, noteDraft(secret('last')))
    itemId = item.id
    open = bytesOf(file)
    session.lock()
    closed = bytesOf(file)
  })

  it('are the right ones: ids stand in them in clear', () => {
    expect(open.includes(itemId)).toBe(true)
    expect(closed.includes(itemId)).toBe(true)
  })

  it.each(['utf8', 'utf16le', 'hex'] as const)('hold no name, secret, folder or export path (%s)', (encoding) => {
    const wanted = encoding === 'hex' ? Buffer.from(Buffer.from(CANARY).toString('hex')) : Buffer.from(CANARY, encoding)
    for (const bytes of [open, closed]) expect(bytes.includes(wanted)).toBe(false)
  })

  it('hold no master password and no hash of it', () => {
    const hash = createHash('sha256').update(MASTER_PASSWORD).digest()
    for (const bytes of [open, closed]) {
      for (const wanted of [MASTER_PASSWORD, hash, hash.toString('hex')]) expect(bytes.includes(wanted)).toBe(false)
    }
  })

  it('tell nothing apart but ids and the account', async () => {
    const file = await makeQuickVault()
    const columns = sql(
      file,
      "SELECT m.name || '.' || c.name AS at FROM sqlite_schema AS m, pragma_table_info(m.name) AS c",
    )
    const account = ['only', 'email', 'salt', 'kdf', 'wrapped_user_key', 'facts', 'scrub'].map(
      (name) => `account.${name}`,
    )
    const sealed = ['items', 'folders', 'exports', 'imports'].flatMap((table) => [`${table}.id`, `${table}.sealed`])
    expect(columns.map(({ at }) => at)).toEqual([...account, ...sealed])
  })
})
