/** Steps of long work: told to the main process ten times a second at most, and the place where it stops. */
import { Stopped, type OnStep, type Progress, type Stage, type TaskName } from '../../contract/progress.ts'

/** From these on the work is not left half done: it finishes by itself. */
const NO_WAY_BACK: ReadonlySet<Stage> = new Set(['save', 'switch'])
const INTERVAL_MS = 100

/**
 * A step callback for one task. `stopAsked` is asked at every step.
 * @throws Stopped (from the callback) once it is asked to stop and can still be left
 */
export function makeStepper(
  task: TaskName,
  stopAsked: () => boolean,
  publish: (progress: Progress) => void,
  now: () => number = () => performance.now(),
): OnStep {
  let last: { readonly stage: Stage; readonly at: number } | null = null
  return (stage, done, total) => {
    const stoppable = !NO_WAY_BACK.has(stage)
    if (stoppable && stopAsked()) throw new Stopped()
    const at = now()
    if (last?.stage === stage && at - last.at < INTERVAL_MS) return
    last = { stage, at }
    publish({ task, stage, done: done ?? null, total: total ?? null, stoppable })
  }
}
