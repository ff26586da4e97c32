/**
 * The engine: one vault, its keys and the files on offer, behind the methods of EngineApi, one desk for each kind of
 * business. Lives in a thread of its own (engine.worker.ts); knows nothing of threads, windows or dialogs.
 */
import { makeAccountDesk } from './account-desk.ts'
import { makeBackupDesk } from './backup-desk.ts'
import { makeCensusDesk } from './census-desk.ts'
import type { EngineApi } from './engine-api.ts'
import { EngineState, type EngineHost } from './engine-state.ts'
import { makeFileDesk } from './file-desk.ts'
import { makeImportDesk } from './import-desk.ts'
import { makeItemDesk } from './item-desk.ts'
import { makeVaultDesk } from './vault-desk.ts'

export interface Engine extends EngineApi {
  /** Refuses passwords and files that still wait for their turn, so that the end need not wait for them. */
  refuseWaiting(): void
  /** Drops every key and gives the vault file free. */
  close(): void
}

export function makeEngine(host: EngineHost): Engine {
  const state = new EngineState(host)
  return {
    ...makeVaultDesk(state),
    ...makeFileDesk(state),
    ...makeImportDesk(state),
    ...makeCensusDesk(state),
    ...makeItemDesk(state),
    ...makeAccountDesk(state),
    ...makeBackupDesk(state),
    refuseWaiting() {
      state.refuseWaiting()
    },
    close() {
      state.close()
    },
  }
}
