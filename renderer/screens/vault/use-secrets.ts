import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { asCofferError, type CofferError } from '../../../contract/errors.ts'
import type { FieldRequest, FieldView, ItemSource, ItemView } from '../../../contract/item-view.ts'
import { api } from '../../bridge.ts'
import { useCopied } from '../../work/use-copied.ts'

export interface Wish {
  readonly act: 'reveal' | 'copy'
  readonly field: FieldView
}

export interface Secrets {
  /** The one secret that is shown. */
  readonly shown: Readonly<ShallowRef<{ readonly address: string; readonly value: string } | null>>
  /** What waits for the master password. */
  readonly asking: Readonly<ShallowRef<Wish | null>>
  readonly error: Readonly<ShallowRef<CofferError | null>>
  readonly toggle: (field: FieldView) => Promise<void>
  readonly copy: (field: FieldView) => Promise<void>
  /** Does what waits; answers why not, where the password was wrong. */
  readonly confirm: (masterPassword: string) => Promise<CofferError | null>
  readonly cancel: () => void
  /** Hides what is shown, drops what waits, and lets no late answer in. */
  readonly hide: () => void
}

/** Secrets of the open item, one at a time. They live here and nowhere else, until the item is left. */
export function useSecrets(source: () => ItemSource, view: () => ItemView | null): Secrets {
  const tellCopied = useCopied()
  const shown = shallowRef<{ readonly address: string; readonly value: string } | null>(null)
  const asking = shallowRef<Wish | null>(null)
  const error = shallowRef<CofferError | null>(null)
  let turn = 0

  function hide(): void {
    turn += 1
    shown.value = null
    asking.value = null
    error.value = null
  }
  onScopeDispose(hide)

  async function perform({ act, field }: Wish, masterPassword: string | null): Promise<void> {
    const item = view()
    if (!item) return
    const mine = ++turn
    const request: FieldRequest = { source: source(), id: item.id, address: field.address, masterPassword }
    if (act === 'copy') {
      await api.items.copy(request)
      tellCopied()
      return
    }
    shown.value = null
    const value = await api.items.reveal(request)
    if (mine === turn) shown.value = { address: field.address, value }
  }

  /** In a backup nobody can ask for a master password: there is none. */
  function needsPassword({ kind }: FieldView): boolean {
    return source() === 'vault' && view()?.reprompt === true && kind === 'secret'
  }

  async function wish(next: Wish): Promise<void> {
    error.value = null
    if (needsPassword(next.field)) asking.value = next
    else await attempt(next, null)
  }

  async function attempt(next: Wish, masterPassword: string | null): Promise<CofferError | null> {
    try {
      await perform(next, masterPassword)
    } catch (caught) {
      const failure = asCofferError(caught)
      if (masterPassword !== null && failure.code === 'vault/wrong-password') return failure
      error.value = failure
    }
    if (asking.value === next) asking.value = null
    return null
  }

  return {
    ...{ shown, asking, error, hide },
    async toggle(field) {
      if (shown.value?.address === field.address) hide()
      else await wish({ act: 'reveal', field })
    },
    async copy(field) {
      const open = field.kind !== 'secret' && view()?.reprompt === true ? field.value : null
      if (open === null) await wish({ act: 'copy', field })
      else {
        await api.app.copySecret(open)
        tellCopied()
      }
    },
    async confirm(masterPassword) {
      return asking.value ? await attempt(asking.value, masterPassword) : null
    },
    cancel() {
      turn += 1
      asking.value = null
    },
  }
}
