/** What a killed process leaves beside a vault is applied to that very state of the vault, or to nothing. */
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { addItem } from '../commands/items.ts'
import { noteDraft } from '../testkit/drafts.ts'
import { run, withNothingWritable } from '../testkit/processes.ts'
import {
  FAST_KDF,
  makeQuickVault,
  makeSession,
  makeTempFolder,
  MASTER_PASSWORD,
  openVault,
  refusalOf,
  sql,
} from '../testkit/vaults.ts'
import { createVault } from './create.ts'
import { VaultDatabase } from './database.ts'
import { stamped } from './side-files.ts'

/** More than SQLite keeps in memory, so that it writes into the file before the transaction is done. */
const MUCH = Array.from({ length: 40 }, (_, index) => ({ id: `much-${index}`, sealed: 'x'.repeat(100_000) }))

/** A vault as a kill in the middle of a transaction leaves it, with a copy of every state around it. */
async function interrupted(): Promise<{ file: string; older: string; same: string; newer: string; folder: string }> {
  const file = await makeQuickVault()
  const folder = makeTempFolder()
  const place = (name: string): string => path.join(folder, name)
  copyFileSync(file, place('older'))
  change(file, 'before')
  copyFileSync(file, place('same'))
  const database = VaultDatabase.open(file)
  expect(() => {
    database.transaction(() => {
      database.put('items', MUCH)
      for (const side of ['', '-journal']) copyFileSync(file + side, place('left') + side)
      throw new Error('killed')
    })
  }).toThrow('killed')
  database.close()
  change(file, 'after')
  copyFileSync(file, place('newer'))
  return { file: place('left'), older: place('older'), same: place('same'), newer: place('newer'), folder }
}

function change(file: string, id: string): void {
  const database = VaultDatabase.open(file)
  database.transaction(() => {
    database.put('folders', [{ id, sealed: 'x' }])
  })
  database.close()
}

function idsIn(file: string): unknown[] {
  return ['folders', 'items'].flatMap((table) => sql(file, `SELECT id FROM ${table}`).map(({ id }) => id))
}

describe('a journal that a killed process left', () => {
  it('takes back what was not done, in its own file', async () => {
    const { file } = await interrupted()
    expect(readFileSync(file).includes('much-')).toBe(true)
    VaultDatabase.open(file).close()
    expect(idsIn(file)).toEqual(['before'])
  })

  it('does nothing to a copy of the very state that it leads back to', async () => {
    const { file, same } = await interrupted()
    copyFileSync(same, file)
    VaultDatabase.open(file).close()
    expect(idsIn(file)).toEqual(['before'])
  })

  it.each(['older', 'newer', 'another vault'])('is never applied to: %s', async (name) => {
    const { file, folder } = await interrupted()
    copyFileSync(name === 'another vault' ? await makeQuickVault() : path.join(folder, name), file)
    const before = [readFileSync(file), readFileSync(`${file}-journal`)]
    const error = await Promise.resolve()
      .then(() => VaultDatabase.open(file))
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'vault/foreign-log', details: { log: 'left-journal' } })
    expect([readFileSync(file), readFileSync(`${file}-journal`)]).toEqual(before)
    rmSync(`${file}-journal`)
    VaultDatabase.open(file).close()
  })

  it('says nothing where it is empty, and is refused where it is something else', async () => {
    const file = await makeQuickVault()
    writeFileSync(`${file}-journal`, '')
    VaultDatabase.open(file).close()
    writeFileSync(`${file}-journal`, 'a letter')
    expect(await refusalOf(() => VaultDatabase.open(file))).toBe('vault/foreign-log')
  })

  it('is not taken for its own by a vault that was never stamped', async () => {
    const { file, older } = await interrupted()
    copyFileSync(older, file)
    const unstamped = readFileSync(`${file}-journal`)
    // Page 1 as it was, in the journal's first record.
    unstamped.writeUInt32BE(stamped(2, 0), 512 + 4 + 60)
    writeFileSync(`${file}-journal`, unstamped)
    expect(await refusalOf(() => VaultDatabase.open(file))).toBe('vault/foreign-log')
  })
})

describe('the log of an earlier version of Coffer', () => {
  /** As such a one was killed: what it saved is in the log alone. */
  async function killed(): Promise<string> {
    const whole = await makeQuickVault()
    const file = path.join(makeTempFolder(), 'left')
    const database = new DatabaseSync(whole)
    database.exec('PRAGMA user_version = 2; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;')
    database.exec("INSERT INTO folders VALUES ('saved', 'x')")
    copyFileSync(whole, file)
    copyFileSync(`${whole}-wal`, `${file}-wal`)
    database.close()
    return file
  }

  it('goes into the file that it was written for', async () => {
    const file = await killed()
    VaultDatabase.open(file).close()
    expect(idsIn(file)).toEqual(['saved'])
    expect(await refusalOf(() => readFileSync(`${file}-wal`))).toMatch(/ENOENT/)
  })

  it('is taken for its own where all of it is in the file already, whatever was touched last', async () => {
    const file = await killed()
    const [whole, log] = [path.join(path.dirname(file), 'whole'), readFileSync(`${file}-wal`)]
    copyFileSync(file, whole)
    writeFileSync(`${whole}-wal`, log)
    sql(whole, 'PRAGMA wal_checkpoint(TRUNCATE)')
    writeFileSync(`${file}-wal`, log)
    await setTimeout(20)
    // As the checkpoint wrote it, after the log.
    copyFileSync(whole, file)
    VaultDatabase.open(file).close()
    expect(idsIn(file)).toEqual(['saved'])
  })

  it('is never one of a vault that has stamps', async () => {
    const file = await killed()
    copyFileSync(await makeQuickVault(), file)
    await setTimeout(20)
    // Written last of all.
    writeFileSync(`${file}-wal`, readFileSync(`${file}-wal`))
    const before = [readFileSync(file), readFileSync(`${file}-wal`)]
    expect(await refusalOf(() => VaultDatabase.open(file))).toBe('vault/foreign-log')
    expect([readFileSync(file), readFileSync(`${file}-wal`)]).toEqual(before)
  })

  it('is not applied to a file that was put there later', async () => {
    const file = await killed()
    await setTimeout(20)
    copyFileSync(await makeQuickVault(), file)
    const before = [readFileSync(file), readFileSync(`${file}-wal`)]
    expect(await refusalOf(() => VaultDatabase.open(file))).toBe('vault/foreign-log')
    expect([readFileSync(file), readFileSync(`${file}-wal`)]).toEqual(before)
  })
})

it.each(['-wal', '-journal', '-shm'])('a new vault is not made beside another one’s %s', async (side) => {
  const file = path.join(makeTempFolder(), 'new')
  writeFileSync(file + side, 'of another one')
  const made = refusalOf(() => createVault(file, MASTER_PASSWORD, { email: null, kdf: FAST_KDF }))
  expect(await made).toBe('vault/exists')
  expect(readFileSync(file + side, 'utf8')).toBe('of another one')
})

it('everything that was saved is in the one file, at every moment', async () => {
  const { file, session } = await makeSession()
  const copy = path.join(makeTempFolder(), 'copy')
  for (let count = 1; count <= 20; count += 1) {
    addItem(session, noteDraft(`note ${count}`))
    writeFileSync(copy, (run('bytes', { file }) as { base64: string }).base64, 'base64')
    const copied = await openVault(copy)
    expect(copied.contents().items).toHaveLength(count)
    copied.lock()
  }
})

it('a vault where nothing can be written opens for reading, and says so', async () => {
  const { file, session } = await makeSession()
  addItem(session, noteDraft('there'))
  session.lock()
  const wrapper = withNothingWritable(path.dirname(file))
  if (!wrapper) return
  const before = readFileSync(file)
  const source = path.join(makeTempFolder(), 'out.json')
  const told = run('readOnly', { file, password: MASTER_PASSWORD, source }, wrapper)
  expect(told).toEqual({ notice: 'read-only', names: ['there'], known: true, change: 'vault/read-only', later: 0 })
  expect(readFileSync(source, 'utf8')).toContain('there')
  expect(readFileSync(file).equals(before)).toBe(true)
})

it('a journal of a change that was killed before it touched the vault goes when the vault is closed', async () => {
  const file = await makeQuickVault()
  for (const spent of [Buffer.alloc(0), Buffer.concat([Buffer.alloc(512), readFileSync(file)])]) {
    writeFileSync(`${file}-journal`, spent)
    VaultDatabase.open(file).close()
    expect(existsSync(`${file}-journal`)).toBe(false)
  }
})
