/** F6: kill -9 at random moments of an import that adds and merges, and of undoing it. */
import { copyFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { writeDocument } from '../formats/bitwarden/json.ts'
import { digestOf } from '../model/digest.ts'
import { manyItems } from '../testkit/drafts.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { pausePart, start } from '../testkit/processes.ts'
import { sampled } from '../testkit/sampled.ts'
import { makeQuickVault, makeTempFolder, MASTER_PASSWORD, openVault } from '../testkit/vaults.ts'
import { listImports } from './import-history.ts'

const ROUNDS = sampled(12, 100)
const AT_ONCE = 2
const ITEMS = 500
const WORK = '11111111-1111-4111-8111-111111111111'
const password = MASTER_PASSWORD

/** What a vault has, and how many imports it remembers. */
async function stateOf(file: string): Promise<string> {
  const session = await openVault(file)
  const state = `${digestOf(session.contents())} ${listImports(session).length}`
  session.lock()
  return state
}

it(`killed at any moment of an import or its undo, the state before or after is there, ${2 * ROUNDS} times`, async () => {
  const folder = makeTempFolder()
  const [before, after] = [await makeQuickVault(), path.join(folder, 'after')]
  const source = path.join(folder, 'source.json')
  const items = manyItems(ITEMS).map((item) => ({ ...item, folderId: WORK }))
  writeFileSync(source, writeDocument({ folders: [{ id: WORK, name: 'Work' }], items }))
  const session = await openVault(before)
  session.save({ items: manyItems(ITEMS / 2).map((item) => ({ ...item, notes: 'other', revisionDate: null })) })
  session.lock()
  copyFileSync(before, after)
  const importer = start('import', { file: after, password, source })
  expect(await importer.hear()).toBe('ready')
  importer.say('go')
  expect(await importer.hear()).toBe('done')
  await importer.end()
  const states = { before: await stateOf(before), after: await stateOf(after) }
  expect(new Set(Object.values(states)).size).toBe(2)

  const outcomes = { 'import, before': 0, 'import, after': 0, 'undo, before': 0, 'undo, after': 0 }
  for (const role of ['import', 'undo'] as const) {
    const [from, to] = role === 'import' ? ([before, 'after'] as const) : ([after, 'before'] as const)
    const old = to === 'after' ? states.before : states.after
    let whole = 0
    async function round(index: number): Promise<void> {
      const file = path.join(folder, `${role}-${index}`)
      copyFileSync(from, file)
      const child = start(role, { file, password, source })
      expect(await child.hear()).toBe('ready')
      const begun = performance.now()
      child.say('go')
      // The first one may finish, and tells how long the others have: a little more, so that some finish too.
      await (index === 0 ? child.hear() : pausePart(whole, index, ROUNDS))
      whole ||= (performance.now() - begun) * 1.5
      await child.kill()
      const state = await stateOf(file)
      expect([old, states[to]]).toContain(state)
      outcomes[`${role}, ${state === old ? 'before' : 'after'}`] += 1
    }
    await round(0)
    for (let index = 1; index < ROUNDS; index += AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, ROUNDS - index) }, (_, beside) => round(index + beside)))
    }
  }
  printCounts('imports and undos killed', { tried: 2 * ROUNDS, ...outcomes })
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(0)
})
