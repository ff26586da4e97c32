/** Steps of long work: told to the main process ten times a second at most, and the place where it stops. */
import { Stopped, type OnStep, type Progress, type Stage, type TaskName } from '../../contract/progress.ts'

/** Once one of these has begun, the work is not left half done: it finishes by itself. */
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
    const begun = last !== null && NO_WAY_BACK.has(last.stage)
    if (!begun && stopAsked()) throw new Stopped()
    const stoppable = !NO_WAY_BACK.has(stage)
    const at = now()
    // A stage without a count has nothing new to say.
    if (last?.stage === stage && (done === undefined || at - last.at < INTERVAL_MS)) return
    last = { stage, at }
    publish({ task, stage, done: done ?? null, total: total ?? null, stoppable })
  }
}
