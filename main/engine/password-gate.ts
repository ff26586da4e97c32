/** Wrong master passwords cost a growing wait; a right one ends it. The vault is never locked for it. */
import { setTimeout as wait } from 'node:timers/promises'
import { CofferError } from '../../contract/errors.ts'

/** The first mistakes are free: people mistype. */
const FREE_MISTAKES = 2
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 8_000

export class PasswordGate {
  #mistakes = 0

  /** Runs what checks a master password. @throws what it throws */
  async pass<T>(check: () => Promise<T>): Promise<T> {
    const beyond = this.#mistakes - FREE_MISTAKES
    if (beyond >= 0) await wait(Math.min(FIRST_WAIT_MS * 2 ** beyond, LONGEST_WAIT_MS))
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
