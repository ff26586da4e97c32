/** The engine's thread: takes orders one by one, answers with data, and closes the vault when it is told to end. */
import { parentPort, workerData } from 'node:worker_threads'
import { asCofferError } from '../../contract/errors.ts'
import { removeActiveTemps } from '../commands/files.ts'
import type { EngineAnswer, EngineMethod } from './engine-api.ts'
import { makeEngine } from './engine.ts'
import { Elsewhere } from './elsewhere.ts'
import { STOP, type EngineMessage, type EngineRequest, type EngineThreadData } from './engine-messages.ts'

const port = parentPort
if (!port) throw new Error('the engine runs in a thread')
const { stopFlag } = workerData as EngineThreadData

function post(message: EngineMessage): void {
  port?.postMessage(message)
}

const elsewhere = new Elsewhere(post)
const engine = makeEngine({
  publish: (progress) => {
    post({ kind: 'progress', progress })
  },
  stopAsked: () => Atomics.load(stopFlag, 0) !== STOP.no,
  restoreElsewhere: (survivors, onStep) => elsewhere.restore(survivors, onStep),
})

async function answer(id: number, method: EngineMethod, order: unknown): Promise<void> {
  try {
    const methods: Readonly<Record<EngineMethod, (order: never) => unknown>> = engine
    const value = (await methods[method](order as never)) as EngineAnswer<EngineMethod>
    post({ kind: 'answer', id, ok: true, value })
  } catch (thrown) {
    const { code, details } = asCofferError(thrown)
    post({ kind: 'answer', id, ok: false, error: { code, details } })
  }
}

let running = 0
let ending = false

function endWhenIdle(): void {
  if (!ending || running > 0) return
  engine.close()
  removeActiveTemps()
  port?.close()
}

port.on('message', (request: EngineRequest) => {
  if (request.kind === 'end') {
    ending = true
    engine.refuseWaiting()
    endWhenIdle()
    return
  }
  if (request.kind === 'restored') {
    elsewhere.receive(request.id, request.answer)
    return
  }
  running += 1
  void answer(request.id, request.method, request.order).finally(() => {
    running -= 1
    endWhenIdle()
  })
})
post({ kind: 'ready', pid: process.pid })
