/** The ledger as the window sees it, and the drills. */
import path from 'node:path'
import type { BackupView, DrillDone } from '../../contract/backups.ts'
import { CofferError } from '../../contract/errors.ts'
import {
  drillBackup,
  lastGoodCopy,
  listBackups,
  lookAtBackup,
  recordBurntHouse,
  type Backup,
  type DrillOutcome,
} from '../commands/backups.ts'
import type { Session } from '../commands/vault.ts'
import type { EngineApi } from './engine-api.ts'
import type { EngineState } from './engine-state.ts'

type BackupDesk = Pick<EngineApi, 'listBackups' | 'drillBackup' | 'burntHouse' | 'forgetBackup'>

function viewOf({ path: file, ...facts }: Backup): BackupView {
  return { ...facts, name: path.basename(file), place: path.dirname(file) }
}

async function doneOf(session: Session, id: string, outcome: DrillOutcome): Promise<DrillDone> {
  const { refusal, items, folders, sealed } = outcome
  return {
    refusal: refusal && { code: refusal.code, details: refusal.details },
    ...{ items, folders, sealed },
    backup: viewOf(await lookAtBackup(session, id)),
  }
}

export function makeBackupDesk(state: EngineState): BackupDesk {
  function accountKeyPath(ticket: string | null): string | null {
    if (ticket === null) return null
    const chosen = state.accounts.take(ticket)
    if (chosen.kind !== 'account-key-file') throw new CofferError('format/not-a-key-file')
    return chosen.path
  }

  return {
    async listBackups() {
      const { session } = state
      return await state.work('backups', async (onStep) => {
        const all = await listBackups(session, onStep)
        return { backups: all.map(viewOf), lastGood: lastGoodCopy(all)?.id ?? null }
      })
    },
    async drillBackup({ id, filePassword, masterPassword }) {
      const { session } = state
      const given = { filePassword: filePassword ?? undefined, masterPassword: masterPassword ?? undefined }
      return await state.work('drill', async (onStep) => {
        const outcome = await state.gate.pass(() => drillBackup(session, id, given, onStep))
        return await doneOf(session, id, outcome)
      })
    },
    async burntHouse({ id, accountKey, filePassword, masterPassword }) {
      const { session } = state
      const survivors = {
        path: session.ledger.get(id).path,
        accountKeyPath: accountKeyPath(accountKey),
        ...{ filePassword, masterPassword },
      }
      return await state.work('drill', async (onStep) => {
        onStep('derive')
        const restore = () => state.restoreElsewhere(survivors, onStep)
        return await doneOf(session, id, await state.gate.pass(() => recordBurntHouse(session, id, restore)))
      })
    },
    forgetBackup({ id }) {
      state.session.ledger.forget(id)
    },
  }
}
