/** For tests: an engine without a thread, which answers as it is told to. */
import type { VaultStatus } from '../../../contract/api.ts'
import { CofferError } from '../../../contract/errors.ts'
import { DEFAULT_PBKDF2 } from '../../../contract/kdf-config.ts'
import type { Progress } from '../../../contract/progress.ts'
import type { EngineHandle, EngineMethod, EngineStatus } from '../../engine/engine-api.ts'

type Call = EngineHandle['call']

interface Pending {
  readonly method: EngineMethod
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

export class FakeEngine implements EngineHandle {
  readonly tell: (progress: Progress) => void
  readonly calls: [EngineMethod, unknown][] = []
  /** Calls that `holds` keeps waiting. */
  readonly pending: Pending[] = []
  /** Methods that are not answered until the test does. */
  holds: readonly EngineMethod[] = []
  fails: Partial<Record<EngineMethod, Error>> = {}
  /** What other methods answer than they would. */
  answers: Partial<Record<EngineMethod, () => unknown>> = {}
  vault: VaultStatus = { state: 'none' }
  deviceId: string | null = null
  working = false
  stopped = 0
  ended = 0
  /** Ends wait for this. */
  ending: Promise<void> = Promise.resolve()
  /** Whether the thread still answers. */
  dead = false

  constructor(tell: (progress: Progress) => void) {
    this.tell = tell
  }

  call: Call = async (method, order) => {
    if (this.dead || this.ended > 0) throw new CofferError('vault/locked')
    this.calls.push([method, order])
    if (this.holds.includes(method)) return (await this.#held(method)) as never
    const failure = this.fails[method]
    if (failure instanceof Error) throw failure
    const own = this.answers[method]
    if (own) return own() as never
    return this.#answer(method, (order as { path?: string } | null)?.path ?? '') as never
  }

  stop(): void {
    this.stopped += 1
  }

  async end(): Promise<void> {
    this.ended += 1
    await this.ending
    this.working = false
    for (const { reject } of this.pending.splice(0)) reject(new CofferError('vault/locked'))
  }

  get status(): EngineStatus {
    return { vault: this.vault, backup: null, deviceId: this.deviceId }
  }

  unlocked(name: string): EngineStatus {
    this.vault = {
      state: 'unlocked',
      name,
      email: null,
      adopted: false,
      kdf: DEFAULT_PBKDF2,
      keyFile: null,
      notice: null,
    }
    return this.status
  }

  #held(method: EngineMethod): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.pending.push({ method, resolve, reject })
    })
  }

  #answer(method: EngineMethod, path: string): unknown {
    if (method === 'open') this.vault = { state: 'locked', name: path, email: null }
    if (method.startsWith('unlock') && this.vault.state === 'locked') return this.unlocked(this.vault.name)
    if (method === 'create' || method === 'createAround') return this.unlocked(path)
    return ['open', 'unlock', 'status', 'closeBackup'].includes(method) ? this.status : { method }
  }
}
