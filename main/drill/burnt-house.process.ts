/**
 * The process of a burnt-house drill: takes one order, answers once, ends. It is started with an empty profile, and
 * nothing in it knows where a vault is. Runs as a forked process of Node and as a utility process of Electron alike.
 */
import { asCofferError } from '../../contract/errors.ts'
import { restoreFromSurvivors } from '../commands/burnt-house.ts'
import type { DrillAnswer, DrillOrder } from './drill-messages.ts'

/** As Electron's ParentPort. */
interface ParentPort {
  once(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  postMessage(message: unknown): void
}

async function answerTo(order: DrillOrder): Promise<DrillAnswer> {
  try {
    return { ok: true, restored: await restoreFromSurvivors(order) }
  } catch (thrown) {
    const { code, details } = asCofferError(thrown)
    return { ok: false, error: { code, details } }
  }
}

const port = (process as unknown as { readonly parentPort?: ParentPort }).parentPort
if (port) {
  port.once('message', ({ data }) => {
    void answerTo(data as DrillOrder).then((answer) => {
      port.postMessage(answer)
    })
  })
} else {
  process.once('message', (order) => {
    void answerTo(order as DrillOrder).then((answer) => {
      process.send?.(answer)
      process.disconnect()
    })
  })
  // Whoever asked is gone: nobody waits for an answer.
  process.once('disconnect', () => process.exit())
}
