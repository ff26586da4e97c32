/** What is asked about folders: one question at a time, from wherever it was begun. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useSession } from './session.ts'

export type FolderWish =
  | { readonly act: 'add'; readonly then: (id: string) => void }
  | { readonly act: 'rename'; readonly id: string; readonly name: string }
  | { readonly act: 'remove'; readonly id: string; readonly name: string; readonly items: number }

export const useFolders = defineStore('folders', () => {
  const wish = shallowRef<FolderWish | null>(null)

  /** `then` gets the new folder's id. */
  function add(then: (id: string) => void = () => undefined): void {
    wish.value = { act: 'add', then }
  }

  function ask(next: FolderWish): void {
    wish.value = next
  }

  function done(): void {
    wish.value = null
  }
  useSession().onLocked(done)

  return { wish, add, ask, done }
})
