/** What goes to the process of a burnt-house drill, and what comes back. */
import type { WireError } from '../../contract/files.ts'
import type { Restored, Survivors } from '../commands/burnt-house.ts'

export type DrillOrder = Survivors
export type DrillAnswer =
  { readonly ok: true; readonly restored: Restored } | { readonly ok: false; readonly error: WireError }
