/** F3: kill -9 at random moments of a rotation with replacements. */
import { copyFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { digestOf } from '../model/digest.ts'
import { noteDraft } from '../testkit/drafts.ts'
import { printCounts } from '../testkit/print-counts.ts'
import { pausePart, start } from '../testkit/processes.ts'
import { sampled } from '../testkit/sampled.ts'
import { makeSession, makeTempFolder, MASTER_PASSWORD, openVault } from '../testkit/vaults.ts'
import type { Session } from '../vault/session.ts'
import { drillBackup, listBackups } from './backups.ts'
import { exportVault } from './export-vault.ts'
import { addItem } from './items.ts'

const ROUNDS = sampled(24, 200)
const NAMES = ['june.json', 'july.json']
const masterPassword = MASTER_PASSWORD

/** Of the ledger: each account-restricted file by name, and whether the vault opens it with the contents of then. */
async function ledgerOf(session: Session): Promise<Record<string, boolean>> {
  const rows = await Promise.all(
    (await listBackups(session)).map(async ({ id, path: file }) => {
      const { refusal } = await drillBackup(session, id, { masterPassword })
      return [path.basename(file), refusal === null] as const
    }),
  )
  return Object.fromEntries(rows)
}

it(`F3: killed at any moment, at least one proved backup opens, ${ROUNDS} times`, async () => {
  const { file: original, session } = await makeSession()
  for (let index = 0; index < 50; index += 1) addItem(session, noteDraft(`note ${index}`, 'x'.repeat(500)))
  const digest = digestOf(session.contents())
  const { fingerprint } = session.marks
  session.lock()
  const outcomes = { before: 0, after: 0 }
  let whole = 0

  for (let round = 0; round < ROUNDS; round += 1) {
    const folder = makeTempFolder()
    const file = path.join(folder, 'vault')
    copyFileSync(original, file)
    const own = await openVault(file)
    for (const name of NAMES) {
      const request = {
        path: path.join(folder, name),
        choice: 'encrypted_json',
        masterPassword,
        overwrite: false,
      } as const
      await exportVault(own, request)
    }
    own.lock()
    const child = start('rotateReplacing', { file, password: masterPassword })
    expect(await child.hear()).toBe('ready')
    const begun = performance.now()
    child.say('go')
    // The first one may finish, and tells how long the others have.
    await (round === 0 ? child.hear() : pausePart(whole * 1.5, round, ROUNDS))
    whole ||= performance.now() - begun
    await child.kill()

    const reopened = await openVault(file)
    expect(digestOf(reopened.contents())).toBe(digest)
    const changed = reopened.marks.fingerprint !== fingerprint
    const fresh = NAMES.map((name) => name.replace('.json', ' (new key).json'))
    const opening = Object.fromEntries((changed ? fresh : NAMES).map((name) => [name, true]))
    const ended = Object.fromEntries((changed ? NAMES : []).map((name) => [name, false]))
    expect(await ledgerOf(reopened)).toEqual({ ...opening, ...ended })
    // Nothing lies about that opens with nothing.
    const backups = readdirSync(folder).filter((name) => name.endsWith('.json'))
    expect(backups.sort()).toEqual((changed ? [...NAMES, ...fresh] : [...NAMES]).sort())
    outcomes[changed ? 'after' : 'before'] += 1
    reopened.lock()
  }
  printCounts('rotations killed', { tried: ROUNDS, ...outcomes })
  expect(Math.min(outcomes.before, outcomes.after)).toBeGreaterThan(0)
})
