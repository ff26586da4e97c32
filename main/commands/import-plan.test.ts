/** F5: the plan of an import, and doing it. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { writeDocument } from '../formats/bitwarden-json.ts'
import { digestOf } from '../model/digest.ts'
import { manyItems } from '../testkit/drafts.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { makeSession } from '../testkit/vaults.ts'
import type { VaultContents } from '../model/item.ts'
import type { Session } from '../vault/session.ts'
import { takeFile } from './files.ts'
import { commitImport } from './import-history.ts'
import { planImport, type ImportPlan, type PlanOpener } from './import-plan.ts'

const WORK = '11111111-1111-4111-8111-111111111111'
const FILE = { fileName: 'source.json' }

let folder: string
let session: Session
beforeEach(async () => {
  ;({ folder, session } = await makeSession())
})

async function planOf(contents: VaultContents, opener?: PlanOpener): Promise<ImportPlan> {
  const source = path.join(folder, 'source')
  writeFileSync(source, writeDocument(contents))
  return await planImport(session, await takeFile(source), opener)
}

describe('F5: an import plan', () => {
  it('the same file twice gives 0 new, N identical, and an unchanged digest', async () => {
    const contents = {
      folders: [{ id: WORK, name: 'Work' }],
      items: manyItems(40).map((item) => ({ ...item, folderId: WORK })),
    }
    const first = commitImport(session, await planOf(contents), FILE)
    expect(first).toMatchObject({ items: { new: 40, duplicates: 0, merged: 0, skipped: 0 }, folders: { new: 1 } })
    const digest = digestOf(session.contents())
    const plan = await planOf(contents)
    expect(plan.preview()).toMatchObject({
      items: { new: 0, identical: 40, changed: 0, older: 0, newer: 0, unreadable: 0 },
      folders: { new: 0, reused: 1 },
      totals: { add: 0, merge: 0, skip: 40 },
    })
    const second = commitImport(session, plan, FILE)
    expect(second).toMatchObject({ id: null, items: { new: 0, skipped: 40 }, folders: { new: 0, reused: 1 } })
    expect(digestOf(session.contents())).toBe(digest)
    printCounts('the same file twice', plan.counts())
  })

  it('as new, 40 become 80 exactly, and turning it off gives the choices back', async () => {
    const contents = { folders: [], items: manyItems(40) }
    commitImport(session, await planOf(contents), FILE)
    const plan = await planOf(contents)
    expect(plan.asNew(true)).toEqual({ add: 40, merge: 0, skip: 0 })
    expect(plan.asNew(false)).toEqual({ add: 0, merge: 0, skip: 40 })
    plan.asNew(true)
    const done = commitImport(session, plan, FILE)
    expect(done.items).toEqual({ new: 40, duplicates: 40, merged: 0, skipped: 0 })
    expect(session.contents().items).toHaveLength(80)
    printCounts('as new', { before: 40, after: session.contents().items.length })
  })
})
