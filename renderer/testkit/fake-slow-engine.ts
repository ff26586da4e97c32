/** Long work as the engine does it: one at a time, until it is told to stop. For unit tests; no part of the product. */
import { CofferError } from '../../contract/errors.ts'

export interface SlowEngine {
  /** What was begun, ended, and refused. */
  readonly told: ('begun' | 'ended' | 'refused')[]
  /** Lasts until `stop`, and then answers null. @throws CofferError vault/busy while another one lasts */
  readonly work: () => Promise<null>
  /** Heard a little later, by what lasts now. */
  readonly stop: () => null
  /** What lasts now answers this after all, as work does that was past its last stopping place. */
  readonly finish: (answer: unknown) => void
}

export function makeSlowEngine(): SlowEngine {
  const told: SlowEngine['told'] = []
  let end: ((answer: unknown) => void) | null = null

  function finish(answer: unknown): void {
    if (!end) return
    told.push('ended')
    end(answer)
    end = null
  }

  return {
    told,
    finish,
    async work() {
      if (end) {
        told.push('refused')
        throw new CofferError('vault/busy')
      }
      told.push('begun')
      return (await new Promise<unknown>((done) => (end = done))) as null
    },
    stop() {
      const lasting = end
      setTimeout(() => {
        if (lasting === end) finish(null)
      })
      return null
    },
  }
}
