import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import { asCofferError, type CofferError } from '../../../contract/errors.ts'
import { emptyDraft, type ItemDraft } from '../../../contract/item-draft.ts'
import type { ItemView } from '../../../contract/item-view.ts'
import { api } from '../../bridge.ts'
import type { EditTarget } from '../../stores/editor.ts'
import { t } from '../../text/index.ts'
import { draftOf, formOf, sameDraft, type ItemForm } from './item-form.ts'

/** What waits for the master password. */
interface Asked {
  readonly verb: string
  readonly lead: string
  readonly run: (masterPassword: string) => Promise<void>
  readonly cancel: () => void
}

export interface ItemEditor {
  /** What the form began with; null until it is there. */
  readonly initial: Readonly<Ref<ItemDraft | null>>
  /** The stored item as it is shown; null for a new one. */
  readonly view: Readonly<Ref<ItemView | null>>
  readonly form: Ref<ItemForm | null>
  readonly changed: ComputedRef<boolean>
  readonly saving: Readonly<Ref<boolean>>
  readonly error: Readonly<Ref<CofferError | null>>
  readonly asked: Readonly<Ref<Asked | null>>
  /** The stored secret at `address`; null where the person does not confirm, or it cannot be had. */
  readonly reveal: (address: string, label: string) => Promise<string | null>
  /** The id of the saved item; null where it was not saved. */
  readonly save: () => Promise<string | null>
  /** Does what waits; answers why not, where the password was wrong. */
  readonly confirm: (masterPassword: string) => Promise<CofferError | null>
  readonly cancel: () => void
}

/** One item in the making. What is typed and revealed lives here, until the editor is left. */
export function useItemEditor(target: EditTarget): ItemEditor {
  const initial = shallowRef<ItemDraft | null>(null)
  const view = shallowRef<ItemView | null>(null)
  const form = ref<ItemForm | null>(null)
  const saving = ref(false)
  const error = shallowRef<CofferError | null>(null)
  const asked = shallowRef<Asked | null>(null)

  async function load(): Promise<void> {
    const { id } = target
    try {
      if (id === null) initial.value = emptyDraft(target.type, target.folderId)
      else {
        const [draft, shown] = await Promise.all([api.items.draft({ id }), api.items.view({ source: 'vault', id })])
        initial.value = draft
        view.value = shown
      }
      const begun = formOf(initial.value)
      form.value = begun
      // As the form gives it back: a new item's texts are all there.
      initial.value = draftOf(begun)
    } catch (caught) {
      error.value = asCofferError(caught)
    }
  }
  void load()
  onScopeDispose(() => {
    form.value = null
    asked.value = null
  })

  /** Runs `act`, with the master password where the stored item asks for it; null where that is not given. */
  async function guarded<T>(
    verb: string,
    lead: string,
    act: (password: string | null) => Promise<T>,
  ): Promise<T | null> {
    if (target.id === null || initial.value?.reprompt !== true) return await act(null)
    return await new Promise<T | null>((resolve, reject) => {
      asked.value = {
        ...{ verb, lead },
        async run(masterPassword) {
          try {
            resolve(await act(masterPassword))
          } catch (caught) {
            // A wrong password is told where it was typed, and can be typed again.
            if (asCofferError(caught).code === 'vault/wrong-password') throw caught
            reject(asCofferError(caught))
          }
        },
        cancel() {
          resolve(null)
        },
      }
    })
  }

  async function attempt<T>(act: () => Promise<T | null>): Promise<T | null> {
    error.value = null
    try {
      return await act()
    } catch (caught) {
      error.value = asCofferError(caught)
      return null
    }
  }

  return {
    ...{ initial, view, form, saving, error, asked },
    changed: computed(() => Boolean(form.value && initial.value && !sameDraft(draftOf(form.value), initial.value))),
    reveal: (address, label) =>
      attempt(async () => {
        const { id } = target
        if (id === null) return null
        const request = { source: 'vault', id, address } as const
        return await guarded(t('item.ask.reveal', { label }), t('item.ask.lead'), (masterPassword) =>
          api.items.reveal({ ...request, masterPassword }),
        )
      }),
    save: () =>
      attempt(async () => {
        if (!form.value || saving.value) return null
        const draft = draftOf(form.value)
        const verb = t('editor.ask.save', { name: draft.name })
        try {
          const saved = await guarded(verb, t('editor.ask.lead'), async (masterPassword) => {
            saving.value = true
            return await api.items.save({ id: target.id, draft, masterPassword }).finally(() => (saving.value = false))
          })
          return saved?.id ?? null
        } finally {
          saving.value = false
        }
      }),
    async confirm(masterPassword) {
      const now = asked.value
      try {
        await now?.run(masterPassword)
      } catch (caught) {
        return asCofferError(caught)
      }
      if (asked.value === now) asked.value = null
      return null
    },
    cancel() {
      asked.value?.cancel()
      asked.value = null
    },
  }
}
