/** One process at a time has a vault, and nothing that Coffer does to a file gives it away. */
import { linkSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { addItem } from '../commands/items.ts'
import { MAX_EXPORT_BYTES, readCapped } from '../files/read-capped.ts'
import { resolveTarget, writeAtomic } from '../files/write-atomic.ts'
import { noteDraft } from '../testkit/drafts.ts'
import { askForVault, bytesOf, start } from '../testkit/processes.ts'
import { makeQuickVault, makeSession, openVault, refusalOf } from '../testkit/vaults.ts'
import { createVault } from './create.ts'
import { LockedVault, type Session } from './session.ts'

describe('a vault that another process has open', () => {
  it('is refused until that process gives it free', async () => {
    const file = await makeQuickVault()
    const other = start('hold', { file })
    expect(await other.hear()).toBe('owner')
    expect(await refusalOf(() => LockedVault.open(file))).toBe('vault/in-use')
    await other.end()
    const session = await openVault(file)
    session.lock()
  })

  it('is free as soon as that process is killed', async () => {
    const file = await makeQuickVault()
    const other = start('hold', { file })
    expect(await other.hear()).toBe('owner')
    await other.kill()
    const session = await openVault(file)
    session.lock()
  })

  it('is refused through a link too', async () => {
    const file = await makeQuickVault()
    const [symbolic, hard] = [`${file}-symbolic`, `${file}-hard`]
    symlinkSync(file, symbolic)
    linkSync(file, hard)
    const other = start('hold', { file })
    expect(await other.hear()).toBe('owner')
    for (const link of [symbolic, hard]) expect(await refusalOf(() => LockedVault.open(link))).toBe('vault/in-use')
    await other.end()
  })

  it('has never two owners, of 20 that start at once', async () => {
    const file = await makeQuickVault()
    const children = Array.from({ length: 20 }, () => start('hold', { file }))
    const answers = await Promise.all(children.map((child) => child.hear()))
    await Promise.all(children.map((child) => child.end()))
    expect(answers.filter((answer) => answer !== 'owner' && answer !== 'vault/in-use')).toEqual([])
    expect(answers.filter((answer) => answer === 'owner').length).toBeLessThanOrEqual(1)
    expect(await askForVault(file)).toBe('owner')
  })
})

describe('a vault that this process has open', () => {
  let file: string
  let session: Session
  const links: Record<string, string> = {}

  beforeAll(async () => {
    const made = await makeSession()
    file = made.file
    session = made.session
    addItem(session, noteDraft('one'))
    Object.assign(links, { file, log: `${file}-journal` })
    for (const [name, link] of [
      ['symbolic link', symlinkSync],
      ['hard link', linkSync],
    ] as const) {
      const beside = path.join(path.dirname(file), name)
      link(file, beside)
      link(`${file}-journal`, `${beside} to the log`)
      Object.assign(links, { [name]: beside, [`${name} to the log`]: `${beside} to the log` })
    }
    symlinkSync('symbolic link', path.join(path.dirname(file), 'link to a link'))
    Object.assign(links, { 'link to a link': path.join(path.dirname(file), 'link to a link') })
  })

  const names = ['file', 'log', 'symbolic link', 'hard link', 'symbolic link to the log', 'hard link to the log']

  it.each([...names, 'link to a link'])('is neither read nor written by name, and stays held: %s', async (name) => {
    const target = links[name] ?? ''
    const bytes = bytesOf(file)
    const write = (overwrite: boolean) => () => writeAtomic(target, Buffer.from('gone'), { overwrite })
    expect(await refusalOf(() => readCapped(target, MAX_EXPORT_BYTES))).toBe('file/open-vault')
    expect(await refusalOf(write(true))).toBe('file/open-vault')
    expect(await refusalOf(write(false))).toBe('file/open-vault')
    expect(await refusalOf(() => resolveTarget(target, true))).toBe('file/open-vault')
    expect(await askForVault(file)).toBe('vault/in-use')
    expect(bytesOf(file).equals(bytes)).toBe(true)
  })

  it('is not opened a second time, nor given away by trying', async () => {
    expect(await refusalOf(() => LockedVault.open(file))).toBe('vault/in-use')
    expect(await refusalOf(() => LockedVault.open(links['hard link'] ?? ''))).toBe('vault/in-use')
    expect(await askForVault(file)).toBe('vault/in-use')
    expect(await refusalOf(() => readCapped(file, MAX_EXPORT_BYTES))).toBe('file/open-vault')
  })

  it('is not made anew', async () => {
    const kdf = { type: 'pbkdf2', iterations: 600_000 } as const
    expect(await refusalOf(() => createVault(file, 'x', { email: null, kdf }))).toBe('vault/exists')
    expect(await askForVault(file)).toBe('vault/in-use')
  })

  it('stays held through changes, a rotation and another vault opened and closed', async () => {
    const other = await makeSession()
    addItem(session, noteDraft('two'))
    await session.rotateUserKey('correct horse battery staple', { detach: false })
    other.session.lock()
    expect(await askForVault(file)).toBe('vault/in-use')
    expect(await refusalOf(() => readCapped(file, MAX_EXPORT_BYTES))).toBe('file/open-vault')
  })

  it('does not stand in the way of other files beside it', async () => {
    const beside = path.join(path.dirname(file), 'export.json')
    writeFileSync(beside, 'x')
    expect((await readCapped(beside, MAX_EXPORT_BYTES)).toString()).toBe('x')
    await writeAtomic(beside, Buffer.from('y'), { overwrite: true })
    expect(readFileSync(beside, 'utf8')).toBe('y')
  })

  it('is free after it was locked, and a file like any other', async () => {
    session.lock()
    expect(await askForVault(file)).toBe('owner')
    expect((await readCapped(file, MAX_EXPORT_BYTES)).subarray(0, 15).toString()).toBe('SQLite format 3')
    const reopened = await openVault(file)
    expect(reopened.contents().items).toHaveLength(2)
    reopened.lock()
  })
})
