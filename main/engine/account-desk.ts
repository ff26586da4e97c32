/** Exports on record, the account's key, and the master password around it. */
import { CofferError } from '../../contract/errors.ts'
import { planRotation, rotateKey } from '../commands/rotate-key.ts'
import { changePassword } from '../commands/vault.ts'
import type { EngineApi } from './engine-api.ts'
import type { EngineState } from './engine-state.ts'
import { exportTo, previewExport } from './exports.ts'
import { recordedExport } from './recorded-export.ts'

type AccountDesk = Pick<
  EngineApi,
  'exportPreview' | 'export' | 'exportPath' | 'planKeyChange' | 'changeKeys' | 'changePassword'
>

export function makeAccountDesk(state: EngineState): AccountDesk {
  return {
    exportPreview: () => previewExport(state.session),
    async export(order) {
      const { session } = state
      return await state.work('export', (onStep) => state.gate.pass(() => exportTo(session, order, onStep)))
    },
    exportPath({ id }) {
      const made = state.session.exports().find((record) => record.id === id)
      if (!made) throw new CofferError('usage/item-not-found')
      return made.path
    },
    planKeyChange() {
      const { session } = state
      const { items, folders, willStopOpening, stillOpen } = planRotation(session)
      return {
        items,
        folders,
        willStopOpening: willStopOpening.map(recordedExport),
        stillOpen: stillOpen.map(recordedExport),
        adopted: session.adopted,
      }
    },
    async changeKeys({ masterPassword, detach }) {
      const { session } = state
      return await state.work('change-keys', async (onStep) => {
        const done = await state.gate.pass(() => rotateKey(session, masterPassword, { detach, onStep }))
        const { items, folders, scrubbed, willStopOpening, stillOpen } = done
        return {
          items,
          folders,
          scrubbed,
          stoppedOpening: willStopOpening.map(recordedExport),
          stillOpen: stillOpen.map(recordedExport),
        }
      })
    },
    async changePassword({ masterPassword, newPassword }) {
      const { session } = state
      return await state.work('change-password', async (onStep) => {
        onStep('derive')
        return await state.gate.pass(() => changePassword(session, masterPassword, newPassword, onStep))
      })
    },
  }
}
