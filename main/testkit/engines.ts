/** Engines in the thread of the test. They are closed after each test. */
import type { ReadOptions } from '../../contract/import-plan.ts'
import { afterEach } from 'vitest'
import { burntHouseDrill } from '../drill/burnt-house-drill.ts'
import { startNodeProcess } from '../drill/node-process.ts'
import type { KeyChangeDone } from '../../contract/exports.ts'
import type { Progress } from '../../contract/progress.ts'
import { makeEngine, type Engine } from '../engine/engine.ts'
import { MASTER_PASSWORD } from './vaults.ts'

/** How a file is read unless something is said of it. */
export const AS_IT_IS: ReadOptions = { repair: false, mapping: null, salvage: false }

export interface StartedEngine {
  readonly engine: Engine
  readonly told: Progress[]
  /** `task stage`: the engine is asked to stop once it has told of this. */
  stopAt: string
}

const engines: Engine[] = []
afterEach(() => {
  for (const engine of engines.splice(0)) engine.close()
})

export function startEngine(stopAt = ''): StartedEngine {
  const told: Progress[] = []
  const engine = makeEngine({
    restoreElsewhere: (survivors) => burntHouseDrill(startNodeProcess, survivors),
    publish: (progress) => told.push(progress),
    stopAsked: () => told.some(({ task, stage }) => `${task} ${stage}` === started.stopAt),
  })
  const started: StartedEngine = { engine, told, stopAt }
  engines.push(engine)
  return started
}

/** A change of the key from the rehearsal on; null where either was stopped. */
export async function changeKeys(
  engine: Engine,
  { masterPassword = MASTER_PASSWORD, detach = false, replace = false } = {},
): Promise<KeyChangeDone | null> {
  const order = { masterPassword, detach }
  return (await engine.rehearseKeyChange(order)) && (await engine.changeKeys({ ...order, replace }))
}

/** With the vault of `file` open and unlocked, and nothing told so far. Where it does not unlock, it is closed again. */
export async function startUnlocked(file: string, masterPassword = MASTER_PASSWORD): Promise<StartedEngine> {
  const started = startEngine()
  await started.engine.open({ path: file })
  try {
    await started.engine.unlock({ masterPassword })
  } catch (error) {
    started.engine.close()
    throw error
  }
  started.told.length = 0
  return started
}
