/** The vault from none to unlocked: made, opened, unlocked. */
import path from 'node:path'
import { DEFAULT_PBKDF2 } from '../../contract/kdf-config.ts'
import { readAccountKey, readClientAccount, readClientEmails } from '../commands/accounts.ts'
import { createVault, createVaultAround } from '../commands/vault.ts'
import type { EngineApi, EngineStatus } from './engine-api.ts'
import type { EngineState } from './engine-state.ts'

type VaultDesk = Pick<
  EngineApi,
  'status' | 'create' | 'chooseAccount' | 'createAround' | 'open' | 'unlock' | 'unlockWithDevice' | 'confirm'
>

export function makeVaultDesk(state: EngineState): VaultDesk {
  async function openNew(order: { path: string; masterPassword: string }): Promise<EngineStatus> {
    await state.openVault(order.path)
    return await state.unlockVault((locked) => locked.unlock(order.masterPassword, state.untilEnding))
  }

  return {
    status: () => state.status(),
    create: (order) =>
      state.work('create', async (onStep) => {
        onStep('derive')
        await createVault(order.path, order.masterPassword, { email: order.email, kdf: DEFAULT_PBKDF2 }, onStep)
        return await openNew(order)
      }),
    async chooseAccount(order) {
      const emails =
        order.kind === 'bitwarden-data'
          ? await readClientEmails(order.path)
          : [(await readAccountKey(order.path)).email ?? []].flat()
      return { ticket: state.accounts.issue(order), name: path.basename(order.path), kind: order.kind, emails }
    },
    createAround: (order) =>
      state.work('create', async (onStep) => {
        onStep('derive')
        const file = state.accounts.take(order.ticket)
        const account =
          file.kind === 'bitwarden-data'
            ? await readClientAccount(file.path, order.email)
            : await readAccountKey(file.path)
        await createVaultAround(order.path, order.masterPassword, account, onStep)
        return await openNew(order)
      }),
    // The vault is not taken from under work that runs.
    open: async (order) => (await state.work('open', () => state.openVault(order.path))) ?? state.status(),
    async unlock({ masterPassword }) {
      const status = await state.work('unlock', async (onStep) => {
        onStep('derive')
        return await state.gate.pass(() => state.unlockVault((locked) => locked.unlock(masterPassword, onStep), onStep))
      })
      return status ?? state.status()
    },
    async unlockWithDevice(device) {
      try {
        const status = await state.work('unlock', (onStep) =>
          state.unlockVault((locked) => locked.unlockWithDevice(device), onStep),
        )
        return status ?? state.status()
      } finally {
        device.deviceKey.fill(0)
      }
    },
    async confirm({ masterPassword }) {
      const { session } = state
      await state.gate.pass(() => session.requirePassword(masterPassword, state.untilEnding))
      return null
    },
  }
}
