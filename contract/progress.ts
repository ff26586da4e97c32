/** What long work is doing, and how it is stopped. */

export type TaskName =
  | 'unlock'
  | 'create'
  | 'export'
  | 'check'
  | 'import'
  | 'undo-import'
  | 'open'
  | 'rehearse-keys'
  | 'change-keys'
  | 'adopt'
  | 'change-password'
  | 'measure-kdf'
  | 'change-kdf'
  | 'key-file'
  | 'backups'
  | 'census'
  | 'drill'

/** A stage of long work. Deriving has no count: one cannot look inside a key derivation. */
export type Stage = 'derive' | 'read' | 'open' | 'seal' | 'write' | 'prove' | 'save' | 'switch'

export interface Progress {
  readonly task: TaskName
  readonly stage: Stage
  /** Both or neither: items done, of how many. */
  readonly done: number | null
  readonly total: number | null
  /** From here on the work finishes by itself. */
  readonly stoppable: boolean
}

/** Told at each step of long work. Throws Stopped where the person has asked to stop; what is half done then goes. */
export type OnStep = (stage: Stage, done?: number, total?: number) => void

/** Thrown through long work that is asked to stop. No error: the caller answers null. */
export class Stopped extends Error {
  constructor() {
    super('stopped')
    this.name = 'Stopped'
  }
}
