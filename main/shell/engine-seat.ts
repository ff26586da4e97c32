/**
 * The seat of the engine: whoever calls gets the one that sits there now. An engine leaves it for good when the app
 * locks, and a fresh one takes its place; calls made in between wait, and what the old one still answers is dropped.
 */
import { CofferError } from '../../contract/errors.ts'
import type { Progress } from '../../contract/progress.ts'
import type { EngineAnswer, EngineHandle, EngineMethod, EngineOrder } from '../engine/engine-api.ts'

export interface SeatParts {
  readonly makeEngine: (onProgress: (progress: Progress) => void) => EngineHandle
  readonly onProgress: (progress: Progress) => void
  /** Work may have begun or ended. */
  readonly changed: () => void
  /** The engine met its end by itself (out of memory): it answers nothing any more. */
  readonly died: () => Promise<void>
}

export class EngineSeat {
  readonly #parts: SeatParts
  #engine: EngineHandle
  #replacing: Promise<void> | null = null
  #ended = false

  constructor(parts: SeatParts) {
    this.#parts = parts
    this.#engine = this.#seatNew()
  }

  /** Long work that a person would not want cut off without being asked. */
  get working(): boolean {
    return this.#engine.working
  }

  /** The app ends: nobody sits here any more. */
  get ended(): boolean {
    return this.#ended
  }

  get replacing(): boolean {
    return this.#replacing !== null
  }

  /** @throws CofferError what the method throws; vault/locked where the engine was replaced meanwhile */
  async call<M extends EngineMethod>(method: M, order: EngineOrder<M>): Promise<EngineAnswer<M>> {
    await this.#replacing
    const engine = this.#engine
    try {
      const answer = engine.call(method, order)
      this.#parts.changed()
      const value = await answer
      // It may have finished while it was told to end: nobody holds a vault by that.
      if (!this.#sits(engine)) throw new CofferError('vault/locked')
      return value
    } catch (error) {
      if (error instanceof CofferError && error.code === 'vault/locked') await this.#replaceDead(engine)
      throw error
    } finally {
      this.#parts.changed()
    }
  }

  stop(): void {
    this.#engine.stop()
  }

  /** Ends the engine and seats a fresh one, which does `first` before it takes calls. One at a time. */
  async replace(first: (engine: EngineHandle) => Promise<void>): Promise<void> {
    this.#replacing ??= this.#replace(first).finally(() => {
      this.#replacing = null
    })
    await this.#replacing
  }

  /** For the end of the app: nobody takes the seat again. */
  async end(): Promise<void> {
    this.#ended = true
    await this.#replacing
    await this.#engine.end()
  }

  async #replace(first: (engine: EngineHandle) => Promise<void>): Promise<void> {
    const leaving = this.#engine
    if (leaving.working) leaving.stop()
    await leaving.end()
    if (this.#ended) return
    this.#engine = this.#seatNew()
    await first(this.#engine)
  }

  async #replaceDead(engine: EngineHandle): Promise<void> {
    const alive = await engine.call('status', null).then(
      () => true,
      () => false,
    )
    if (!alive && this.#sits(engine)) await this.#parts.died()
  }

  #sits(engine: EngineHandle): boolean {
    return engine === this.#engine && !this.#replacing && !this.#ended
  }

  #seatNew(): EngineHandle {
    const engine = this.#parts.makeEngine((progress) => {
      if (this.#sits(engine)) this.#parts.onProgress(progress)
    })
    return engine
  }
}
