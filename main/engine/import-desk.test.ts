/** An import in the engine: its plan, what is done of it, and what undoes it. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ReadOptions } from '../../contract/import-plan.ts'
import { SAMPLE } from '../commands/sample.ts'
import { digestOf } from '../model/digest.ts'
import { AS_IT_IS, startUnlocked, type StartedEngine } from '../testkit/engines.ts'
import { makeQuickVault, makeTempFolder, MASTER_PASSWORD, openVault, refusalOf } from '../testkit/vaults.ts'
import type { Engine } from './engine.ts'

const ALL = { filter: 'all', offset: 0 } as const
const masterPassword = MASTER_PASSWORD

let vault: string
let folder: string
let started: StartedEngine
let engine: Engine
beforeEach(async () => {
  vault = await makeQuickVault()
  folder = makeTempFolder()
  started = await startUnlocked(vault)
  engine = started.engine
})

async function ticketOf(text: string, name = 'file.json'): Promise<string> {
  const file = path.join(folder, name)
  writeFileSync(file, text)
  return (await engine.offer({ paths: [file] })).files[0]?.ticket ?? ''
}

async function check(text: string, options: ReadOptions = AS_IT_IS): ReturnType<Engine['check']> {
  return await engine.check({ ticket: await ticketOf(text), filePassword: null, options })
}

async function digest(): Promise<string> {
  engine.close()
  const session = await openVault(vault)
  const found = digestOf(session.contents())
  session.lock()
  started = await startUnlocked(vault)
  engine = started.engine
  return found
}

/** The sample, with another password in one login. */
const CHANGED = SAMPLE.replace('s3cret-mail', 's3cret-other')

describe('F5: the same file twice', () => {
  it('gives 0 new, N identical, and an unchanged digest', async () => {
    await check(SAMPLE)
    await engine.runImport()
    const before = await digest()
    const again = await check(SAMPLE)
    expect(again).toMatchObject({ items: { new: 0, identical: 8 }, totals: { add: 0, merge: 0, skip: 8 } })
    expect(await engine.runImport()).toMatchObject({ id: null, items: { new: 0, skipped: 8 } })
    expect(await digest()).toBe(before)
    expect(engine.importHistory()).toHaveLength(1)
  })
})

describe('a plan', () => {
  it('is asked row by row and decided in the engine, which holds it alone', async () => {
    expect(await refusalOf(() => engine.planRows(ALL))).toBe('file/ticket-expired')
    await check(SAMPLE)
    const { rows, total } = engine.planRows(ALL)
    expect([rows.length, total]).toEqual([8, 8])
    expect(JSON.stringify(rows)).not.toContain('password"')
    expect(engine.decide({ rows: [0, 1], action: 'skip' })).toMatchObject({ add: 6, merge: 0, skip: 2 })
    expect(engine.asNew({ on: true })).toMatchObject({ add: 8, merge: 0, skip: 0 })
    expect(engine.asNew({ on: false })).toMatchObject({ add: 6, merge: 0, skip: 2 })
    expect(await engine.runImport()).toMatchObject({ items: { new: 6, skipped: 2 } })
    expect(await refusalOf(() => engine.planRows(ALL))).toBe('file/ticket-expired')
  })

  it('is gone with the vault that it was for', async () => {
    await check(SAMPLE)
    engine.close()
    await engine.open({ path: vault })
    await engine.unlock({ masterPassword })
    expect(await refusalOf(() => engine.planRows(ALL))).toBe('file/ticket-expired')
    expect(await refusalOf(() => engine.runImport())).toBe('file/ticket-expired')
  })

  it('shows a difference for the master password alone', async () => {
    await check(SAMPLE)
    await engine.runImport()
    expect(CHANGED).not.toBe(SAMPLE)
    expect(await check(CHANGED)).toMatchObject({ items: { identical: 7, changed: 1 } })
    const row = engine.planRows({ filter: 'attention', offset: 0 }).rows[0]?.row ?? -1
    expect(await refusalOf(() => engine.difference({ row, masterPassword: 'wrong' }))).toBe('vault/wrong-password')
    expect(await engine.difference({ row, masterPassword })).toMatchObject([
      { field: 'login.password', inFile: expect.stringContaining('s3cret-other') as string },
    ])
  })
})

describe('F6: an import', () => {
  it('undone after a restart leaves the digest of before', async () => {
    const before = await digest()
    await check(SAMPLE)
    await engine.runImport()
    expect(await digest()).not.toBe(before)
    const [record] = engine.importHistory()
    expect(record).toMatchObject({ file: 'file.json', added: 8, merged: 0, foldersAdded: 2 })
    expect(await engine.undoImport({ id: record?.id ?? '' })).toMatchObject({ removed: 8, kept: [] })
    expect(await digest()).toBe(before)
    expect(engine.importHistory()).toEqual([])
  })

  it('that is stopped while it is undone stays as it is', async () => {
    await check(SAMPLE)
    await engine.runImport()
    const imported = await digest()
    started.stopAt = 'undo-import read'
    expect(await engine.undoImport({ id: engine.importHistory()[0]?.id ?? '' })).toBeNull()
    expect(await digest()).toBe(imported)
  })

  it('leaves a report in the language of the window, readable by its owner alone', async () => {
    await check(SAMPLE)
    const done = await engine.runImport()
    const target = path.join(folder, 'report.txt')
    const saved = await engine.saveReport({ id: done?.id ?? '', path: target, language: 'de' })
    expect(saved).toEqual({ name: 'report.txt', place: folder })
    expect(readFileSync(target, 'utf8')).toContain('Hinzugefügte Einträge: 8')
    expect(statSync(target).mode & 0o777).toBe(0o600)
  })
})
