import { shallowRef, type Ref } from 'vue'
import { asCofferError, type CofferError } from '../../contract/errors.ts'
import { api } from '../bridge.ts'
import { useSession } from '../stores/session.ts'

export interface OpenVault {
  readonly error: Readonly<Ref<CofferError | null>>
  /** Asks for a vault file, and goes where it leads; false where nothing was opened. */
  readonly open: () => Promise<boolean>
}

export function useOpenVault(): OpenVault {
  const session = useSession()
  const error = shallowRef<CofferError | null>(null)

  async function open(): Promise<boolean> {
    try {
      const status = await api.vault.open()
      error.value = null
      if (status) session.accept(status)
      return status !== null
    } catch (caught) {
      error.value = asCofferError(caught)
      return false
    }
  }

  return { error, open }
}
