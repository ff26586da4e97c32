/** The files that a person offers, and where an offer leads. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Offer, OfferedFile } from '../../contract/files.ts'
import { api } from '../bridge.ts'
import { useSession } from './session.ts'

export const useFiles = defineStore('files', () => {
  const session = useSession()
  const offer = shallowRef<Offer | null>(null)
  /** The one file that the import is about. */
  const current = shallowRef<OfferedFile | null>(null)
  /** Counts offers with no file in them (an empty folder); the window tells each. */
  const empty = ref(0)

  /** One file, recognised or refused, goes to the import; several are compared first. */
  function take(next: Offer): void {
    const [only] = next.files
    offer.value = next
    if (!only) empty.value += 1
    else if (next.files.length === 1 && next.omitted === 0) {
      current.value = only
      session.show('import')
    } else {
      current.value = null
      session.show('census')
    }
  }

  function receive(next: Offer): void {
    session.leave(() => {
      take(next)
    })
  }

  async function choose(): Promise<void> {
    await session.attempt(async () => {
      const chosen = await api.files.choose()
      if (chosen) receive(chosen)
    })
  }

  async function trySample(): Promise<void> {
    await session.attempt(async () => {
      receive(await api.files.sample())
    })
  }

  /** One of several files goes to the import. */
  function importFile(file: OfferedFile): void {
    session.leave(() => {
      current.value = file
      session.show('import')
    })
  }

  /** The file that is opened to read: importing from there is about it. */
  function hold(file: OfferedFile): void {
    current.value = file
  }

  /** The import starts with no file: it asks for one. */
  function importOther(): void {
    session.leave(() => {
      current.value = null
      session.show('import')
    })
  }

  function $reset(): void {
    offer.value = null
    current.value = null
    empty.value = 0
  }
  session.onLocked($reset)

  return { offer, current, empty, receive, choose, trySample, importFile, importOther, hold, $reset }
})
