/** Exports on record, the account's key, and the master password around it. */
import path from 'node:path'
import { CofferError } from '../../contract/errors.ts'
import type { KeyChangeRehearsal } from '../../contract/exports.ts'
import { readClientAccount, writeAccountKey } from '../commands/accounts.ts'
import { adoptAccount, boundExports } from '../commands/adopt-account.ts'
import { rehearseRotation, withFate, type Rehearsal } from '../commands/rehearse-rotation.ts'
import { rotateKey } from '../commands/rotate-key.ts'
import { changeKdf, changePassword, measureKdf } from '../commands/vault.ts'
import { lookAround, removeLeftovers } from '../commands/written-place.ts'
import type { EngineApi } from './engine-api.ts'
import type { EngineState } from './engine-state.ts'
import { exportTo, previewExport } from './exports.ts'
import { recordedExport } from './recorded-export.ts'

type AccountDesk = Pick<
  EngineApi,
  | ('exportPreview' | 'export' | 'exportPath' | 'removeLeftovers')
  | ('planKeyChange' | 'rehearseKeyChange' | 'changeKeys')
  | ('adopt' | 'discardKeyChange' | 'changePassword' | 'measureKdf' | 'changeKdf' | 'writeKeyFile' | 'wrapForDevice')
>

function fatesOf(rehearsal: Rehearsal): KeyChangeRehearsal {
  return {
    stops: withFate(rehearsal, 'stops').map(recordedExport),
    unseen: withFate(rehearsal, 'unseen').map(recordedExport),
    opens: withFate(rehearsal, 'opens').map(recordedExport),
    gone: withFate(rehearsal, 'gone').map(recordedExport),
  }
}

export function makeAccountDesk(state: EngineState): AccountDesk {
  return {
    exportPreview: () => previewExport(state.session),
    async export(order) {
      const { session } = state
      return await state.work('export', (onStep) => state.gate.pass(() => exportTo(session, order, onStep)))
    },
    exportPath({ id }) {
      return state.session.ledger.get(id).path
    },
    async removeLeftovers({ id }) {
      const stayed = await removeLeftovers(path.dirname(state.session.ledger.get(id).path))
      return stayed.map((file) => path.basename(file))
    },
    planKeyChange() {
      const { session } = state
      const { items, folders } = session.contents()
      const exports = session.ledger.records().length
      const bound = boundExports(session).map(recordedExport)
      return { items: items.length, folders: folders.length, exports, bound, adopted: session.adopted }
    },
    async rehearseKeyChange({ masterPassword, detach }) {
      const { session } = state
      state.rehearsal = null
      return await state.work('rehearse-keys', async (onStep) => {
        onStep('derive')
        const rehearse = () => session.inTurn(() => rehearseRotation(session, masterPassword, { detach, onStep }))
        const rehearsal = await state.gate.pass(rehearse)
        state.rehearsal = rehearsal
        return fatesOf(rehearsal)
      })
    },
    async changeKeys({ masterPassword, detach, replace }) {
      const { session } = state
      return await state.work('change-keys', async (onStep) => {
        const { rehearsal } = state
        if (!rehearsal) throw new CofferError('vault/not-rehearsed')
        state.rehearsal = null
        const options = { detach, replace, rehearsal, onStep }
        const done = await state.gate.pass(() => rotateKey(session, masterPassword, options))
        const { items, folders, scrubbed } = done
        const replacements = done.replacements.map(({ record }) => recordedExport(record))
        return { items, folders, scrubbed, replacements, ...fatesOf(rehearsal) }
      })
    },
    async adopt({ ticket, email, masterPassword, accountPassword }) {
      const { session } = state
      return await state.work('adopt', async (onStep) => {
        onStep('derive')
        const file = state.accounts.take(ticket)
        if (file.kind !== 'bitwarden-data') throw new CofferError('format/not-bitwarden-data')
        const account = await readClientAccount(file.path, email)
        const order = { account, accountPassword, masterPassword }
        const done = await state.gate.pass(() => adoptAccount(session, order, onStep))
        return {
          ...{ items: done.items, email: done.email, sameKey: done.sameKey, scrubbed: done.scrubbed },
          stops: done.willStopOpening.map(recordedExport),
          opens: done.stillOpen.map(recordedExport),
        }
      })
    },
    discardKeyChange() {
      state.rehearsal = null
      return null
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
        const { openToOthers } = await lookAround(written.path)
        return { name, place, recorded: written.recorded, openToOthers }
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
