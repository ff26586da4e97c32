/** Exports on record, the account's key, and the master password around it. */
import path from 'node:path'
import { CofferError } from '../../contract/errors.ts'
import { writeAccountKey } from '../commands/accounts.ts'
import { planRotation, rotateKey } from '../commands/rotate-key.ts'
import { changeKdf, changePassword, measureKdf } from '../commands/vault.ts'
import type { EngineApi } from './engine-api.ts'
import type { EngineState } from './engine-state.ts'
import { exportTo, previewExport } from './exports.ts'
import { recordedExport } from './recorded-export.ts'

type AccountDesk = Pick<
  EngineApi,
  | ('exportPreview' | 'export' | 'exportPath' | 'planKeyChange' | 'changeKeys' | 'changePassword')
  | ('measureKdf' | 'changeKdf' | 'writeKeyFile' | 'wrapForDevice')
>

export function makeAccountDesk(state: EngineState): AccountDesk {
  return {
    exportPreview: () => previewExport(state.session),
    async export(order) {
      const { session } = state
      return await state.work('export', (onStep) => state.gate.pass(() => exportTo(session, order, onStep)))
    },
    exportPath({ id }) {
      const made = state.session.ledger.records().find((record) => record.id === id)
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
    async measureKdf({ kdf }) {
      return await state.work('measure-kdf', async (onStep) => ({ kdf, milliseconds: await measureKdf(kdf, onStep) }))
    },
    async changeKdf({ masterPassword, kdf }) {
      const { session } = state
      return await state.work('change-kdf', async (onStep) => {
        onStep('derive')
        return await state.gate.pass(() => changeKdf(session, masterPassword, kdf, onStep))
      })
    },
    async writeKeyFile(order) {
      const { session } = state
      const { masterPassword } = order
      return await state.work('key-file', async (onStep) => {
        onStep('derive')
        const written = await state.gate.pass(() =>
          writeAccountKey(session, order.path, { masterPassword, overwrite: true }, onStep),
        )
        const [name, place] = [path.basename(written.path), path.dirname(written.path)]
        return { name, place, recorded: written.recorded }
      })
    },
    async wrapForDevice({ deviceKey, masterPassword }) {
      const { session } = state
      try {
        return await state.gate.pass(async () => {
          await session.requirePassword(masterPassword, state.untilEnding)
          return { deviceId: session.deviceId, wrapped: session.wrapForDevice(deviceKey) }
        })
      } finally {
        deviceKey.fill(0)
      }
    },
  }
}
