/** Which item is edited. What is typed lives in the form alone. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { ItemTypeName } from '../../contract/items.ts'
import { useSession } from './session.ts'
import { useVault } from './vault.ts'

export interface EditTarget {
  /** Null: a new item. */
  readonly id: string | null
  /** Of a new item. */
  readonly type: ItemTypeName
  readonly folderId: string | null
}

const NOTHING: EditTarget = { id: null, type: 'login', folderId: null }

export const useEditor = defineStore('editor', () => {
  const session = useSession()
  const vault = useVault()
  const target = shallowRef(NOTHING)
  /** Grows with every item that is begun: the form is made anew. */
  const turn = ref(0)

  function begin(next: EditTarget): void {
    session.leave(() => {
      target.value = next
      turn.value += 1
      session.show('edit')
    })
  }

  /** A new item, of the type that was used last unless one is named, in the folder that is looked at. */
  function add(type: ItemTypeName = target.value.type): void {
    const { filter, source } = vault
    const folderId = source === 'vault' && filter.view === 'folder' ? filter.folderId : null
    begin({ id: null, type, folderId })
  }

  function edit(id: string): void {
    begin({ ...target.value, id })
  }

  session.onLocked(() => {
    target.value = NOTHING
  })

  return { target, turn, add, edit }
})
