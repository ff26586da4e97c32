/** The window's side of strength.worker.ts: one lazy worker, ended when nobody needs it any more. */
import url from './strength.worker.ts?worker&url'

export interface StrengthRequest {
  readonly id: number
  readonly password: string
}
export interface StrengthReply {
  readonly id: number
  readonly score: Score
}
export type Score = 0 | 1 | 2 | 3 | 4

/** 138 characters took 443 ms; what stands after the 64th adds nothing to a verdict. */
const SCORED_CHARACTERS = 64

let policy: TrustedTypePolicy | undefined

/** A worker's address is a script's address: Trusted Types lets exactly this one through. */
function trustedUrl(): string {
  if (!window.trustedTypes) return url
  policy ??= window.trustedTypes.createPolicy('coffer-worker', {
    createScriptURL(asked) {
      if (asked !== url) throw new TypeError('Only the strength worker may be started')
      return asked
    },
  })
  // The DOM library knows `Worker(string)` only.
  return policy.createScriptURL(url) as unknown as string
}

export interface StrengthScorer {
  /** Null when the worker cannot run. */
  readonly score: (password: string) => Promise<Score | null>
  readonly end: () => void
}

export function startStrengthScorer(): StrengthScorer {
  const waiting = new Map<number, (score: Score | null) => void>()
  let worker: Worker | null | undefined
  let lastId = 0

  function giveUp(): void {
    worker?.terminate()
    worker = null
    for (const answer of waiting.values()) answer(null)
    waiting.clear()
  }

  function start(): Worker | null {
    try {
      const started = new Worker(trustedUrl(), { type: 'module', name: 'strength' })
      started.addEventListener('message', ({ data }: MessageEvent<StrengthReply>) => {
        waiting.get(data.id)?.(data.score)
        waiting.delete(data.id)
      })
      started.addEventListener('error', giveUp)
      return started
    } catch {
      return null
    }
  }

  return {
    score(password) {
      worker ??= worker === undefined ? start() : null
      if (!worker) return Promise.resolve(null)
      const request: StrengthRequest = { id: ++lastId, password: password.slice(0, SCORED_CHARACTERS) }
      const reply = new Promise<Score | null>((resolve) => waiting.set(request.id, resolve))
      worker.postMessage(request)
      return reply
    },
    end: giveUp,
  }
}
