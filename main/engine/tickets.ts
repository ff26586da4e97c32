/** Tickets: what the window names a file by. Which file it is stays here. */
import { randomUUID } from 'node:crypto'
import { CofferError } from '../../contract/errors.ts'

/** Enough for the largest folder that is looked at, and some more. */
const MAX_TICKETS = 1_000

export class Tickets<T> {
  readonly #held = new Map<string, T>()

  /** The oldest ticket ends where there are too many. */
  issue(value: T): string {
    const ticket = randomUUID()
    this.#held.set(ticket, value)
    const [oldest] = this.#held.keys()
    if (this.#held.size > MAX_TICKETS && oldest !== undefined) this.#held.delete(oldest)
    return ticket
  }

  /** @throws CofferError file/ticket-expired */
  take(ticket: string): T {
    const value = this.#held.get(ticket)
    if (value === undefined) throw new CofferError('file/ticket-expired')
    return value
  }
}
