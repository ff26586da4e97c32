/** Wrong master passwords cost a growing wait; a right one ends it. The vault is never locked for it. */
import { setTimeout as wait } from 'node:timers/promises'
import { CofferError } from '../../contract/errors.ts'

/** The first mistakes are free: people mistype. */
const FREE_MISTAKES = 2
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 8_000

type Pause = (ms: number, signal: AbortSignal) => Promise<unknown>

export class PasswordGate {
  readonly #pause: Pause
  readonly #closing = new AbortController()
  #mistakes = 0
  #lastTurn: Promise<unknown> = Promise.resolve()

  constructor(pause: Pause = (ms, signal) => wait(ms, undefined, { signal })) {
    this.#pause = pause
  }

  /**
   * Runs what checks a master password, one after the other: guesses made at once wait for each other.
   * @throws what it throws; CofferError vault/locked once the gate is closed
   */
  async pass<T>(check: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(() => this.#pass(check))
    this.#lastTurn = turn.catch(() => undefined)
    return await turn
  }

  /** Refuses those who wait and all who come. */
  close(): void {
    this.#closing.abort()
  }

  async #pass<T>(check: () => Promise<T>): Promise<T> {
    const beyond = this.#mistakes - FREE_MISTAKES
    const { signal } = this.#closing
    if (beyond >= 0 && !signal.aborted) {
      await this.#pause(Math.min(FIRST_WAIT_MS * 2 ** beyond, LONGEST_WAIT_MS), signal).catch(() => undefined)
    }
    if (signal.aborted) throw new CofferError('vault/locked')
    try {
      const value = await check()
      this.#mistakes = 0
      return value
    } catch (error) {
      if (error instanceof CofferError && error.code === 'vault/wrong-password') this.#mistakes += 1
      throw error
    }
  }
}
