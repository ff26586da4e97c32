/** The engine's thread as the main thread holds it: one order, one answer; stop; end. */
import { Worker } from 'node:worker_threads'
import { asCofferError, CofferError } from '../../contract/errors.ts'
import { Stopped, type Progress } from '../../contract/progress.ts'
import type { Survivors } from '../commands/burnt-house.ts'
import { burntHouseDrill, type StartProcess } from '../drill/burnt-house-drill.ts'
import type { EngineAnswer, EngineHandle, EngineMethod, EngineOrder } from './engine-api.ts'
import { STOP, type EngineMessage, type EngineRequest, type EngineThreadData } from './engine-messages.ts'

/** Work past its last stopping place gets this long to finish before the thread is cut off. */
const END_WAIT_MS = 30_000
/** Bounds the JS heap alone; what is read is bounded by files/read-capped. */
const HEAP_MIB = 2_048

/** Stands beside this file, as source (.ts) and as built output (.js). */
function workerUrl(name: string): URL {
  return new URL(`./${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
}

/** What a person would not want cut off without being asked. */
const WORK: ReadonlySet<EngineMethod> = new Set<EngineMethod>([
  'export',
  'check',
  'runImport',
  'changeKeys',
  'adopt',
  'changePassword',
  'changeKdf',
  'writeKeyFile',
  'drillBackup',
  'burntHouse',
])

/** What can be asked to stop. */
const STOPPABLE: ReadonlySet<EngineMethod> = new Set<EngineMethod>([
  ...WORK,
  'create',
  'createAround',
  'unlock',
  'measureKdf',
  'rehearseKeyChange',
  'openBackup',
  'census',
  'listBackups',
])

interface Waiting {
  readonly method: EngineMethod
  readonly resolve: (value: never) => void
  readonly reject: (error: CofferError) => void
}

export class EngineThread implements EngineHandle {
  readonly #worker: Worker
  readonly #stopFlag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  readonly #waiting = new Map<number, Waiting>()
  readonly #exited: Promise<void>
  readonly #onProgress: (progress: Progress) => void
  /** Fresh processes that run for the engine. */
  readonly #drills = new Map<number, AbortController>()
  readonly #startProcess: StartProcess
  #lastId = 0
  #ended = false
  #pid: number | null = null

  constructor(onProgress: (progress: Progress) => void, startProcess: StartProcess) {
    this.#onProgress = onProgress
    this.#startProcess = startProcess
    const workerData: EngineThreadData = { stopFlag: this.#stopFlag }
    this.#worker = new Worker(workerUrl('engine.worker'), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    })
    this.#worker.on('message', (message: EngineMessage) => {
      this.#receive(message)
    })
    this.#exited = new Promise((resolve) => {
      const gone = (error?: unknown): void => {
        this.#ended = true
        for (const { reject } of this.#waiting.values()) reject(new CofferError('vault/locked', {}, error))
        this.#waiting.clear()
        for (const drill of this.#drills.values()) drill.abort(new CofferError('vault/locked'))
        resolve()
      }
      this.#worker.once('error', gone)
      this.#worker.once('exit', () => {
        gone()
      })
    })
  }

  /** The process that the thread belongs to, once it has spoken. */
  get pid(): number | null {
    return this.#pid
  }

  get working(): boolean {
    return this.#waitsFor(WORK)
  }

  #waitsFor(methods: ReadonlySet<EngineMethod>): boolean {
    return [...this.#waiting.values()].some(({ method }) => methods.has(method))
  }

  async call<M extends EngineMethod>(method: M, order: EngineOrder<M>): Promise<EngineAnswer<M>> {
    if (this.#ended) throw new CofferError('vault/locked')
    // A wish to stop is forgotten when the next work is ordered; one to end the thread never is.
    if (STOPPABLE.has(method) && !this.#waitsFor(STOPPABLE))
      Atomics.compareExchange(this.#stopFlag, 0, STOP.work, STOP.no)
    const id = ++this.#lastId
    return await new Promise<EngineAnswer<M>>((resolve, reject) => {
      this.#post({ kind: 'call', id, method, order })
      this.#waiting.set(id, { method, resolve, reject })
    })
  }

  stop(): void {
    Atomics.compareExchange(this.#stopFlag, 0, STOP.no, STOP.work)
  }

  async end(): Promise<void> {
    Atomics.store(this.#stopFlag, 0, STOP.all)
    if (!this.#ended) this.#post({ kind: 'end' })
    this.#ended = true
    const timer = setTimeout(() => void this.#worker.terminate(), END_WAIT_MS)
    await this.#exited
    clearTimeout(timer)
    await this.#worker.terminate()
  }

  #post(request: EngineRequest): void {
    this.#worker.postMessage(request)
  }

  async #restore(id: number, survivors: Survivors): Promise<void> {
    const drill = new AbortController()
    this.#drills.set(id, drill)
    try {
      const restored = await burntHouseDrill(this.#startProcess, survivors, drill.signal)
      this.#post({ kind: 'restored', id, answer: { ok: true, restored } })
    } catch (thrown) {
      const { code, details } = asCofferError(thrown)
      this.#post({ kind: 'restored', id, answer: { ok: false, error: { code, details } } })
    } finally {
      this.#drills.delete(id)
    }
  }

  #receive(message: EngineMessage): void {
    if (message.kind === 'ready') this.#pid = message.pid
    else if (message.kind === 'progress') this.#onProgress(message.progress)
    else if (message.kind === 'restore') void this.#restore(message.id, message.survivors)
    else if (message.kind === 'give-up') this.#drills.get(message.id)?.abort(new Stopped())
    else {
      const waiting = this.#waiting.get(message.id)
      this.#waiting.delete(message.id)
      if (message.ok) waiting?.resolve(message.value as never)
      else waiting?.reject(new CofferError(message.error.code, message.error.details))
    }
  }
}
