/** What passes between the main thread and the engine's. */
import type { WireError } from '../../contract/files.ts'
import type { Survivors } from '../commands/burnt-house.ts'
import type { DrillAnswer } from '../drill/drill-messages.ts'
import type { Progress } from '../../contract/progress.ts'
import type { EngineMethod } from './engine-api.ts'

/** Values of the shared flag: the running work is to stop; everything is to stop, for the thread ends. */
export const STOP = { no: 0, work: 1, all: 2 } as const

export interface EngineThreadData {
  readonly stopFlag: Int32Array
}

export type EngineRequest =
  | { readonly kind: 'call'; readonly id: number; readonly method: EngineMethod; readonly order: unknown }
  | { readonly kind: 'end' }
  /** What came of a fresh process. */
  | { readonly kind: 'restored'; readonly id: number; readonly answer: DrillAnswer }

export type EngineMessage =
  | { readonly kind: 'ready'; readonly pid: number }
  | { readonly kind: 'progress'; readonly progress: Progress }
  /** Asks for a fresh process: only the main thread can start one. */
  | { readonly kind: 'restore'; readonly id: number; readonly survivors: Survivors }
  /** It is not wanted any more. */
  | { readonly kind: 'give-up'; readonly id: number }
  | { readonly kind: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly ok: false; readonly error: WireError }
