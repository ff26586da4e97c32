/** Fresh processes for the engine's thread, which cannot start any: the main thread does. */
import { CofferError } from '../../contract/errors.ts'
import type { OnStep } from '../../contract/progress.ts'
import type { Restored, Survivors } from '../commands/burnt-house.ts'
import type { DrillAnswer } from '../drill/drill-messages.ts'
import type { EngineMessage } from './engine-messages.ts'

/** How often it is looked whether the work is still wanted. */
const LOOK_EVERY_MS = 50

export class Elsewhere {
  readonly #post: (message: EngineMessage) => void
  readonly #waiting = new Map<number, (answer: DrillAnswer) => void>()
  #lastId = 0

  constructor(post: (message: EngineMessage) => void) {
    this.#post = post
  }

  /** As EngineHost.restoreElsewhere. */
  async restore(survivors: Survivors, onStep: OnStep): Promise<Restored> {
    const id = ++this.#lastId
    let looking: NodeJS.Timeout | undefined
    try {
      const answer = await new Promise<DrillAnswer>((resolve, reject) => {
        this.#waiting.set(id, resolve)
        this.#post({ kind: 'restore', id, survivors })
        looking = setInterval(() => {
          try {
            onStep('derive')
          } catch (unwanted) {
            this.#post({ kind: 'give-up', id })
            if (unwanted instanceof Error) reject(unwanted)
          }
        }, LOOK_EVERY_MS)
      })
      if (!answer.ok) throw new CofferError(answer.error.code, answer.error.details)
      return answer.restored
    } finally {
      clearInterval(looking)
      this.#waiting.delete(id)
    }
  }

  receive(id: number, answer: DrillAnswer): void {
    this.#waiting.get(id)?.(answer)
  }
}
