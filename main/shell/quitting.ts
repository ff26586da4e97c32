/** The end of the app: asks while work runs, ends the engine, and only then lets the windows close. */

import type { AppSession } from './app-session.ts'
import type { Dialogs } from './dialogs.ts'

export interface QuittingParts {
  readonly session: Pick<AppSession, 'working' | 'end'>
  readonly dialogs: Pick<Dialogs, 'stopWork'>
  /** Quitting is asked for again, and let through then. */
  readonly app: { quit(): void }
}

interface Preventable {
  preventDefault(): void
}

export class Quitting {
  readonly #parts: QuittingParts
  #state: 'no' | 'under way' | 'ended' = 'no'

  constructor(parts: QuittingParts) {
    this.#parts = parts
  }

  /** For the window's `close` and the app's `before-quit`. */
  readonly onClose = (event: Preventable): void => {
    if (this.#state === 'ended') return
    event.preventDefault()
    if (this.#state === 'no') void this.#leave()
  }

  /** The system goes down: there is no time for a question. */
  readonly now = (): void => {
    if (this.#state !== 'ended') void this.#end()
  }

  async #leave(): Promise<void> {
    const { session, dialogs } = this.#parts
    this.#state = 'under way'
    // A question that cannot be asked is no reason never to end.
    if (session.working && !(await dialogs.stopWork().catch(() => true))) this.#state = 'no'
    else await this.#end()
  }

  async #end(): Promise<void> {
    this.#state = 'under way'
    await this.#parts.session.end().catch(() => undefined)
    this.#state = 'ended'
    this.#parts.app.quit()
  }
}
