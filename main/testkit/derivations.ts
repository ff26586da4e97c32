/** How many key derivations this thread starts, whatever code asks for them: jobs of node:crypto, and threads. */
import { createHook } from 'node:async_hooks'

/** PBKDF2 is a job of node:crypto; Argon2id has a thread of its own. */
const KINDS: ReadonlySet<string> = new Set(['PBKDF2REQUEST', 'SCRYPTREQUEST', 'WORKER'])

/** Runs `task`; with what came of it, how many derivations it started. */
export async function countDerivations<T>(
  task: () => Promise<T>,
): Promise<{ readonly derivations: number; readonly value: T }> {
  let derivations = 0
  const hook = createHook({
    init(_, kind) {
      if (KINDS.has(kind)) derivations += 1
    },
  }).enable()
  try {
    const value = await task()
    return { derivations, value }
  } finally {
    hook.disable()
  }
}
