/** kill -9 at random moments of an import of 2,000 items: all of them are there, or none. */
import { copyFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { formatOf } from '../formats/index.ts'
import { manyItems, noteDraft } from '../testkit/drafts.ts'
import { randomPause, start } from '../testkit/processes.ts'
import { makeQuickVault, makeTempFolder, MASTER_PASSWORD, openVault } from '../testkit/vaults.ts'
import { VaultDatabase } from '../vault/database.ts'
import { addItem } from './items.ts'

const ROUNDS = 50
const AT_ONCE = 2
const ITEMS = 2_000

function countItems(file: string): number {
  const database = VaultDatabase.open(file)
  const { length } = database.rows('items')
  database.close()
  return length
}

describe('an import that is killed', () => {
  it(`leaves all items or none, ${ROUNDS} times`, async () => {
    const folder = makeTempFolder()
    const original = await makeQuickVault()
    const source = path.join(folder, 'source.csv')
    // Of all formats this one leaves most of the time to the vault.
    writeFileSync(source, await formatOf('bitwarden-csv').write({ folders: [], items: manyItems(ITEMS) }, {}))
    const session = await openVault(original)
    addItem(session, noteDraft('own'))
    session.lock()
    let whole = 0
    const outcomes = { before: 0, after: 0 }

    async function round(index: number): Promise<void> {
      const file = path.join(folder, `vault-${index}`)
      copyFileSync(original, file)
      const child = start('import', { file, password: MASTER_PASSWORD, source })
      expect(await child.hear()).toBe('ready')
      const begun = performance.now()
      child.say('go')
      // The first one may finish, and tells how long the others have.
      await (index === 0 ? child.hear() : randomPause(whole))
      whole ||= performance.now() - begun
      await child.kill()
      const count = countItems(file)
      expect([1, 1 + ITEMS]).toContain(count)
      outcomes[count === 1 ? 'before' : 'after'] += 1
    }

    await round(0)
    for (let index = 1; index < ROUNDS; index += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, beside) => round(index + beside)))
    }
    expect(outcomes.before).toBeGreaterThan(0)
    expect(outcomes.after).toBeGreaterThan(0)
  })
})
