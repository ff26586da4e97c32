/** The census of the files on offer, as the page holds it: looked at anew when a vault opens, forgotten with the page. */
import { computed, onBeforeUnmount, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { Census, CensusFile } from '../../../contract/census.ts'
import type { CofferError } from '../../../contract/errors.ts'
import type { OfferedFile } from '../../../contract/files.ts'
import { api } from '../../bridge.ts'
import { useSession } from '../../stores/session.ts'
import { useWork, type Work } from '../../work/work.ts'

export interface CensusLine {
  readonly file: OfferedFile
  /** Null until it was looked at. */
  readonly found: CensusFile | null
}

export interface CensusOfPage {
  readonly work: Work
  readonly census: Readonly<Ref<Census | null>>
  readonly problem: Readonly<Ref<CofferError | null>>
  /** The person stopped it before every file was looked at. */
  readonly stopped: Readonly<Ref<boolean>>
  readonly lines: ComputedRef<readonly CensusLine[]>
  readonly look: () => Promise<void>
  readonly accept: (next: Census) => void
}

export function useCensus(files: () => readonly OfferedFile[]): CensusOfPage {
  const session = useSession()
  const work = useWork()
  const census = shallowRef<Census | null>(null)
  const problem = shallowRef<CofferError | null>(null)
  const stopped = ref(false)
  let looks = 0

  const lines = computed(() => {
    const found = new Map(census.value?.files.map((file) => [file.ticket, file]))
    return files().map((file) => {
      const now = found.get(file.ticket)
      if (!now) return { file, found: null }
      return { file: { ...file, inspection: now.inspection, error: now.error }, found: now }
    })
  })

  /** Stops one that still runs. What that one found is of other files, or of another vault. */
  async function look(): Promise<void> {
    const mine = ++looks
    void work.stop()
    problem.value = null
    stopped.value = false
    const tickets = files().map(({ ticket }) => ticket)
    if (tickets.length === 0) return
    const outcome = await work.run('census', () => api.files.census({ tickets, filePassword: null }))
    if (mine !== looks) return
    if (outcome.kind === 'done') census.value = outcome.value
    else if (outcome.kind === 'refused') problem.value = outcome.error
    else stopped.value = true
  }

  watch(
    [files, () => session.vault.state],
    () => {
      census.value = null
      void look()
    },
    { immediate: true },
  )
  onBeforeUnmount(() => {
    void work.stop()
    // The engine forgets by itself where it ended meanwhile.
    void api.files.endCensus().catch(() => undefined)
  })

  return {
    ...{ work, census, problem, stopped, lines, look },
    accept(next) {
      census.value = next
    },
  }
}
