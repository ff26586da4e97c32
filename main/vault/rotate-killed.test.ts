/** kill -9 at random moments of a rotation: the vault is whole, under the old key or the new one. */
import { copyFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { addFolder, addItem } from '../commands/items.ts'
import { digestOf } from '../model/digest.ts'
import { noteDraft } from '../testkit/drafts.ts'
import { bytesOf, randomPause, start } from '../testkit/processes.ts'
import { makeSession, makeTempFolder, MASTER_PASSWORD, openVault, sql } from '../testkit/vaults.ts'

const ROUNDS = 12

describe('a rotation that is killed', () => {
  it(`leaves one key for everything, ${ROUNDS} times`, async () => {
    const { file: original, session } = await makeSession()
    addFolder(session, 'Work')
    for (let index = 0; index < 200; index += 1) addItem(session, noteDraft(`note ${index}`, 'x'.repeat(500)))
    const { fingerprint } = session.marks
    const digest = digestOf(session.contents())
    session.lock()
    const oldTexts = sql(original, 'SELECT sealed FROM items').map(({ sealed }) => String(sealed).slice(0, 60))
    const outcomes = { old: 0, new: 0 }
    let whole = 0

    for (let round = 0; round < ROUNDS; round += 1) {
      const file = path.join(makeTempFolder(), 'vault')
      copyFileSync(original, file)
      const child = start('rotate', { file, password: MASTER_PASSWORD })
      expect(await child.hear()).toBe('ready')
      const begun = performance.now()
      child.say('go')
      // The first one may finish, and tells how long the others have.
      await (round === 0 ? child.hear() : randomPause(whole))
      whole ||= performance.now() - begun
      await child.kill()

      const reopened = await openVault(file)
      expect(digestOf(reopened.contents())).toBe(digest)
      const retired = reopened.facts.retiredKeys.map((key) => key.fingerprint)
      expect(retired).toEqual(reopened.marks.fingerprint === fingerprint ? [] : [fingerprint])
      const bytes = bytesOf(file)
      expect(oldTexts.filter((text) => bytes.includes(text))).toHaveLength(retired.length === 0 ? oldTexts.length : 0)
      outcomes[retired.length === 0 ? 'old' : 'new'] += 1
      reopened.lock()
    }
    expect(outcomes.new).toBeGreaterThan(0)
  })
})
