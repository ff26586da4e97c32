/** The vault file without any key: transactions, and files that are not what they should be. */
import { copyFileSync, mkdirSync, readFileSync, truncateSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { MAX_EXPORT_BYTES, readCapped } from '../files/read-capped.ts'
import { addItem } from '../commands/items.ts'
import { noteDraft } from '../testkit/drafts.ts'
import { bytesOf, start } from '../testkit/processes.ts'
import { makeQuickVault, makeSession, makeTempFolder, openVault, refusalOf, sql } from '../testkit/vaults.ts'
import { VaultDatabase } from './database.ts'

let file: string
beforeEach(async () => {
  file = await makeQuickVault()
})

const one = { id: '1', sealed: 'one' }
const two = { id: '2', sealed: 'two' }

describe('a transaction', () => {
  it.each(['transaction', 'transactionThenScrub'] as const)('that fails leaves nothing behind: %s', async (kind) => {
    const database = VaultDatabase.open(file)
    const failing = (): void => {
      database[kind](() => {
        database.put('items', [one])
        database.delete('folders', ['none'])
        throw new Error('no')
      })
    }
    expect(await refusalOf(failing)).toBe('Error: no')
    expect(database.rows('items')).toEqual([])
    database[kind](() => {
      database.put('items', [two])
    })
    database.close()
    expect(sql(file, 'SELECT * FROM items')).toEqual([two])
    expect(sql(file, 'SELECT scrub FROM account')).toEqual([{ scrub: 0 }])
  })

  it('replaces a row of the same id and leaves the others', () => {
    const database = VaultDatabase.open(file)
    database.transaction(() => {
      database.put('items', [one, two, { ...one, sealed: 'newer' }])
    })
    expect(database.rows('items')).toEqual([{ id: '1', sealed: 'newer' }, two])
    expect(database.rows('folders')).toEqual([])
    database.transaction(() => {
      database.delete('items', ['1', 'none'])
    })
    database.close()
    expect(sql(file, 'SELECT * FROM items')).toEqual([two])
  })

  it('is on disk when it is done, though the process is killed', async () => {
    const child = start('addAndStay', { file, password: 'correct horse battery staple' })
    expect(await child.hear()).toBe('done')
    await child.kill()
    const session = await openVault(file)
    expect(session.contents().items.map(({ name }) => name)).toEqual(['added'])
    session.lock()
  })
})

describe('an edit', () => {
  it('leaves nothing of the older text in the file, once the vault is closed', async () => {
    const { file: vault, session } = await makeSession()
    const item = addItem(session, noteDraft('x', 'long '.repeat(1_000)))
    session.lock()
    const older = String(sql(vault, 'SELECT sealed FROM items')[0]?.sealed)
    const parts = [older.slice(0, 60), older.slice(5_000, 5_060)]
    expect(parts.map((part) => bytesOf(vault).includes(part))).toEqual([true, true])
    const reopened = await openVault(vault)
    reopened.save({ items: [{ ...item, notes: 'short' }] })
    reopened.lock()
    expect(parts.map((part) => bytesOf(vault).includes(part))).toEqual([false, false])
  })
})

describe('a vault file that is broken', () => {
  it.each([100, 4_000, 5_000, 10_000])('is told as that when only its first %i bytes are there', async (length) => {
    const cut = path.join(makeTempFolder(), 'cut')
    copyFileSync(file, cut)
    truncateSync(cut, length)
    const before = readFileSync(cut)
    expect(await refusalOf(() => VaultDatabase.open(cut))).toMatch(/^vault\/(?:damaged|not-a-vault)$/)
    expect(readFileSync(cut).equals(before)).toBe(true)
    expect((await readCapped(cut, MAX_EXPORT_BYTES)).equals(before)).toBe(true)
  })

  it('is told as that when it has no account', async () => {
    sql(file, 'DROP TABLE account')
    expect(await refusalOf(() => VaultDatabase.open(file))).toBe('vault/damaged')
  })

  it('or a folder is refused, and is not held afterwards', async () => {
    const folder = path.join(makeTempFolder(), 'folder')
    mkdirSync(folder)
    expect(await refusalOf(() => VaultDatabase.open(folder))).toMatch(/^file\//)
    expect(await refusalOf(() => readCapped(folder, MAX_EXPORT_BYTES))).toBe('file/not-regular')
  })
})
